--- Waiting for the network inside nginx. A waiting request is parked on a semaphore. One light
--- thread of the worker, the poller, sleeps until the core notifies it that libcurl has something
--- to do, lets libcurl work, and wakes the requests whose transfers have ended. Nothing is polled
--- in between.
---
--- The poller usually runs in a timer. If nginx has no timer left, one of the waiting requests
--- leads: it polls until its own transfer has ended, and then another one leads.
local core = require "ai95.core"
local plain = require "ai95.loop.plain"
local semaphores = require "ngx.semaphore"

local is_ready = plain.is_ready

local poller = {
  -- OpenResty runs timers without a delay after it has woken waiting threads: a semaphore that is
  -- posted there wakes nobody until the next event.
  TIMER_DELAY = 0.001, -- seconds
  TIMER_TIMEOUT = 0.1, -- seconds after which a timer that did not run is taken to be dropped
}

local RETRY = 1 -- seconds until nginx is asked for a timer again
local SWEEP = 1 -- seconds between two searches for requests that were killed
local LINGER = 1 -- seconds that the poller stays when nothing waits
local MAX_WAIT = 60 -- seconds at a semaphore; the poller wakes it earlier
local FALLBACK_POLL = 0.005 -- seconds between two polls if nginx gives no socket

local pool

--- The worker's connections.
---@return userdata pool
function poller.pool()
  pool = pool or core.pool(true)
  return pool
end

local parked = {} -- the waits for a transfer, by its id; each has a semaphore
local parked_jobs = {} -- the waits for another thing of the core, by themselves
local watched = {} -- the semaphore of each transfer that must stop with its request
-- semaphores to use again: making and collecting one takes a fifth of the time of a wait
local free = {}

local current -- the poller: { leads = whether it is a waiting request, polled_at = }
local timer_requested_at = -math.huge

-- nginx kills a light thread when its visitor leaves; then nobody waits at the semaphore any more.
local function is_aborted(semaphore)
  return semaphore:count() >= 0
end

local function stop(thing)
  if thing.stop then
    thing:stop()
  end
end

local function abort(wait)
  stop(wait.on)
  if wait.abort then
    wait.abort:abort()
  end
end

local function wake(list, key, wait)
  list[key] = nil
  wait.semaphore:post()
end

--- Whether any was woken.
local function wake_ready()
  local any = false
  for id in pool.next_ready, pool do
    if parked[id] then
      wake(parked, id, parked[id])
      any = true
    end
  end
  for wait in pairs(parked_jobs) do
    if is_ready(wait) then
      wake(parked_jobs, wait, wait)
      any = true
    end
  end
  return any
end

local function sweep_list(list)
  for key, wait in pairs(list) do
    if is_aborted(wait.semaphore) then
      list[key] = nil
      abort(wait)
    end
  end
end

--- Stops what killed requests have left.
local function sweep()
  sweep_list(parked)
  sweep_list(parked_jobs)
  for transfer, semaphore in pairs(watched) do
    if is_aborted(semaphore) then
      watched[transfer] = nil
      stop(transfer)
    end
  end
end

local function is_idle()
  return not (next(parked) or next(parked_jobs) or next(watched))
end

--- A socket that gets a datagram whenever the pool has work; nil if nginx gives none.
local function open_socket()
  local port, token = pool:notifier()
  local socket = ngx.socket.udp()
  socket:settimeout(MAX_WAIT * 1000)
  if socket:setpeername("127.0.0.1", port) and socket:send(token) then
    return socket
  end
end

--- Polls until `is_over(now)`.
local function poll(own, is_over)
  local made, socket = pcall(open_socket)
  socket = made and socket or nil
  local sweep_at = core.now() + SWEEP
  local now, is_busy, has_slept
  repeat
    if is_busy and (next(parked) or has_slept) then
      -- While nginx serves the others, the next transfer has probably ended. This also wakes those
      -- whose semaphores were posted after such a sleep, see TIMER_DELAY.
      has_slept = true
      ngx.sleep(0)
    else
      has_slept = false
      pool:alarm(SWEEP)
      pool:arm()
      if not socket or not socket:receive(1) then
        ngx.sleep(FALLBACK_POLL)
      end
    end
    now = core.now()
    own.polled_at = now
    pool:run(0)
    is_busy = wake_ready()
    if now >= sweep_at then
      sweep()
      sweep_at = now + SWEEP
    end
  until current ~= own or is_over(now)
  if socket then
    socket:close()
  end
end

--- Lets one of the parked requests see that there is no poller.
local function wake_one()
  local wait = select(2, next(parked)) or next(parked_jobs)
  if wait then
    wait.semaphore:post()
  end
end

local function be_poller(own, is_over)
  current = own
  own.polled_at = core.now()
  local ok, problem = pcall(poll, own, is_over)
  if current == own then
    current = nil
    if not is_idle() then
      wake_one()
    end
  end
  if not ok then
    error(problem, 0)
  end
end

local function run_timer()
  timer_requested_at = -math.huge
  if current then
    return
  end
  local idle_since
  be_poller({}, function(now)
    idle_since = is_idle() and (idle_since or now) or nil
    return idle_since and (now - idle_since >= LINGER or ngx.worker.exiting())
  end)
end

--- Whether a timer can be expected to poll soon.
local function request_timer()
  local age = core.now() - timer_requested_at
  if age < RETRY then
    return age < poller.TIMER_TIMEOUT
  end
  timer_requested_at = core.now()
  return (ngx.timer.at(poller.TIMER_DELAY, run_timer))
end

local function lead(wait)
  be_poller({ leads = true }, function()
    return is_ready(wait)
  end)
end

--- Waits at the semaphore until somebody polls, or there is a reason to do it oneself.
local function wait_for_poller(semaphore)
  if not current then
    if not request_timer() then
      return false
    end
    semaphore:wait(poller.TIMER_TIMEOUT)
    return true
  end
  semaphore:wait(current.leads and SWEEP or MAX_WAIT)
  -- the request that leads may have been killed
  if current and current.leads and core.now() - current.polled_at > 2 * SWEEP then
    current = nil
  end
  return true
end

--- Returns when the wait is over. `wait.on` is a transfer, or another thing of the core.
function poller.wait(wait)
  local semaphore = table.remove(free) or semaphores.new()
  local id = wait.on.id and wait.on:id()
  local list, key = id and parked or parked_jobs, id or wait
  wait.semaphore = semaphore
  repeat
    list[key] = wait
    local waited = wait_for_poller(semaphore)
    list[key] = nil
    if not waited and not is_ready(wait) then
      lead(wait)
    end
  until is_ready(wait)
  if semaphore:count() == 0 then
    free[#free + 1] = semaphore
  end
end

--- Stops the transfer once nobody waits at the semaphore any more.
function poller.watch(transfer, semaphore)
  watched[transfer] = semaphore
  if not current then
    request_timer()
  end
end

function poller.unwatch(transfer)
  watched[transfer] = nil
end

return poller
