local columns = require "ai95_cli.commands.tasks.columns"
local flags = require "ai95_cli.flags"

return {
  name = "list",
  summary = "List campaigns",
  description = "Without dates, those made today. `state` is the platform's status in one form: unsent, sending, calling, sent,"
    .. " paused or unknown.",
  examples = {
    { "ai95 tasks list", "today's" },
    { "ai95 tasks list --all --status paused", "what is waiting for somebody" },
    { "ai95 tasks list --json | jq -r .dial_task_main_sn", "for a script" },
  },
  define = function(command)
    flags.define_list(command, "index")
  end,
  run = function(context, args)
    local params = flags.read_list(context, args, "index")
    params.pageSize = args.limit and math.min(args.limit, 200) or nil
    local tasks = flags.limited(args.limit, context:client().tasks:each(params))
    local count = context.output:rows(columns.list, columns.with_state(tasks))
    flags.say_none(context, args, count, "campaigns")
  end,
}
