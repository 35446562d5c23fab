--- The commands about ledgers: show and resolve.
local ai95 = require "ai95"
local campaign = require "ai95_cli.commands.campaign"
local failure = require "ai95_cli.failure"
local flags = require "ai95_cli.flags"
local say = require("ai95_texts").say
local text = require "ai95_cli.text"

local function define_path(command)
  command:argument("LEDGER", "The file, as LIST.ledger."):argname "LEDGER":target "path"
end

--- Ends the command if the ledger cannot be read.
local function read(context, path)
  local ledger, err = ai95.ledger.read(path)
  if not ledger then
    context:usage("%s", failure.message(err))
  end
  return ledger
end

local show = {
  name = "show",
  summary = "Show how many people a ledger has, and what is open",
  examples = { { "ai95 ledger show customers.xlsx.ledger", "of an import" } },
  define = define_path,
  run = function(context, args)
    local ledger = read(context, args.path)
    local sent = ledger.pending
    context.output:record({
      source = ledger.source, dial_task_main_sn = ledger.dial_task_main_sn,
      project_sn = ledger.project_sn, ai_user_sn = ledger.ai_user_sn, people = ledger.rows,
      requests = ledger.requests, pending_people = sent and sent.rows or 0,
      pending_since = sent and ai95.dates.format(sent.time) or nil,
    }, {
      "source", "dial_task_main_sn", "project_sn", "ai_user_sn", "people", "requests",
      "pending_people", "pending_since",
    })
    if sent then
      context:notify("it is not known whether request %d, with %s people, was carried out%s: look"
        .. " in the platform at %s, then `ai95 ledger resolve %s --request %d --carried-out` or"
        .. " `--not-carried-out`",
        sent.request, text.number(sent.rows),
        sent.answered and say " (the platform answered that it was)" or "",
        sent.dial_task_main_sn and say("the campaign %s"):format(text.quote(sent.dial_task_main_sn))
        or say "the campaigns that are new since then", text.quote(args.path), sent.request)
    end
  end,
}

local resolve = {
  name = "resolve",
  summary = "Record what became of a request",
  description = "If an import says that it is not known whether a request was carried out, look in"
    .. " the platform whether its people are in the campaign, and record it here. The next import"
    .. " with this ledger goes on from there. If you say that it was not carried out and it was,"
    .. " people are called twice.",
  examples = {
    { "ai95 ledger resolve customers.xlsx.ledger --request 3 --not-carried-out",
      "its people are sent again" },
    { "ai95 ledger resolve customers.xlsx.ledger --request 1 --carried-out --task SN",
      "the request made this campaign" },
  },
  define = function(command)
    define_path(command)
    local choice = {
      command:flag("--carried-out", "The people are in the campaign."):target "carried_out",
      command:flag("--not-carried-out", "They are not."):target "not_carried_out",
    }
    command:mutex(choice[1], choice[2])
    command:option("--request", "Its number, as `ai95 ledger show` prints it.")
      :argname "N":count(1):convert(flags.whole("--request", 1, 1e9))
    command:option("--task", "The campaign that the request made: its name or sn.")
      :argname "NAME|SN"
      :target "dial_task_main_sn"
  end,
  run = function(context, args)
    if not args.carried_out and not args.not_carried_out then
      context:usage("say --carried-out or --not-carried-out")
    end
    campaign.refuse_newest(context, args.dial_task_main_sn, "--task")
    local task = args.dial_task_main_sn
      and context:task(args.dial_task_main_sn, "nothing was recorded")
    local ok, err = ai95.ledger.resolve(args.path, {
      request = args.request, carried_out = args.carried_out == true,
      dial_task_main_sn = task and task.dial_task_main_sn or nil,
    })
    if not ok then
      context:usage("%s", (failure.message(err):gsub("dial_task_main_sn%f[^%w_|]", "--task SN")))
    end
    context:notify(args.carried_out and "request %d is recorded as carried out"
      or "request %d is recorded as not carried out", args.request)
  end,
}

return {
  name = "ledger",
  summary = "Look at the ledger of an import, or resolve an unknown outcome",
  description = "The ledger records who is in a campaign, so that an import that runs again sends"
    .. " only those who are not. It has no names and no phone numbers.",
  examples = {
    { "ai95 ledger show customers.xlsx.ledger", "how many people are in, and what is open" },
  },
  commands = { show, resolve },
}
