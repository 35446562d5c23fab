--- Rows of the platform's with methods behind them. A row stays a plain table with the platform's own field names: what a
--- method needs beside them is in the metatable, out of the way of whoever prints or encodes the row.
local model = {}

---@class ai95.Class
---@field methods table
---@field computed table<string, fun(row: table): any> fields that are worked out when they are asked for

--- A class of rows.
---@param name string
---@return ai95.Class
function model.class(name)
  return { name = name, methods = {}, computed = {}, metatables = setmetatable({}, { __mode = "kv" }) }
end

--- Gives a row the methods of a class, on behalf of a client.
---@param class ai95.Class
---@param client ai95.Client
---@param row table
---@return table row
function model.wrap(class, client, row)
  local metatable = class.metatables[client]
  if not metatable then
    metatable = {
      __name = "ai95." .. class.name,
      client = client,
      __index = function(self, key)
        local computed = class.computed[key]
        if computed then
          return computed(self)
        end
        return class.methods[key]
      end,
    }
    class.metatables[client] = metatable
  end
  return setmetatable(row, metatable)
end

---@param class ai95.Class
---@param client ai95.Client
---@param rows table[]
---@return table[] rows
function model.wrap_all(class, client, rows)
  for _, row in ipairs(rows) do
    model.wrap(class, client, row)
  end
  return rows
end

--- The client on whose behalf the row was read.
---@return ai95.Client
function model.client(row)
  return getmetatable(row).client
end

return model
