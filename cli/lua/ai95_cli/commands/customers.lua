local flags = require "ai95_cli.flags"

local columns = {
  { "connected_at" }, { "name", shrinks = true }, { "phone" }, { "talktimes", right = true }, { "status" },
  { "labelling", shrinks = true }, { "score", right = true }, { "endreason", shrinks = true },
}

return {
  name = "customers",
  summary = "List customers, with what came of the last call to each",
  description = "Without dates, today's; where --task names a campaign, all of it.",
  examples = {
    { "ai95 customers --task SN --status A,B", "who is worth phoning back" },
    { "ai95 customers --all --phone 13800000001 --json", "all that is known of one" },
    { "ai95 customers --mask", "for a screen that others see" },
  },
  define = function(command)
    flags.define_list(command, "crmList")
  end,
  run = function(context, args)
    local params = flags.read_list(context, args, "crmList")
    params.pageSize = args.limit and math.min(args.limit, 200) or nil
    local customers = context:client().customers:each(params)
    local count = context.output:rows(columns, flags.limited(args.limit, customers))
    flags.say_none(context, args, count, "customers")
  end,
}
