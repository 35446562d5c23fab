-- Lets a campaign call within calling hours only, and once more those who were not reached:
--   guard.lua DIAL_TASK_MAIN_SN HOURS STATE_FILE [SECONDS before the redial]
local ai95 = require "ai95"

local function check(value, err)
  if value == nil then
    io.stderr:write(tostring(err), "\n")
    os.exit(1)
  end
  return value
end

if not arg[3] then
  check(nil, "usage: guard.lua DIAL_TASK_MAIN_SN 09:00-12:00,13:30-18:00 STATE_FILE [SECONDS]")
end

local task = check(ai95.new({}).tasks:get(arg[1]))
local guarded = check(task:guard {
  hours = arg[2], state = arg[3], max_failure_rate = 0.9, redials = 1,
  redial_pause = tonumber(arg[4]) or 1800,
  progress = function(step)
    if step.is_new then
      print(ai95.dates.format(step.time), step.action, step.text)
    end
  end,
})
print(guarded.reason, task.state, task.success .. " reached")
