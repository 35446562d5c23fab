--- Waiting in plain Lua: a job yields to whoever runs the loop; anybody else runs the loop, and
--- with it every job.
local core = require "ai95.core"

local plain = {}

local pool

--- The process's connections, which all clients share.
---@return userdata pool
function plain.pool()
  pool = pool or core.pool()
  return pool
end

--- Whether a wait is over. A wait is a table with one of
---
---   on      a transfer, or another thing of the core: until its ready() is true
---   at      a time of core.now()
---   event   a table: until its field `set` is true, or, if there is a time `latest`, until then
---
--- With `on` there may be `abort`, an object: its method abort() is called if the waiting request
--- is killed. (Not a function: nginx clears the variables of the coroutines that it kills.)
---@param wait table
---@return boolean
function plain.is_ready(wait)
  if wait.on then
    return wait.on:ready()
  elseif wait.at then
    return core.now() >= wait.at
  end
  return wait.event.set == true or (wait.latest ~= nil and core.now() >= wait.latest)
end

local is_ready = plain.is_ready

-- a job that nobody holds is dropped, and its transfer with it
local jobs = setmetatable({}, { __mode = "k" })
local is_job = setmetatable({}, { __mode = "k" }) -- by coroutine

--- Whether the coroutine is that of a job.
function plain.is_job(running)
  return running ~= nil and is_job[running] == true
end

local WAITING = {} -- a job's coroutine yields this; any other yield is not for the loop

local function finish(job, ok, ...)
  jobs[job], job.coroutine = nil, false
  job:finish(ok, ...)
end

local function after_resume(job, ok, ...)
  local what, wait = ...
  if not ok or coroutine.status(job.coroutine) == "dead" then
    finish(job, ok, ...)
  elseif what == WAITING then
    job.waiting = wait
  else
    finish(job, false, "ai95: the function yielded, and nobody waits for it; "
      .. "coroutine.yield is for your own coroutines")
  end
end

local function resume(job, ...)
  job.waiting = nil -- while it runs
  after_resume(job, coroutine.resume(job.coroutine, ...))
end

function plain.start(job, fn, ...)
  job.coroutine = coroutine.create(fn)
  is_job[job.coroutine] = true
  jobs[job] = true
  resume(job, ...)
end

function plain.set(event)
  event.set = true
end

--- Lets requests that were started leave.
function plain.send()
  plain.pool():run(0)
end

function plain.check() end

function plain.release() end

function plain.watch()
  return plain.release
end

function plain.detach()
  return false -- nobody kills a caller
end

-- Lua 5.1 and 5.2 cannot say whether a coroutine may yield. There it may not across a C function
-- (in 5.1 pcall is one), nor in 5.1 across a metamethod or the iterator of a `for`; the stack shows
-- them. If in doubt, it may not.
local function can_yield_by_stack()
  local what = _VERSION == "Lua 5.1" and "Sn" or "Snt"
  local level, info = 2, debug.getinfo(2, what)
  while info do
    local caller = debug.getinfo(level + 1, what)
    -- A metamethod has no name, like a function that nobody called, or whose caller a tail call
    -- replaced.
    local nameless = info.namewhat == "" and info.what ~= "tail" and not info.istailcall
    if info.what == "C" or info.name == "(for generator)" or (nameless and caller
      and caller.what ~= "tail") then
      return false
    end
    level, info = level + 1, caller
  end
  return true
end

local function can_yield()
  local running = coroutine.running()
  if not running or not is_job[running] then
    return false
  elseif coroutine.isyieldable then
    return coroutine.isyieldable()
  end
  return can_yield_by_stack()
end

local depth = 0 -- of turns within turns: a job that cannot yield runs the loop itself
local MAX_DEPTH = 20

local function run_ready_jobs()
  local ready
  for job in pairs(jobs) do
    if job.waiting and is_ready(job.waiting) then
      ready = ready or {}
      ready[#ready + 1] = job
    end
  end
  for _, job in ipairs(ready or {}) do
    -- another one may have run it meanwhile; if it waits again, it checks for itself
    if job.waiting then
      resume(job)
    end
  end
  return ready ~= nil
end

local function next_time(wait, now)
  local nearest = wait.at or now + 1
  for job in pairs(jobs) do
    local at = job.waiting and (job.waiting.at or job.waiting.latest)
    if at and at < nearest then
      nearest = at
    end
  end
  return nearest
end

local changed = true -- whether something happened since the jobs were last checked

local function turn(wait)
  local now = core.now()
  if depth >= MAX_DEPTH then
    plain.pool():run(0.01)
    changed = true
    return
  end
  changed = changed and run_ready_jobs()
  if not changed then
    plain.pool():run(next_time(wait, now) - now)
    changed = true
  end
end

function plain.wait(wait)
  if is_ready(wait) then
    return
  elseif can_yield() then
    repeat
      coroutine.yield(WAITING, wait)
    until is_ready(wait) -- a program that kept the coroutine may resume it early
    return
  end
  depth = depth + 1
  local ok, raised
  repeat
    ok, raised = pcall(turn, wait)
  until not ok or is_ready(wait)
  depth = depth - 1
  if not ok then
    error(raised, 0)
  end
end

return plain
