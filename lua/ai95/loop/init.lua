--- Waiting, and doing several things at once. One piece of code serves blocking and concurrent use; what differs between plain
--- Lua and nginx is in `plain` and `nginx`, which have the same functions.
local core = require "ai95.core"
local errors = require "ai95.errors"
local inside_nginx = require "ai95.util.inside_nginx"
local pool = require "ai95.loop.pool"

local GRACE = 1 -- seconds after a deadline that what was to keep it is waited for

local scheduler = inside_nginx() and require "ai95.loop.nginx" or require "ai95.loop.plain"

local loop = {
  pool = pool,
  --- Raises where there can be no waiting, as in some phases of nginx.
  check = scheduler.check,
  --- Returns when what is waited for is there (see ai95.loop.ready).
  wait = scheduler.wait,
  --- Stops a transfer if the caller, who does something else meanwhile, is ended from outside; returns what ends the watch.
  watch = scheduler.watch,
}

---@class ai95.loop.Task
---@field ended boolean
---@field ok boolean whether it ended without raising
---@field values table|false what it returned, or { what it raised }
---@field signal table raised when it ends; a list of the tasks that have ended
local Task = {}
Task.__index = Task

function Task:finish(ok, ...)
  self.ended, self.ok, self.values = true, ok, { n = select("#", ...), ... }
  self.signal[#self.signal + 1] = self
  scheduler.raise(self.signal)
end

-- With room for its fields: a table that grows is made again and again.
local function new_task(signal)
  return setmetatable({
    ended = false, ok = false, values = false, signal = signal, index = 0, coroutine = false, waiting = false,
  }, Task)
end

local function start(signal, fn, ...)
  local task = new_task(signal)
  scheduler.start(task, fn, ...)
  return task
end

--- Begins `fn(...)` as a task. Its request leaves now, not when somebody next waits.
---@return ai95.loop.Task
function loop.spawn(fn, ...)
  local task = start({}, fn, ...)
  if not task.ended then
    pool():run(0)
  end
  return task
end

--- What the task returned, once it has ended; raises what it raised.
---@param latest number|nil of core.now(): when nobody waits for it any more
function Task:result(latest)
  if not self.ended then
    loop.wait { signal = self.signal, latest = latest }
  end
  if not self.ended then
    return nil, errors.new { kind = "timeout", message = "it was ended from outside; ngx.exit in `log` or in a store?" }
  end
  scheduler.release(self)
  if not self.ok then
    error(self.values[1], 0)
  end
  return (unpack or table.unpack)(self.values, 1, self.values.n)
end

--- Runs `fn(...)` so that it comes to its end even if the caller is ended from outside, and returns what it returns.
---@param deadline number of core.now(), by which it ends by itself
function loop.detached(deadline, fn, ...)
  local task = new_task {}
  if scheduler.detach(task, fn, ...) then
    return task:result(deadline + GRACE)
  end
  return fn(...)
end

---@param seconds number
function loop.sleep(seconds)
  loop.wait { at = core.now() + seconds }
end

local function record(task, results, failures)
  scheduler.release(task)
  local first, second = task.values[1], task.values[2]
  if not task.ok then
    failures[task.index] = first == nil and "nil was raised" or first
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
