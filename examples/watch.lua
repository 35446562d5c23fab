-- Starts a campaign if it waits, watches it, and calls the people once more who did not answer:
--   watch.lua DIAL_TASK_MAIN_SN [SECONDS between polls]
local ai95 = require "ai95"

local function check(value, err)
  if value == nil then
    io.stderr:write(tostring(err), "\n")
    os.exit(1)
  end
  return value
end

local sn, interval = arg[1], tonumber(arg[2]) or 5
if not sn then
  check(nil, "usage: watch.lua DIAL_TASK_MAIN_SN [SECONDS]")
end

local function watch(task)
  check(task:wait {
    interval = interval,
    progress = function(now)
      local text = "%-8s %d of %d dialled, %s connected"
      print(text:format(now.state, now.send_count, now.total_count, now.success))
    end,
  })
end

local client = ai95.new {}
local task = check(client.tasks:get(sn))
-- If rows were added after it had finished, a campaign is "paused" and waits too.
if task.state == "unsent" or task.state == "paused" then
  check(task:resume())
end
watch(task)

if tonumber(task.fail) > 0 then
  print(("calling %s people again"):format(task.fail))
  check(task:redial_failed())
  watch(task)
end
