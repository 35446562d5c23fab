local columns = require "ai95_cli.commands.tasks.columns"

return {
  name = "show",
  summary = "Show all that is known of a campaign",
  examples = { { "ai95 tasks show SN", "whenever it was made" } },
  define = function(command)
    command:argument("SN", "The campaign's dial_task_main_sn."):argname "SN":target "sn"
  end,
  run = function(context, args)
    local task = context:task(args.sn)
    context.output:record(columns.stated(task), columns.first)
  end,
}
