--- The options of a guard, checked. Misuse raises.
local dates = require "ai95.util.dates"
local hours = require "ai95.guard.hours"
local validator = require "ai95.api.validator"

local DAY = 86400 -- seconds
local MAX_COUNT = 10 ^ 9

--- The options of `task:guard`.
---@class ai95.GuardOptions
---@field hours string when it may dial, China Standard Time: `"09:00-12:00,13:30-18:00"`; at any
--- time: `"00:00-24:00"`
---@field state string the path of a small file for what a guard must remember if it is killed; a
--- file of its own for each campaign
---@field weekdays string|nil the days: `"mon-fri"`, `"1-5"`, `"周一至周五"`; absent: every day
---@field max_failure_rate number|nil it ends if a larger share of the last calls failed: 0.6
---@field last integer|nil how many calls that is about, 100
---@field reached integer|nil it ends once so many customers were reached
---@field interested integer|nil it ends once so many customers are interested
---@field interested_labels string[]|nil the labels (标签) of customers who are interested;
--- `{ "有意向" }`
---@field deadline string|number|nil it ends then: a time, China Standard Time; a day, which ends at
--- midnight; or seconds from the guard's first start
---@field redials integer|nil how often failed numbers are dialled again, 0
---@field redial_pause number|nil seconds between the end of a round and the redial, 1,800
---@field interval number|nil seconds between two looks, 10
---@field reconcile_timeout number|nil seconds, 180: an operation whose answer was lost, and that
--- left no trace for so long, has failed
---@field progress (fun(step: ai95.GuardStep))|nil called after each look and each operation
---@field stop_when (fun(task: ai95.Task): boolean)|nil asked twice a second: whether to pause the
--- campaign and end
---@field dry_run boolean|nil whether to look and to decide only: nothing is changed

local function check_by(problem_of)
  return function(text)
    local problem = problem_of(text)
    return problem == nil, problem
  end
end

local function is_deadline(value)
  if type(value) == "number" then
    return value > 0 and value < MAX_COUNT
  end
  return type(value) == "string" and dates.is_valid(value)
end

local function is_list_of_labels(value)
  for _, label in ipairs(value) do
    if type(label) ~= "string" or label == "" then
      return false
    end
  end
  return value[1] ~= nil
end

local function count(name, min, default)
  return { name = name, type = "int", min = min, max = MAX_COUNT, default = default,
    expected = ("a whole number, %d or more"):format(min) }
end

local SCHEMA = validator.schema("option", {
  { name = "hours", type = "name", required = true, expected = "calling hours",
    meaning = "when it may dial: \"09:00-12:00,13:30-18:00\"",
    check = check_by(hours.problem_of_windows) },
  { name = "state", type = "path", required = true,
    meaning = "the path of a file for what the guard must remember if it is killed" },
  { name = "weekdays", type = "name", expected = "days of the week",
    check = check_by(hours.problem_of_days) },
  { name = "max_failure_rate", type = "seconds", min = 0, max = 1,
    expected = "a share from 0 to 1, such as 0.6" },
  count("last", 1, 100),
  count("reached", 1),
  count("interested", 1),
  { name = "interested_labels", type = "list", expected = "a list of labels",
    default = { "有意向" }, check = is_list_of_labels },
  { name = "deadline", type = "any",
    expected = "a date (\"Y-m-d\" or \"Y-m-d H:i:s\", China Standard Time) or seconds",
    check = is_deadline },
  count("redials", 0, 0),
  { name = "redial_pause", type = "seconds", default = 1800 },
  { name = "interval", type = "positive", default = 10 },
  { name = "reconcile_timeout", type = "seconds", default = 180 },
  { name = "progress", type = "function" },
  { name = "stop_when", type = "function" },
  { name = "dry_run", type = "boolean" },
})

local options = {}

--- A checked copy, with `hours` parsed.
---@param given table
---@return table
function options.read(given)
  local own = validator.check("task:guard", SCHEMA, given)
  own.hours = hours.parse(own.hours, own.weekdays)
  return own
end

--- The Unix time of a deadline.
---@param deadline string|number|nil
---@param memory ai95.GuardMemory
---@return number|nil
function options.deadline_at(deadline, memory)
  if type(deadline) == "number" then
    return memory.started_at + deadline
  elseif deadline then
    return dates.parse(deadline) + (#deadline == 10 and DAY or 0)
  end
end

return options
