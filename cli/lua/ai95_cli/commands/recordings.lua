--- The commands about what was said in calls: transcript, archive, url.
local ai95 = require "ai95"
local failure = require "ai95_cli.failure"
local flags = require "ai95_cli.flags"
local say = require("ai95_texts").say
local text = require "ai95_cli.text"
local watermark = require "ai95_cli.watermark"

local recordings = {}

local function search(calls, cdr_sn)
  for call in calls do
    if call.cdr_sn == cdr_sn then
      return call
    end
  end
end

--- The platform cannot look up a call by its sn, so its lists are searched, today's first.
local function find(context, args)
  local calls, params = context:client().calls, flags.read(args, "cdrlist")
  if next(params) or args.all then
    return search(calls:each(flags.read_list(context, args, "cdrlist")), args.cdr_sn)
  end
  local all_time = {
    start_create_at = ai95.dates.BEGINNING, end_create_at = ai95.dates.END, talktimes_min = 1,
  }
  return search(calls:each(), args.cdr_sn) or search(calls:each(all_time), args.cdr_sn)
end

--- The texts of the AI user's voice files, by file, if the platform has them.
local function captions_of(context, call)
  local captions, details = {}, nil
  if call.recordfile and call.recordpath and call.connected_at then
    details = context:check(call:details())
  end
  for _, fragment in ipairs(details and details.fragments or {}) do
    if fragment.vocfile then
      captions[fragment.vocfile] = fragment.caption
    end
  end
  return captions
end

local function rows_of(context, call)
  local rows, captions = {}, captions_of(context, call)
  for i, turn in ipairs(call:turns()) do
    rows[i] = {
      cdr_sn = call.cdr_sn, callee = call.callee, turn = i, voice = turn.voice,
      caption = captions[turn.voice], answer = turn.answer, marker = turn.marker,
      recording = turn.recording,
    }
  end
  return rows
end

local function print_transcript(output, call, rows)
  local head = output:shown(call)
  output:show(text.plain(say("%s  %s  %s s  %s"):format(tostring(call.connected_at or ""),
    tostring(head.callee or ""), tostring(call.talktimes or 0), tostring(call.endreason or ""))),
    "\n\n")
  for _, row in ipairs(rows) do
    row = output:shown(row)
    output:speech("AI", row.caption or row.voice and "(" .. row.voice:match("[^/]*$") .. ")")
    output:speech(say "person", row.answer or row.marker and "(" .. row.marker .. ")")
  end
end

recordings.transcript = {
  name = "transcript",
  summary = "Show what was said in a call",
  description = "The platform cannot look up a call by its sn, so the command searches today's"
    .. " calls, then all calls. Filters make the search faster. Markers are in parentheses:"
    .. " noinput (the person said nothing), nomatch (the platform did not understand),"
    .. " BasedPTheEnd (the end).",
  examples = {
    { "ai95 transcript CDR_SN", "the cdr_sn is in `ai95 calls`" },
    { "ai95 transcript CDR_SN --callee 13800000001 --all", "an old call, found fast" },
    { "ai95 transcript CDR_SN --task SN --json", "one turn per line" },
  },
  define = function(command)
    command:argument("CDR_SN", "The call's cdr_sn."):argname "CDR_SN":target "cdr_sn"
    flags.define(command, "cdrlist", { pageIndex = true, pageSize = true })
    command:flag("--all", "Search the calls of all time.")
  end,
  run = function(context, args)
    local call = find(context, args)
    if not call then
      context:refuse("there is no call %s%s", args.cdr_sn,
        next(flags.read(args, "cdrlist")) and say " that matches the filters" or "")
    end
    local rows = rows_of(context, call)
    if context.output:is_table() then
      print_transcript(context.output, call, rows)
    else
      context.output:rows({
        { "cdr_sn" }, { "turn" }, { "voice" }, { "caption" }, { "answer" }, { "marker" },
        { "recording" },
      }, rows)
    end
  end,
}

--- The number of calls, for the progress bar; nil if it is not needed or not known.
local function total_of(context, args, params)
  if args.watermark or not context:is_watched() then
    return nil
  end
  local one = {}
  for name, value in pairs(params) do
    one[name] = value
  end
  one.pageIndex, one.pageSize = 0, 1
  local page = context:client().calls:list(one)
  local total = page and tonumber(page.total)
  return total and args.limit and math.min(total, args.limit) or total
end

local function size(bytes)
  return bytes >= 2 ^ 20 and ("%.1f MiB"):format(bytes / 2 ^ 20)
    or ("%.0f KiB"):format(bytes / 2 ^ 10)
end

--- The message of an error, or a text that a function raised.
local function message_of(err)
  return ai95.is_error(err) and failure.text(err) or text.retold(tostring(err))
end

