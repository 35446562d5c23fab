local flags = require "ai95_cli.flags"
local watermark = require "ai95_cli.watermark"

--- How many calls there are, where that can be asked: for the bar.
local function total_of(context, args, params)
  if args.watermark or not context:is_watched() then
    return nil
  end
  local one = { pageIndex = 0, pageSize = 1 }
  for name, value in pairs(params) do
    one[name] = value
  end
  local page = context:client().calls:list(one)
  return page and tonumber(page.total)
end

local function size(bytes)
  return bytes >= 2 ^ 20 and ("%.1f MiB"):format(bytes / 2 ^ 20) or ("%.0f KiB"):format(bytes / 2 ^ 10)
end

local function run(context, args)
  local params = flags.read_list(context, args, "cdrlist")
  local total = total_of(context, args, params)
  if total and args.limit then
    total = math.min(total, args.limit)
  end
  local calls, done = watermark.calls(context, args, params)
  local bar = context:progress "calls"
  context:on_interrupt "interrupted. What is saved stays; run the same command again, and it goes on from there"
  local saved, err = context:client():archive {
    calls = flags.limited(args.limit, calls), dir = args.dir, width = args.width,
    progress = function(now)
      bar:show(now.calls, total, ("%d files, %s"):format(now.files, size(now.bytes)))
    end,
  }
  bar:finish()
  local result = saved or err.archived or {}
  for _, each in ipairs(result.errors or {}) do
    context:say("%s: %s", each.file, tostring(each.error))
  end
  if not saved then
    return nil, err
  end
  if saved.calls == 0 then
    flags.say_none(context, args, 0, "calls")
  end
  local failed = #saved.errors
  context.output:record({
    calls = saved.calls, files = saved.files, skipped = saved.skipped, bytes = saved.bytes, failed = failed,
  }, { "calls", "files", "skipped", "failed", "bytes" })
  if failed > 0 then
    context:refuse("%d recordings were not saved; run it again for them", failed)
  end
  done()
end

return {
  name = "archive",
  summary = "Save recordings",
  description = "Of the whole calls and of each answer, in DIR/DATE/, with a manifest.jsonl that tells what they are. What is"
    .. " there already is not fetched again; what fails is told, and the rest carried on with. Without dates, today's.",
  examples = {
    { "ai95 archive recordings --from yesterday --to yesterday", "one day" },
    { "ai95 archive recordings --new recordings.mark", "from cron: what is new since the last time" },
    { "ai95 archive recordings --task SN --talktimes-min 10", "a campaign's talks of ten seconds or more" },
  },
  define = function(command)
    command:argument("DIR", "The folder to save into; it is made where it is not there."):argname "DIR":target "dir"
    flags.define_list(command, "cdrlist")
    watermark.define(command)
    command:option("--width", "Downloads at once (16)."):argname "N":convert(flags.whole("--width", 1, 100))
  end,
  run = run,
}
