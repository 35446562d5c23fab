--- A platform with one campaign, people and clocks in memory, for guards: hours pass in no time,
--- requests are slow and get lost, and guards are killed between any two steps.
local core = require "ai95.core"
local dates = require "ai95.util.dates"
local errors = require "ai95.errors"
local loop = require "ai95.loop"

local CALL = 4 -- seconds that a call takes
local SN = "dial_task_main_sn|model"

---@class GuardWorld
---@field now number Unix time
---@field calls { time: number, number: integer }[] that were made
---@field operations { time: number, oper: string }[] that were carried out
---@field fault fun(name: string): string|nil what becomes of a request
---@field latency fun(): number seconds
---@field fail fun(number: integer, attempt: integer): boolean whether a call fails
---@field refusal ai95.Error|nil what every request returns instead
---@field kill_in integer|nil steps until the guard is killed
local World = {}
World.__index = World

local KILLED = "killed"
World.KILLED, World.SN = KILLED, SN

local function set(tables)
  local before = {}
  for i, each in ipairs(tables) do
    before[i] = { each[1], each[2], each[1][each[2]] }
    each[1][each[2]] = each[3]
  end
  return function()
    for _, each in ipairs(before) do
      each[1][each[2]] = each[3]
    end
  end
end

--- A point where the guard may be killed. A dead guard does nothing more.
function World:step()
  if self.kill_in then
    self.kill_in = self.kill_in - 1
    self.is_dead = self.is_dead or self.kill_in < 0
  end
  if self.is_dead then
    error(KILLED, 0)
  end
end

local function is_dialling(task)
  return task.state == "sending"
end

