--- Waiting inside nginx: whoever waits is parked on a semaphore, and one timer of the worker's drives the network for all of them
--- while anything is under way. Nothing blocks the worker.
local core = require "ai95.core"
local errors = require "ai95.errors"
local is_ready = require "ai95.loop.ready"
local pool = require "ai95.loop.pool"
local semaphores = require "ngx.semaphore"

local nginx = {}

local SHORTEST_TICK, LONGEST_TICK = 0.001, 0.005 -- seconds between two looks at the network
local PATIENT = 50 -- looks without news until the ticks get longer
local PATIENCE = 0.1 -- seconds without a look after which the driver is taken to be gone
local A_SECOND = 1 -- between two looks at whether somebody still takes what a transfer brings

-- ngx.semaphore's own list; the phases it names differently from ngx.get_phase are not among them.
local can_wait = {
  rewrite = true, server_rewrite = true, access = true, precontent = true, content = true, timer = true, preread = true,
  ssl_cert = true, ssl_session_fetch = true, ssl_client_hello = true,
}

-- Looked at before nginx is told of a wait: of one that then cannot yield its timer would stay, and resume the light thread
-- wherever it waits by then.
local function check_yield()
  if not core.can_yield() then
    errors.misuse("cannot wait here: called through a C function, such as string.gsub or table.sort?")
  end
end

function nginx.check()
  local phase = ngx.get_phase()
  if not can_wait[phase] then
    errors.misuse("nginx cannot wait in the phase \"%s\"; use ngx.timer.at(0, function() … end), where it can", phase)
  end
  check_yield()
end

local parked = {} -- the semaphore of each wait for a transfer or another thing of the core
local watched = {} -- the semaphore of each transfer that is to stop with its request
local spare = {} -- semaphores that are not needed now: to make and collect one takes a fifth of what a wait does

-- Nobody waits at a semaphore once its light thread was killed, as nginx does when a visitor leaves.
local function is_deserted(semaphore)
  return semaphore:count() >= 0
end

local function stop(thing)
  if thing.stop then
    thing:stop()
  end
end

local function wake_those_who_can_go_on(own)
  local any = false
  for wait, semaphore in pairs(parked) do
    if wait == own then
      any = any or is_ready(wait)
    elseif is_deserted(semaphore) then
      parked[wait] = nil
      stop(wait.on)
      if wait.deserted then
        wait.deserted:discard()
      end
    elseif is_ready(wait) then
      parked[wait] = nil
      semaphore:post()
      any = true
    end
  end
  for transfer, semaphore in pairs(watched) do
    if is_deserted(semaphore) then
      watched[transfer] = nil
      stop(transfer)
    end
  end
  return any
end

local idle = 0 -- looks without news

--- One look at the network, for `own` wait where it is not the driver's.
local function look(own)
  pool():run(0)
  idle = wake_those_who_can_go_on(own) and 0 or idle + 1
end

local beat = 0 -- when a timer last looked at the network
local asked = 0 -- when nginx was last asked for one that does
local driver -- the one that goes on looking
local ticked = 0 -- when it last did

--- In a timer: looks at the network, and goes on looking while anything is under way, unless somebody does so already.
local function drive()
  beat = core.now()
  look()
  if driver and beat - ticked < PATIENCE then
    return
  end
  local own = {}
  driver = own
  while driver == own and (next(parked) or next(watched)) do
    ticked = core.now()
    ngx.sleep(math.min(LONGEST_TICK, SHORTEST_TICK * math.max(1, idle / PATIENT)))
    if driver == own then
      beat = core.now()
      look()
    end
  end
  if driver == own then
    driver = nil
  end
end

--- Has the network looked at soon: in a timer, before which nginx looks after its other visitors. A semaphore would wake the
--- driver before that, and what the driver wakes would wake it again.
local function look_soon()
  local now = core.now()
  idle = 0
  if asked <= beat or now - asked > PATIENCE then
    asked = now
    ngx.timer.at(0, drive)
  end
end

--- Waits at the semaphore. nginx may have no timer left, or drop one: then each drives for itself.
local function park(wait, semaphore)
  local alone = false
  repeat
    semaphore:wait(alone and SHORTEST_TICK or PATIENCE)
    alone = alone or (wait.on and core.now() - beat > PATIENCE)
    if alone then
      look(wait)
    end
  until is_ready(wait)
end

--- Returns when what is waited for is there.
function nginx.wait(wait)
  if is_ready(wait) then
    return
  end
  check_yield()
  if wait.at then
    repeat
      ngx.sleep(math.max(SHORTEST_TICK, wait.at - core.now()))
    until is_ready(wait)
    return
  end
  local semaphore
  if wait.on then
    semaphore = table.remove(spare) or semaphores.new()
    parked[wait] = semaphore
    look_soon()
  else
    semaphore = wait.signal.semaphore or semaphores.new()
    wait.signal.semaphore = semaphore
  end
  park(wait, semaphore)
  parked[wait] = nil
  if wait.on and semaphore:count() == 0 then
    spare[#spare + 1] = semaphore
  end
end

function nginx.raise(signal)
  signal.raised = true
  local waiting = signal.semaphore and -signal.semaphore:count() or 0
  if waiting > 0 then
    signal.semaphore:post(waiting)
  end
end

local function run(task, fn, ...)
  task:finish(pcall(fn, ...))
end

function nginx.start(task, fn, ...)
  nginx.check() -- what a light thread sent would have been sent, and nobody could wait for it
  task.parent = coroutine.running()
  task.thread = ngx.thread.spawn(run, task, fn, ...)
end

--- nginx keeps a light thread that has ended until the one who started it asks, or until the request ends.
function nginx.release(task)
  if task.thread and task.parent == coroutine.running() then
    ngx.thread.wait(task.thread)
    task.thread = nil
  end
end

function nginx.watch(transfer)
  local semaphore, owner = semaphores.new(), coroutine.running()
  -- nginx ends it with the request. But where the owner alone was killed, the request would not end before this does.
  local sentinel = ngx.thread.spawn(function()
    repeat
      semaphore:wait(A_SECOND)
    until transfer:result() or coroutine.status(owner) == "dead"
  end)
  watched[transfer] = semaphore
  look_soon()
  return function()
    watched[transfer] = nil
    ngx.thread.kill(sentinel)
  end
end

--- Runs `fn(...)` in a request of its own; false where nginx has no timer for that.
function nginx.detach(task, fn, ...)
  local semaphore, begun, given_up = semaphores.new(), false, false
  ngx.timer.at(0, function(_, ...)
    if not given_up then
      begun = true
      semaphore:post()
      run(...)
    end
  end, task, fn, ...)
  semaphore:wait(PATIENCE) -- what it returns does not tell, where `fn` kept the worker busy
  given_up = not begun
  return begun
end

return nginx
