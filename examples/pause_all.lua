-- Pauses every campaign that is dialling: pause_all.lua
local ai95 = require "ai95"

local function check(value, err)
  if value == nil then
    io.stderr:write(tostring(err), "\n")
    os.exit(1)
  end
  return value
end

local client = ai95.new {}
-- Read the whole list first: pausing a campaign removes it from this list and shifts the pages.
local sending = {}
for task in client.tasks:each { status = 0, start_create_at = "2000-01-01" } do
  sending[#sending + 1] = task
end
for _, task in ipairs(sending) do
  check(task:pause())
  print("paused", task.source, task.dial_task_main_sn)
end
print(#sending .. " campaigns were dialling")
