--- Calling hours: times of the day and days of the week, in China Standard Time, as people write
--- them.
local ascii = require "ai95.util.ascii"
local dates = require "ai95.util.dates"

local DAY = 86400 -- seconds
local HOUR, MINUTE = 3600, 60
local MAX_DAYS = 8 -- after which a week has come round

--- Calling hours that were read.
---@class ai95.Schedule
---@field private windows integer[][] seconds of the day: { first, end }, sorted, apart
---@field private days table<integer, boolean> 1 (Monday) to 7
local Hours = {}
Hours.__index = Hours

-- How people type digits, colons, dashes and commas. In this order.
local PLAIN = {
  { "　", " " }, { "：", ":" }, { "﹕", ":" }, { "，", "," }, { "、", "," }, { "；", "," }, { ";", "," },
  { "–", "-" }, { "—", "-" }, { "－", "-" }, { "−", "-" }, { "～", "-" }, { "〜", "-" }, { "~", "-" },
  { "至", "-" }, { "到", "-" }, { "%f[%w]to%f[%W]", "-" },
}
for digit = 0, 9 do
  PLAIN[#PLAIN + 1] = { "\239\188" .. string.char(144 + digit), tostring(digit) } -- full-width
end

--- The text with one form of each sign, in lower case, without blanks around dashes and commas.
local function plain(text)
  text = ascii.lower(text)
  for _, each in ipairs(PLAIN) do
    text = text:gsub(each[1], each[2])
  end
  return (text:gsub("%s*%-+%s*", "-"):gsub("%s*,[%s,]*", ","):gsub("^[%s,]+", "")
    :gsub("[%s,]+$", ""))
end

--- The parts between commas and blanks.
local function parts_of(text)
  local parts = {}
  for part in plain(text):gmatch "[^,%s]+" do
    parts[#parts + 1] = part
  end
  return parts
end

-- 9点, 9点半 and 9时30分 with colons.
local SPOKEN = { { "时", "点" }, { "点钟", "点" }, { "点半$", ":30" }, { "分$", "" }, { "点$", "" },
  { "点", ":" } }
local CLOCK = { "^(%d%d?)$", "^(%d%d?):(%d%d?)$", "^(%d%d?):(%d%d):(%d%d)$" }

--- The second of the day; nil if it is no time of the day.
local function second_of(text)
  for _, each in ipairs(SPOKEN) do
    text = text:gsub(each[1], each[2])
  end
  for _, pattern in ipairs(CLOCK) do
    local hour, minute, second = text:match(pattern)
    if hour then
      minute, second = tonumber(minute or 0), tonumber(second or 0)
      local whole = tonumber(hour) * HOUR + minute * MINUTE + second
      return minute < 60 and second < 60 and whole <= DAY and whole or nil
    end
  end
end

local function time_text(second)
  return ("%02d:%02d"):format(math.floor(second / HOUR), math.floor(second / MINUTE) % 60)
    .. (second % MINUTE > 0 and (":%02d"):format(second % MINUTE) or "")
end

--- A window, as { first, end }.
local function read_window(part)
  local from, to = part:match "^([^-]+)-([^-]+)$"
  if not from then
    return nil, ("\"%s\" is no window such as 09:00-12:00"):format(part)
  end
  local first, last = second_of(from), second_of(to)
  if not first or not last or first == DAY then
    return nil, ("\"%s\" is no time of the day"):format((not first or first == DAY) and from or to)
  elseif first == last then
    return nil, ("\"%s\" is empty; the whole day is 00:00-24:00"):format(part)
  elseif first > last then
    return nil, ("\"%s\" goes over midnight; write it as two: %s-24:00%s"):format(part,
      time_text(first), last > 0 and ",00:00-" .. time_text(last) or "")
  end
  return { first, last }
end

--- The windows, sorted, those that touch in one.
local function joined(windows)
  table.sort(windows, function(a, b) return a[1] < b[1] end)
  local list = {}
  for _, window in ipairs(windows) do
    local before = list[#list]
    if before and window[1] <= before[2] then
      before[2] = math.max(before[2], window[2])
    else
      list[#list + 1] = { window[1], window[2] }
    end
  end
  return list
end

local function read_windows(text)
  local windows = {}
  for i, part in ipairs(parts_of(text)) do
    local window, problem = read_window(part)
    if not window then
      return nil, problem
    end
    windows[i] = window
  end
  if not windows[1] then
    return nil, "there is no window such as 09:00-12:00"
  end
  return joined(windows)
end

local NAMES = { "mon", "tue", "wed", "thu", "fri", "sat", "sun" }
local ENGLISH = { "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday" }
local CHINESE = { "一", "二", "三", "四", "五", "六", "日" }

local numbers = { ["天"] = 7 }
for day = 1, 7 do
  for _, name in ipairs { tostring(day), NAMES[day], ENGLISH[day], CHINESE[day] } do
    numbers[name] = day
  end
end
numbers.tues, numbers.wednes, numbers.thur, numbers.thurs = 2, 3, 4, 4

local WHOLE = { ["工作日"] = "1-5", weekdays = "1-5", ["每天"] = "1-7", daily = "1-7", ["周末"] = "6-7",
  weekend = "6-7" }

local function day_of(name)
  for _, before in ipairs { "星期", "礼拜", "周" } do
    if name:sub(1, #before) == before then
      return numbers[name:sub(#before + 1)]
    end
  end
  return numbers[name]
end

local function read_days(text)
  local days = {}
  for _, part in ipairs(parts_of(text)) do
    part = WHOLE[part] or part
    local from, to = part:match "^([^-]+)-([^-]+)$"
    local first, last = day_of(from or part), day_of(to or part)
    if not first or not last then
      return nil, ("\"%s\" is no day of the week: write mon-fri, or 1 (Monday) to 7 (Sunday)")
        :format(part)
    end
    -- "sat-mon" goes over Sunday
    for step = 0, (last - first) % 7 do
      days[(first + step - 1) % 7 + 1] = true
    end
  end
  if not next(days) then
    return nil, "there is no day of the week"
  end
  return days
end

--- Calling hours as `task:guard` reads them, China Standard Time.
---@class ai95.Hours
local hours = {}

--- Reads calling hours.
---
---     local schedule = assert(ai95.hours.parse("09:00-12:00,13:30-18:00", "mon-fri"))
---     print(schedule:text(), schedule:closes_at(os.time()) and "open" or "closed")
---@param windows string `"09:00-12:00,13:30-18:00"`
---@param days string|nil `"mon-fri"`, `"1-5"`, `"周一至周五"`; nil: every day
---@return ai95.Schedule|nil schedule
---@return string|nil problem what is wrong with the text
function hours.parse(windows, days)
  local read, problem = read_windows(windows)
  if not read then
    return nil, problem
  end
  local allowed
  allowed, problem = read_days(days or "1-7")
  if not allowed then
    return nil, problem
  end
  return setmetatable({ windows = read, days = allowed }, Hours)
end

--- The problem of a text of windows; nil if there is none.
---@private
---@param text string
function hours.problem_of_windows(text)
  return select(2, read_windows(text))
end

--- The problem of a text of days; nil if there is none.
---@private
---@param text string
function hours.problem_of_days(text)
  return select(2, read_days(text))
end

--- The first second of the day of a time, and the day of the week.
local function day_at(time)
  local day, _, weekday = dates.place(time)
  return dates.parse(dates.format(time):sub(1, 10)), weekday, day
end

--- When the window ends that a time is in; nil if it is in none. A window up to midnight goes on
--- in one that begins there.
---@param time number Unix time
---@return number|nil closes Unix time; math.huge: never
function Hours:closes_at(time)
  local start, weekday = day_at(time)
  local closes
  for day = 0, MAX_DAYS do
    local from, found = start + day * DAY, false
    for _, window in ipairs(self.days[(weekday + day - 1) % 7 + 1] and self.windows or {}) do
      local begins, ends = from + window[1], from + window[2]
      if closes and begins == closes or not closes and time >= begins and time < ends then
        closes, found = ends, true
      end
    end
    if not found or closes < from + DAY then
      return closes
    end
  end
  return math.huge
end

--- When the next window begins.
---@param time number Unix time
---@return integer opens Unix time
function Hours:opens_at(time)
  local start, weekday = day_at(time)
  for day = 0, MAX_DAYS do
    for _, window in ipairs(self.days[(weekday + day - 1) % 7 + 1] and self.windows or {}) do
      local begins = start + day * DAY + window[1]
      if begins > time then
        return begins
      end
    end
  end
  error "ai95: calling hours without a day" -- hours.parse refuses them
end

--- A time with its day of the week: `"Mon 2026-11-30 09:00"`.
---@param time number Unix time
---@return string text China Standard Time
function hours.at(time)
  local _, weekday = day_at(time)
  local name = NAMES[weekday]
  return name:sub(1, 1):upper() .. name:sub(2) .. " " .. dates.format(time):gsub(":00$", "")
end

--- The days in words: "Mon-Fri", "every day".
local function days_text(days)
  local parts, day = {}, 1
  while day <= 7 do
    local last = day
    while days[day] and last < 7 and days[last + 1] do
      last = last + 1
    end
    if days[day] then
      local function name(number) return NAMES[number]:gsub("^%l", string.upper) end
      parts[#parts + 1] = name(day) .. (last > day and (last > day + 1 and "-" or ",")
        .. name(last) or "")
    end
    day = last + 1
  end
  return parts[1] == "Mon-Sun" and "every day" or table.concat(parts, ",")
end

--- The hours in words: `"09:00-12:00, 13:30-18:00, Mon-Fri"`.
---@return string text
function Hours:text()
  local parts = {}
  for i, window in ipairs(self.windows) do
    parts[i] = time_text(window[1]) .. "-" .. time_text(window[2])
  end
  parts[#parts + 1] = days_text(self.days)
  return table.concat(parts, ", ")
end

return hours
