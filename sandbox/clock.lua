--- The sandbox's clock: this machine's, plus `clock_offset`, plus the seconds that tests add.
-- The platform's times are China Standard Time, without a zone.

local config = require "sandbox.config"

local clock = {}

local ZONE = 8 * 3600
local DAY = 86400
local advanced = 0
local fixed -- the time that it shows during clock.at

function clock.reset()
  advanced = 0
end

function clock.advance(seconds)
  advanced = advanced + seconds
end

--- Unix time, with fractions.
function clock.now()
  return fixed or ngx.now() + advanced + config.values.clock_offset
end

--- Calls `action` on a clock that shows this time.
function clock.at(time, action)
  fixed = time
  local done, problem = pcall(action)
  fixed = nil
  if not done then error(problem, 0) end
end

function clock.format(time)
  return os.date("!%Y-%m-%d %H:%M:%S", math.floor(time) + ZONE)
end

function clock.format_compact(time)
  return os.date("!%Y%m%d%H%M%S", math.floor(time) + ZONE)
end

function clock.format_date(time)
  return os.date("!%Y-%m-%d", math.floor(time) + ZONE)
end

--- The first moment of the day that contains `time`.
function clock.day_start(time)
  return math.floor((time + ZONE) / DAY) * DAY - ZONE
end

--- Days from 1970-01-01 to a date of the Gregorian calendar. Years begin in March here, so that the
-- leap day is their last.
local function days_from_date(year, month, day)
  local shifted = month <= 2 and year - 1 or year
  local era = math.floor(shifted / 400)
  local year_of_era = shifted - era * 400
  local day_of_year = math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1
  local leap_days = math.floor(year_of_era / 4) - math.floor(year_of_era / 100)
  local day_of_era = year_of_era * 365 + leap_days + day_of_year
  return era * 146097 + day_of_era - 719468
end

--- Reads "2018-05-08" or "2018-05-08 15:40:10". Returns the first and the last second that it means
-- (a date means the whole day), or nil if it is neither.
function clock.parse(text)
  local year, month, day, rest = string.match(text, "^(%d%d%d%d)%-(%d%d)%-(%d%d)(.*)$")
  if not year then return nil end
  local start = days_from_date(tonumber(year), tonumber(month), tonumber(day)) * DAY - ZONE
  if clock.format_date(start) ~= string.sub(text, 1, 10) then return nil end
  if rest == "" then return start, start + DAY - 1 end
  local hour, minute, second = string.match(rest, "^ (%d%d):(%d%d):(%d%d)$")
  hour, minute, second = tonumber(hour), tonumber(minute), tonumber(second)
  if not hour or hour > 23 or minute > 59 or second > 59 then return nil end
  local time = start + hour * 3600 + minute * 60 + second
  return time, time
end

return clock
