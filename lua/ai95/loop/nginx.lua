--- Waiting inside nginx, where nothing may block the worker: a request that waits for the network
--- leaves that to the poller, and other waits are nginx's own.
local core = require "ai95.core"
local errors = require "ai95.errors"
local phases = require "ai95.loop.phases"
local plain = require "ai95.loop.plain"
local poller = require "ai95.loop.poller"
local semaphores = require "ngx.semaphore"

local is_ready = plain.is_ready

local nginx = { pool = poller.pool }

local MIN_SLEEP = 0.001 -- seconds
local MAX_WAIT = 60 -- seconds at a semaphore; whoever ends the wait wakes it earlier
local OWNER_POLL = 1 -- seconds between two checks whether a watched transfer still has its owner

-- Checked before nginx knows of a wait: if it then could not yield, its timer would stay, and
-- resume the light thread wherever it waits by then.
local function check_yield()
  if not core.can_yield() then
    errors.misuse("cannot wait here: called through a C function, "
      .. "such as string.gsub or table.sort?")
  end
end

function nginx.check()
  if not phases.can_wait() then
    errors.misuse("nginx cannot wait in the phase \"%s\"; "
      .. "use ngx.timer.at(0, function() … end), where it can", ngx.get_phase())
  end
  check_yield()
end

--- Returns when the wait is over.
function nginx.wait(wait)
  if is_ready(wait) then
    return
  end
  check_yield()
  if wait.on then
    return poller.wait(wait)
  elseif wait.at then
    repeat
      ngx.sleep(math.max(MIN_SLEEP, wait.at - core.now()))
    until is_ready(wait)
    return
  end
  local semaphore = wait.event.semaphore or semaphores.new()
  wait.event.semaphore = semaphore
  repeat
    local left = wait.latest and wait.latest - core.now() or MAX_WAIT
    semaphore:wait(math.max(MIN_SLEEP, math.min(left, MAX_WAIT)))
  until is_ready(wait)
end

--- Requests leave when they are started.
function nginx.send() end

function nginx.set(event)
  event.set = true
  local waiting = event.semaphore and -event.semaphore:count() or 0
  if waiting > 0 then
    event.semaphore:post(waiting)
  end
end

local function run(job, fn, ...)
  job:finish(pcall(fn, ...))
end

function nginx.start(job, fn, ...)
  nginx.check() -- before anything is sent that nobody could wait for
  job.parent = coroutine.running()
  job.thread = ngx.thread.spawn(run, job, fn, ...)
end

--- nginx keeps an ended light thread until its parent waits for it, or until the request ends.
function nginx.release(job)
  if job.thread and job.parent == coroutine.running() then
    ngx.thread.wait(job.thread)
    job.thread = nil
  end
end

function nginx.watch(transfer)
  local semaphore, owner = semaphores.new(), coroutine.running()
  -- nginx ends it with the request. But if only the owner was killed, the request would not end
  -- before this does.
  local sentinel = ngx.thread.spawn(function()
    repeat
      semaphore:wait(OWNER_POLL)
    until transfer:result() or coroutine.status(owner) == "dead"
  end)
  poller.watch(transfer, semaphore)
  return function()
    poller.unwatch(transfer)
    ngx.thread.kill(sentinel)
  end
end

--- Runs `fn(...)` in a timer, a request of its own; false if nginx has no timer left.
function nginx.detach(job, fn, ...)
  local semaphore, begun, given_up = semaphores.new(), false, false
  ngx.timer.at(poller.TIMER_DELAY, function(_, ...)
    if not given_up then
      begun = true
      semaphore:post()
      run(...)
    end
  end, job, fn, ...)
  semaphore:wait(poller.TIMER_TIMEOUT) -- its result does not tell, if `fn` kept the worker busy
  given_up = not begun
  return begun
end

return nginx
