--- Whether nginx can wait in the phase that is running. nginx itself says so: its newer versions
--- have more of such phases.
local semaphores = require "ngx.semaphore"

local phases = {}

local never -- a semaphore that nobody posts

--- Waits for no time at all: nginx first checks the phase, and only then says "timeout".
---@return boolean
function phases.can_wait()
  never = never or assert(semaphores.new())
  local ok, _, problem = pcall(never.wait, never, 0) -- raises in `init`, where there is no request
  return ok and problem == "timeout"
end

return phases
