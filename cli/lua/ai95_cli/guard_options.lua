--- The options of `ai95 guard` and `ai95 run`: what they take, and what task:guard gets.
local ai95 = require "ai95"
local flags = require "ai95_cli.flags"
local say = require("ai95_texts").say
local settings = require "ai95_cli.settings"
local text = require "ai95_cli.text"

local guard_options = {}

local MAX_COUNT = 1e9
local DAY = 86400 -- seconds

local UNITS = { [""] = 1, s = 1, m = 60, h = 3600, d = DAY }

--- Seconds, from "90", "30m", "8h"; nil if it is none.
local function seconds_of(given)
  local number, unit = given:match "^(%d+)([smhd]?)$"
  return number and tonumber(number) * UNITS[unit]
end

local function duration(option)
  return function(given)
    local seconds = seconds_of(given)
    if not seconds then
      return nil, say("%s must be seconds, or a time such as 30m or 8h, not \"%s\""):format(option,
        given)
    end
    return seconds
  end
end

local function until_time(given)
  local seconds = seconds_of(given)
  if given:find "^20%d%d%d%d%d%d$" then
    return nil, say("--until: write %s as %s-%s-%s"):format(given, given:sub(1, 4), given:sub(5, 6),
      given:sub(7))
  elseif seconds and (seconds < 1 or seconds >= MAX_COUNT) then
    return nil, say("--until: %s is too short or too long a time"):format(given)
  end
  if seconds then
    return seconds
  end
  return flags.date("--until", true)(given)
end

local function rate(given)
  local number, percent = given:match "^([%d.]+)(%%?)$"
  local value = tonumber(number)
  value = value and value / (percent == "%" and 100 or 1)
  if not value or value > 1 then
    return nil, say("--max-failure-rate must be a share such as 60%% or 0.6, not \"%s\"")
      :format(given)
  end
  return value
end

local function windows(given)
  local schedule, problem = ai95.hours.parse(given)
  return schedule and given, problem and say("%s: %s"):format("--hours", text.retold(problem))
end

local function weekdays(given)
  local schedule, problem = ai95.hours.parse("0-24", given)
  return schedule and given, problem and say("%s: %s"):format("--weekdays", text.retold(problem))
end

--- Gives a command the options of a guard.
function guard_options.define(command)
  local function whole(option, min)
    return flags.whole(option, min, MAX_COUNT)
  end
  command:option("--hours", "When to call, China time: 09:00-12:00,13:30-18:00; 00:00-24:00 is at"
    .. " any time."):argname "HOURS":count(1):convert(windows)
  command:option("--weekdays", "The days: mon-fri, or 1-5 (default: every day).")
    :argname "DAYS":convert(weekdays)
  command:option("--max-failure-rate",
    "Stop if a larger share of the last calls failed: 60%."):argname "SHARE":convert(rate)
  command:option("--last", "How many calls that is about (default: 100).")
    :argname "N":convert(whole("--last", 1))
  command:option("--reached", "Stop once N customers were reached.")
    :argname "N":convert(whole("--reached", 1))
  command:option("--interested", "Stop once N customers are interested.")
    :argname "N":convert(whole("--interested", 1))
  command:option("--interested-labels",
    "The labels of customers who are interested, separated by commas (default: 有意向).")
    :argname "LABELS":convert(flags.labels "--interested-labels")
  -- --deadline is the time limit of a request.
  command:option("--until", "Stop then: 2024-05-31, \"2024-05-31 18:00\", or 8h after the first"
    .. " start."):argname "TIME":convert(until_time):target "until_time"
  command:option("--redials",
    "Call those again who were not reached, at most N times (default: 0).")
    :argname "N":convert(flags.whole("--redials", 0, 100))
  command:option("--redial-pause", "The pause before each redial: 30m, 2h (default: 30m).")
    :argname "TIME":convert(duration "--redial-pause")
  command:option("--interval", "Seconds between two looks (default: 10).")
    :argname "SECONDS":convert(flags.whole("--interval", 1, 3600))
  command:option("--state", "The file that remembers what was done, for a restart (default: one"
    .. " for each campaign, in ~/.local/state/ai95)."):argname "FILE"
  command:option("--report", "Write the campaign's report there at the end, as a web page.")
    :argname "FILE"
  command:flag("--dry-run", "Print the plan and change nothing.")
  command:flag("--yes", "Do not ask before people are called.")
end

--- The folder for the states of guards, unless --state is given. Ends the command if there is none.
---@return string|nil folder
function guard_options.folder(context, args)
  local folder = settings.state_folder()
  if not folder and not args.state then
    context:usage "give --state FILE: HOME is not set, so there is no folder for it"
  end
  return folder
end

--- The options of task:guard. A campaign has one state, whatever command or list names it: another
--- would not know how often failed numbers were dialled again.
---@param args table
---@param folder string|nil see guard_options.folder
---@param sn string|nil the campaign's
function guard_options.read(args, folder, sn)
  local state = sn and folder and ("%s/%s.guard"):format(folder, (sn:gsub("[^%w_.-]", "-")))
  return {
    hours = args.hours, weekdays = args.weekdays, max_failure_rate = args.max_failure_rate,
    last = args.last, reached = args.reached, interested = args.interested,
    interested_labels = args.interested_labels, deadline = args.until_time, redials = args.redials,
    redial_pause = args.redial_pause, interval = args.interval, state = args.state or state,
  }
end

return guard_options
