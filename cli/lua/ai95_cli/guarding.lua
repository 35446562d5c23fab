--- What `ai95 guard` and `ai95 run` share: the question, the steps of a guard, its end.
local ai95 = require "ai95"
local guard_plan = require "ai95_cli.guard_plan"
local progress = require "ai95_cli.progress"
local say = require("ai95_texts").say
local terminal = require "ai95_cli.terminal"
local text = require "ai95_cli.text"

local guarding = {}

--- The exit statuses besides those of all commands.
guarding.FAILURE_RATE, guarding.DEADLINE = 4, 5
local statuses = { failure_rate = guarding.FAILURE_RATE, deadline = guarding.DEADLINE }

guarding.EXIT_STATUS = "\n\nExit status: 0, everybody was dialled or a goal is reached; 4, too many"
  .. " calls failed; 5, the deadline has passed; others as of every command. After Ctrl-C or"
  .. " SIGTERM it pauses the campaign and ends by the signal."

local MAX_BAR, MIN_BAR, BESIDE_BAR = 30, 5, 60 -- cells

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
  local report = require "ai95_report" -- here: every command loads this file
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
    reason = guarded.reason, text = context.output:retold(guarded.text),
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
    return guard_plan.print_of_campaign(context, task, args, options)
  end
  confirm(context, args, tonumber(task.unsend_count))
  guard_plan.check_windows(context, ai95.hours.parse(options.hours, options.weekdays), task.user_sn,
    context:client():server_time() or os.time())
  return guarding.run(context, task, args, options)
end

return guarding
