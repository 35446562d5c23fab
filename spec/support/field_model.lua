--- What a declared field of an answer becomes: a model of src/json/scalar.c and time.c, written
-- without them.
--
-- A value is { kind = "null", "true", "false", "number", "string", "array" or "object", content = a
-- number's literal or a string's text, empty = of an array or object }.
local dates = require "ai95.util.dates"

local model = {}

--- The result for a value that cannot be of the type.
model.WRONG = setmetatable({}, { __tostring = function() return "wrong" end })

local WRONG = model.WRONG
local EXACT = 2 ^ 53

local function is_json_number(text)
  local rest = text:match "^%-?[1-9]%d*(.*)$" or text:match "^%-?0(.*)$"
  if not rest then
    return false
  end
  rest = rest:match "^%.%d+(.*)$" or rest
  return rest == "" or rest:find "^[eE][+-]?%d+$" ~= nil
end

-- The longest digits of an integer, positive and negative.
local MOST = math.type and "9223372036854775807" or "9007199254740992"
local LEAST = math.type and "9223372036854775808" or "9007199254740992"

local function fits(text)
  local digits = text:match "%d+"
  local most = text:sub(1, 1) == "-" and LEAST or MOST
  return #digits < #most or (#digits == #most and digits <= most)
end

--- A number's literal: an integer, a float, or its text.
local function number_of(text)
  local number = tonumber(text)
  if text:find "^%-?%d+$" then
    return fits(text) and (math.tointeger or tonumber)(number) or text
  elseif not number or number - number ~= 0 then
    return text
  elseif number == math.floor(number) and math.abs(number) < EXACT then
    return (math.tointeger or tonumber)(number)
  end
  return number
end

