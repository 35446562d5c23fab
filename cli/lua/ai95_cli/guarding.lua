--- What `ai95 guard` and `ai95 run` share: the options of a guard, its plan, its steps, its end.
local ai95 = require "ai95"
local flags = require "ai95_cli.flags"
local progress = require "ai95_cli.progress"
local report = require "ai95_report"
local say = require("ai95_texts").say
local settings = require "ai95_cli.settings"
local terminal = require "ai95_cli.terminal"
local text = require "ai95_cli.text"

local guarding = {}

--- The exit statuses besides those of all commands.
guarding.FAILURE_RATE, guarding.DEADLINE = 4, 5
local statuses = { failure_rate = guarding.FAILURE_RATE, deadline = guarding.DEADLINE }

guarding.EXIT_STATUS = "\n\nExit status: 0, everybody was dialled or a goal is reached; 4, too many"
  .. " calls failed; 5, the deadline has passed; others as of every command. After Ctrl-C or"
  .. " SIGTERM it pauses the campaign and ends by the signal."

local MAX_COUNT = 1e9
local DAY = 86400 -- seconds
local MAX_BAR, MIN_BAR, BESIDE_BAR = 30, 5, 60 -- cells

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
function guarding.define(command)
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
function guarding.folder(context, args)
  local folder = settings.state_folder()
  if not folder and not args.state then
    context:usage "give --state FILE: HOME is not set, so there is no folder for it"
  end
  return folder
end

--- The options of task:guard. A campaign has one state, whatever command or list names it: another
--- would not know how often failed numbers were dialled again.
---@param args table
---@param folder string|nil see guarding.folder
---@param sn string|nil the campaign's
function guarding.options(args, folder, sn)
  local state = sn and folder and ("%s/%s.guard"):format(folder, (sn:gsub("[^%w_.-]", "-")))
  return {
    hours = args.hours, weekdays = args.weekdays, max_failure_rate = args.max_failure_rate,
    last = args.last, reached = args.reached, interested = args.interested,
    interested_labels = args.interested_labels, deadline = args.until_time, redials = args.redials,
    redial_pause = args.redial_pause, interval = args.interval, state = args.state or state,
  }
end

--- Whether a window of an AI user, on some day of a week, is not all within the hours.
local function is_beyond(schedule, window, now)
  local today = ai95.dates.parse(ai95.dates.format(now):sub(1, 10))
  local first, last = ai95.dates.parse("2000-01-01 " .. window[1]),
    ai95.dates.parse("2000-01-01 " .. window[2])
  local midnight = ai95.dates.parse "2000-01-01"
  for day = 0, first and last and 6 or -1 do
    local from = today + day * DAY
    local closes = schedule:closes_at(from + first - midnight)
    if not closes or closes < from + last - midnight then
      return true
    end
  end
  return false
end

--- Warns if the platform itself would let the AI user call outside the hours.
local function check_windows(context, schedule, user_sn, now)
  for _, user in ipairs(context:client().ai_users:list() or {}) do
    local beyond, parts = false, {}
    for i, window in ipairs(user.user_sn == user_sn and user:windows() or {}) do
      beyond = beyond or is_beyond(schedule, window, now)
      parts[i] = text.hour(window[1]) .. "-" .. text.hour(window[2])
    end
    if beyond then
      context:notify("the AI user %s may call at %s: if this machine fails, the campaign goes on"
        .. " within that time. Set those hours in the platform, too", user.user_name or user_sn,
        table.concat(parts, say ", "))
    end
  end
end

--- What says a sentence to the reader of the output: programs read English.
---@return fun(sentence: string): string
local function reader_of(context)
  return context.output:is_table() and text.retold or function(sentence) return sentence end
end

local function share(value)
  return value and ("%.4g %%"):format(value * 100)
end

local PLAN = { "campaign", "state", "numbers", "dialled", "rows", "refused", "excluded",
  "already_in", "first", "hours", "now", "open", "next_start", "max_failure_rate", "last",
  "reached", "interested", "until", "redials", "redial_pause", "state_file" }

