--- Waiting. One piece of code serves blocking and concurrent use: inside a task (`spawn`, `parallel`) waiting yields to
--- whoever runs the loop; elsewhere it runs the loop itself, and with it every task that is under way.
--
-- What can be waited for is a table: { on = … } a transfer or another thing of the core whose ready() is true, { at = t } a time
-- of core.now(), { signal = … } a table whose field `raised` is true.
local core = require "ai95.core"

local loop = {}

---@class ai95.Task
---@field ended boolean
---@field ok boolean whether it ended without raising
---@field values table what it returned, or { what it raised }
local Task = {}
Task.__index = Task

local tasks = setmetatable({}, { __mode = "k" }) -- one that nobody holds any more is dropped, and its transfer with it
local is_task = setmetatable({}, { __mode = "k" }) -- by coroutine

local pool

--- The process's connections, which all clients share.
function loop.pool()
  pool = pool or core.pool()
  return pool
end

local function is_ready(wait, now)
  if wait.on then
    return wait.on:ready()
  elseif wait.at then
    return now >= wait.at
  end
  return wait.signal.raised == true
end

local function pack(...)
  return { n = select("#", ...), ... }
end

local function finish(task, ok, ...)
  if coroutine.status(task.coroutine) == "dead" then
    task.ended, task.ok, task.values = true, ok, pack(...)
    tasks[task] = nil
    local signal = task.signal
    signal.raised = true
    signal[#signal + 1] = task
  else
    task.waiting = ...
  end
end

local function step(task, ...)
  finish(task, coroutine.resume(task.coroutine, ...))
end

local function start(signal, fn, ...)
  local task = setmetatable({ coroutine = coroutine.create(fn), ended = false, signal = signal }, Task)
  is_task[task.coroutine] = true
  tasks[task] = true
  step(task, ...)
  return task
end

--- Begins `fn(...)` as a task. Its request leaves now, not when somebody next waits.
---@return ai95.Task
function loop.spawn(fn, ...)
  local task = start({}, fn, ...)
  if not task.ended then
    loop.pool():run(0)
  end
  return task
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
    loop.pool():run(0.01)
    unseen = true
    return
  end
  unseen = unseen and run_ready_tasks(now)
  if not unseen then
    loop.pool():run(nearest_time(wait, now) - now)
    unseen = true
  end
end

--- Returns when what is waited for is there.
function loop.wait(wait)
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

---@param seconds number
function loop.sleep(seconds)
  loop.wait { at = core.now() + seconds }
end

--- What the task returned, once it has ended; raises what it raised.
function Task:result()
  if not self.ended then
    loop.wait { signal = self.signal }
  end
  if not self.ok then
    error(self.values[1], 0)
  end
  return (unpack or table.unpack)(self.values, 1, self.values.n)
end

local function record(task, results, failures)
  local first, second = task.values[1], task.values[2]
  if not task.ok then
    failures[task.index] = first
  elseif first == nil and second ~= nil then
    failures[task.index] = second
  else
    results[task.index] = first
  end
end

--- `fn(item)` for each item, up to `width` at once.
---@param width integer
---@param next_item function
---@param fn function
---@return table results in the items' order; results.n is their number
---@return table|nil failures by index
function loop.parallel(width, next_item, fn)
  local results, failures, active, count = { n = 0 }, {}, 0, 0
  local feeding, feed_failure = true, nil
  local ended = {} -- the signal of all its tasks, and the list of those that ended
  local wait = { signal = ended, held = {} } -- the tasks are held here: the loop itself does not keep one alive
  while true do
    while feeding and active < width do
      local ok, item = pcall(next_item)
      if not ok then
        -- What is under way is finished first: a request that is cut off is one whose fate nobody knows.
        feeding, feed_failure = false, { item }
      elseif item == nil then
        feeding = false
      else
        count, active = count + 1, active + 1
        local task = start(ended, fn, item)
        task.index = count
        wait.held[task] = true
      end
    end
    if active == 0 then
      break
    elseif not ended.raised then
      loop.wait(wait)
    end
    for i = #ended, 1, -1 do
      record(ended[i], results, failures)
      wait.held[ended[i]] = nil
      ended[i] = nil
      active = active - 1
    end
    ended.raised = nil
  end
  if feed_failure then
    error(feed_failure[1], 0)
  end
  results.n = count
  return results, next(failures) ~= nil and failures or nil
end

return loop
