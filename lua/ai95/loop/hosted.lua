--- Waiting inside another program's event loop, through a driver (ai95.LoopDriver). One of the
--- waiting coroutines leads: it waits for the pool's descriptor, lets libcurl work, and wakes those
--- whose transfers have ended; when its own has ended, another one leads.
local core = require "ai95.core"
local plain = require "ai95.loop.plain"

local is_ready = plain.is_ready

local LEADER_TIMEOUT = 2 -- seconds without a sign of the leader after which another one leads

--- How calls wait in an event loop, for `ai95.use_loop`. The loop calls nothing of ai95 itself.
---@class ai95.LoopDriver
---@field can_wait fun(): boolean whether the running coroutine can wait here
---@field wait fun(fd: integer|nil, signal: table|nil, seconds: number|nil) suspends the running
--- coroutine until the descriptor can be read, the signal is notified, or the time is over
---@field signal fun(): table a new signal, for which one coroutine will wait
---@field notify fun(signal: table) ends the wait for a signal; does nothing if nobody waits for it
---@field spawn fun(fn: function) runs a function in a coroutine of its own, now or soon

--- The scheduler (as in `plain`) for a driver.
---@param driver ai95.LoopDriver
return function(driver)
  local hosted = {}
  local pool
  local parked = {} -- the waits for a transfer, by its id
  local parked_jobs = {} -- the waits for another thing of the core
  local leader -- { polled_at = }

  --- Elsewhere, as in the main program, the whole program waits.
  local function can_wait()
    return driver.can_wait() and not plain.is_job(coroutine.running())
  end

  function hosted.pool()
    if not can_wait() then
      return plain.pool()
    end
    pool = pool or core.pool(true)
    return pool
  end

  function hosted.send()
    if not can_wait() then
      plain.send() -- a watched pool sends at once
    end
  end

  -- A coroutine may run at once when its signal is notified, and change any list here.
  local function notify_all(signals)
    for _, signal in ipairs(signals) do
      driver.notify(signal)
    end
  end

  local function poll()
    local signals = {}
    pool:run(0)
    for id in pool.next_ready, pool do
      local wait = parked[id]
      if wait then
        parked[id] = nil
        signals[#signals + 1] = wait.signal
      end
    end
    for wait in pairs(parked_jobs) do
      if is_ready(wait) then
        parked_jobs[wait] = nil
        signals[#signals + 1] = wait.signal
      end
    end
    notify_all(signals)
  end

  --- Waits until there is news for this wait, or for all if it leads.
  local function wait_once(wait, fd, seconds)
    local id = wait.on.id and wait.on:id()
    local list, key = id and parked or parked_jobs, id or wait
    wait.signal = driver.signal()
    list[key] = wait
    driver.wait(fd, wait.signal, seconds)
    list[key] = nil
  end

  --- Polls until its own wait is over, or another coroutine leads.
  local function lead(wait)
    local own = {}
    leader = own
    repeat
      own.polled_at = core.now()
      wait_once(wait, pool:descriptor(), LEADER_TIMEOUT / 2)
      poll()
    until is_ready(wait) or leader ~= own
    if leader == own then
      leader = nil
      local next_wait = select(2, next(parked)) or next(parked_jobs)
      if next_wait then
        driver.notify(next_wait.signal)
      end
    end
  end

  local function follow(wait)
    wait_once(wait, nil, LEADER_TIMEOUT)
    if leader and core.now() - leader.polled_at > LEADER_TIMEOUT then
      leader = nil -- its coroutine was given up
    end
  end

  local function wait_for_core(wait)
    repeat
      if leader then
        follow(wait)
      else
        lead(wait)
      end
    until is_ready(wait)
  end

  local function wait_for_event(wait)
    local event, signal = wait.event, driver.signal()
    event.signals = event.signals or {}
    table.insert(event.signals, signal)
    repeat
      driver.wait(nil, signal, wait.latest and math.max(0, wait.latest - core.now()))
    until is_ready(wait)
  end

  --- Returns when the wait is over.
  function hosted.wait(wait)
    if is_ready(wait) then
      return
    elseif not can_wait() then
      return plain.wait(wait)
    elseif wait.on then
      return wait_for_core(wait)
    elseif wait.event then
      return wait_for_event(wait)
    end
    repeat
      driver.wait(nil, nil, math.max(0, wait.at - core.now()))
    until is_ready(wait)
  end

  function hosted.set(event)
    local signals = event.signals or {}
    event.set, event.signals = true, nil
    notify_all(signals)
  end

  function hosted.start(job, fn, ...)
    if not can_wait() then
      return plain.start(job, fn, ...)
    end
    local given = { n = select("#", ...), ... }
    driver.spawn(function()
      job:finish(pcall(fn, (unpack or table.unpack)(given, 1, given.n)))
    end)
  end

  hosted.check, hosted.release = plain.check, plain.release
  hosted.watch, hosted.detach = plain.watch, plain.detach
  return hosted
end
