--- Waiting, and doing several things at once. One code path serves blocking and concurrent use;
--- `plain`, `nginx` and `hosted` have the same functions for the three environments.
local core = require "ai95.core"
local errors = require "ai95.errors"
local inside_nginx = require "ai95.util.inside_nginx"
local plain = require "ai95.loop.plain"

local scheduler

local loop = {
  --- The connections, which all clients share.
  pool = nil, ---@type fun(): userdata
  --- Raises if nothing can wait here, as in some phases of nginx.
  check = nil, ---@type fun()
  --- Returns when the wait is over (see plain.is_ready).
  wait = nil, ---@type fun(wait: table)
  --- Stops a transfer if its owner is killed while doing something else; returns a function that
  --- ends the watch.
  watch = nil, ---@type fun(transfer: userdata): function
  --- Ends the waits for an event.
  set = nil, ---@type fun(event: table)
}

local function use(chosen)
  scheduler = chosen
  for _, name in ipairs { "pool", "check", "wait", "watch", "set" } do
    loop[name] = chosen[name]
  end
end

use(inside_nginx() and require "ai95.loop.nginx" or plain)

local drivers = { luv = "ai95.loop.drivers.luv", cqueues = "ai95.loop.drivers.cqueues" }

--- Waits in another program's event loop from now on.
---@param driver "luv"|"cqueues"|ai95.LoopDriver
function loop.use(driver)
  if inside_nginx() then
    errors.misuse("inside nginx, ai95 uses nginx's own loop")
  elseif _VERSION == "Lua 5.1" and not rawget(_G, "jit") then
    errors.misuse("Lua 5.1 cannot wait in another loop: use Lua 5.2 or newer, or LuaJIT")
  end
  local name = drivers[driver]
  if not name and type(driver) ~= "table" then
    errors.misuse("the loop must be \"luv\", \"cqueues\" or a driver, not %s", tostring(driver))
  end
  use(require "ai95.loop.hosted"(name and require(name) or driver))
end

--- A function that runs in a coroutine of its own.
---@class ai95.loop.Job
---@field ended boolean
---@field ok boolean whether it ended without raising
---@field values table|false what it returned, or { what it raised }
---@field event table set when it ends; also a list of the jobs that have ended
local Job = {}
Job.__index = Job

function Job:finish(ok, ...)
  self.ended, self.ok, self.values = true, ok, { n = select("#", ...), ... }
  self.event[#self.event + 1] = self
  scheduler.set(self.event)
end

local function new_job(event)
  return setmetatable({ ended = false, ok = false, values = false, event = event }, Job)
end

local function start(event, fn, ...)
  local job = new_job(event)
  scheduler.start(job, fn, ...)
  return job
end

--- Starts `fn(...)` as a job. Its request leaves now, not when somebody waits the next time.
---@return ai95.loop.Job
function loop.spawn(fn, ...)
  local job = start({}, fn, ...)
  if not job.ended then
    scheduler.send()
  end
  return job
end

--- What the job returned, once it has ended; raises what it raised.
---@param latest number|nil of core.now(): when to give up
function Job:result(latest)
  if not self.ended then
    loop.wait { event = self.event, latest = latest }
  end
  if not self.ended then
    return nil, errors.new { kind = "timeout",
      message = "the job in the background was killed; does `log` or the store call ngx.exit?" }
  end
  scheduler.release(self)
  if not self.ok then
    error(self.values[1], 0)
  end
  return (unpack or table.unpack)(self.values, 1, self.values.n)
end

--- A job that is not started yet, so that others can wait for it already.
---@return ai95.loop.Job
function loop.new_job()
  return new_job {}
end

--- Starts `fn(...)` as that job, which goes on if the caller is killed; false if there is no such
--- job here.
---@param job ai95.loop.Job
---@return boolean
function loop.detach(job, fn, ...)
  return scheduler.detach(job, fn, ...)
end

---@param seconds number
function loop.sleep(seconds)
  loop.wait { at = core.now() + seconds }
end

local function collect(job, results, failures)
  scheduler.release(job)
  local first, second = job.values[1], job.values[2]
  if not job.ok then
    failures[job.index] = first == nil and "nil was raised" or first
  elseif first == nil and second ~= nil then
    failures[job.index] = second
  else
    results[job.index] = first
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
  local ended = {} -- the event of all jobs, and the list of those that ended
  local wait = { event = ended, held = {} } -- keeps the jobs alive: the loop itself does not
  while true do
    while feeding and active < width do
      local ok, item = pcall(next_item)
      if not ok then
        -- The requests under way end first: nobody knows what became of a request that is cut off.
        feeding, feed_failure = false, { item }
      elseif item == nil then
        feeding = false
      else
        count, active = count + 1, active + 1
        local job = start(ended, fn, item)
        job.index = count
        wait.held[job] = true
      end
    end
    if active == 0 then
      break
    elseif not ended.set then
      loop.wait(wait)
    end
    for i = #ended, 1, -1 do
      collect(ended[i], results, failures)
      wait.held[ended[i]] = nil
      ended[i] = nil
      active = active - 1
    end
    ended.set = nil
  end
  if feed_failure then
    error(feed_failure[1], 0)
  end
  results.n = count
  return results, next(failures) ~= nil and failures or nil
end

return loop
