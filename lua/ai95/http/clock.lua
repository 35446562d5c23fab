--- The server's clock, as its answers tell it. The transport updates it; whoever needs the time
--- reads it.
local core = require "ai95.core"
local dates = require "ai95.util.dates"

-- seconds between two readings: a Date header is not worth parsing in every answer
local INTERVAL = 10

---@class ai95.Clock
---@field offset number|nil the server's clock minus ours, in seconds
---@field read_at number|nil core.now() of the last reading
local Clock = {}
Clock.__index = Clock

---@return ai95.Clock
function Clock.new()
  return setmetatable({}, Clock)
end

--- Reads the clock from an answer.
---@param transfer userdata
function Clock:update(transfer)
  local now = core.now()
  if self.read_at and now - self.read_at < INTERVAL then
    return
  end
  local time = dates.parse_http(transfer:header "date")
  if time then
    self.offset, self.read_at = time - os.time(), now
  end
end

--- The server's time; ours until an answer has told it.
---@return integer time Unix time, in seconds
function Clock:time()
  return os.time() + (self.offset or 0)
end

return Clock
