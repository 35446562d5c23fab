--- Checks a request's parameters against the document's types, and converts them to Lua values.

local clock = require "sandbox.clock"
local json = require "sandbox.json"

local params = {}

local CONVERTERS = {
  string = function(value)
    return type(value) == "string" and value or nil
  end,
  int = function(value)
    return json.is(value, "number") and value.integer and tonumber(value.text) or nil
  end,
  bool = function(value)
    if type(value) ~= "boolean" then return nil end
    return value
  end,
  date = function(value)
    if type(value) ~= "string" or value ~= "" and not clock.parse(value) then return nil end
    return value
  end,
}

--- A table by name, or nil and the platform's code. Unknown members are ignored.
function params.read(fields, types)
  local values = {}
  for index, name in ipairs(fields.names) do
    local convert = CONVERTERS[types[name]]
    if convert then
      local value = convert(fields.values[index])
      if value == nil then return nil, 30008 end
      values[name] = value
    end
  end
  return values
end

return params
