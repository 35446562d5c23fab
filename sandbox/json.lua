--- A JSON parser that keeps the order of members and the text of numbers. The signature is made
-- from the parameters as they were sent, so the parser must lose nothing.
--
-- Strings are Lua strings, true and false are booleans, null is `json.null`. The rest are nodes:
--   { kind = "object", names = { … }, values = { … } }
--   { kind = "array", … }
--   { kind = "number", text = "1826", integer = true }
-- Like the platform, it refuses anything after the value, a repeated name, invalid UTF-8, and half
-- of a surrogate pair.

local byte, find, match, sub = string.byte, string.find, string.match, string.sub
local char, concat, floor = string.char, table.concat, math.floor

local json = { null = setmetatable({}, { __tostring = function() return "null" end }) }

local MAX_DEPTH = 512
local STRING_SPECIAL = '["\\%z\1-\31]'
local ESCAPES = {
  [34] = '"', [92] = "\\", [47] = "/",
  [98] = "\b", [102] = "\f", [110] = "\n", [114] = "\r", [116] = "\t",
}

local function fail(message, position)
  error({ json_error = message .. " at byte " .. position }, 0)
end

local function utf8_of(code)
  if code < 0x80 then return char(code) end
  if code < 0x800 then return char(0xC0 + floor(code / 64), 0x80 + code % 64) end
  if code < 0x10000 then
    return char(0xE0 + floor(code / 4096), 0x80 + floor(code / 64) % 64, 0x80 + code % 64)
  end
  return char(0xF0 + floor(code / 262144), 0x80 + floor(code / 4096) % 64,
    0x80 + floor(code / 64) % 64, 0x80 + code % 64)
end

local function skip_blanks(text, position)
  return find(text, "[^ \t\r\n]", position) or #text + 1
end

--- Reads the \uXXXX whose backslash is at `position`, and after a high surrogate the low one too.
local function parse_unicode_escape(text, position)
  local digits = match(text, "^\\u(%x%x%x%x)", position)
  if not digits then fail("bad escape", position) end
  local code = tonumber(digits, 16)
  if code < 0xD800 or code > 0xDFFF then return utf8_of(code), position + 6 end
  local low = code < 0xDC00 and match(text, "^\\u([dD][c-fC-F]%x%x)", position + 6)
  if not low then fail("half a surrogate pair", position) end
  return utf8_of(0x10000 + (code - 0xD800) * 0x400 + tonumber(low, 16) - 0xDC00), position + 12
end

--- `position` is that of the first byte after the opening quote.
local function parse_string(text, position)
  local pieces, count = nil, 0
  while true do
    local stop = find(text, STRING_SPECIAL, position)
    local special = stop and byte(text, stop)
    if special == 34 and not pieces then return sub(text, position, stop - 1), stop + 1 end
    if special ~= 34 and special ~= 92 then fail("unfinished string", stop or #text) end
    pieces = pieces or {}
    if stop > position then
      count = count + 1
      pieces[count] = sub(text, position, stop - 1)
    end
    if special == 34 then return concat(pieces), stop + 1 end
    count = count + 1
    local plain = ESCAPES[byte(text, stop + 1)]
    if plain then
      pieces[count], position = plain, stop + 2
    else
      pieces[count], position = parse_unicode_escape(text, stop)
    end
  end
end

local function parse_number(text, position)
  local whole = match(text, "^%-?[1-9]%d*", position) or match(text, "^%-?0", position)
  if not whole then fail("unexpected character", position) end
  local next_position = position + #whole
  local fraction = match(text, "^%.%d+", next_position) or ""
  next_position = next_position + #fraction
  local exponent = match(text, "^[eE][+-]?%d+", next_position) or ""
  local integer = fraction == "" and exponent == ""
  return { kind = "number", text = whole .. fraction .. exponent, integer = integer },
    next_position + #exponent
end

local parse_value

local function parse_object(text, position, depth)
  local names, values, seen, count = {}, {}, {}, 0
  position = skip_blanks(text, position)
  local object = { kind = "object", names = names, values = values }
  if byte(text, position) == 125 then return object, position + 1 end
  while true do
    if byte(text, position) ~= 34 then fail("a name expected", position) end
    count = count + 1
    local name
    name, position = parse_string(text, position + 1)
    if seen[name] then fail("a name given twice", position) end
    seen[name] = true
    position = skip_blanks(text, position)
    if byte(text, position) ~= 58 then fail("':' expected", position) end
    names[count] = name
    values[count], position = parse_value(text, skip_blanks(text, position + 1), depth)
    position = skip_blanks(text, position)
    local separator = byte(text, position)
    if separator == 125 then return object, position + 1 end
    if separator ~= 44 then fail("',' or '}' expected", position) end
    position = skip_blanks(text, position + 1)
  end
end

local function parse_array(text, position, depth)
  local items, count = { kind = "array" }, 0
  position = skip_blanks(text, position)
  if byte(text, position) == 93 then return items, position + 1 end
  while true do
    count = count + 1
    items[count], position = parse_value(text, position, depth)
    position = skip_blanks(text, position)
    local separator = byte(text, position)
    if separator == 93 then return items, position + 1 end
    if separator ~= 44 then fail("',' or ']' expected", position) end
    position = skip_blanks(text, position + 1)
  end
end

local WORDS = { t = { "true", true }, f = { "false", false }, n = { "null", json.null } }

function parse_value(text, position, depth)
  if depth > MAX_DEPTH then fail("nested too deeply", position) end
  local first = byte(text, position)
  if first == 34 then return parse_string(text, position + 1) end
  if first == 123 then return parse_object(text, position + 1, depth + 1) end
  if first == 91 then return parse_array(text, position + 1, depth + 1) end
  local word = first and WORDS[char(first)]
  if word then
    local found = sub(text, position, position + #word[1] - 1)
    if found ~= word[1] then fail("unexpected character", position) end
    return word[2], position + #word[1]
  end
  return parse_number(text, position)
end

--- Whether `text` is valid UTF-8. PCRE checks that before it matches anything, in C and strictly.
function json.is_utf8(text)
  if not find(text, "[\128-\255]") then return true end
  return ngx.re.find(text, "^", "u") ~= nil
end

--- The parsed value, or nil and the problem. (A top-level `null` is json.null.)
function json.parse(text)
  if not json.is_utf8(text) then return nil, "not UTF-8" end
  local done, value, position = pcall(parse_value, text, skip_blanks(text, 1), 0)
  if not done then
    if type(value) == "table" and value.json_error then return nil, value.json_error end
    error(value, 0)
  end
  position = skip_blanks(text, position)
  if position <= #text then return nil, "bytes after the value, at byte " .. position end
  return value
end

--- Whether `value` is a node of that kind.
function json.is(value, kind)
  return type(value) == "table" and value.kind == kind
end

--- The value of a member of an object node; nil if there is none.
function json.get(object, name)
  local names = object.names
  for index = 1, #names do
    if names[index] == name then return object.values[index] end
  end
  return nil
end

return json
