--- The checks against the platform: the login, the clock, and each endpoint that reads.
local dates = require "ai95.util.dates"

local MAX_CLOCK_SKEW = 60 -- seconds

-- What to do about an error, by its kind. The message of an api error contains its meaning.
local advice = {
  auth = "check username and password, and ask the platform's support what this account may do",
  timeout = "check base_url, the network and firewalls; or raise timeout",
  network = "check base_url, the name server, the network, and the proxy if you need one",
  tls = "check the machine's clock and base_url; if the platform has its own certificate"
    .. " authority, set ca_file",
  protocol = "something else than the platform answers at base_url: check base_url and the proxy",
  rate_limit = "the platform limits the number of requests: try later",
  too_large = "raise max_body",
  api = "see the meaning in the message; ask the platform's support",
  file = "correct the file that the message names",
}

local function failed(err)
  return "failed", (tostring(err):gsub("^ai95: ", "")), advice[err.kind]
end

--- A field of the platform as text, whatever its type is.
local function shown(value)
  if value == nil or value == "" or type(value) == "table" then
    return "?"
  end
  return tostring(value)
end

local function login(state)
  if not state.options then
    return "skipped", "there are no settings"
  elseif not state.options.password then
    return "failed", "the password is missing" .. (state.texts.no_password or ""),
      state.texts.password_advice or "give the option password, or AI95_PASSWORD"
  end
  local client = state.made
  local session, err = client:login()
  if not session then
    state.reached = client:server_time() ~= nil and client or nil
    return failed(err)
  end
  state.client, state.reached = client, client
  return "ok", ("%s of %s, expires %s, %s AI users"):format(shown(session.user_name),
    shown(session.team_name), shown(session.expired), shown(session.ai_count))
end

local function clock(state)
  local time = state.reached and state.reached:server_time()
  if not time then
    return "skipped", "the platform did not send its time"
  end
  local skew = os.time() - time
  if math.abs(skew) > MAX_CLOCK_SKEW then
    return "failed", ("this machine is %d seconds %s the platform"):format(math.abs(skew),
      skew > 0 and "ahead of" or "behind"),
      "set the clock (NTP): certificates and dates such as \"today\" need it"
  end
  return "ok", ("%d seconds apart"):format(math.abs(skew))
end

--- A check that reads from the platform. `read` returns a result, a detail and an advice, or nil
--- and an error.
local function reading(read)
  return function(state)
    if not state.client then
      return "skipped", "needs a login"
    end
    local result, detail, fix = read(state, state.client)
    if not result then
      return failed(detail)
    end
    return result, detail, fix
  end
end

local function of_all_time(params)
  params.start_create_at, params.end_create_at = dates.BEGINNING, dates.END
  return params
end

local function pages(endpoint, things)
  return reading(function(_, client)
    local page, err = client:request(endpoint, of_all_time { pageIndex = 0, pageSize = 1 })
    if not page then
      return nil, err
    end
    return "ok", ("%s %s"):format(tostring(page.total or #page.list), things)
  end)
end

--- A list that every import needs an item of.
local function lists(endpoint, things, fix)
  return reading(function(state, client)
    local list, err = client:request(endpoint)
    if not list then
      return nil, err
    end
    state[endpoint] = list
    if #list == 0 then
      return "failed", ("0 %s: no import can work"):format(things), fix
    end
    return "ok", ("%d %s"):format(#list, things)
  end)
end

--- A call with a recording; false if there is none; nil and an error.
local function recorded(state, client)
  if state.recorded == nil then
    local page, err = client.calls:list(of_all_time { pageIndex = 0, pageSize = 20,
      talktimes_min = 1 })
    if not page then
      return nil, err
    end
    state.recorded = false
    for _, call in ipairs(page) do
      if call.recordfile and call.recordpath and call.connected_at then
        state.recorded = call
        break
      end
    end
  end
  return state.recorded
end

local function of_recording(read)
  return reading(function(state, client)
    local call, err = recorded(state, client)
    if call == nil then
      return nil, err
    elseif not call then
      return "skipped", "no call has a recording yet"
    end
    return read(state, call)
  end)
end

local function bytes(download, err)
  if not download then
    return nil, err
  end
  return "ok", ("%d bytes, %s"):format(download.size, tostring(download.content_type))
end

local cdrshow = of_recording(function(state, call)
  local details, err = call:details()
  if not details then
    return nil, err
  end
  state.fragment = details.fragments[1]
  return "ok", ("%d answers in the first call that has a recording"):format(#details.fragments)
end)

local cdr_download = of_recording(function(_, call)
  return bytes(call:download())
end)

local cdr_fragment_download = of_recording(function(state)
  if not state.fragment or not state.fragment.fenduanluyin then
    return "skipped", "that call has no recording of an answer"
  end
  return bytes(state.fragment:download())
end)

local export_model = reading(function(state, client)
  for _, project in ipairs(state.getProjects or {}) do
    if project.project_excel then
      return bytes(client:request("exportModel", { project_sn = project.sn }))
    end
  end
  return "skipped", "no project template has a workbook"
end)

return {
  { "login", login }, { "clock", clock },
  { "getProjects",
    lists("getProjects", "project templates",
      "ask the platform's support to create one for this account") },
  { "getAiUsers", lists("getAiUsers", "AI users",
    "ask the platform's support to add one to this account (until then, imports fail with"
    .. " 30010)") },
  { "index", pages("index", "campaigns") }, { "cdrlist", pages("cdrlist", "calls") },
  { "crmList", pages("crmList", "customers") },
  { "cdrshow", cdrshow }, { "cdrDownload", cdr_download },
  { "cdrFragmentDownload", cdr_fragment_download },
  { "exportModel", export_model },
}