--- The plan. `shown` says a sentence of ours, or one that the library made, as the reader wants it.
local function plan_of(args, options, now, shown)
  local schedule = ai95.hours.parse(options.hours, options.weekdays)
  local is_open = schedule:closes_at(now) ~= nil
  return {
    hours = shown(schedule:text()), now = shown(ai95.hours.at(now)),
    open = shown(is_open and "yes" or "no"),
    next_start = not is_open and shown(ai95.hours.at(schedule:opens_at(now))) or nil,
    max_failure_rate = share(args.max_failure_rate),
    last = args.max_failure_rate and (args.last or 100) or nil,
    reached = args.reached, interested = args.interested,
    ["until"] = type(options.deadline) == "number" and shown "%s after the first start":format(
      progress.duration(options.deadline)) or options.deadline,
    redials = args.redials or 0,
    redial_pause = (args.redials or 0) > 0 and progress.duration(args.redial_pause or 1800) or nil,
    state_file = options.state,
  }, schedule
end

--- Prints the plan for a list that is not imported yet.
---@param context ai95_cli.Context
---@param args table
---@param options table
---@param checked ai95.Checked
---@param user_sn string|nil the AI user's, if the platform may be asked
function guarding.print_list_plan(context, args, options, checked, user_sn)
  local now = user_sn and context:client():server_time() or os.time()
  local shown = reader_of(context)
  local plan, schedule = plan_of(args, options, now, shown)
  for _, name in ipairs { "rows", "refused", "excluded", "already_in" } do
    plan[name] = checked[name]
  end
  plan.first = not plan.next_start and shown "import, then dial"
    or shown "import, then wait until %s":format(plan.next_start)
  if user_sn then
    check_windows(context, schedule, user_sn, now)
  end
  context:notify "nothing was sent; this is a plan"
  context.output:record(plan, PLAN)
end

local actions = {
  dial = "dial: %s", redial = "dial the failed numbers again: %s", hold = "wait: %s",
  ["end"] = "end: %s",
}

--- Prints the plan for a campaign, and what would be done first.
local function print_task_plan(context, task, args, options)
  options.dry_run = true
  local looked, err = task:guard(options)
  if not looked then
    return nil, err
  end
  local now, decision = context:client():server_time() or os.time(), looked.decision
  local shown = reader_of(context)
  local plan, schedule = plan_of(args, options, now, shown)
  plan.campaign, plan.state, plan.numbers = task.source, task.state, task.total_count
  plan.dialled = task.send_count
  local first = shown(actions[decision.action]):format(shown(decision.text))
  plan.first = (task.state == "sending" or task.state == "calling")
    and shown "pause, then %s":format(first) or first
  check_windows(context, schedule, task.user_sn, now)
  context:notify "nothing was changed; this is a plan"
  context.output:record(plan, PLAN)
end

local function whole(value)
  return math.floor(tonumber(value) or 0)
end

