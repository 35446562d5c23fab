--- The commands about campaigns: list, show, pause, resume, redial, delete; watch is in watch.lua.
local campaign = require "ai95_cli.commands.campaign"
local flags = require "ai95_cli.flags"
local name_cache = require "ai95_cli.name_cache"
local say = require("ai95_texts").say
local text = require "ai95_cli.text"
local watch = require "ai95_cli.commands.watch"
local watermark = require "ai95_cli.watermark"

local MAX_NAMES = 200 -- that are kept for completion

local list = {
  name = "list",
  summary = "List campaigns",
  fields = campaign.fields,
  description = "Campaigns created today, unless you give dates, --task or --all. `state` is"
    .. " unsent, sending, calling, sent, paused or unknown.",
  examples = {
    { "ai95 tasks list", "today's" },
    { "ai95 tasks list --all --status paused", "campaigns that wait for a person" },
    { "ai95 tasks list --json | jq -r .dial_task_main_sn", "for a script" },
    { "ai95 tasks list --new tasks.mark --json", "for cron: those that are new or have changed" },
  },
  define = function(command)
    flags.define_list(command, "index")
    watermark.define(command, "campaigns", ", and again those that have changed")
  end,
  run = function(context, args)
    local params = flags.read_list(context, args, "index")
    local tasks, done = watermark.rows(context, args, "tasks", params)
    local seen = {}
    local function next_task()
      local task = tasks()
      seen[#seen + 1] = #seen < MAX_NAMES and task or nil
      return task
    end
    local count = context.output:rows(campaign.columns, flags.limited(args.limit, next_task))
    if #seen > 0 then
      name_cache.keep("campaign", seen, "source")
    end
    context.output:finish() -- if this fails, the campaigns stay new
    done()
    flags.check_empty(context, args, count, "campaigns")
  end,
}

local show = {
  name = "show",
  summary = "Show a campaign with all its fields",
  fields = campaign.fields,
  examples = { { "ai95 tasks show SN", "whenever it was created" } },
  define = function(command)
    campaign.define_argument(command)
  end,
  run = function(context, args)
    local task = context:task(args.sn, nil, "CAMPAIGN")
    context.output:record(task, campaign.first_fields)
  end,
}

--- How many people of a campaign have not been dialled; nil if the platform does not say it.
local function count_waiting(task)
  local total, sent = tonumber(task.total_count), tonumber(task.send_count)
  return tonumber(task.unsend_count) or total and sent and total - sent
end

--- How many people of a campaign were not reached; nil if the platform does not say it.
local function count_failed(task)
  return tonumber(task.fail)
end

--- The question before people are called: how many.
local function ask_to_call(count)
  return function(tasks)
    local people = 0
    for _, task in ipairs(tasks) do
      local more = count(task)
      people = people and more and people + more
    end
    return people and text.count(people, "%s person will be called. Type yes: ",
      "%s people will be called. Type yes: ")
      or say "An unknown number of people will be called. Type yes: "
  end
end

local function ask_to_delete(tasks)
  return #tasks == 1 and say "Delete it? Type yes: "
    or say("Delete these %d? Type yes: "):format(#tasks)
end

--- Asks before an operation that cannot be undone.
local function confirm(context, tasks, ask)
  for _, task in ipairs(tasks) do
    context:notify("%s  %s  %s, %d of %d dialled", task.dial_task_main_sn, task.source or "",
      say(task.state), task.send_count or 0, task.total_count or 0)
  end
  return context:is_confirmed(ask(tasks))
end

local function run_operation(operation, context, args)
  if operation.ask and not args.yes and not context:is_interactive() then
    context:usage("%s cannot be undone: confirm it with --yes", operation.name)
  end
  local tasks, seen = {}, {}
  for _, given in ipairs(args.sn) do -- all of them, before the first is changed
    if operation.ask and args.yes then
      campaign.refuse_newest(context, given, "--yes")
    end
    local task = context:task(given, "nothing was done", "CAMPAIGN")
    if not seen[task.dial_task_main_sn] then
      tasks[#tasks + 1], seen[task.dial_task_main_sn] = task, true
    end
  end
  if operation.ask and not args.yes and not confirm(context, tasks, operation.ask) then
    context:usage("nothing was done")
  end
  for _, task in ipairs(tasks) do
    local done, err = task[operation.method](task)
    if not done then
      if err.outcome == "unknown" then
        context:notify("ai95: check the campaign with `ai95 tasks show %s`",
          text.quote(task.dial_task_main_sn))
      end
      return nil, err
    end
    context.output:record({ dial_task_main_sn = task.dial_task_main_sn,
      operation = operation.name },
      { "operation", "dial_task_main_sn" })
  end
end

--- The command of an operation. The library does not repeat one whose answer was lost: a person has
--- to check.
local function operate(operation)
  return {
    name = operation.name,
    summary = operation.summary,
    description = operation.ask and operation.description
      .. " Asks first. Without a terminal, it needs --yes.",
    examples = { { "ai95 tasks " .. operation.name .. " SN", operation.example } },
    define = function(command)
      campaign.define_argument(command, "+")
      if operation.ask then
        command:flag("--yes", "Do not ask.")
      end
    end,
    run = function(context, args) return run_operation(operation, context, args) end,
  }
end

return {
  name = "tasks",
  summary = "List, watch and control campaigns",
  description = "A campaign is the platform's 营销任务. It can be given by its name (source), by its sn"
    .. " (dial_task_main_sn) or at least four characters of its beginning, and the newest one as"
    .. " @last. If more than one fits, the command lists them and does nothing.",
  examples = {
    { "ai95 tasks list --from 7d", "campaigns of the last seven days" },
    { "ai95 tasks pause Spring", "stop calling for now" },
    { "ai95 tasks watch @last", "show the progress of the newest one until it is done" },
  },
  commands = {
    list,
    show,
    operate { name = "pause", method = "pause", summary = "Pause campaigns",
      example = "no more calls until `resume`" },
    operate { name = "resume", method = "resume", summary = "Start or continue campaigns",
      description = "The people who have not been dialled are called.",
      ask = ask_to_call(count_waiting),
      example = "also after rows were added to a finished campaign" },
    operate { name = "redial", method = "redial_failed",
      summary = "Call again everybody whom a campaign did not reach",
      description = "Each time it calls them once more.", ask = ask_to_call(count_failed),
      example = "one more call to each person who did not answer" },
    operate { name = "delete", method = "delete", summary = "Delete campaigns",
      description = "The platform cannot bring them back.", ask = ask_to_delete,
      example = "its calls stay in the lists" },
    watch,
  },
}
