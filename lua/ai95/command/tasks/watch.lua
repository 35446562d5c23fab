--- Campaigns as they proceed, drawn again in place on stderr; what came of them is on stdout at the end.
local Screen = require "ai95.command.screen"
local columns = require "ai95.command.tasks.columns"
local core = require "ai95.core"
local progress = require "ai95.command.progress"
local width = require "ai95.command.width"

local LOOK = 0.2 -- seconds between two looks at the terminal's size
local BAR, NAME = 20, 16 -- cells

local ended = { sent = true, paused = true }

--- The campaigns as they are now.
local function read(context, sns)
  local client, tasks = context:client(), {}
  if #sns == 0 then
    for task in columns.with_state(client.tasks:each()) do
      tasks[#tasks + 1] = task
    end
    return tasks
  end
  for i, sn in ipairs(sns) do
    tasks[i] = columns.stated(context:check(client.tasks:get(sn)))
  end
  return tasks
end

local function count(value)
  return math.floor(tonumber(value) or 0)
end

--- One line for a campaign. `first` is what it was when it was first looked at.
local function line_of(task, first, seconds)
  local total, sent = count(task.total_count), count(task.send_count)
  local name = width.pad(width.cut(width.plain(task.source or task.dial_task_main_sn), NAME), NAME)
  local pace = ended[task.state] and "" or progress.pace(sent - first, total - sent, seconds)
  return ("%s  %-8s %s %3d%%  %d of %d, %d answered, %d not  %s"):format(name, task.state,
    progress.bar(total > 0 and sent / total or 0, BAR), total > 0 and math.floor(sent / total * 100) or 0, sent, total,
    count(task.success), count(task.fail), pace)
end

local function all_ended(tasks)
  for _, task in ipairs(tasks) do
    if not ended[task.state] then
      return false
    end
  end
  return true
end

local function lines_of(tasks, first, started)
  local lines, seconds = {}, core.now() - started
  for i, task in ipairs(tasks) do
    local sn = task.dial_task_main_sn
    first[sn] = first[sn] or count(task.send_count)
    lines[i] = line_of(task, first[sn], seconds)
  end
  return lines
end

--- Waits for the next look at the platform; a terminal that is resized meanwhile is drawn on again.
local function wait(screen, lines, interval)
  local till = core.now() + interval
  while core.now() < till do
    core.sleep(math.min(LOOK, math.max(till - core.now(), 0)))
    if screen and screen:is_resized() then
      screen:draw(lines)
    end
  end
end

return {
  name = "watch",
  summary = "Watch campaigns until they are done",
  description = "Without SN, today's. Draws on stderr, where that is a terminal; prints the campaigns on stdout when all of them"
    .. " are sent or paused. Ctrl-C ends the watching and nothing else.",
  examples = {
    { "ai95 tasks watch SN", "one campaign, with its rate and the time left" },
    { "ai95 tasks watch SN --json && ai95 archive recordings --task SN", "in a script: go on when it is done" },
  },
  define = function(command)
    command:argument("sn", "The campaign's dial_task_main_sn."):argname "SN":args "*"
    command:option("--interval", "Between two looks at the platform (5)."):argname "SECONDS":default(5):convert(function(text)
      local seconds = tonumber(text)
      if not seconds or seconds < 0.1 or seconds > 3600 then
        return nil, "--interval must be 0.1 to 3600 seconds"
      end
      return seconds
    end)
  end,
  run = function(context, args)
    context:on_interrupt "no longer watching; the campaigns go on"
    local screen, first, started = Screen.new(), {}, core.now()
    local tasks = read(context, args.sn)
    while not all_ended(tasks) do
      local lines = lines_of(tasks, first, started)
      if screen then
        screen:draw(lines)
      end
      wait(screen, lines, args.interval)
      tasks = read(context, args.sn)
    end
    if screen then
      screen:clear()
    end
    if #tasks == 0 then
      context:say "no campaigns today: name one, see `ai95 tasks list --all`"
    end
    context.output:rows(columns.list, tasks)
  end,
}
