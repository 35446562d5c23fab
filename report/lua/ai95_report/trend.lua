--- The calls by day, or in longer steps if there are many days, with those of the period before.
local ai95 = require "ai95"
local groups = require "ai95_report.groups"

local dates = ai95.dates

local trend = {}

local MAX_STEPS = 62
local WIDTHS = { 1, 7, 28, 364 } -- days of a step

---@class ai95_report.Step
---@field from string the first day, "Y-m-d"
---@field to string the last one
---@field group ai95_report.Counts
---@field before ai95_report.Counts|nil the same days of the period before; nil if there is none

--- The day of a time, since 1970-01-01.
local function day_of(text)
  return (dates.place(dates.parse(text)))
end

--- The calls of some days together.
local function sum(numbers, first, last)
  local group = groups.group()
  for day = first, last do
    local each = numbers.days.by_name[day]
    if each then
      groups.add(group, each)
    end
  end
  return group
end

local function width_for(days)
  for _, width in ipairs(WIDTHS) do
    if days / width <= MAX_STEPS then
      return width
    end
  end
  return math.ceil(days / MAX_STEPS)
end

--- The steps of the report's period, all of the same number of days but for the last one.
---@param data ai95_report.Collected
---@return ai95_report.Step[] steps one if the period is a day
function trend.steps(data)
  local first, last = day_of(data.from), day_of(data.to)
  local width = width_for(last - first + 1)
  local shift = data.previous and first - day_of(data.previous.from)
  local steps = {}
  for day = first, last, width do
    local final = math.min(day + width - 1, last)
    steps[#steps + 1] = {
      from = data.numbers.date_of(day), to = data.numbers.date_of(final),
      group = sum(data.numbers, day, final),
      before = shift and sum(data.previous.numbers, day - shift, final - shift),
    }
  end
  return steps
end

return trend
