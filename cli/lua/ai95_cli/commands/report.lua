--- A page about the calls of some days or of a campaign, made by ai95_report.
local ai95 = require "ai95"
local flags = require "ai95_cli.flags"
local text = require "ai95_cli.text"

--- Ends the command if the file cannot be written. Checked before everything is read, which can
--- take long.
local function check_writable(context, path)
  local old = io.open(path, "rb")
  if old then
    local _, unreadable = old:read(0) -- a folder can be opened, but not read
    old:close()
    if unreadable then
      context:usage("%s: %s", path, unreadable)
    end
  end
  local probe = path .. ".new"
  local file, problem = io.open(probe, "wb")
  if not file then
    context:usage("%s", problem)
  end
  file:close()
  os.remove(probe)
end

--- The content of the logo's file. Ends the command if it is not one.
local function read_logo(context, report, path)
  local file, problem = io.open(path, "rb")
  if not file then
    context:usage("--logo: %s", problem)
  end
  local bytes, unreadable = file:read(report.MAX_LOGO + 1)
  file:close()
  if unreadable then
    context:usage("--logo: %s: %s", path, unreadable)
  end
  bytes = bytes or ""
  local ok
  ok, problem = report.check_logo(bytes)
  if not ok then
    context:usage("--logo: %s %s", path, text.retold(problem))
  end
  return bytes
end

local function run(context, args)
  local report = require "ai95_report" -- here: every command loads this file
  local from, to = flags.range(context, report.period { from = args.from, to = args.to,
    task = args.task })
  local path = args.output or not args.json and "report.html" or nil
  if path == "-" and args.json then
    context:usage("--json prints the numbers on stdout: give -o a file for the page, or omit it")
  elseif path and path ~= "-" then
    check_writable(context, path)
  end
  local page = { language = args.lang, title = args.title,
    logo = args.logo and read_logo(context, report, args.logo) }
  local task = args.task and context:task(args.task).dial_task_main_sn
  local bar = context:progress "records"
  local data = context:check(report.collect(context:client(), {
    from = from, to = to, task = task, interested = args.interested,
    progress = function(done, total) bar:show(done, total) end,
  }))
  bar:finish()
  local numbers = report.numbers(data)
  local counted = numbers.total.calls + numbers.inbound
  if counted ~= numbers.reported then
    context:notify("the platform's records changed during the report: it counted %d, and then"
      .. " there were %d. The page has the same warning",
      counted, numbers.reported)
  end
  if path == "-" then
    context.output:write(report.html(data, page))
    return
  elseif path then
    local ok, problem = ai95.replace_file(path, report.html(data, page))
    if not ok then
      context:usage("%s", problem)
    end
  end
  if args.json then
    context.output:record(numbers, {})
    return
  end
  context.output:record({
    file = path, from = data.from, to = data.to, calls = numbers.total.calls,
    connected = numbers.total.connected,
  }, { "file", "from", "to", "calls", "connected" })
end

return {
  name = "report",
  summary = "Make a report about the calls of some days or of a campaign, as a web page",
  description = "One self-contained HTML file with charts and numbers: the connected rate by day,"
    .. " hour and weekday, the people from the lists to interest, talk times, labels and scores,"
    .. " hang-up reasons, campaigns compared, the utilization of the AI users. --json prints all"
    .. " its numbers. It contains no name or phone number of a customer. Times are China Standard"
    .. " Time.",
  examples = {
    { "ai95 report", "the last seven days, in report.html" },
    { "ai95 report --from 2024-05-01 --to 2024-05-31 -o may.html", "a month" },
    { "ai95 report --task @last -o campaign.html",
      "one campaign, all its calls" },
    { "ai95 report --from yesterday --to yesterday --json", "all numbers of the page, as JSON" },
    { "ai95 report --from yesterday --to yesterday --lang zh -o calls.html",
      "for cron: yesterday, in Chinese only" },
  },
  define = function(command)
    command:option("--task", "Only this campaign (its name, sn, the beginning of its sn, or @last),"
      .. " and all its calls unless dates are given."):argname "NAME|SN"
    command:option("--from", "The first day or time (default: six days before --to).")
      :argname "DATE":convert(flags.date("--from", false))
    command:option("--to",
      "The last day or time (default: today)."):argname "DATE":convert(flags.date("--to", true))
    command:option("--interested",
      "The labels of people who are interested, separated by commas (default: 有意向).")
      :argname "LABELS":convert(flags.labels "--interested")
    command:option("-o --output",
      "The file to write (default: report.html; with --json none); - is stdout.")
      :argname "FILE"
    command:option("--lang",
      "zh, en, or both: a page that opens in Chinese and can switch to English.")
      :choices { "zh", "en", "both" }:default "both"
    command:option("--title", "The page's title (default: 外呼报告, Call report)."):argname "TITLE"
    command:option("--logo", "An image for the top of the page: a PNG, a JPEG or an SVG of up to"
      .. " 512 KiB."):argname "FILE"
  end,
  run = run,
}
