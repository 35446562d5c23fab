--- What can be done to a campaign. None of it is repeated by itself: where an answer was lost, somebody has to look.
local quoted = require "ai95_cli.quoted"

--- Asks before what cannot be undone.
local function confirm(context, tasks)
  for _, task in ipairs(tasks) do
    context:say("%s  %s  %s, %d of %d dialled", task.dial_task_main_sn, task.source or "", task.state, task.send_count or 0,
      task.total_count or 0)
  end
  io.stderr:write(#tasks == 1 and "Delete it? Type yes: " or ("Delete these %d? Type yes: "):format(#tasks))
  return (io.read "*l" or ""):lower() == "yes"
end

local function run(operation)
  return function(context, args)
    if operation.asks and not args.yes and not context:is_interactive() then
      context:usage("%s cannot be undone: give --yes where nobody can be asked", operation.name)
    end
    local tasks = {}
    for i, sn in ipairs(args.sn) do
      tasks[i] = context:task(sn, "nothing was done") -- all of them, before anything is done to one
    end
    if operation.asks and not args.yes and not confirm(context, tasks) then
      context:usage("nothing was deleted")
    end
    for _, task in ipairs(tasks) do
      local done, err = task[operation.method](task)
      if not done then
        if err.outcome == "unknown" then
          context:say("ai95: see what became of it with `ai95 tasks show %s`", quoted(task.dial_task_main_sn))
        end
        return nil, err
      end
      context.output:record({ dial_task_main_sn = task.dial_task_main_sn, operation = operation.name },
        { "operation", "dial_task_main_sn" })
    end
  end
end

local function command_of(operation)
  return {
    name = operation.name,
    summary = operation.summary,
    description = operation.description,
    examples = { { "ai95 tasks " .. operation.name .. " SN", operation.example } },
    define = function(command)
      command:argument("SN", "The campaign's dial_task_main_sn; several are done one after another.")
        :argname "SN":target "sn":args "+"
      if operation.asks then
        command:flag("--yes", "Do not ask.")
      end
    end,
    run = run(operation),
  }
end

return {
  command_of { name = "pause", method = "pause", summary = "Pause campaigns", example = "no more calls until `resume`" },
  command_of { name = "resume", method = "resume", summary = "Let campaigns go on, or begin",
    example = "also after rows were added to one that was done" },
  command_of { name = "redial", method = "redial_failed", summary = "Phone again whom a campaign did not reach",
    example = "everybody who did not answer is phoned once more" },
  command_of { name = "delete", method = "delete", summary = "Delete campaigns", asks = true,
    description = "Asks first, at a terminal; elsewhere --yes must say so.", example = "its calls stay in the lists" },
}
