--- Importing a list and guarding its campaign, in one command that can be run again.
local ai95 = require "ai95"
local campaign = require "ai95_cli.commands.campaign"
local guard_options = require "ai95_cli.guard_options"
local guard_plan = require "ai95_cli.guard_plan"
local guarding = require "ai95_cli.guarding"
local import = require "ai95_cli.commands.import"
local names = require "ai95_cli.names"
local terminal = require "ai95_cli.terminal"

local NO_SUCH_TASK = 30011
local WAIT, MAX_WAIT = 1, 180 -- seconds, for a platform that lists a new campaign late

--- The sn of the campaign that the list went into before; nil if there is none yet.
local function campaign_of(args, ledger)
  local before = ai95.ledger.read(ledger) -- if it cannot be read, the import says why
  return args.dial_task_main_sn or before and before.dial_task_main_sn
end

--- Before people are added to a campaign that may be dialling: pauses it. The guard decides later.
local function pause(context, sn, options)
  local task, err = context:client().tasks:get(sn)
  if not task then
    return err.code == NO_SUCH_TASK or nil, err
  end
  local guarded
  guarded, err = guarding.pause(context, task, options)
  if guarded and guarded.steps[1].action == "paused" then
    context:notify("the campaign was dialling; it is paused before people are added")
  end
  return guarded, err
end

--- The campaign, which the platform may list late.
local function await_task(context, sn)
  for _ = 1, MAX_WAIT / WAIT do
    local task, err = context:client().tasks:get(sn)
    if task or err.code ~= NO_SUCH_TASK then
      return context:check(task, err)
    end
    terminal.sleep(WAIT)
  end
  return context:task(sn)
end

local function run(context, args)
  local ledger = import.ledger_of(context, args)
  if not ledger then
    context:usage("with - (standard input), give --ledger FILE: it makes the command safe to"
      .. " repeat")
  end
  local folder = guard_options.folder(context, args)
  local sn = campaign_of(args, ledger)
  if args.dry_run then
    local checked, ai_user_sn = import.check_list(context, args)
    return guard_plan.print_of_list(context, args, guard_options.read(args), checked, ai_user_sn)
  end
  guarding.confirm(context, args)
  if sn then
    campaign.refuse_newest(context, sn, "--task")
    sn = names.sn_of(context, "campaign", sn)
    local ok, err = pause(context, sn, guard_options.read(args, folder, sn))
    if not ok then
      return nil, err
    end
  end
  local imported, err = import.send(context, args)
  if not imported then
    return nil, err
  end
  sn = imported.dial_task_main_sn
  return guarding.run(context, await_task(context, sn), args, guard_options.read(args, folder, sn))
end

return {
  name = "run",
  summary = "Import a list and call its people within calling hours",
  description = "`ai95 import` with a ledger, then `ai95 guard`. Nobody is called before the import"
    .. " has ended, or outside the hours. Run the same command again after an error, an"
    .. " interruption, or with a longer list: it sends only the people who are not in yet, and goes"
    .. " on. Asks first; without a terminal, it needs --yes." .. guarding.EXIT_STATUS,
  examples = {
    { "ai95 run c.xlsx --project NAME --ai-user NAME --source Spring --hours 9-18 --dry-run",
      "the plan" },
    { "ai95 run more.xlsx --task SN --hours 9-12,13:30-18 --redials 1 --report spring.html",
      "add people to a campaign, and call them" },
  },
  define = function(command)
    import.define(command, true)
    guard_options.define(command)
  end,
  run = run,
}
