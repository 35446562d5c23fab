--- The sandbox that the specs run against. Its control interface is reached over luasocket, so that
--- the library does not test itself.
local cjson = require "cjson"
local http = require "socket.http"
local ltn12 = require "ltn12"
local mime = require "mime"

local major, minor = require("ai95.core").versions().libcurl:match "libcurl/(%d+)%.(%d+)"
local libcurl = tonumber(major) * 1000 + tonumber(minor)

local sandbox = {
  url = assert(os.getenv "AI95_SANDBOX_URL", "run the specs within sandbox/with"),
  https = os.getenv "AI95_SANDBOX_HTTPS",
  expired = os.getenv "AI95_SANDBOX_EXPIRED",
  wrong_name = os.getenv "AI95_SANDBOX_WRONG_NAME",
  ca = os.getenv "AI95_SANDBOX_CA",
  other_ca = os.getenv "AI95_SANDBOX_OTHER_CA",
  -- The outcome of a request whose connection failed: libcurl before 7.80 does not say it.
  NOT_SENT = libcurl >= 7080 and "not_sent" or "unknown",
  PROJECT = "project|8ac1cebd6407f30fb4f618615de41990",
  EMPTY_PROJECT = "project|801e3bcb0c6caadedd2f68087403191b",
  AI_USER = "SYSUSER|cdbe0021b3f5e11f43c9175757b11e2e",
  USER_SN = "SYSUSER|5d03d133d7fb004e2ccf34eb8fbdc45c",
}

local function control(method, name, given)
  local body = given and cjson.encode(given) or ""
  if body == "[]" then
    body = "{}"
  end
  local pieces = {}
  local _, status = http.request {
    url = sandbox.url .. "/_sandbox/" .. name, method = method, sink = ltn12.sink.table(pieces),
    source = method == "POST" and ltn12.source.string(body) or nil,
    headers = method == "POST" and { ["Content-Length"] = #body } or nil,
  }
  local text = table.concat(pieces)
  assert(status == 200, ("sandbox: %s %s: %s %s"):format(method, name, tostring(status), text))
  return cjson.decode(text)
end

--- Wipes the sandbox; `settings` as in sandbox/README.md.
function sandbox.reset(settings)
  control("POST", "reset", settings or {})
end

--- Changes settings, such as habits, and keeps the rest.
function sandbox.set(settings)
  control("POST", "settings", settings)
end

--- How often each phone number was imported: { phones = { phone = count }, campaigns = { sn =
--- { phone = count } } }.
function sandbox.imports()
  return control("GET", "imports")
end

function sandbox.fault(endpoint, fault, settings)
  local given = { endpoint = endpoint, fault = fault }
  for name, value in pairs(settings or {}) do
    given[name] = value
  end
  control("POST", "fault", given)
end

function sandbox.advance(seconds)
  control("POST", "clock", { advance = seconds })
end

function sandbox.seed(settings)
  return control("POST", "seed", settings)
end

function sandbox.state()
  return control("GET", "state")
end

--- How often an endpoint was { received, carried_out, refused }.
function sandbox.counts(endpoint)
  return sandbox.state().endpoints[endpoint] or { received = 0, carried_out = 0, refused = 0 }
end

--- The number of open connections to it. The specs' own connections close after each request.
---@param port integer|nil of another server
---@param state string|nil another state than established ("01"), as in /proc/net/tcp
function sandbox.open_connections(port, state)
  local seen, count = ("%04X %s"):format(port or tonumber(sandbox.url:match(":(%d+)$")),
    state or "01"), 0
  for line in io.lines "/proc/net/tcp" do
    if line:match("^%s*%d+: %x+:%x+ %x+:(%x+ %x+)") == seen then
      count = count + 1
    end
  end
  return count
end

local function escape(text)
  return (text:gsub("[^%w]", function(char) return ("%%%02X"):format(char:byte()) end))
end

--- The rows of a task, as they were imported.
function sandbox.rows(dial_task_main_sn)
  return control("GET", "rows?dial_task_main_sn=" .. escape(dial_task_main_sn))
end

--- The last request to an endpoint, with its body decoded from base64.
function sandbox.last(endpoint)
  local request = control("GET", "last?endpoint=" .. endpoint)
  request.body = (mime.unb64(request.body_base64))
  return request
end

--- A client of the sandbox's account; `options` override the defaults.
function sandbox.client(options)
  local all = { base_url = sandbox.url, username = "hln", password = "secret", retry_delay = 0.01 }
  for name, value in pairs(options or {}) do
    all[name] = value
  end
  return require("ai95").new(all)
end

--- Rows of obviously invented customers.
function sandbox.customers(count, first)
  local rows = {}
  for i = 1, count do
    rows[i] = { "客户" .. i, ("1380000%04d"):format((first or 0) + i), "深圳" }
  end
  return rows
end

local function phones_in(rows, column)
  local list = {}
  for i, row in ipairs(rows) do
    list[i] = row[column]
  end
  return list
end

--- The phone numbers of a task's rows.
function sandbox.phones(dial_task_main_sn)
  return phones_in(sandbox.rows(dial_task_main_sn), "电话")
end

--- The phone numbers of `count` invented customers.
function sandbox.customer_phones(count)
  return phones_in(sandbox.customers(count), 2)
end

sandbox.COLUMNS = { "姓名", "电话", "地址" }

--- The parameters of an addJson that the sandbox accepts; `more` overrides them.
function sandbox.addjson(more)
  local params = {
    project_sn = sandbox.PROJECT, source = "测试", ai_user_sn = sandbox.AI_USER,
    client_info_json = '{"data":[{"姓名":"客户","电话":"13800000001","地址":"深圳"}]}',
  }
  for name, value in pairs(more or {}) do
    params[name] = value
  end
  return params
end

--- A workbook with three customers, as a spreadsheet program saves it.
sandbox.WORKBOOK = "spec/fixtures/customers.xlsx"

return sandbox
