--- Writes JSON exactly as PHP's json_encode does with its default flags. The platform is a PHP
-- program: its signatures are made from this form, and its responses have it.
-- Takes the values that json.parse returns, and plain Lua numbers and lists.

local json = require "sandbox.json"

local byte, concat, find, format = string.byte, table.concat, string.find, string.format
local gsub, match, rep, sub = string.gsub, string.match, string.rep, string.sub

local php_json = {}

-- A control character, or `"`, `\`, `/`, or one whole character beyond ASCII.
local SPECIAL = '[%z\1-\31"\\/\128-\255][\128-\191]*'

local function code_point(character)
  local first = byte(character)
  local code = first < 0xE0 and first % 0x20 or first < 0xF0 and first % 0x10 or first % 0x08
  for index = 2, #character do code = code * 64 + byte(character, index) % 64 end
  return code
end

local function escape(character)
  local code = code_point(character)
  if #character == 1 then return format("\\u%04x", byte(character)) end
  if code < 0x10000 then return format("\\u%04x", code) end
  code = code - 0x10000
  return format("\\ud%03x\\ud%03x", 0x800 + math.floor(code / 0x400), 0xC00 + code % 0x400)
end

-- Filled at the first use of each character: a language has few of them.
local ESCAPES = setmetatable({
  ['"'] = '\\"', ["\\"] = "\\\\", ["/"] = "\\/",
  ["\b"] = "\\b", ["\f"] = "\\f", ["\n"] = "\\n", ["\r"] = "\\r", ["\t"] = "\\t",
}, {
  __index = function(known, character)
    local escaped = escape(character)
    known[character] = escaped
    return escaped
  end,
})

local function encode_string(text)
  if not find(text, SPECIAL) then return '"' .. text .. '"' end
  return '"' .. gsub(text, SPECIAL, ESCAPES) .. '"'
end

--- The digits with the last one raised by one, and the carry; nil if all are nines.
local function next_digits(digits)
  local raised, count = gsub(digits, "([0-8])(9*)$", function(digit, nines)
    return digit + 1 .. rep("0", #nines)
  end)
  return count == 1 and raised or nil
end

--- The fewest digits that read back as the same number, and the power of ten of the first digit.
local function shortest_digits(number)
  for precision = 0, 16 do
    local scientific = format("%." .. precision .. "e", number)
    local head, tail, exponent = match(scientific, "^(%d)%.?(%d*)e([+-]%d+)$")
    local digits, power = head .. tail, tonumber(exponent)
    local scale = "e" .. power - precision
    -- Below a power of two, floats are denser: the rounded digits may miss the number while their
    -- neighbour reads back as it.
    for _, candidate in ipairs({ digits, next_digits(digits) }) do
      if tonumber(candidate .. scale) == number then return (gsub(candidate, "0+$", "")), power end
    end
  end
end

--- As zend_gcvt with 17 digits: plain from 1e-4 to below 1e17, otherwise d.de+x; nil for infinity.
local function encode_float(number)
  if number ~= number or number == math.huge or number == -math.huge then return nil end
  if number == 0 then return 1 / number < 0 and "-0" or "0" end
  local sign = number < 0 and "-" or ""
  local digits, power = shortest_digits(math.abs(number))
  if power < -4 or power >= 17 then
    local tail = #digits > 1 and sub(digits, 2) or "0"
    return format("%s%s.%se%s%d", sign, sub(digits, 1, 1), tail, power < 0 and "-" or "+",
      math.abs(power))
  end
  if power < 0 then return sign .. "0." .. rep("0", -power - 1) .. digits end
  if #digits <= power + 1 then return sign .. digits .. rep("0", power + 1 - #digits) end
  return sign .. sub(digits, 1, power + 1) .. "." .. sub(digits, power + 2)
end

--- Whether an integer's text fits into PHP's 64 bits; PHP makes a larger one a float.
local function fits_integer(text)
  local negative = byte(text) == 45
  local digits = negative and sub(text, 2) or text
  if #digits ~= 19 then return #digits < 19 end
  return digits <= (negative and "9223372036854775808" or "9223372036854775807")
end

local function encode_number_node(node)
  if node.integer and fits_integer(node.text) then return node.text == "-0" and "0" or node.text end
  return encode_float(tonumber(node.text))
end

local function encode_lua_number(number)
  if number % 1 == 0 and math.abs(number) < 2 ^ 53 then return format("%.0f", number) end
  return encode_float(number)
end

local encode_value

-- Lists of 100,000 rows share their list of names, so the names are written once.
local written_names = setmetatable({}, { __mode = "k" })

local function names_of(object)
  local written = written_names[object.names]
  if written then return written end
  written = {}
  for index, name in ipairs(object.names) do written[index] = encode_string(name) .. ":" end
  written_names[object.names] = written
  return written
end

local function encode_object(object)
  local names, pieces = names_of(object), {}
  for index = 1, #names do pieces[index] = names[index] .. encode_value(object.values[index]) end
  return "{" .. concat(pieces, ",") .. "}"
end

local function encode_array(items)
  local pieces = {}
  for index = 1, #items do pieces[index] = encode_value(items[index]) end
  return "[" .. concat(pieces, ",") .. "]"
end

function encode_value(value)
  local kind = type(value)
  if kind == "string" then return encode_string(value) end
  if kind == "number" then return encode_lua_number(value) end
  if kind == "boolean" then return tostring(value) end
  if value == json.null then return "null" end
  if value.kind == "object" then return encode_object(value) end
  if value.kind == "array" then return encode_array(value) end
  return encode_number_node(value) or error({ not_encodable = value.text }, 0)
end

--- The JSON text; nil if PHP cannot encode the value either (a number like 1e999).
function php_json.encode(value)
  local done, text = pcall(encode_value, value)
  if done then return text end
  if type(text) == "table" and text.not_encodable then return nil end
  error(text, 0)
end

--- An object to encode, from a flat list: object("code", 0, "msg", "SUCCESS").
function php_json.object(...)
  local names, values = {}, {}
  for index = 1, select("#", ...), 2 do
    local name, value = select(index, ...)
    names[#names + 1] = name
    values[#names] = value
  end
  return { kind = "object", names = names, values = values }
end

--- A list to encode.
function php_json.array(items)
  items.kind = "array"
  return items
end

return php_json
