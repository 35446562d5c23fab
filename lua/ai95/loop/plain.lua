--- Waiting in plain Lua: inside a task waiting yields to whoever runs the loop; elsewhere it runs the loop itself, and with it
--- every task that is under way.
local core = require "ai95.core"
local is_ready = require "ai95.loop.ready"
local pool = require "ai95.loop.pool"

local plain = {}

local tasks = setmetatable({}, { __mode = "k" }) -- one that nobody holds any more is dropped, and its transfer with it
local is_task = setmetatable({}, { __mode = "k" }) -- by coroutine

local function finish(task, ok, ...)
  if coroutine.status(task.coroutine) == "dead" then
    tasks[task] = nil
    task:finish(ok, ...)
  else
    task.waiting = ...
  end
end

local function step(task, ...)
  finish(task, coroutine.resume(task.coroutine, ...))
end

function plain.start(task, fn, ...)
  task.coroutine = coroutine.create(fn)
  is_task[task.coroutine] = true
  tasks[task] = true
  step(task, ...)
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

local function can_go_on(task, now)
  return task.waiting and is_ready(task.waiting, now) and coroutine.status(task.coroutine) == "suspended"
end

local function run_ready_tasks(now)
  local ready
  for task in pairs(tasks) do
    if can_go_on(task, now) then
      ready = ready or {}
      ready[#ready + 1] = task
    end
  end
  for _, task in ipairs(ready or {}) do
    -- One of the others may have run it meanwhile.
    if not task.ended and can_go_on(task, now) then
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
  unseen = unseen and run_ready_tasks(now)
  if not unseen then
    pool():run(nearest_time(wait, now) - now)
    unseen = true
  end
end

function plain.wait(wait)
  if is_ready(wait, core.now()) then
    return
  elseif can_yield() then
    coroutine.yield(wait)
    return
  end
  depth = depth + 1
  local ok, raised
  repeat
    ok, raised = pcall(turn, wait)
  until not ok or is_ready(wait, core.now())
  depth = depth - 1
  if not ok then
    error(raised, 0)
  end
end

return plain
