--- Importing a workbook, which the platform reads.
local campaign = require "ai95_cli.commands.campaign"

return {
  name = "import-excel",
  summary = "Import customers from a workbook into a campaign",
  description = "Uploads the workbook unread. `ai95 import` reads workbooks too, and is safer: here"
    .. " no row is checked and no phone number is cleaned, nobody can be excluded, duplicates,"
    .. " emergency and service numbers are sent too, and there is no ledger: a second run calls"
    .. " everybody again.",
  examples = {
    { "ai95 projects template SN -o customers.xlsx", "download the workbook to fill in" },
    { "ai95 import-excel customers.xlsx --project SN --ai-user hln2 --source Spring",
      "then `ai95 tasks resume` starts the campaign" },
  },
  define = function(command)
    command:argument("FILE.xlsx",
      "An .xlsx with the columns of the project's template."):argname "FILE.xlsx"
      :target "file"
    campaign.define(command)
  end,
  run = function(context, args)
    local params = campaign.params(context, args)
    params.upload = args.file
    context:on_interrupt("interrupted. The platform may have imported the rows: check `ai95 tasks"
      .. " list` before you run the command again")
    local result, err = context:client().tasks:import_excel(params)
    if not result then
      if err.outcome == "unknown" then
        campaign.suggest_check(context, args.dial_task_main_sn)
      end
      return nil, err
    end
    if not params.is_zidong then
      campaign.report_next_step(context, tostring(result.dial_task_main_sn))
    end
    context.output:record(result, campaign.import_fields)
  end,
}
