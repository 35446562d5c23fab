--- Waiting in plain Lua: inside a task waiting yields to whoever runs the loop; elsewhere it runs the loop itself, and with it
--- every task that is under way.
local core = require "ai95.core"
local is_ready = require "ai95.loop.ready"
local pool = require "ai95.loop.pool"

local plain = {}

local tasks = setmetatable({}, { __mode = "k" }) -- one that nobody holds any more is dropped, and its transfer with it
local is_task = setmetatable({}, { __mode = "k" }) -- by coroutine
local spare = {} -- coroutines whose tasks have ended: to make and collect one costs more than all else that is done for a task
local MOST_SPARE = 64

local WAITING, ENDED = {}, {} -- what a coroutine yields for; another's yield is none of these

-- While it is spare, nothing of the task that has ended is on a coroutine's stack.
local work
local function rest()
  return work(coroutine.yield(ENDED))
end

function work(task, fn, ...)
  return rest(task:finish(true, fn(...)))
end

local function look_after(task, ok, what, wait)
  if ok and what == WAITING then
    task.waiting = wait
    return
  end
  local thread = task.coroutine
  tasks[task], task.coroutine = nil, false
  if not ok then
    task:finish(false, what)
  elseif what ~= ENDED then
    task:finish(false, "ai95: the function yielded, which nobody waits for; coroutine.yield is for coroutines of your own")
  elseif #spare < MOST_SPARE then
    spare[#spare + 1] = thread
  end
end

local function step(task, ...)
  task.waiting = nil -- while it runs
  look_after(task, coroutine.resume(task.coroutine, ...))
end

function plain.start(task, fn, ...)
  local thread
  repeat
    thread = table.remove(spare)
  until not thread or coroutine.status(thread) == "suspended" -- whoever kept it may have resumed or closed it
  if not thread then
    thread = coroutine.create(work)
    is_task[thread] = true
  end
  task.coroutine = thread
  tasks[task] = true
  step(task, task, fn, ...)
end

function plain.raise(signal)
  signal.raised = true
end

function plain.check() end

function plain.release() end

function plain.watch()
  return plain.release
end

function plain.detach()
  return false -- nobody ends a caller from outside
end

-- Lua 5.1 and 5.2 do not tell whether a coroutine may yield. There, it may not across a C function (in 5.1 pcall is one),
-- nor in 5.1 across a metamethod or the iterator of a `for`; the stack shows them. What is unclear counts as no.
local function can_yield_by_stack()
  local what = _VERSION == "Lua 5.1" and "Sn" or "Snt"
  local level, info = 2, debug.getinfo(2, what)
  while info do
    local caller = debug.getinfo(level + 1, what)
    -- A function without a name was called by a metamethod, unless nobody called it or a tail call lost its caller.
    local nameless = info.namewhat == "" and info.what ~= "tail" and not info.istailcall
    if info.what == "C" or info.name == "(for generator)" or (nameless and caller and caller.what ~= "tail") then
      return false
    end
    level, info = level + 1, caller
  end
  return true
end

local function can_yield()
  local running = coroutine.running()
  if not running or not is_task[running] then
    return false
  elseif coroutine.isyieldable then
    return coroutine.isyieldable()
  end
  return can_yield_by_stack()
end

local depth = 0 -- of turns within turns: a task that cannot yield runs the loop itself
local DEEPEST = 20

local function run_ready_tasks()
  local ready
  for task in pairs(tasks) do
    if task.waiting and is_ready(task.waiting) then
      ready = ready or {}
      ready[#ready + 1] = task
    end
  end
  for _, task in ipairs(ready or {}) do
    if task.waiting then -- one of the others may have run it meanwhile; if it waits again, it looks for itself
      step(task)
    end
  end
  return ready ~= nil
end

local function nearest_time(wait, now)
  local nearest = wait.at or now + 1
  for task in pairs(tasks) do
    if task.waiting and task.waiting.at and task.waiting.at < nearest then
      nearest = task.waiting.at
    end
  end
  return nearest
end

local unseen = true -- whether something happened since the tasks were last looked at

local function turn(wait)
  local now = core.now()
  if depth >= DEEPEST then
    pool():run(0.01)
    unseen = true
    return
  end
  unseen = unseen and run_ready_tasks()
  if not unseen then
    pool():run(nearest_time(wait, now) - now)
    unseen = true
  end
end

function plain.wait(wait)
  if is_ready(wait) then
    return
  elseif can_yield() then
    repeat
      coroutine.yield(WAITING, wait)
    until is_ready(wait) -- it may be resumed for what it waited for before, or by somebody who kept the coroutine
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
