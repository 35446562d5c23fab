--- The report about one campaign. Reading all calls takes long: one request reads them for all
--- visitors, and the result is kept for a minute.
local ai95 = require "ai95"
local cjson = require "cjson.safe"
local platform = require "console.platform"
local problem = require "console.problem"
local report = require "ai95_report"

local charts = { MAX_CALLS = 50000 }

local kept = ngx.shared.charts
local FRESH = 60 -- seconds for which a report is kept
local FAILED = 2 -- seconds for which a failure is that of everybody who waits
local STALLED = 60 -- seconds without a row after which another request begins to read
local POLL = 0.2 -- seconds between two looks of those who wait
local RENEWAL = 500 -- rows after which the reading request says that it goes on

--- What is made of a report: its cards in each language of the console, and a file.
local forms = {
  en = function(data) return report.cards(data, "en") end,
  ["zh-CN"] = function(data) return report.cards(data, "zh") end,
  file = function(data) return report.html(data) end,
}

--- What is kept of a campaign's report: its forms; or `large`, the number of its calls, if they are
--- too many. Raises the library's errors.
---@param sn string
---@param go_on fun() called while it reads
---@return table<string, string|integer>
local function read(sn, go_on)
  local client = platform.client
  local calls = problem.must(client.calls:list {
    dial_task_main_sn = sn, pageIndex = 0, pageSize = 1,
    start_create_at = platform.BEGINNING, end_create_at = platform.END,
  }).total or 0
  if calls > charts.MAX_CALLS then
    return { large = calls }
  end
  local data = problem.must(report.collect(client, {
    task = sn, progress = function(done)
      if done % RENEWAL == 0 then
        go_on()
      end
    end,
  }))
  local made = {}
  for form, make in pairs(forms) do
    made[form] = make(data)
    ngx.sleep(0.001) -- the worker's other visitors do not wait for all of them
  end
  return made
end

--- The fields of an error that its page shows, for those who wait in other workers.
local function write_error(err)
  return cjson.encode {
    kind = err.kind, code = err.code, http_status = err.http_status, msg = err.msg,
    meaning = err.meaning,
  }
end

--- What is kept.
---@return string|nil text
---@return integer|nil calls
---@return table|nil failure
local function look(sn, form)
  local failure = kept:get("failure " .. sn)
  return kept:get(form .. " " .. sn), kept:get("large " .. sn), failure and cjson.decode(failure)
end

--- Keeps a text for all visitors.
local function keep(key, text, seconds)
  local ok, reason = kept:set(key, text, seconds)
  if not ok then
    ngx.log(ngx.ERR, "the charts are not kept, so each visitor reads the calls again: ", reason)
  end
end

--- Reads, and keeps the result or the error, which it returns as `look` does.
local function read_and_keep(sn, form, lock)
  local ok, made = pcall(read, sn, function() kept:expire(lock, STALLED) end)
  if not ok then
    if ai95.is_error(made) then
      keep("failure " .. sn, write_error(made), FAILED)
    end
    return nil, nil, made
  end
  for name, text in pairs(made) do
    keep(name .. " " .. sn, text, FRESH)
  end
  return made[form], made.large
end

--- A form of the report. Waits while another request reads the same campaign. Raises the library's
--- errors.
---@param sn string the campaign's
---@param form string "en", "zh-CN" or "file"
---@return string|nil text nil: the campaign has too many calls
---@return integer|nil calls how many
function charts.get(sn, form)
  local lock = "reading " .. sn
  while true do
    -- The lock comes first: what another request has read by then is kept.
    local is_reader = kept:add(lock, true, STALLED)
    local text, calls, failure = look(sn, form)
    if is_reader and not (text or calls or failure) then
      text, calls, failure = read_and_keep(sn, form, lock)
    end
    if is_reader then
      kept:delete(lock)
    end
    if text or calls then
      return text, calls
    elseif failure then
      error(failure, 0)
    end
    ngx.sleep(POLL)
  end
end

return charts
