--- Importing a customer list. The ledger makes it safe to repeat an import.
local ai95 = require "ai95"
local campaign = require "ai95_cli.commands.campaign"
local customer_list = require "ai95_cli.customer_list"
local flags = require "ai95_cli.flags"
local names = require "ai95_cli.names"
local progress = require "ai95_cli.progress"
local refused_file = require "ai95_cli.refused_file"
local say = require("ai95_texts").say
local text = require "ai95_cli.text"

local CHUNK = 5000 -- rows in a request, unless --chunk says otherwise

local CHECK_FIELDS = { "rows", "refused", "cleaned", "excluded", "already_in", "chunks" }

--- Gives a command the options of an import. One that is guarded has a ledger, and its campaign
--- does not start by itself.
local function define(command, is_guarded)
  customer_list.define(command)
  campaign.define(command, is_guarded)
  command:flag("--aes", "Encrypt the rows.")
  if not is_guarded then
    command:flag("--dry-run",
      "Check the list and send nothing. The exit status is the import's: 0 if there are rows to"
      .. " send, 2 if not. Needs no account; with --project it also compares the columns with the"
      .. " template's.")
  end
  local ledger = {
    command:option("--ledger",
      "The file that records who is in the campaign (default: LIST.ledger; none for standard"
      .. " input). Whatever list you import with it, it sends only the people who are not in yet:"
      .. " run the same import again after an error or an interruption, correct the list, or import"
      .. " the refused rows."):argname "FILE":convert(flags.filled "--ledger"),
  }
  if not is_guarded then
    ledger[2] = command:flag("--no-ledger", "Record nothing. A second run calls everybody again.")
    command:mutex(ledger[1], ledger[2])
  end
  command:option("--chunk", "Rows per request (default: 5000)."):argname "N"
    :convert(flags.whole("--chunk", 1, 30000))
  command:option("--reconcile-timeout",
    "If the answer to a request is lost: how long to look for its rows on the platform before"
      .. " they are sent again (default: 180).")
    :argname "SECONDS":convert(flags.whole("--reconcile-timeout", 0, 86400))
end

local function show_progress(context, params)
  local bar, notified = context:progress "rows", false
  function params.progress(done, total, waiting)
    local note
    if waiting then
      note = say("waiting for what the platform's lists show, for up to %s"):format(
        progress.duration(waiting))
    end
    bar:show(done, total, note)
    if note and not notified and not context:is_watched() then
      notified = true
      context:notify("ai95: %s", note)
    end
  end
  return bar
end

--- Opens the list and reports how it is written. Returns the rows, the template's columns if they
--- are known, and the parameters about the rows.
local function take_list(context, args, project_sn)
  local params = customer_list.params(context, args)
  local template = project_sn and campaign.template_columns(context, project_sn)
  local rows = customer_list.open(context, args, template)
  customer_list.report_format(context, rows)
  customer_list.report_columns(context, rows)
  params.rows = rows
  return params, template
end

--- Reports what became of the rows, and returns the file of the refused ones.
local function report_rows(context, taken, own)
  local kept = own.refused and refused_file.settle(own.wanted, own.refused)
  customer_list.report(context, taken, own.rows, kept)
  return kept
end

--- Prints a result: of an import, or of a check, which has no more than `fields`. A table for a
--- person has no lists.
local function print_result(context, result, kept, fields)
  if context.output:is_table() then
    result.problems, result.exclude_problems = nil, nil
    result.paused = result.paused or nil
  else
    result.refused_file = kept
  end
  context.output:record(result, fields)
end

--- The ledger of a list; that of the refused rows is the one of the list that they come from.
local function ledger_of(context, args)
  if args.no_ledger then
    return nil
  elseif args.list == "-" and not args.ledger then
    if args.dry_run then
      return nil
    end
    context:usage("with - (standard input), give --ledger FILE, which makes the import safe to"
      .. " repeat, or --no-ledger")
  end
  local whole = args.list:match "^(.+)%.refused[-%d]*%.csv$"
  return args.ledger or (whole or args.list) .. ".ledger"
end

local NOT_FOUND = 2 -- ENOENT

--- Whether there is something of that name, even if it cannot be read.
local function is_there(path)
  local file, _, code = nil, nil, NOT_FOUND
  if path then
    file, _, code = io.open(path, "rb")
  end
  if file then
    file:close()
  end
  return file ~= nil or code ~= NOT_FOUND
end

--- Checks the list as the import would. Ends the command if no row can be sent.
---@return ai95.Checked checked
---@return string|nil ai_user_sn the AI user's, if the platform was asked
---@return table own what else is known of the list
local function check_list(context, args)
  local ledger = ledger_of(context, args)
  local project_sn, ai_user_sn = campaign.resolve(context, args)
  local own, template = take_list(context, args, project_sn)
  local task = args.dial_task_main_sn
  local report, err = ai95.check {
    rows = own.rows, template = template, exclude = own.exclude, refused = own.refused,
    replace_refused = own.replace_refused, explain = own.explain, strict = own.strict,
    ledger = is_there(ledger) and ledger or nil, project_sn = project_sn, source = args.source,
    -- The platform was not asked, so these may be names.
    ai_user_sn = project_sn and ai_user_sn,
    dial_task_main_sn = task and names.is_sn(task) and task or nil,
  }
  if not report then
    customer_list.check_refused(context, err, own.refused)
    error(err, 0)
  end
  own.kept, own.template = report_rows(context, report, own), template
  if report.rows == 0 and report.already_in == 0 then
    customer_list.refuse_empty(context, report)
  end
  return report, project_sn and ai_user_sn, own
