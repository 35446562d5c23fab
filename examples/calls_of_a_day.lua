-- Lists the calls of a day:  calls_of_a_day.lua [YYYY-MM-DD]
-- Days are in China Standard Time. Without a date: today.
local ai95 = require "ai95"

local day = arg[1] or os.date("!%Y-%m-%d", os.time() + 8 * 3600)
local client = ai95.new {}

-- `each` reads all pages, the next one while you work on this one. A `for` loop cannot return an
-- error, so `each` raises it: pcall catches it.
local ok, err = pcall(function()
  local calls, seconds = 0, 0
  local filter = { start_create_at = day .. " 00:00:00", end_create_at = day .. " 23:59:59" }
  for call in client.calls:each(filter) do
    calls, seconds = calls + 1, seconds + call.talktimes
    print(call.connected_at, call.callee, call.talktimes .. " s", call.endreason)
  end
  print(("%d calls on %s, %.1f minutes of talk"):format(calls, day, seconds / 60))
end)
if not ok then
  io.stderr:write(tostring(err), "\n")
  os.exit(1)
end