--- The progress: drawn again and again on a terminal, else a line for each step.
local function show_steps(context, started)
  local screen, first = context:screen(), nil
  local function line_of(step)
    return say("%s  %s: %s"):format(ai95.dates.format(step.time), say(step.action),
      text.retold(step.text))
  end
  local function show(step)
    local task = step.task
    if step.reason == "unconfirmed" then
      context:release() -- people may be called who should not: --quiet does not hide it
    end
    local counts = task and say(", %d of %d dialled, %d connected, %d not"):format(
      whole(task.send_count), whole(task.total_count), whole(task.success), whole(task.fail)) or ""
    if not screen then
      if step.is_new then
        context:notify("%s%s", line_of(step), counts)
        io.stderr:flush()
      end
      return
    end
    if step.is_new and step.action ~= "waiting" and step.action ~= "dialling" then
      screen:clear()
      context:notify("%s", line_of(step))
    end
    local sent, total = whole(task and task.send_count), whole(task and task.total_count)
    first = first or sent
    local cells = math.min(MAX_BAR, screen:columns() - BESIDE_BAR)
    local parts = { say(step.action) }
    if cells >= MIN_BAR then
      parts[2] = progress.bar(total > 0 and sent / total or 0, cells)
    end
    parts[#parts + 1] = say("%d of %d"):format(sent, total)
    parts[#parts + 1] = step.action == "dialling" and progress.pace(sent - first, total - sent,
      ai95.monotonic() - started) or text.retold(step.text)
    screen:draw { { { table.concat(parts, "  ") } } }
  end
  return show, function()
    if screen then
      screen:clear()
    end
  end
end

--- Asks before people are called.
local function confirm(context, args, count)
  if args.yes then
    return
  elseif not context:is_interactive() then
    context:usage("people are called as soon as the hours allow it: confirm it with --yes")
  end
  local question = count and text.count(count,
    "%s person will be called within the hours %s. Type yes: ",
    "%s people will be called within the hours %s. Type yes: ", args.hours)
    or say("An unknown number of people will be called within the hours %s. Type yes: "):format(
      args.hours)
  if not context:is_confirmed(question) then
    context:usage "nothing was done"
  end
end
guarding.confirm = confirm

local function write_report(context, task, args)
  local data, err = report.collect(context:client(), { task = task.dial_task_main_sn,
    interested = args.interested_labels })
  if not data then
    return nil, err
  end
  local ok, problem = ai95.replace_file(args.report, report.html(data))
  if not ok then
    context:usage("%s", problem)
  end
  return true
end

local SUMMARY = { "reason", "text", "dial_task_main_sn", "source", "state", "total_count",
  "send_count", "success", "fail", "interested", "redials", "report" }

local INTERRUPTED = "the campaign is paused before the command ends. Once more ends it at once, and"
  .. " the campaign may go on dialling"

local function catch_interrupt()
  terminal.catch_interrupt("\n" .. say("ai95: %s"):format(say(INTERRUPTED)) .. "\n")
end

--- Pauses a campaign if it is dialling, and waits until nothing is under way that could let it go
--- on. Ends the command if a signal says so.
---@param context ai95_cli.Context
---@param task ai95.Task
---@param options table
---@return ai95.Guarded|nil
---@return ai95.Error|nil err
function guarding.pause(context, task, options)
  local show, finish = show_steps(context, ai95.monotonic())
  catch_interrupt()
  local own = {}
  for name, value in pairs(options) do
    own[name] = value
  end
  own.stop_when = function() return true end
  own.progress = function(step)
    if step.action == "trouble" or step.action == "waiting" then
      show(step)
    end
  end
  local guarded, err = task:guard(own)
  finish()
  local signal = terminal.caught_signal()
  if signal then
    terminal.end_by_signal(signal)
  end
  return guarded, err
end

--- Guards a campaign until it ends, and prints how.
---@param context ai95_cli.Context
---@param task ai95.Task
---@param args table
---@param options table
function guarding.run(context, task, args, options)
  local show, finish = show_steps(context, ai95.monotonic())
  catch_interrupt()
  options.progress = show
  options.stop_when = function() return terminal.caught_signal() ~= nil end
  local guarded, err = task:guard(options)
  finish()
  if not guarded then
    return nil, err
  end
  local signal = terminal.caught_signal()
  if args.report and not signal then
    local ok
    ok, err = write_report(context, task, args)
    if not ok then
      return nil, err
    end
  end
  context.output:record({
    reason = guarded.reason, text = reader_of(context)(guarded.text),
    dial_task_main_sn = task.dial_task_main_sn,
    source = task.source, state = task.state, total_count = task.total_count,
    send_count = task.send_count, success = task.success, fail = task.fail,
    interested = guarded.interested, redials = guarded.redials,
    report = not signal and args.report or nil,
  }, SUMMARY)
  context.status = statuses[guarded.reason]
  if context.status then
    context:release()
  end
  if signal then
    context.output:finish()
    terminal.end_by_signal(signal)
  end
end

--- Prints the plan, or asks and guards.
---@param context ai95_cli.Context
---@param task ai95.Task
---@param args table
---@param options table
function guarding.start(context, task, args, options)
  if args.dry_run then
    return print_task_plan(context, task, args, options)
  end
  confirm(context, args, tonumber(task.unsend_count))
  check_windows(context, ai95.hours.parse(options.hours, options.weekdays), task.user_sn,
    context:client():server_time() or os.time())
  return guarding.run(context, task, args, options)
end

return guarding