--- Starts the next call, if one is due.
function World:dial(till)
  local task = self.task
  local number = table.remove(task.queue, 1)
  if not number then
    task.state = "sent"
    return
  end
  local attempt = (task.attempts[number] or 0) + 1
  task.attempts[number] = attempt
  self.calls[#self.calls + 1] = { time = self.now, number = number }
  if self.fail(number, attempt) then
    task.failed[#task.failed + 1] = number
  else
    task.success = task.success + 1
  end
  task.busy_until = self.now + CALL
  self.now = math.max(self.now, math.min(till, task.busy_until))
end

--- What happens next, up to a time.
function World:advance(seconds)
  local till = self.now + seconds
  while true do
    local task, at, event = self.task, till, nil
    for i, each in ipairs(self.later) do
      if each.at <= at then
        at, event = each.at, i
      end
    end
    if is_dialling(task) and math.max(task.busy_until, self.now) <= at
      and (not event or task.busy_until <= at) and math.max(task.busy_until, self.now) < till then
      self.now = math.max(self.now, task.busy_until)
      self:dial(at)
    elseif event then
      self.now = math.max(self.now, at)
      table.remove(self.later, event).action()
    else
      break
    end
  end
  self.now = till
end

--- Does something at a time.
function World:at(time, action)
  self.later[#self.later + 1] = { at = math.max(time, self.now), action = action }
end

local operations = {}

function operations.stop(task) task.state = "paused" end

function operations.keepOn(task) task.state = "sending" end

function operations.failRe(task)
  for _, number in ipairs(task.failed) do
    task.queue[#task.queue + 1] = number
  end
  task.failed, task.state = {}, "sending"
end

--- Carries an operation out, as the guard's request or a person's click.
function World:operate(oper)
  self.operations[#self.operations + 1] = { time = self.now, oper = oper }
  operations[oper](self.task)
end

--- Adds numbers, as an import does: a finished campaign is paused then.
function World:append(count)
  local task = self.task
  for _ = 1, count do
    task.total = task.total + 1
    task.queue[#task.queue + 1] = task.total
  end
  task.state = task.state == "sent" and "paused" or task.state
end

local function lost(outcome, kind)
  return errors.new { kind = kind or "timeout", outcome = outcome, message = "the answer is lost" }
end

--- One request: it takes time, and may get lost.
function World:request(name, deadline, action)
  self:step()
  local fault = self.fault(name)
  local seconds = math.min(self.latency(), deadline)
  self:advance(seconds / 2)
  local result, err
  if self.refusal then
    err = self.refusal
  elseif fault == "before" then
    err = lost "unknown"
  elseif fault == "not_sent" then
    err = lost("not_sent", "network")
  elseif fault == "rejected" then
    err = lost("rejected", "rate_limit")
  elseif fault == "late" then
    self:at(self.now + 20 + self.random(140), action)
    err = lost "unknown"
  else
    result = action()
    err = fault == "after" and lost "unknown" or nil
  end
  self:advance(err and math.min(deadline, seconds + self.random(20)) or seconds / 2)
  self:step()
  if err then
    return nil, err
  end
  self.told = { time = math.floor(self.now), wall = os.time() }
  return result
end

local Row = {}
Row.__index = Row

local function operation(oper)
  return function(row)
    return row.world:request(oper, row.deadline, function()
      row.world:operate(oper)
      return true
    end)
  end
end
Row.pause, Row.resume, Row.redial_failed = operation "stop", operation "keepOn",
  operation "failRe"

--- The task's row, as the platform lists it.
function World:row(deadline)
  local task = self.task
  return setmetatable({
    dial_task_main_sn = SN, state = task.state, total_count = task.total,
    success = task.success, fail = #task.failed, unsend_count = #task.queue,
    send_count = task.success + #task.failed, world = self, deadline = deadline,
  }, Row)
end

--- A client of it.
function World:client(deadline)
  local client = {}
  client.tasks = { get = function()
    return self:request("index", deadline or 120, function() return self:row(deadline or 120) end)
  end }
  function client.with(_, changes)
    return self:client(changes.deadline)
  end
  function client.server_time()
    return self.told and self.told.time + os.time() - self.told.wall
  end
  return client
end

--- Runs a guard until it ends or is killed.
---@param options table
---@return ai95.Guarded|nil
---@return any err `World.KILLED` if it was killed
function World:guard(options)
  local given = { state = "model.guard" }
  for name, value in pairs(options) do
    given[name] = value
  end
  self.is_dead = false
  local restore = set {
    { core, "now", function() return self.now - self.boot end },
    { os, "time", function() return math.floor(self.now + self.skew) end },
    { loop, "sleep", function(seconds)
      self:step()
      self:advance(math.max(seconds, 0.001)) -- which a double can still tell from this time
      self:step()
    end },
    { core, "lock", function() return { close = function() end } end },
    { core, "read_private", function() return self.file end },
    { core, "replace_file", function(_, text)
      self:step()
      self.file = text
      self:step()
      return true
    end },
  }
  local ok, guarded, err = pcall(require("ai95.guard").run, self:client(), self:row(120), given)
  restore()
  if ok then
    return guarded, err
  elseif guarded ~= KILLED then
    error(guarded, 0)
  end
  return nil, KILLED
end

--- How often each number was called.
function World:counts()
  local counts = {}
  for _, call in ipairs(self.calls) do
    counts[call.number] = (counts[call.number] or 0) + 1
  end
  return counts
end

--- A world in which a campaign waits.
---@param given { start: string, numbers: integer, random: fun(n: integer): integer }
---@return GuardWorld
return function(given)
  local self = setmetatable({
    now = dates.parse(given.start), boot = 1e5, skew = given.skew or 0, calls = {},
    operations = {}, later = {}, random = given.random or function(n) return n end,
    fault = function() end, latency = function() return 0.2 end,
    fail = function(number, attempt) return (number * 7 + attempt) % 10 < 4 end,
    task = { state = "unsent", total = 0, success = 0, failed = {}, queue = {}, attempts = {},
      busy_until = 0 },
  }, World)
  self.boot = self.now - 1e5
  self:append(given.numbers)
  return self
end
