--- Decoding, with an instance of lua-cjson of our own: its settings are not the host program's.
local cjson = require("cjson").new()
local core = require "ai95.core"

cjson.decode_invalid_numbers(false)
cjson.decode_max_depth(100)

local json = {
  -- Raises; null is lightuserdata, and numbers are as lua-cjson makes them.
  decode_strict = cjson.decode,
}

--- Null is nil, and whole numbers are integers on every Lua.
---@param text string
---@return any|nil value nil if it is not valid JSON
function json.decode(text)
  local ok, value = pcall(cjson.decode, text)
  if not ok then
    return nil
  end
  return core.tidy(value)
end

---@param value table
---@return string
function json.encode(value)
  return cjson.encode(value)
end

return json
