--- Puts itself between the library and LuaDBI, to count statements and to break in at one of them.
local DBI = require "DBI"

local connect = DBI.Connect

--- An object that passes its methods on, except for some.
local function wrap(object, own)
  return setmetatable({}, { __index = function(_, name)
    return own[name] or function(_, ...) return object[name](object, ...) end
  end })
end

--- From now on `before(number, sql, handle)` is called before the n-th statement of each connection
--- is executed; an error of the database that it returns is the statement's result. `DBI.Connect`
--- is replaced; `restore()` puts it back.
---@param before fun(number: integer, sql: string, handle: userdata): string|nil
---@return fun() restore
return function(before)
  DBI.Connect = function(...)
    local handle, problem = connect(...)
    if not handle then
      return nil, problem
    end
    local number = 0
    return wrap(handle, { prepare = function(_, sql)
      local statement, refusal = handle:prepare(sql)
      return statement and wrap(statement, { execute = function(_, ...)
        number = number + 1
        local failure = before(number, sql, handle)
        if failure then
          return false, failure
        end
        return statement:execute(...)
      end }), refusal
    end })
  end
  return function() DBI.Connect = connect end
end
