--- ai95 in the loop of cqueues: a call suspends its thread of the controller. Elsewhere it blocks.
local cqueues = require "cqueues"
local condition = require "cqueues.condition"

local driver = { signal = condition.new }

function driver.can_wait()
  local _, is_running = cqueues.running()
  return is_running == true and (not coroutine.isyieldable or coroutine.isyieldable())
end

function driver.notify(signal)
  signal:signal()
end

function driver.wait(fd, signal, seconds)
  local things = { signal }
  things[#things + 1] = seconds
  if fd then
    things[#things + 1] = { pollfd = fd, events = "r" }
  end
  cqueues.poll((unpack or table.unpack)(things))
end

function driver.spawn(fn)
  cqueues.running():wrap(fn)
end

return driver
