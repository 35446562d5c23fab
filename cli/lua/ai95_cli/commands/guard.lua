--- Guarding a campaign that exists.
local campaign = require "ai95_cli.commands.campaign"
local guard_options = require "ai95_cli.guard_options"
local guarding = require "ai95_cli.guarding"

local function run(context, args)
  local folder = guard_options.folder(context, args)
  if args.yes then
    campaign.refuse_newest(context, args.sn, "--yes")
  end
  local task = context:task(args.sn, "nothing was done", "CAMPAIGN")
  local sn = task.dial_task_main_sn
  return guarding.start(context, task, args, guard_options.read(args, folder, sn))
end

return {
  name = "guard",
  summary = "Let a campaign call within calling hours only",
  description = "Pauses the campaign, and resumes it when the hours allow; ends when everybody was"
    .. " dialled, a goal is reached, too many calls failed, or at the deadline. Remembers what it"
    .. " did in a small file: it can be killed and started again with the same options at any time."
    .. " While no guard runs, a campaign that was dialling goes on. If somebody else pauses the"
    .. " campaign, it stays paused until somebody resumes it. Prints each step with its reason."
    .. " Asks first; without a terminal, it needs --yes." .. guarding.EXIT_STATUS,
  examples = {
    { "ai95 guard Spring --hours 09:00-12:00,13:30-18:00 --weekdays mon-fri --dry-run",
      "the plan" },
    { "ai95 guard Spring --hours 9-18 --max-failure-rate 80% --redials 2 --redial-pause 2h --yes",
      "from cron or systemd" },
  },
  define = function(command)
    campaign.define_argument(command)
    guard_options.define(command)
  end,
  run = run,
}