--- The digits of a number's literal with a fraction or an exponent, if it is whole and fits into 64
--- bits.
local function whole_digits(text)
  local sign, whole, fraction, exponent = text:match "^(%-?)(%d+)%.?(%d*)[eE]?([+-]?%d*)$"
  local digits, places = whole .. fraction, (tonumber(exponent) or 0) - #fraction
  if places > 60 or places < 0 and not digits:sub(math.max(places, -#digits)):find "^0+$" then
    return nil
  end
  digits = places < 0 and digits:sub(1, places - 1) or digits .. ("0"):rep(places)
  digits = digits:gsub("^0+(%d)", "%1")
  local most = sign == "" and "9223372036854775807" or "9223372036854775808"
  return (#digits < #most or #digits == #most and digits <= most) and sign .. digits or nil
end

local function int_of(text)
  local number = number_of(text)
  if type(number) == "number" and math.floor(number) ~= number then
    return WRONG
  elseif type(number) == "number" and text:find "[.eE]" and math.abs(number) >= EXACT then
    local digits = whole_digits(text)
    return digits and number_of(digits) or text
  end
  return number
end

--- A string as a number: blanks around it and zeros in front do not count.
local function numeric(text, convert)
  text = text:match "^[ \t]*(.-)[ \t]*$"
  if text == "" then
    return nil
  end
  text = text:gsub("^0+(%d)", "%1")
  return is_json_number(text) and convert(text) or WRONG
end

local CHINA = 8 * 3600
local FIRST = 365 * 86400 - CHINA
local LAST = 253402300799 - CHINA

local function format_time(time)
  return dates.format(time)
end

local function unix_time(text)
  if text:find "^%-%d" then
    return nil
  end
  local digits = text:match "^(%d+)$" or text:match "^(%d+)%.%d*$"
  if not digits then
    return WRONG
  end
  local time = tonumber(digits)
  if time >= 1e11 then
    time = math.floor(time / 1000)
  end
  if time == 0 then
    return nil
  end
  return time >= FIRST and time <= LAST and format_time(time) or WRONG
end

local function days_in(year, month)
  local leap = year % 4 == 0 and (year % 100 ~= 0 or year % 400 == 0)
  return ({ 31, leap and 29 or 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 })[month]
end

--- Seconds since 1970 in Greenwich, by counting days.
local function seconds_of(year, month, day, hour, minute, second)
  local days = day - 1
  for earlier = 1970, year - 1 do
    days = days + 337 + days_in(earlier, 2)
  end
  for earlier = 1, month - 1 do
    days = days + days_in(year, earlier)
  end
  return days * 86400 + hour * 3600 + minute * 60 + second
end

--- Seconds east of Greenwich; nil if it is no zone.
local function zone_of(text)
  if text == "" then
    return CHINA
  elseif text:lower() == "z" then
    return 0
  end
  local sign, hours, minutes = text:match "^([+-])(%d%d):?(%d%d)$"
  if not sign then
    sign, hours = text:match "^([+-])(%d%d):?$"
    minutes = 0
  end
  if not sign or tonumber(hours) > 14 or tonumber(minutes) > 59 then
    return nil
  end
  return (hours * 3600 + minutes * 60) * (sign == "-" and -1 or 1)
end

local function date_time(text)
  local minus, year, separator, month, day, rest =
    text:match "^(%-?)(%d%d%d%d)([-/])(%d%d)%3(%d%d)(.*)$"
  if not year then
    return WRONG
  end
  local hour, minute, second, zone = 0, 0, 0, CHINA
  if rest ~= "" then
    local behind
    hour, minute, behind = rest:match "^[ Tt](%d%d):(%d%d)(.*)$"
    if not hour then
      return WRONG
    end
    if behind:sub(1, 1) == ":" then
      second, behind = behind:match "^:(%d%d)(.*)$"
      if not second then
        return WRONG
      end
    end
    zone = zone_of((behind:gsub("^%.%d*", ""):gsub("^ ", "")))
    if not zone then
      return WRONG
    end
  end
  year, month, day = tonumber(year), tonumber(month), tonumber(day)
  hour, minute, second = tonumber(hour), tonumber(minute), tonumber(second)
  if minus ~= "" or year < 1971 then
    return nil
  elseif month < 1 or month > 12 or day < 1 or day > days_in(year, month) or hour > 23
    or minute > 59 or second > 59 then
    return WRONG
  elseif rest == "" then
    return (text:gsub("/", "-"))
  elseif separator == "-" and text:find "^....%-..%-.. ..:..:..$" then
    return text
  end
  local time = seconds_of(year, month, day, hour, minute, second) - zone
  if time < FIRST then
    return nil
  end
  return time <= LAST and format_time(time) or WRONG
end

local function time_of(value)
  local text = value.content
  if text:find "^ *$" then
    return nil
  elseif value.kind == "number" or not text:find "[-/]" then
    return unix_time((text:gsub("^ +", "")))
  end
  return date_time(text)
end

local BOOLEANS = {
  ["true"] = { any = true, scalar = true, string = "1", id = "1", int = 1,
    number = 1, time = WRONG },
  ["false"] = { any = false, scalar = false, string = "", int = 0, number = 0 },
}

--- What a field of that type becomes: the value, nil for nothing, or model.WRONG.
function model.expected(kind, value)
  local content = value.content
  if value.kind == "null" then
    return nil
  elseif BOOLEANS[value.kind] then
    return BOOLEANS[value.kind][kind]
  elseif value.kind == "array" or value.kind == "object" then
    if value.empty then
      return nil
    end
    return WRONG
  elseif kind == "time" then
    local time = time_of(value)
    return time == WRONG and content or time -- text of an unknown form stays
  elseif kind == "int" or kind == "number" then
    local convert = kind == "int" and int_of or number_of
    if value.kind == "string" then
      return numeric(content, convert)
    end
    return convert(content)
  elseif kind == "scalar" or kind == "any" then
    return value.kind == "number" and number_of(content) or content
  elseif kind ~= "string" and content == "" then
    return nil
  elseif kind == "id" and content:find("\0", 1, true) then
    return WRONG
  end
  return content
end

return model
