--- The network, as the two schedulers see it: the pool of connections, and what a job can wait for.
local core = require "ai95.core"

local network = {}

local pool

--- The process's connections, which all clients share.
---@return userdata pool
function network.pool()
  pool = pool or core.pool()
  return pool
end

--- Whether a wait is over. A wait is a table with one of
---
---   on      a transfer, or another thing of the core: until its ready() is true
---   at      a time of core.now()
---   event   a table: until its field `set` is true, or, if there is a time `latest`, until then
---
--- With `on` there may be `abort`, an object: its method abort() is called if the waiting request is
--- killed. (Not a function: nginx clears the variables of the coroutines that it kills.)
---@param wait table
---@return boolean
function network.is_ready(wait)
  if wait.on then
    return wait.on:ready()
  elseif wait.at then
    return core.now() >= wait.at
  end
  return wait.event.set == true or (wait.latest ~= nil and core.now() >= wait.latest)
end

return network