local function run_archive(context, args)
  local params = flags.read_list(context, args, "cdrlist")
  local total = total_of(context, args, params)
  local calls, done = watermark.rows(context, args, "calls", params)
  local bar = context:progress "calls"
  context:on_interrupt("interrupted. The saved files stay; run the same command again to continue")
  local saved, err = context:client():archive {
    -- of a feed the archive needs more than an iterator
    calls = args.limit and flags.limited(args.limit, calls) or calls,
    dir = args.dir, width = args.width, turns = not args.no_turns, names = args.names,
    index = args.index,
    progress = function(now)
      bar:show(now.calls, total, say("%d files, %s"):format(now.files, size(now.size)))
    end,
  }
  bar:finish()
  local result = saved or err.partial or {}
  for _, each in ipairs(result.errors or {}) do
    local shown = context.output:shown { file = each.file, error = message_of(each.error) }
    context:notify("%s: %s", shown.file, shown.error)
  end
  if not saved then
    return nil, err
  end
  if saved.calls == 0 then
    flags.check_empty(context, args, 0, "calls")
  end
  local failed, missing = #saved.errors, 0
  for _, each in ipairs(saved.errors) do
    missing = missing + (each.missing and 1 or 0)
  end
  context.output:record({
    calls = saved.calls, files = saved.files, skipped = saved.skipped, bytes = saved.size,
    failed = failed,
  }, { "calls", "files", "skipped", "failed", "bytes" })
  if failed == missing then
    done() -- waiting for a recording that is gone would hold up those after it
  end
  if failed > 0 then
    context:refuse("%s", text.count(failed,
      "could not save %s recording; run the same command again to try once more",
      "could not save %s recordings; run the same command again to try once more"))
  end
end

recordings.archive = {
  name = "archive",
  summary = "Save recordings",
  description = "Saves the recordings of whole calls and of each answer in DIR/DATE/, and"
    .. " describes them in manifest.jsonl. Skips files that already exist. Reports each download"
    .. " that fails and continues with the next. Saves today's calls, unless you give dates,"
    .. " --task, --all or --new.",
  examples = {
    { "ai95 archive recordings --from yesterday --to yesterday", "one day" },
    { "ai95 archive recordings --new recordings.mark --since 2026-11-01",
      "for cron: the calls since the last run; the first run begins in November" },
    { "ai95 archive recordings --task SN --talktimes-min 10",
      "a campaign's calls of ten seconds or more" },
    { "ai95 archive recordings --from last-week --no-turns --names phone --index",
      "to be looked through in a spreadsheet" },
  },
  define = function(command)
    command:argument("DIR",
      "The folder to save to; it is created if necessary."):argname "DIR":target "dir"
    flags.define_list(command, "cdrlist")
    watermark.define(command, "calls")
    command:flag("--no-turns", "Save only whole calls, not each answer.")
    command:option("--names", "What files are called: sn (CDR_SN.wav, the default) or phone"
      .. " (PHONE_TIME_HASH.wav). Recordings that are there are recognized under either name.")
      :argname "sn|phone":choices { "sn", "phone" }
    command:flag("--index", "Also write DIR/index.csv, for a spreadsheet: a line with number, time,"
      .. " label and file for each whole call in DIR.")
    command:option("--width",
      "Concurrent downloads (default: 16)."):argname "N":convert(flags.whole("--width", 1, 100))
  end,
  run = run_archive,
}

--- The subcommand of `url` for a GET endpoint.
local function url_command(endpoint)
  local required = {}
  for _, param in ipairs(endpoint.params) do
    required[#required + 1] = flags.of(param.name) .. " …"
  end
  return {
    name = endpoint.name,
    summary = "Print the signed address of " .. endpoint.path,
    examples = {
      { ("ai95 url %s %s"):format(endpoint.name, table.concat(required, " ")),
        "put values with | into single quotes" },
    },
    define = function(command)
      for _, option in ipairs(flags.define(command, endpoint.name)) do
        option:count(1)
      end
    end,
    run = function(context, args)
      local url = context:check(context:client():url(endpoint.name,
        flags.read(args, endpoint.name)))
      if context.output:is_table() then
        context.output:write(url, "\n")
      else
        context.output:record({ url = url }, { "url" })
      end
    end,
  }
end

local url_commands = {}
for _, endpoint in ipairs(ai95.endpoints.list) do
  if endpoint.method == "GET" then
    url_commands[#url_commands + 1] = url_command(endpoint)
  end
end

recordings.url = {
  name = "url",
  summary = "Print a signed address, for a player or a browser",
  description = "The address contains the api_key and works until the key expires. Do not share"
    .. " it: anybody who has it can do everything that you can.",
  examples = {
    { "mpv \"$(ai95 url cdrDownload --recordpath /home/record --recordfile FILE)\"",
      "listen to a call" },
  },
  commands = url_commands,
}

return recordings
