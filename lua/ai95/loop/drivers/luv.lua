--- ai95 in libuv's loop, with luv: a call suspends its coroutine. Outside coroutines it blocks.
local uv = require "luv"

local driver = {}

local function resume(waiting)
  if waiting.coroutine then
    local suspended = waiting.coroutine
    waiting.coroutine = nil
    local ok, problem = coroutine.resume(suspended)
    if not ok then
      error(debug.traceback(suspended, tostring(problem)), 0)
    end
  end
end

function driver.can_wait()
  local running, is_main = coroutine.running()
  return running ~= nil and not is_main
    and (not coroutine.isyieldable or coroutine.isyieldable())
end

function driver.signal()
  return {}
end

function driver.notify(signal)
  if signal.waiting then
    resume(signal.waiting)
  end
end

function driver.wait(fd, signal, seconds)
  local waiting = { coroutine = coroutine.running() }
  local function wake()
    resume(waiting)
  end
  local poll = fd and assert(uv.new_poll(fd))
  local timer = seconds and assert(uv.new_timer())
  if poll then
    assert(poll:start("r", wake))
  end
  if timer then
    timer:start(math.ceil(seconds * 1000), 0, wake)
  end
  if signal then
    signal.waiting = waiting
  end
  coroutine.yield()
  if signal then
    signal.waiting = nil
  end
  for _, handle in ipairs { poll or timer, poll and timer } do
    handle:close()
  end
end

function driver.spawn(fn)
  resume { coroutine = coroutine.create(fn) }
end

return driver
