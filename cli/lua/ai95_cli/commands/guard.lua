--- Guarding a campaign that exists.
local campaign = require "ai95_cli.commands.campaign"
local guarding = require "ai95_cli.guarding"
local settings = require "ai95_cli.settings"

--- The file for the state of a campaign, in the user's own folder. One campaign has one, however it
--- is named: another would not know how often failed numbers were dialled again.
local function state_of(folder, task)
  return folder and ("%s/%s.guard"):format(folder,
    (task.dial_task_main_sn:gsub("[^%w_.-]", "-")))
end

local function run(context, args)
  local folder = settings.state_folder()
  if not folder and not args.state then
    context:usage "give --state FILE: HOME is not set, so there is no folder for it"
  elseif args.yes then
    campaign.refuse_newest(context, args.sn, "--yes")
  end
  local task = context:task(args.sn, "nothing was done", "CAMPAIGN")
  return guarding.start(context, task, args, guarding.options(args, state_of(folder, task)))
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
    guarding.define(command, "one in ~/.local/state/ai95")
  end,
  run = run,
}
