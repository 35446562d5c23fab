-- each.lua PAGE_SIZE: the length of all calls together.
local ai95 = require "ai95"

local client = ai95.new {}
local seconds = 0
for call in client.calls:each {
  pageSize = tonumber(arg[1]), start_create_at = "2000-01-01", end_create_at = "2037-12-31",
} do
  seconds = seconds + call.talktimes
end
print(("%d"):format(seconds))
