--- The server's clock, as its answers tell it. The transport updates it; whoever needs the time
--- reads it.
local core = require "ai95.core"

local INTERVAL = 1 -- second between two readings: not every answer's Date header is worth parsing

---@class ai95.Clock
---@field offset number the server's clock minus ours, in seconds
---@field known boolean whether an answer has told it
---@field next_reading number when to read it again, of core.now()
local Clock = {}
Clock.__index = Clock

---@return ai95.Clock
function Clock.new()
  return setmetatable({ offset = 0, known = false, next_reading = 0 }, Clock)
end

--- Reads the clock from an answer.
---@param transfer userdata
function Clock:update(transfer)
  local date = transfer:header "date"
  local time = date and core.parse_http_date(date)
  if time then
    self.offset, self.known = time - os.time(), true
    self.next_reading = core.now() + INTERVAL
  end
end

--- The server's time; ours until an answer has told it.
---@return integer time Unix time, in seconds
function Clock:time()
  return os.time() + self.offset
end

return Clock
