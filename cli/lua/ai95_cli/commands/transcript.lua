local dates = require "ai95.util.dates"
local flags = require "ai95_cli.flags"
local width = require "ai95_cli.width"

local function search(calls, cdr_sn)
  for call in calls do
    if call.cdr_sn == cdr_sn then
      return call
    end
  end
end

--- The platform finds no call by its sn: its lists are looked through, today's first.
local function find(context, args)
  local calls, params = context:client().calls, flags.read(args, "cdrlist")
  if next(params) or args.all then
    return search(calls:each(flags.read_list(context, args, "cdrlist")), args.cdr_sn)
  end
  return search(calls:each(), args.cdr_sn)
    or search(calls:each { start_create_at = dates.BEGINNING, end_create_at = dates.END, talktimes_min = 1 }, args.cdr_sn)
end

--- What the robot's files say, where the platform tells it.
local function captions_of(context, call)
  local captions, details = {}, nil
  if call.recordfile and call.recordpath then
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
      cdr_sn = call.cdr_sn, callee = call.callee, turn = i, voice = turn.voice, caption = captions[turn.voice],
      answer = turn.answer, marker = turn.marker, recording = turn.recording,
    }
  end
  return rows
end

local function print_talk(output, call, rows)
  local head = output:shown(call)
  output:write(width.plain(("%s  %s  %s s  %s"):format(tostring(call.connected_at or ""), tostring(head.callee or ""),
    tostring(call.talktimes or 0), tostring(call.endreason or ""))), "\n\n")
  for _, row in ipairs(rows) do
    row = output:shown(row)
    output:said("robot", row.caption or row.voice and "(" .. row.voice:match("[^/]*$") .. ")")
    output:said("person", row.answer or row.marker and "(" .. row.marker .. ")")
  end
end

return {
  name = "transcript",
  summary = "Show what was said in a call",
  description = "The platform finds no call by its sn, so lists are looked through: today's, then all. The options make that"
    .. " quick. Markers in parentheses: noinput (nothing was said), nomatch (it was not understood), BasedPTheEnd (the end).",
  examples = {
    { "ai95 transcript CDR_SN", "the cdr_sn is in `ai95 calls`" },
    { "ai95 transcript CDR_SN --callee 13800000001 --all", "an old call, found quickly" },
    { "ai95 transcript CDR_SN --task SN --json", "one turn a line" },
  },
  define = function(command)
    command:argument("CDR_SN", "The call's cdr_sn."):argname "CDR_SN":target "cdr_sn"
    flags.define(command, "cdrlist", { pageIndex = true, pageSize = true })
    command:flag("--all", "Look through the calls of all time.")
  end,
  run = function(context, args)
    local call = find(context, args)
    if not call then
      context:refuse("there is no call %s among those that were looked through", args.cdr_sn)
    end
    local rows = rows_of(context, call)
    if context.output:is_table() then
      print_talk(context.output, call, rows)
    else
      context.output:rows({ { "cdr_sn" }, { "turn" }, { "voice" }, { "caption" }, { "answer" }, { "marker" }, { "recording" } },
        rows)
    end
  end,
}
