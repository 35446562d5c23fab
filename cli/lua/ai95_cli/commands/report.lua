--- A page about the calls of some days: see ai95_cli.report.
local dates = require "ai95.util.dates"
local errors = require "ai95.errors"
local flags = require "ai95_cli.flags"
local report = require "ai95_cli.report"

local WEEK = 6 * 86400 -- seconds before the last day: seven days with it

local function range_of(context, args)
  local to = args.to or flags.date("--to", true)("today")
  local from, till = flags.range(context, args.from or dates.format(dates.parse(to) - WEEK):sub(1, 10), to)
  return { from = from, to = till }
end

local function file_error(message)
  return errors.new { kind = "file", message = message, retryable = true }
end

--- Whether the file could be written: asked before everything is read, which may take long.
local function writable(path, part)
  local old = io.open(path, "rb")
  if old then
    local _, unreadable = old:read(0) -- a folder can be opened, but not read
    old:close()
    if unreadable then
      return nil, file_error(path .. ": " .. unreadable)
    end
  end
  local file, problem = io.open(part, "wb")
  if not file then
    return nil, file_error(problem)
  end
  file:close()
  os.remove(part)
  return true
end

--- Puts the page where the old one was, as a whole.
local function save(path, part, text)
  local file, problem = io.open(part, "wb")
  local ok = file
  if file then
    ok, problem = file:write(text)
    local closed, close_problem = file:close()
    ok, problem = ok and closed, problem or close_problem
  end
  if ok then
    ok, problem = os.rename(part, path)
  end
  if not ok then
    os.remove(part)
    return nil, file_error(path .. ": " .. tostring(problem))
  end
  return true
end

local function run(context, args)
  local range, part = range_of(context, args), args.output .. ".part"
  if args.output ~= "-" then
    context:check(writable(args.output, part))
  end
  local bar = context:progress "records"
  local data = context:check(report.gather(context:client(), range, function(done, total) bar:show(done, total) end))
  bar:finish()
  local numbers, text = data.numbers, report.page(data, args.lang)
  local counted = numbers.total.calls + numbers.inbound
  if counted ~= data.reported then
    context:say("the records changed while they were read: %d were counted, then there were %d. The page says so too",
      counted, data.reported)
  end
  if args.output == "-" then
    context.output:write(text)
    return
  end
  context:check(save(args.output, part, text))
  context.output:record({
    file = args.output, from = range.from, to = range.to, calls = numbers.total.calls, connected = numbers.total.connected,
  }, { "file", "from", "to", "calls", "connected" })
end

return {
  name = "report",
  summary = "Make a page about the calls of some days",
  description = "One HTML file with charts and their numbers, which needs nothing else: the connected rate by hour and weekday,"
    .. " talk times, labels and scores, hang-up reasons, tasks compared, the AI users' load. It holds no customer's name or"
    .. " number. Times are China Standard Time.",
  examples = {
    { "ai95 report", "the last seven days, in report.html" },
    { "ai95 report --from 2024-05-01 --to 2024-05-31 -o may.html", "a month" },
    { "ai95 report --from yesterday --to yesterday --lang zh -o calls.html", "from cron: yesterday, in Chinese alone" },
  },
  define = function(command)
    command:option("--from", "From this day or time on (six days before --to)."):argname "DATE"
      :convert(flags.date("--from", false))
    command:option("--to", "Up to this day or time (today)."):argname "DATE":convert(flags.date("--to", true))
    command:option("-o --output", "The page; - is stdout."):argname "FILE":default "report.html"
    command:option("--lang", "zh, en, or both: it opens in Chinese, and has a switch."):choices { "zh", "en", "both" }
      :default "both"
  end,
  run = run,
}
