local importing = require "ai95_cli.importing"

return {
  name = "import-excel",
  summary = "Import customers from a workbook: people are phoned",
  description = "The platform reads the file. There is no journal: run again, it phones everybody again. `import` is safer.",
  examples = {
    { "ai95 projects template SN -o customers.xlsx", "the workbook to fill in" },
    { "ai95 import-excel customers.xlsx --project SN --ai-user SN --source Spring", "then `ai95 tasks resume` begins" },
  },
  define = function(command)
    command:argument("FILE.xlsx", "An .xlsx, with the columns of the project's template."):argname "FILE.xlsx":target "file"
    importing.define(command)
  end,
  run = function(context, args)
    local params = importing.params(context, args)
    params.upload = args.file
    context:on_interrupt "interrupted. It may have been carried out: look at `ai95 tasks list` before you run it again"
    local result, err = context:client().tasks:import_excel(params)
    if not result then
      if err.outcome == "unknown" then
        importing.say_where_to_look(context, args)
      end
      return nil, err
    end
    if not params.is_zidong then
      importing.say_what_now(context, tostring(result.dial_task_main_sn))
    end
    context.output:record(result, importing.first)
  end,
}
