--- Waiting inside nginx: a waiting request is parked on a semaphore, and one timer of the worker
--- polls the network for all of them while anything is under way. Nothing blocks the worker.
local core = require "ai95.core"
local errors = require "ai95.errors"
local plain = require "ai95.loop.plain"
local semaphores = require "ngx.semaphore"

local is_ready, pool = plain.is_ready, plain.pool

local nginx = {}

local POLL_MIN, POLL_MAX = 0.001, 0.005 -- seconds between two polls
local IDLE_POLLS = 50 -- polls without an event until the pauses grow
local POLLER_TIMEOUT = 0.1 -- seconds without a poll after which the poller is taken to be gone
local OWNER_POLL = 1 -- seconds between two checks whether a watched transfer still has its owner

-- ngx.semaphore's own list, without the phases that ngx.get_phase names differently.
local can_wait = {
  rewrite = true, server_rewrite = true, access = true, precontent = true, content = true,
  timer = true, preread = true,
  ssl_cert = true, ssl_session_fetch = true, ssl_client_hello = true,
}

-- Checked before nginx knows of a wait: if it then could not yield, its timer would stay, and
-- resume the light thread wherever it waits by then.
local function check_yield()
  if not core.can_yield() then
    errors.misuse("cannot wait here: called through a C function, "
      .. "such as string.gsub or table.sort?")
  end
end

function nginx.check()
  local phase = ngx.get_phase()
  if not can_wait[phase] then
    errors.misuse("nginx cannot wait in the phase \"%s\"; "
      .. "use ngx.timer.at(0, function() … end), where it can", phase)
  end
  check_yield()
end

local parked = {} -- the semaphore of each wait for a transfer or another thing of the core
local watched = {} -- the semaphore of each transfer that must stop with its request
-- semaphores to use again: making and collecting one takes a fifth of the time of a wait
local free = {}

-- nginx kills a light thread when its visitor leaves; then nobody waits at the semaphore any more.
local function is_aborted(semaphore)
  return semaphore:count() >= 0
end

local function stop(thing)
  if thing.stop then
    thing:stop()
  end
end

local function wake_ready(own)
  local any = false
  for wait, semaphore in pairs(parked) do
    if wait == own then
      any = any or is_ready(wait)
    elseif is_aborted(semaphore) then
      parked[wait] = nil
      stop(wait.on)
      if wait.abort then
        wait.abort:abort()
      end
    elseif is_ready(wait) then
      parked[wait] = nil
      semaphore:post()
      any = true
    end
  end
  for transfer, semaphore in pairs(watched) do
    if is_aborted(semaphore) then
      watched[transfer] = nil
      stop(transfer)
    end
  end
  return any
end

local idle_polls = 0 -- polls since the last event

--- Polls the network once, for `own` wait if it is not the poller's.
local function poll(own)
  pool():run(0)
  idle_polls = wake_ready(own) and 0 or idle_polls + 1
end

local last_poll = 0 -- by a timer
local poll_requested_at = 0 -- when nginx was last asked for a timer
local poller -- the timer that goes on polling
local poller_polled_at = 0

--- In a timer: polls, and goes on polling while anything is under way, unless another timer does
--- so.
local function run_poller()
  last_poll = core.now()
  poll()
  if poller and last_poll - poller_polled_at < POLLER_TIMEOUT then
    return
  end
  local own = {}
  poller = own
  while poller == own and (next(parked) or next(watched)) do
    poller_polled_at = core.now()
    ngx.sleep(math.min(POLL_MAX, POLL_MIN * math.max(1, idle_polls / IDLE_POLLS)))
    if poller == own then
      last_poll = core.now()
      poll()
    end
  end
  if poller == own then
    poller = nil
  end
end

--- Requests a poll soon, in a timer, before which nginx serves its other visitors. A semaphore
--- would wake the poller before that, and the jobs that it wakes would wake it again.
local function request_poll()
  local now = core.now()
  idle_polls = 0
  if poll_requested_at <= last_poll or now - poll_requested_at > POLLER_TIMEOUT then
    poll_requested_at = now
    ngx.timer.at(0, run_poller)
  end
end

--- Waits at the semaphore. nginx may have no timer left, or drop one: then each wait polls for
--- itself.
local function park(wait, semaphore)
  local alone = false
  repeat
    semaphore:wait(alone and POLL_MIN or POLLER_TIMEOUT)
    alone = alone or (wait.on and core.now() - last_poll > POLLER_TIMEOUT)
    if alone then
      poll(wait)
    end
  until is_ready(wait)
end

--- Returns when the wait is over.
function nginx.wait(wait)
  if is_ready(wait) then
    return
  end
  check_yield()
  if wait.at then
    repeat
      ngx.sleep(math.max(POLL_MIN, wait.at - core.now()))
    until is_ready(wait)
    return
  end
  local semaphore
  if wait.on then
    semaphore = table.remove(free) or semaphores.new()
    parked[wait] = semaphore
    request_poll()
  else
    semaphore = wait.event.semaphore or semaphores.new()
    wait.event.semaphore = semaphore
  end
  park(wait, semaphore)
  parked[wait] = nil
  if wait.on and semaphore:count() == 0 then
    free[#free + 1] = semaphore
  end
end

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
  watched[transfer] = semaphore
  request_poll()
  return function()
    watched[transfer] = nil
    ngx.thread.kill(sentinel)
  end
end

--- Runs `fn(...)` in a timer, a request of its own; false if nginx has no timer left.
function nginx.detach(job, fn, ...)
  local semaphore, begun, given_up = semaphores.new(), false, false
  ngx.timer.at(0, function(_, ...)
    if not given_up then
      begun = true
      semaphore:post()
      run(...)
    end
  end, job, fn, ...)
  semaphore:wait(POLLER_TIMEOUT) -- its result does not tell, if `fn` kept the worker busy
  given_up = not begun
  return begun
end

return nginx
