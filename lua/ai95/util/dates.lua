--- The platform's times: China Standard Time, written without a zone.
---@class ai95.Dates
---@field BEGINNING string the first date of a range that includes everything
---@field END string the last one; it still fits a database's 32-bit time
---@field FORMS string what `dates.resolve` reads, for messages
local dates = {}

local UTC_OFFSET = 8 * 3600

dates.BEGINNING, dates.END = "2000-01-01", "2037-12-31"
dates.FORMS = "2024-05-31, \"2024-05-31 18:00\", today, yesterday, this-week, last-week,"
  .. " this-month, last-month or 7d (seven days ago)"

--- The year, month and day that is so many days after 1970-01-01. os.date cannot tell those after
--- 2038 on a 32-bit system.
local function civil(number)
  local shifted = number + 719468 -- from 0000-03-01
  local era = math.floor(shifted / 146097) -- of 400 years, which begin in March
  local in_era = shifted - era * 146097
  local year = math.floor((in_era - math.floor(in_era / 1460) + math.floor(in_era / 36524)
    - math.floor(in_era / 146096)) / 365)
  local in_year = in_era - (365 * year + math.floor(year / 4) - math.floor(year / 100))
  local month = math.floor((5 * in_year + 2) / 153)
  local day = in_year - math.floor((153 * month + 2) / 5) + 1
  month = month < 10 and month + 3 or month - 9
  return year + era * 400 + (month <= 2 and 1 or 0), month, day
end

--- Writes a time as the platform does.
---@param time number Unix time, in seconds
---@return string text `"Y-m-d H:i:s"`, China Standard Time
function dates.format(time)
  local shifted = math.floor(time) + UTC_OFFSET
  local year, month, day = civil(math.floor(shifted / 86400))
  local second = shifted % 86400
  return ("%04d-%02d-%02d %02d:%02d:%02d"):format(year, month, day, math.floor(second / 3600),
    math.floor(second / 60) % 60, second % 60)
end

--- Days from 1970-01-01 (the civil calendar's arithmetic; os.time would take the machine's own
--- zone).
local function days(year, month, day)
  if month <= 2 then
    year, month = year - 1, month + 12
  end
  return 365 * year + math.floor(year / 4) - math.floor(year / 100) + math.floor(year / 400)
    + math.floor((153 * (month - 3) + 2) / 5) + day - 719469
end

local lengths = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 }

local function days_in(year, month)
  local leap = month == 2 and year % 4 == 0 and (year % 100 ~= 0 or year % 400 == 0)
  return lengths[month] + (leap and 1 or 0)
end

--- The parts of a platform's time; nil if it is not a valid one.
local function read(text)
  local year, month, day, rest = text:match("^(%d%d%d%d)%-(%d%d)%-(%d%d)(.*)$")
  year, month, day = tonumber(year), tonumber(month), tonumber(day)
  if not year or month < 1 or month > 12 or day < 1 or day > days_in(year, month) then
    return nil
  elseif rest == "" then
    return year, month, day, 0, 0, 0
  end
  local hour, minute, second = rest:match("^ (%d%d):(%d%d):(%d%d)$")
  hour, minute, second = tonumber(hour), tonumber(minute), tonumber(second)
  if not hour or hour > 23 or minute > 59 or second > 59 then
    return nil
  end
  return year, month, day, hour, minute, second
end

--- Reads a time of the platform.
---@param text string `"Y-m-d"` (the day's first second) or `"Y-m-d H:i:s"`, China Standard Time
---@return integer|nil time Unix time; nil if it is neither, or no day of the calendar
function dates.parse(text)
  local year, month, day, hour, minute, second = read(text)
  return year and days(year, month, day) * 86400 - UTC_OFFSET + hour * 3600 + minute * 60 + second
end

--- Whether a text is a time of the platform.
---@param text string `"Y-m-d"` or `"Y-m-d H:i:s"`
---@return boolean valid
function dates.is_valid(text)
  return read(text) ~= nil
end

--- The day, hour and weekday of a time in China.
---@param time integer Unix time
---@return integer day days since 1970-01-01
---@return integer hour 0 to 23
---@return integer weekday 1 (Monday) to 7
function dates.place(time)
  local shifted = time + UTC_OFFSET
  local day = math.floor(shifted / 86400)
  -- the first day of 1970 was a Thursday
  return day, math.floor(shifted % 86400 / 3600), (day + 3) % 7 + 1
end

local function first_of_month(day)
  local year, month = civil(day)
  return days(year, month, 1)
end

local function last_of_month(day)
  local year, month = civil(day)
  return days(year, month, days_in(year, month))
end

-- The first and the last day that a word means, from today's number and weekday. Weeks begin on
-- Monday.
local words = {
  ["today"] = function(day) return day, day end,
  ["yesterday"] = function(day) return day - 1, day - 1 end,
  ["this-week"] = function(day, weekday) return day - weekday + 1, day - weekday + 7 end,
  ["last-week"] = function(day, weekday) return day - weekday - 6, day - weekday end,
  ["this-month"] = function(day) return first_of_month(day), last_of_month(day) end,
  ["last-month"] = function(day)
    local last = first_of_month(day) - 1
    return first_of_month(last), last
  end,
}

--- The first and the last day that a text means; nil if it is no word for days.
local function days_of(text, now)
  local ago = tonumber(text:match "^(%d%d?%d?%d?)d$")
  local day, _, weekday = dates.place(now)
  if ago then
    return day - ago, day - ago
  elseif words[text] then
    return words[text](day, weekday)
  end
end

--- Reads what a person writes for the beginning or the end of a range: a time of the platform, one
--- without its seconds, or a word for days: `today`, `yesterday`, `this-week`, `last-week` (Monday
--- to Sunday), `this-month`, `last-month`, or `7d`, seven days ago.
---@param text string the date
---@param edge "first"|"last" which second of the days or of the minute
---@param now integer|nil Unix time that tells which day is today; absent: this machine's clock
---@return string|nil time `"Y-m-d H:i:s"`, China Standard Time, or `"Y-m-d"` as it was given; nil
--- if it is none of them, or no day of the calendar
function dates.resolve(text, edge, now)
  local is_last = edge == "last"
  local first, last = days_of(text, now or os.time())
  if first then
    local year, month, day = civil(is_last and last or first)
    return ("%04d-%02d-%02d %s"):format(year, month, day, is_last and "23:59:59" or "00:00:00")
  elseif text:find "^[%d-]+ %d%d:%d%d$" then
    text = text .. (is_last and ":59" or ":00")
  end
  return dates.is_valid(text) and text or nil
end

return dates
