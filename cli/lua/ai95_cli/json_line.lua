--- One value as one line of JSON, with its members in alphabetical order, so that the same is written the same.
local cjson = require("cjson").new()

local function escape(byte)
  return ("\\u%04x"):format(byte:byte())
end

local function encode_text(text)
  -- lua-cjson writes \/, which is right and hard to read; and C1, to which terminals listen, as it is.
  return (cjson.encode(text):gsub("\\/", "/"):gsub("\194([\128-\159])", escape))
end

local encode

local function encode_list(list)
  local parts = {}
  for i, item in ipairs(list) do
    parts[i] = encode(item)
  end
  return "[" .. table.concat(parts, ",") .. "]"
end

local function encode_object(object, order)
  local parts = {}
  if not order then
    order = {}
    for name in pairs(object) do
      order[#order + 1] = name
    end
    table.sort(order)
  end
  for _, name in ipairs(order) do
    parts[#parts + 1] = encode_text(name) .. ":" .. encode(object[name])
  end
  return "{" .. table.concat(parts, ",") .. "}"
end

function encode(value)
  if value == nil then
    return "null"
  elseif type(value) == "table" then
    -- An empty table is a list: only lists may be empty in what is printed.
    return (value[1] ~= nil or next(value) == nil) and encode_list(value) or encode_object(value)
  elseif type(value) == "number" and value == math.floor(value) and math.abs(value) < 2 ^ 53 then
    return ("%.0f"):format(value)
  elseif type(value) == "number" or type(value) == "boolean" then
    return cjson.encode(value)
  end
  return encode_text(tostring(value))
end

---@param value any
---@param order string[]|nil the members of an object to write, in this order; without it all
---@return string
return function(value, order)
  return order and encode_object(value, order) or encode(value)
end
