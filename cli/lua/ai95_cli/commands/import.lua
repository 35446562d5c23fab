--- Importing a CSV file. The journal makes it safe to repeat an import: nobody is called twice.
local ai95 = require "ai95"
local campaign = require "ai95_cli.commands.campaign"
local flags = require "ai95_cli.flags"
local progress = require "ai95_cli.progress"
local text = require "ai95_cli.text"

local MAX_PROBLEMS = 20 -- rows that are reported one by one

local function define(command)
  command:argument("FILE.csv",
    "The customers: UTF-8, or GBK as Chinese Excel saves it. The first line names the"
    .. " columns; the first two are 姓名 and 电话."):argname "FILE.csv":target "file"
  campaign.define(command)
  command:flag("--aes", "Encrypt the rows.")
  command:flag("--dry-run", "Check every row and send nothing.")
  command:mutex(
    command:option("--journal",
      "The file that records what was sent (default: FILE.csv.journal). After an interruption or"
      .. " an error, run the same import again: it sends exactly the missing rows. If you change"
      .. " the list but keep its file name, use another journal."):argname "FILE",
    command:flag("--no-journal", "Record nothing. A second run calls everybody again.")
  )
  command:option("--chunk", "Rows per request (default: 5000)."):argname "N"
    :convert(flags.whole("--chunk", 1, 30000))
  command:option("--reconcile-timeout",
    "If the answer to a request is lost: how long to look for its rows on the platform before"
      .. " they are sent again (default: 180).")
    :argname "SECONDS":convert(flags.whole("--reconcile-timeout", 0, 86400))
end

local function report_problems(context, result)
  for i, each in ipairs(result.problems or {}) do
    if i > MAX_PROBLEMS then
      context:notify("… and %d more", result.refused - MAX_PROBLEMS)
      break
    end
    context:notify("line %d: %s", each.row, each.problem)
  end
end

local XLSX, XLS = "^PK\3\4", "^\208\207\17\224" -- the first bytes of a workbook

--- Refuses a workbook, which is easily mistaken for a CSV file.
local function refuse_workbook(context, path)
  local file = io.open(path, "rb")
  local first = file and file:read(4) or ""
  if file then
    file:close()
  end
  if first:find(XLSX) then
    context:usage("%s is not a CSV file but an Excel workbook: use `ai95 import-excel`, or save it"
      .. " as \"CSV UTF-8\"", path)
  elseif first:find(XLS) then
    context:usage("%s is not a CSV file but an old Excel workbook: save it as \"CSV UTF-8\"", path)
  end
end

local function open(context, path)
  refuse_workbook(context, path)
  local rows, err = ai95.csv(path)
  if not rows then
    context:usage("%s", (tostring(err):gsub("^ai95: ", "")))
  end
  return rows
end

local function show_progress(context, params)
  local bar, notified = context:progress "rows", false
  function params.progress(done, total, waiting)
    local note
    if waiting then
      note = "an answer was lost: checking the platform's lists, for up to "
        .. progress.duration(waiting)
    end
    bar:show(done, total, note)
    if note and not notified and not context:is_watched() then
      notified = true
      context:notify("ai95: %s", note)
    end
  end
  return bar
end

local function params_of(context, args)
  local params = campaign.params(context, args)
  if args.dry_run then
    params.project_sn, params.ai_user_sn, params.source = "-", "-", "-" -- required, but unused
  end
  params.rows = open(context, args.file)
  params.aes, params.chunk, params.dry_run = args.aes, args.chunk, args.dry_run
  params.reconcile_timeout = args.reconcile_timeout
  if not args.no_journal then
    params.journal = args.journal or args.file .. ".journal"
  end
  local bar = show_progress(context, params)
  bar:show(0) -- the first requests can take a while
  return params
end

--- What to tell a person besides the numbers.
local function report_result(context, params, result)
  if result.refused > 0 then
    context:notify("%s %s skipped:", text.count(result.refused, "row"),
      result.dry_run and "would be" or result.refused == 1 and "was" or "were")
    report_problems(context, result)
  end
  if result.dry_run then
    context:notify("nothing was sent; this is a preview")
  elseif params.journal and not context.requests.addJson then
    context:notify("nothing was sent: according to %s, everything was imported before",
      params.journal)
  elseif not params.is_zidong then
    campaign.report_next_step(context, result.dial_task_main_sn)
  end
end

--- Reports what an import did before it failed.
local function report_failure(context, err)
  local imported = err.partial
  if imported and imported.refused > 0 then
    context:notify("%s %s skipped:", text.count(imported.refused, "row"),
      imported.refused == 1 and "was" or "were")
    report_problems(context, imported)
  end
  if imported and imported.success > 0 then
    context:notify("imported %s before the error, into %s", text.count(imported.success, "row"),
      text.quote(tostring(imported.dial_task_main_sn)))
  end
  if err.kind == "input" then -- no rows: the file is wrong
    context:usage("%s", (tostring(err):gsub("^ai95: ", "")))
  elseif err.outcome == "unknown" then
    campaign.suggest_check(context, imported and imported.dial_task_main_sn)
  end
end

local function run(context, args)
  local params = params_of(context, args)
  context:on_interrupt(params.journal
    and ("interrupted. %s records what was sent: run the same command again to send the rest")
      :format(params.journal)
    or "interrupted. The platform keeps the rows that were sent, and no journal records them:"
    .. " check `ai95 tasks list` before you run the command again")
  local client = args.dry_run and context:offline() or context:client()
  local result, err = client.tasks:import(params)
  context.bar:finish()
  if not result then
    report_failure(context, err)
    return nil, err
  end
  report_result(context, params, result)
  if context.output:is_table() then
    result.problems = nil
  end
  if result.dry_run then
    result = { rows = result.rows, refused = result.refused, chunks = result.chunks,
      problems = result.problems }
  end
  context.output:record(result, campaign.import_fields)
end

return {
  name = "import",
  summary = "Import customers from a CSV file into a campaign",
  description = "Checks every row before it sends anything. Invalid rows are skipped and reported"
    .. " with their line number. The journal makes it safe to run an import again after any"
    .. " interruption: no row is sent twice.",
  examples = {
    { "ai95 import customers.csv --dry-run", "check the file" },
    { "ai95 import customers.csv --aes --auto --project SN --ai-user SN --source Spring",
      "call the people in it" },
    { "ai95 import more.csv --task SN", "add to a campaign" },
  },
  define = define,
  run = run,
}
