-- How the bench's ai95 programs measure themselves.
local core = require "ai95.core"

local platform = {}

--- Runs `work` and prints how long it and its CPU took.
function platform.measure(work)
  local cpu, wall = os.clock(), core.now()
  work()
  print(("cpu %.6f\nwall %.6f"):format(os.clock() - cpu, core.now() - wall))
end

return platform
