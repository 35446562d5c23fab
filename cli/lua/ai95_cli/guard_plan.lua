--- The plan of `ai95 guard` and `ai95 run`: what would be done first, and within which limits.
local ai95 = require "ai95"
local progress = require "ai95_cli.progress"
local say = require("ai95_texts").say
local text = require "ai95_cli.text"

local guard_plan = {}

local DAY = 86400 -- seconds

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
function guard_plan.check_windows(context, schedule, user_sn, now)
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

local function share(value)
  return value and ("%.4g %%"):format(value * 100)
end

local PLAN = { "campaign", "state", "numbers", "dialled", "rows", "refused", "excluded",
  "already_in", "first", "hours", "now", "open", "next_start", "max_failure_rate", "last",
  "reached", "interested", "until", "redials", "redial_pause", "state_file" }

--- The plan, and its schedule.
local function plan_of(output, args, options, now)
  local schedule = ai95.hours.parse(options.hours, options.weekdays)
  local is_open = schedule:closes_at(now) ~= nil
  return {
    hours = output:retold(schedule:text()), now = output:retold(ai95.hours.at(now)),
    open = output:retold(is_open and "yes" or "no"),
    next_start = not is_open and output:retold(ai95.hours.at(schedule:opens_at(now))) or nil,
    max_failure_rate = share(args.max_failure_rate),
    last = args.max_failure_rate and (args.last or 100) or nil,
    reached = args.reached, interested = args.interested,
    ["until"] = type(options.deadline) == "number"
      and output:retold("%s after the first start"):format(progress.duration(options.deadline))
      or options.deadline,
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
function guard_plan.print_of_list(context, args, options, checked, user_sn)
  local now = user_sn and context:client():server_time() or os.time()
  local output = context.output
  local plan, schedule = plan_of(output, args, options, now)
  for _, name in ipairs { "rows", "refused", "excluded", "already_in" } do
    plan[name] = checked[name]
  end
  plan.first = not plan.next_start and output:retold "import, then dial"
    or output:retold("import, then wait until %s"):format(plan.next_start)
  if user_sn then
    guard_plan.check_windows(context, schedule, user_sn, now)
  end
  context:notify "nothing was sent; this is a plan"
  output:record(plan, PLAN)
end

local actions = {
  dial = "dial: %s", redial = "dial the failed numbers again: %s", hold = "wait: %s",
  ["end"] = "end: %s",
}

--- Prints the plan for a campaign, and what would be done first.
function guard_plan.print_of_campaign(context, task, args, options)
  options.dry_run = true
  local looked, err = task:guard(options)
  if not looked then
    return nil, err
  end
  local now, decision = context:client():server_time() or os.time(), looked.decision
  local output = context.output
  local plan, schedule = plan_of(output, args, options, now)
  plan.campaign, plan.state, plan.numbers = task.source, task.state, task.total_count
  plan.dialled = task.send_count
  local first = output:retold(actions[decision.action]):format(output:retold(decision.text))
  plan.first = (task.state == "sending" or task.state == "calling")
    and output:retold("pause, then %s"):format(first) or first
  guard_plan.check_windows(context, schedule, task.user_sn, now)
  context:notify "nothing was changed; this is a plan"
  output:record(plan, PLAN)
end

return guard_plan
