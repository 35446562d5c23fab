--- Rows of the platform with methods behind them. A row stays a plain table with the platform's own
--- field names; what a method needs besides is in the metatable, out of the way of whoever prints
--- or encodes the row.
local errors = require "ai95.errors"

local resource = {}

---@class ai95.Class
---@field label string how a variable of it is called in messages: "task"
---@field methods table<string, function>
---@field on_read fun(row: table)|nil adds fields of our own to a row
---@field metatables table<ai95.Client, table>

--- A method that says so if it is called with a dot instead of a colon.
local function guard(class, name, method)
  return function(self, ...)
    local metatable = type(self) == "table" and getmetatable(self)
    if type(metatable) ~= "table" or metatable.class ~= class then
      errors.misuse("call it with a colon: %s:%s(…), not %s.%s(…)", class.label, name, class.label,
        name)
    end
    return method(self, ...)
  end
end

--- A class of rows, or of a client's groups such as `client.tasks`.
---@param label string
---@param methods table<string, function>
---@param on_read (fun(row: table))|nil
---@return ai95.Class
function resource.class(label, methods, on_read)
  local class = { label = label, methods = {}, on_read = on_read, metatables = setmetatable({},
    { __mode = "kv" }) }
  for name, method in pairs(methods) do
    class.methods[name] = guard(class, name, method)
  end
  return class
end

local function new_metatable(class, client, host)
  return { __name = "ai95." .. class.label, __index = class.methods, class = class, client = client,
    host = host }
end

local function metatable_for(class, client, host)
  if host then
    return new_metatable(class, client, host)
  end
  local metatable = class.metatables[client]
  if not metatable then
    metatable = new_metatable(class, client)
    class.metatables[client] = metatable
  end
  return metatable
end

--- Gives rows the methods of a class, on behalf of a client.
---@param class ai95.Class
---@param client ai95.Client
---@param rows table[]
---@param host string|nil another host that serves their recordings
---@return table[] rows
function resource.bind_all(class, client, rows, host)
  local metatable = metatable_for(class, client, host)
  for _, row in ipairs(rows) do
    if class.on_read then
      class.on_read(row)
    end
    setmetatable(row, metatable)
  end
  return rows
end

---@param class ai95.Class
---@param client ai95.Client
---@param row table
---@return table row
function resource.bind(class, client, row)
  return resource.bind_all(class, client, { row })[1]
end

--- The client that a row was read with, and the host of its recordings if that is another one.
---@param row table
---@return ai95.Client client
---@return string|nil host
function resource.client(row)
  local metatable = getmetatable(row)
  return metatable.client, metatable.host
end

return resource
