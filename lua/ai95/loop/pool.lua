--- The process's connections, which all clients share.
local core = require "ai95.core"

local pool

return function()
  pool = pool or core.pool()
  return pool
end
