--- JSON of our own files: the session store, ledgers, manifests.
local core = require "ai95.core"
local lazy = require "ai95.util.lazy"

local cjson = lazy "cjson"

local encoder -- an instance of our own: its settings are not the host program's

local json = {}

--- Null is nil, and whole numbers are integers on every Lua.
---@param text string
---@return any|nil value nil if it is not valid JSON
function json.decode(text)
  return (core.decode_json(text))
end

-- lua-cjson writes 14 digits of a number.
local MAX_EXACT = 10 ^ 14

--- The value, with longer integers as text that has all their digits.
local function exact(value)
  if type(value) == "number" then
    local is_long = value >= MAX_EXACT or value <= -MAX_EXACT
    return is_long and value % 1 == 0 and core.number(value) or value
  elseif type(value) ~= "table" then
    return value
  end
  local copy = {}
  for name, item in pairs(value) do
    copy[name] = exact(item)
  end
  return copy
end

---@param value table
---@return string
function json.encode(value)
  encoder = encoder or cjson.new()
  return encoder.encode(exact(value))
end

return json
