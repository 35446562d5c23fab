--- When a request is sent again, and after which pause.
local core = require "ai95.core"

local retry = {}

local MAX_PAUSE = 8 -- seconds, for the growing pauses; a server may ask for longer ones

-- From the operating system: processes that start together must not draw the same pauses.
local function random()
  local a, b = core.random(2):byte(1, 2)
  return (a * 256 + b) / 65536
end

--- The server's Retry-After in seconds: a number, or a date.
---@param value string|nil
---@param now integer the server's Unix time
---@return number|nil
function retry.after(value, now)
  if not value then
    return nil
  elseif value:find "^%d+$" then
    return tonumber(value)
  end
  local date = core.parse_http_date(value)
  return date and math.max(0, date - now)
end

local function is_transient(err)
  return err.kind == "network" or err.kind == "timeout" or err.http_status == 429
    or (err.http_status ~= nil and err.http_status >= 500)
end

--- The pause before the next attempt; nil if there must not be one.
---@param endpoint ai95.Endpoint
---@param err ai95.Error
---@param attempts integer so far
---@param config table max_retries, retry_delay
---@return number|nil seconds
function retry.pause(endpoint, err, attempts, config)
  if attempts > config.max_retries or not is_transient(err) then
    return nil
  elseif not endpoint.idempotent and err.outcome ~= "not_sent" then
    return nil
  end
  local pause = math.min(MAX_PAUSE, config.retry_delay * 2 ^ (attempts - 1))
  return math.max(err.retry_after or 0, pause * (0.5 + random() / 2))
end

return retry
