--- Modules that not every program needs: they are read when they are first used, so that programs
--- start faster. Inside nginx they are read at once, since there a request that waits for a disk
--- makes all others wait.
local inside_nginx = require "ai95.util.inside_nginx"

--- `require`, later.
---@param name string the module's
---@return table|function module has the module's fields, and can be called if the module can
return function(name)
  if inside_nginx() then
    return require(name)
  end
  local meta = {}
  function meta.__index(_, field)
    meta.__index = require(name)
    return meta.__index[field]
  end
  function meta.__call(_, ...)
    return require(name)(...)
  end
  return setmetatable({}, meta)
end
