--- Modules that not every program needs: they are read when they are first used, so that programs start faster. Inside nginx they
--- are read at once, since there a request that waits for a disk makes all others wait.

--- `require`, later.
---@param name string the module's
---@return table|function module has the module's fields, and can be called if the module can
return function(name)
  if rawget(_G, "ngx") then
    return require(name)
  end
  return setmetatable({}, {
    __index = function(_, field) return require(name)[field] end,
    __call = function(_, ...) return require(name)(...) end,
  })
end
