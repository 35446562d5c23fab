-- Prints the conversations of a campaign's calls:  transcripts.lua DIAL_TASK_MAIN_SN [HOW_MANY]
local ai95 = require "ai95"

local function check(value, err)
  if value == nil then
    io.stderr:write(tostring(err), "\n")
    os.exit(1)
  end
  return value
end

local sn, how_many = arg[1], tonumber(arg[2]) or 3
if not sn then
  check(nil, "usage: transcripts.lua DIAL_TASK_MAIN_SN [HOW_MANY]")
end

local task = check(ai95.new {}.tasks:get(sn))
local shown = 0
for call in task:calls { talktimes_min = 1 } do -- only connected calls
  print(("%s, %d seconds"):format(call.callee, call.talktimes))

  -- turns() needs no request: the list of calls has the customer's answers.
  for i, turn in ipairs(call:turns()) do
    print("", i, turn.answer or "(" .. (turn.marker or "silence") .. ")")
  end
  -- details() requests the AI user's words.
  for _, fragment in ipairs(check(call:details()).fragments) do
    print("", fragment.title, fragment.caption)
  end

  shown = shown + 1
  if shown == how_many then
    break
  end
end
