local flags = require "ai95_cli.flags"
local watermark = require "ai95_cli.watermark"

local columns = {
  { "connected_at" }, { "callee" }, { "talktimes", right = true }, { "endreason", shrinks = true }, { "asr_b", shrinks = true },
  { "asr_c", right = true }, { "user_name", shrinks = true }, { "cdr_sn", below = true },
}

return {
  name = "calls",
  summary = "List calls",
  description = "Without dates, today's; where --task names a campaign, all of it. Times are China Standard Time.",
  examples = {
    { "ai95 calls --from yesterday --to yesterday --talktimes-min 10", "who talked for ten seconds or more" },
    { "ai95 calls --task SN --csv > calls.csv", "a campaign for a spreadsheet" },
    { "ai95 calls --new calls.mark --json", "from cron: what is new since the last time" },
  },
  define = function(command)
    flags.define_list(command, "cdrlist")
    watermark.define(command)
  end,
  run = function(context, args)
    local params = flags.read_list(context, args, "cdrlist")
    local calls, done = watermark.calls(context, args, params)
    local count = context.output:rows(columns, flags.limited(args.limit, calls))
    context.output:finish() -- what was not printed is still new
    done()
    flags.say_none(context, args, count, "calls")
  end,
}
