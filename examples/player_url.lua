-- Prints the addresses of the recordings of a number's calls, for a player or a browser:
--   player_url.lua PHONE [FROM_DATE]
-- An address contains your api_key and works until the key expires. Do not pass it on.
local ai95 = require "ai95"

local function check(value, err)
  if value == nil then
    io.stderr:write(tostring(err), "\n")
    os.exit(1)
  end
  return value
end

local phone, from = arg[1], arg[2] or os.date("%Y-%m-%d", os.time() - 30 * 86400)
if not phone then
  check(nil, "usage: player_url.lua PHONE [FROM_DATE]")
end

local client = ai95.new {}
local page = check(client.calls:list {
  callee = phone, talktimes_min = 1, start_create_at = from, pageSize = 20,
})
for _, call in ipairs(page) do
  print(call.connected_at, check(call:recording_url()))

  -- A single answer, if it was recorded.
  local turn = call:turns()[1]
  if turn and turn.recording then
    print("first answer", check(turn:url()))
  end
end
print(page.total .. " calls")
