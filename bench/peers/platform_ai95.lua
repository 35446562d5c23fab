-- What the bench's ai95 programs share: reading their input, and measuring themselves.
local cjson = require "cjson"
local core = require "ai95.core"

local platform = {}

function platform.read(path)
  local file = assert(io.open(path, "rb"))
  local value = cjson.decode((file:read("*a")))
  file:close()
  return value
end

function platform.write(path, data)
  local file = assert(io.open(path, "wb"))
  file:write(data)
  file:close()
end

--- Runs `work` and prints how long it and its CPU took.
function platform.measure(work)
  local cpu, wall = os.clock(), core.now()
  work()
  print(("cpu %.6f\nwall %.6f"):format(os.clock() - cpu, core.now() - wall))
end

return platform
