--- Values of the platform as a database takes them. A value that its column cannot have goes into
--- the column `extra`, so that nothing is lost.
local core = require "ai95.core"
local dates = require "ai95.util.dates"

local values = {}

local REPLACEMENT = "\239\191\189" -- U+FFFD
local MAX_INTEGER = "9223372036854775807"
local MAX_EXACT = 2 ^ 53 -- LuaDBI makes a double of every number

--- A text that every database takes: UTF-8 without NUL.
---@param text string
---@return string
function values.clean(text)
  if core.is_text(text) then
    return text
  end
  text = text:gsub("%z", REPLACEMENT)
  local parts, position = {}, core.invalid_utf8(text)
  while position do
    parts[#parts + 1] = text:sub(1, position - 1) .. REPLACEMENT
    text = text:sub(position + 1)
    position = core.invalid_utf8(text)
  end
  return table.concat(parts) .. text
end

local writer -- of JSON

--- A copy with clean texts.
local function clean_copy(value)
  if type(value) == "string" then
    return values.clean(value)
  elseif type(value) ~= "table" then
    return value
  end
  local copy = {}
  for name, item in pairs(value) do
    copy[clean_copy(name)] = clean_copy(item)
  end
  return copy
end

--- An object as JSON.
---@param object table
---@return string
function values.json(object)
  writer = writer or core.writer("jsonl", {}, false, false, true)
  assert(writer:add(clean_copy(object)))
  return (writer:take():gsub("\n$", ""))
end

--- Whether a decimal text fits into 64 bits.
local function fits(text)
  local digits = text:match "^-?(%d+)$"
  if not digits then
    return false
  end
  digits = digits:gsub("^0+", "")
  return #digits < #MAX_INTEGER or #digits == #MAX_INTEGER and digits <= MAX_INTEGER
end

local function text_of(value)
  if type(value) == "string" then
    return values.clean(value)
  elseif type(value) == "number" then
    return core.number(value)
  elseif type(value) == "boolean" then
    return tostring(value)
  end
end

local function whole(value, binds_numbers)
  if type(value) == "string" then
    return fits(value) and value or nil
  elseif type(value) == "number" and value == math.floor(value) then
    local is_exact = value < MAX_EXACT and value > -MAX_EXACT
    return binds_numbers and is_exact and value or core.number(value)
  end
end

local function number(value, binds_numbers)
  local found = tonumber(value)
  if found and found == found and math.abs(found) < math.huge then
    return binds_numbers and found or core.number(found)
  end
end

--- How many characters a text has.
local function length(text)
  return #text:gsub("[\128-\191]", "")
end

--- The function that makes a column's value from a field's: nil if the column cannot have it.
---@param type "key"|"id"|"text"|"int"|"number"|"time"
---@param dialect ai95.DatabaseDialect
---@return fun(value: any): string|number|nil
function values.converter(type, dialect)
  local binds_numbers, max = dialect.binds_numbers, dialect.max_id
  if type == "int" then
    return function(value) return whole(value, binds_numbers) end
  elseif type == "number" then
    return function(value) return number(value, binds_numbers) end
  elseif type == "time" then
    return function(value)
      value = text_of(value)
      if not value or not dates.is_valid(value) or value < "0001" then
        return nil
      end
      return dialect.time(#value == 10 and value .. " 00:00:00" or value)
    end
  elseif max and type == "id" then
    return function(value)
      value = text_of(value)
      return value and (#value <= max or length(value) <= max) and value or nil
    end
  end
  return text_of
end

return values
