--- Numbers and texts for people. `texts` is one of the languages in ai95_texts.report.
local format = {}

--- Printed if there is no number.
format.NONE = "–"

--- "1,234,567"
---@param number number
---@return string
function format.whole(number)
  local digits = ("%.0f"):format(number)
  local sign, rest = digits:match("^(%-?)(%d+)$")
  if not sign then
    return format.NONE -- infinity or NaN
  end
  rest = rest:reverse():gsub("(%d%d%d)", "%1,"):reverse():gsub("^,", "")
  return sign .. rest
end

--- A short form: "9,999", then "1.2万" or "12k".
---@param number number
---@param texts table
---@return string
function format.short(number, texts)
  if number < 10000 then
    return format.whole(number)
  end
  local unit = texts.short_unit
  local scaled = number / unit.size
  return (scaled < 100 and ("%.1f"):format(scaled):gsub("%.0$", "") or format.whole(scaled))
    .. unit.name
end

--- "63.2%", for a share between 0 and 1.
---@param share number|nil
---@return string
function format.percent(share)
  return share and ("%.1f%%"):format(share * 100) or format.NONE
end

--- "63.2%" for 632 of 1000, and "–" for any of 0.
---@param part number
---@param whole number
---@return string
function format.rate(part, whole)
  return whole > 0 and format.percent(part / whole) or format.NONE
end

local MANY_HOURS = 100 -- from here on without minutes

--- "45 s", "3 min 20 s", "12 h 30 min", "1,234 h"
---@param seconds number|nil
---@param texts table
---@return string
function format.duration(seconds, texts)
  if not seconds then
    return format.NONE
  end
  local whole = math.floor(seconds + 0.5)
  local large, small, size
  if whole < 60 then
    return ("%s %s"):format(seconds == whole and ("%d"):format(whole) or ("%.1f"):format(seconds),
      texts.second)
  elseif whole < 3600 then
    large, small, size = texts.minute, texts.second, 60
  else
    whole = math.floor(seconds / 60 + 0.5)
    large, small, size = texts.hour, texts.minute, 60
    if whole >= MANY_HOURS * 60 then
      return ("%s %s"):format(format.whole(whole / 60), texts.hour)
    end
  end
  local rest = whole % size
  local text = ("%s %s"):format(format.whole(math.floor(whole / size)), large)
  return rest == 0 and text or ("%s %d %s"):format(text, rest, small)
end

--- The text with its {names} replaced, and {name:one|many} by `one` if the value is 1. A missing
--- value raises an error.
---@param text string
---@param values table
---@return string
function format.fill(text, values)
  local function value_of(name)
    return tostring(assert(values[name], name))
  end
  text = text:gsub("{(%w+):([^|}]*)|([^}]*)}", function(name, one, many)
    return value_of(name) == "1" and one or many
  end)
  return (text:gsub("{(%w+)}", value_of))
end

--- A range of dates or times in one text.
---@param texts table
---@param from string
---@param to string
---@return string
function format.range(texts, from, to)
  return from == to and from or format.fill(texts.range, { from = from, to = to })
end

--- The text, cut to so many columns. A Chinese character takes two.
---@param text string valid UTF-8
---@param columns integer
---@return string
function format.fit(text, columns)
  local width, kept = 0, 0 -- `kept`: bytes that fit together with the ellipsis
  local position = 1
  while position <= #text do
    local byte = text:byte(position)
    local length = byte < 128 and 1 or byte < 224 and 2 or byte < 240 and 3 or 4
    width = width + (length > 2 and 2 or 1)
    if width > columns then
      return text:sub(1, kept) .. "…"
    end
    position = position + length
    if width < columns then
      kept = position - 1
    end
  end
  return text
end

return format