end

local function check(context, args)
  local report, _, own = check_list(context, args)
  local template = own.template
  context:notify("nothing was sent; this is a preview")
  local result = {
    rows = report.rows, refused = report.refused, cleaned = report.cleaned,
    excluded = report.excluded, already_in = report.already_in,
    chunks = math.ceil(report.rows / (args.chunk or CHUNK)),
    problems = report.problems, exclude_problems = report.exclude_problems,
  }
  if not context.output:is_table() then
    result.columns = report.columns
    if template then
      result.missing_columns, result.extra_columns = report.missing_columns, report.extra_columns
    end
  end
  print_result(context, result, own.kept, CHECK_FIELDS)
end

--- What to tell a person about the campaign, besides the numbers.
local function report_campaign(context, params, result)
  if result.rows == 0 then
    context:notify("nothing was sent: everybody who can be called is in the campaign already")
  end
  if result.paused == nil then
    context:notify("whether the campaign is paused is not known: `ai95 tasks show %s`",
      text.quote(result.dial_task_main_sn))
  elseif result.paused then
    context:notify("the campaign is paused: `ai95 tasks resume %s` continues it",
      text.quote(result.dial_task_main_sn))
  elseif result.rows > 0 and not params.is_zidong then
    campaign.report_next_step(context, result.dial_task_main_sn)
  end
end

--- Reports what an import did before it failed.
local function report_failure(context, err, own)
  local imported = err.partial
  customer_list.check_refused(context, err, own.refused)
  if imported then
    report_rows(context, imported, own)
  end
  if imported and imported.success > 0 then
    context:notify("%s", text.count(imported.success, "imported %s row before the error, into %s",
      "imported %s rows before the error, into %s",
      text.quote(tostring(imported.dial_task_main_sn))))
  end
  if imported and imported.rows == 0 and imported.already_in == 0 then
    customer_list.refuse_empty(context, imported)
  elseif err.outcome == "unknown" then
    campaign.suggest_check(context, imported and imported.dial_task_main_sn)
  end
end

--- Imports the list.
---@return ai95.Imported|nil result
---@return ai95.Error|nil err
---@return table|nil params
---@return string|nil kept the file of the refused rows
local function send(context, args)
  local ledger = ledger_of(context, args)
  local params = campaign.params(context, args)
  local own = take_list(context, args, params.project_sn)
  params.rows, params.exclude, params.refused = own.rows, own.exclude, own.refused
  params.replace_refused, params.explain = own.replace_refused, own.explain
  params.strict, params.ledger = own.strict, ledger
  params.aes, params.chunk, params.reconcile_timeout = args.aes, args.chunk, args.reconcile_timeout
  show_progress(context, params):show(0) -- the first requests can take a while
  context:on_interrupt(ledger
    and "interrupted. %s records what was sent: run the same command again to send the rest"
    or "interrupted. The platform keeps the rows that were sent, and no ledger records them:"
    .. " check `ai95 tasks list` before you run the command again", ledger)
  local result, err = context:client().tasks:import(params)
  context.bar:finish()
  if not result then
    report_failure(context, err, own)
    return nil, err
  end
  return result, nil, params, report_rows(context, result, own)
end

local function run(context, args)
  if args.dry_run then
    return check(context, args)
  end
  local result, err, params, kept = send(context, args)
  if not result then
    return nil, err
  end
  report_campaign(context, params, result)
  print_result(context, result, kept, campaign.import_fields)
end

return {
  name = "import",
  summary = "Import customers from a list into a campaign",
  description = "Reads a workbook or CSV, whatever its encoding and the order of its columns. Phone"
    .. " numbers are cleaned, and each row is checked before anything is sent. Rows that cannot be"
    .. " sent are reported with their line number and written to LIST.refused.csv, with the reason."
    .. " The ledger makes it safe to run an import again, with the same list or a corrected one:"
    .. " nobody is called twice.",
  examples = {
    { "ai95 import customers.xlsx --dry-run", "check the list" },
    { "ai95 import customers.xlsx --aes --auto --project TEMPLATE --ai-user hln2 --source Spring",
      "call the people in it" },
    { "ai95 import customers.csv --map 座机=电话 --exclude do-not-call.txt --dry-run",
      "choose a column, and leave people out" },
    { "ai95 import more.csv --task SN", "add to a campaign" },
    { "ai95 import - --ledger more.ledger --task SN", "what another program writes" },
  },
  define = define,
  run = run,
  ledger_of = ledger_of, check_list = check_list, send = send, -- for `ai95 run`
}
