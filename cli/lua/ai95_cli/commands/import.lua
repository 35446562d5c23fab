--- Importing a CSV file. The journal is there unless it is switched off: an import that a cron job repeats phones nobody twice.
local ai95 = require "ai95"
local flags = require "ai95_cli.flags"
local importing = require "ai95_cli.importing"
local Progress = require "ai95_cli.progress"
local upload = require "ai95.http.upload"

local MOST_TOLD = 20 -- of the rows that are left out

local function define(command)
  command:argument("FILE.csv", "The customers: UTF-8, or GBK as Chinese Excel saves it. The first line names the columns, of"
    .. " which the first two are 姓名 and 电话."):argname "FILE.csv":target "file"
  importing.define(command)
  command:flag("--aes", "Encrypt the rows on their way.")
  command:flag("--dry-run", "Only check every row, and send nothing.")
  command:mutex(
    command:option("--journal", "Where to note what was sent (FILE.csv.journal). Run the same import again after whatever"
      .. " happened, and exactly what is missing is sent; if nothing is, nothing. A file that has other rows under the same name"
      .. " needs another journal."):argname "FILE",
    command:flag("--no-journal", "Note nothing. Run again, the import phones everybody again.")
  )
  command:option("--chunk", "Rows in a request (5000)."):argname "N":convert(flags.whole("--chunk", 1, 30000))
  command:option("--settle", "Seconds after which a request that left no trace is taken to have failed (180)."):argname "SECONDS"
    :convert(flags.whole("--settle", 0, 86400))
end

local function say_problems(context, result)
  for i, each in ipairs(result.problems or {}) do
    if i > MOST_TOLD then
      context:say("… and %d more", result.refused - MOST_TOLD)
      break
    end
    context:say("line %d: %s", each.row, each.problem)
  end
end

--- A workbook is taken for a CSV file easily: its first bytes tell it.
local function refuse_workbook(context, path)
  local file = io.open(path, "rb")
  local format = upload.format(file and file:read(4))
  if file then
    file:close()
  end
  if format == "xlsx" then
    context:usage("%s is no CSV file but an Excel workbook: use `ai95 import-excel`, or save it as \"CSV UTF-8\"", path)
  elseif format == "xls" then
    context:usage("%s is no CSV file but an old Excel workbook: save it as \"CSV UTF-8\"", path)
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
  local bar, said = context:progress "rows", false
  function params.progress(done, total, settling)
    local note
    if settling then
      note = "an answer was lost: looking for what became of it, for up to " .. Progress.duration(settling)
    end
    bar:show(done, total, note)
    if note and not said and not context:is_watched() then
      said = true
      context:say("ai95: %s", note)
    end
  end
  return bar
end

local function params_of(context, args)
  local params = importing.params(context, args)
  if args.dry_run then
    params.project_sn, params.ai_user_sn, params.source = "-", "-", "-" -- which nobody looks at
  end
  params.rows = open(context, args.file)
  params.aes, params.chunk, params.settle, params.dry_run = args.aes, args.chunk, args.settle, args.dry_run
  if not args.no_journal then
    params.journal = args.journal or args.file .. ".journal"
  end
  local bar = show_progress(context, params)
  bar:show(0) -- the first requests may take their time
  return params
end

--- What a person is told besides the numbers.
local function say_result(context, params, result)
  if result.refused > 0 then
    context:say("%d rows %s left out:", result.refused, result.dry_run and "would be" or "were")
    say_problems(context, result)
  end
  if result.dry_run then
    context:say("nothing was sent; this is what would be")
  elseif params.journal and not context.requests.addJson then
    context:say("nothing was sent now: by %s, all of it had gone in before", params.journal)
  elseif not params.is_zidong then
    importing.say_what_now(context, result.dial_task_main_sn)
  end
end

local function run(context, args)
  local params = params_of(context, args)
  context:on_interrupt(params.journal
    and ("interrupted. %s knows what was sent: run the same command again, and what is missing is sent"):format(params.journal)
    or "interrupted. What was sent before stays, and there is no journal: look at `ai95 tasks list` before you run it again")
  local client = args.dry_run and context:offline() or context:client()
  local result, err = client.tasks:import(params)
  context.bar:finish()
  if not result then
    if err.imported and err.imported.refused > 0 then
      context:say("%d rows were left out:", err.imported.refused)
      say_problems(context, err.imported)
    end
    if err.imported and err.imported.success > 0 then
      context:say("%d rows had gone in, into %s", err.imported.success, tostring(err.imported.dial_task_main_sn))
    end
    if err.kind == "limit" and not err.attempts and err.outcome == "not_sent" then -- no rows: the file has to be put right
      context:usage("%s", (tostring(err):gsub("^ai95: ", "")))
    elseif err.outcome == "unknown" then
      importing.say_where_to_look(context, { dial_task_main_sn = err.imported and err.imported.dial_task_main_sn })
    end
    return nil, err
  end
  say_result(context, params, result)
  if context.output:is_table() then
    result.problems = nil
  end
  if result.dry_run then
    result = { rows = result.rows, refused = result.refused, chunks = result.chunks, problems = result.problems }
  end
  context.output:record(result, importing.first)
end

return {
  name = "import",
  summary = "Import customers from a CSV file: people are phoned",
  description = "Every row is checked before anything is sent; what cannot be right is left out and told. With its journal an"
    .. " import survives anything, and is never sent twice.",
  examples = {
    { "ai95 import customers.csv --dry-run", "what is wrong with the file?" },
    { "ai95 import customers.csv --aes --auto --project SN --ai-user SN --source Spring", "phone them" },
    { "ai95 import more.csv --task SN", "add to a campaign" },
  },
  define = define,
  run = run,
}
