--- The client. nginx makes it at start, and all workers share one login. The account comes from the
--- environment: AI95_BASE_URL, AI95_USERNAME, AI95_PASSWORD.
local ai95 = require "ai95"

local platform = {}

local client = ai95.new {
  store = ai95.store.shdict "ai95",
  connect_timeout = 3, timeout = 10, deadline = 25, -- somebody is waiting for the page
}
platform.client = client

-- Without dates the platform lists today only.
platform.BEGINNING, platform.END = ai95.dates.BEGINNING, ai95.dates.END

--- A time as the platform writes it: in China, where it is.
platform.time = ai95.dates.format

--- The Unix time of a time of the platform; nil if it is none.
---@param text any
---@return integer|nil
function platform.unix(text)
  return ai95.dates.is_valid(tostring(text)) and ai95.dates.parse(tostring(text)) or nil
end

--- The time in China.
function platform.now()
  return platform.time(ngx.time())
end

--- A day in China: "Y-m-d".
---@param days_ago integer
function platform.day(days_ago)
  return platform.time(ngx.time() - days_ago * 86400):sub(1, 10)
end

--- Runs several functions of the client at once. Returns their results; raises the first error.
function platform.together(...)
  local function run(request) return request(client) end
  local results, failures = client:parallel(select("#", ...), { ... }, run)
  for i = 1, failures and results.n or 0 do
    if failures[i] then
      error(failures[i], 0)
    end
  end
  return unpack(results, 1, results.n)
end

--- Whether a field of the platform names a file.
function platform.is_file(name)
  return type(name) == "string" and name ~= ""
end

--- Finds the call of an address: { task =, sn =, at = }. The platform searches by time, so the
--- address has it too.
---@return ai95.Call|nil
function platform.call(args)
  local task, sn, at = args.task or "", args.sn or "", args.at or ""
  if not at:find "^%d%d%d%d%-[01]%d%-[0-3]%d [0-2]%d:[0-5]%d:[0-5]%d$" then
    return nil
  end
  local params = { dial_task_main_sn = task, start_create_at = at, end_create_at = at }
  for call in client.calls:each(params) do
    if call.cdr_sn == sn then
      return call
    end
  end
end

return platform
