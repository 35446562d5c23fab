--- Guarded campaigns: lets a campaign dial within its hours only, and until a rule ends it.
---
--- Each round looks at the task, decides (rules), and acts:
---
--- - A pause does no harm if it is sent twice. It is sent until a look shows that nothing is
---   dialled; a campaign that may be dialling without the guard's will is the worst case.
--- - Before a resume the guard looks. If its answer is lost, the next look decides.
--- - A redial phones people again. It is written down before it is sent; if nobody knows what
---   became of it, it counts as done.
---
--- A lost request may be carried out later. Until `reconcile_timeout` has passed, the guard does
--- not end.
local Operations = require "ai95.guard.operations"
local State = require "ai95.guard.state"
local core = require "ai95.core"
local guard_options = require "ai95.guard.options"
local loop = require "ai95.loop"
local rules = require "ai95.guard.rules"

local is_transient = Operations.is_transient

-- Seconds.
local BLIND = 60 -- without a look that succeeds; then the guard pauses
local SLICE, LONG_SLICE = 0.5, 5 -- of a sleep: between two questions whether to stop, or without

local NO_SUCH_TASK = 30011

--- What a guard returns.
---@class ai95.Guarded
---@field reason "done"|"reached"|"interested"|"failure_rate"|"deadline"|"stopped"|"dry_run" why it
--- ended: everybody was dialled; a goal is reached; too many calls failed; the deadline has passed;
--- `stop_when` said so
---@field text string the same in a sentence
---@field steps ai95.GuardStep[] the last 1,000
---@field redials integer how often failed numbers were dialled again, or may have been
---@field interested integer|nil customers with one of `interested_labels`, up to the goal
---@field task ai95.Task the campaign, as it was seen last. Unless the reason is `"done"`, it is
--- paused if it has numbers left
---@field decision ai95.GuardDecision|nil of a dry run: what it would do first

---@class ai95.Guard: ai95.GuardOperations
local Guard = setmetatable({}, { __index = Operations })
Guard.__index = Guard

--- The guard could not look, or not see all that it must know.
---@return true|nil ok
---@return ai95.Error|nil err
function Guard:endure(err)
  self.blind_since = self.blind_since or core.now()
  local is_lasting = not is_transient(err) and err.code ~= NO_SUCH_TASK
  local is_quiet = not self:is_dialling() and not self.memory.unsettled_until
  if self:is_hopeless(err) or is_quiet and (is_lasting or self.is_stopped) then
    return nil, err
  end
  self:report("trouble", err.kind, err.message)
  if self.is_stopped or is_lasting or core.now() - self.blind_since >= BLIND
    or not rules.time_left(self.options, self:now()) then
    return self:ensure_paused("blind", "the platform cannot be asked: " .. err.message)
  end
  return true
end

--- Does what was decided.
---@return ai95.GuardDecision|boolean|nil done the decision if the guard has ended
---@return ai95.Error|nil err
function Guard:act(decision)
  local action = decision.action
  if action == "redial" then
    return self:redial(decision)
  elseif action == "dial" and not rules.is_dialling(self.row) then
    return self:resume(decision)
  elseif action == "dial" then
    self:report("dialling", decision.reason, decision.text)
    return self:save()
  end
  local ok, err = self:ensure_paused(decision.reason, decision.text)
  if ok then
    ok, err = self:save()
  end
  if not ok then
    return nil, err
  elseif action == "end" then
    self:report("ended", decision.reason, decision.text)
    return decision
  end
  self:report("waiting", decision.reason, decision.text)
  return true
end

--- Waits for the next round.
function Guard:sleep(at)
  local now, seconds = self:now(), self.options.interval
  local left = rules.time_left(self.options, now)
  for _, time in ipairs { now + (left or math.huge), at or math.huge,
    self.options.deadline_at or math.huge } do
    if time > now then
      seconds = math.min(seconds, time - now)
    end
  end
  local till, slice = core.now() + seconds, self.options.stop_when and SLICE or LONG_SLICE
  repeat
    loop.sleep(math.max(0, math.min(slice, till - core.now())))
    self:ask_to_stop()
  until core.now() >= till or self.is_stopped and not self.was_stopped or self:is_moved()
  self.was_stopped = self.is_stopped
end

function Guard:ask_to_stop()
  local stop_when = self.options.stop_when
  self.is_stopped = self.is_stopped or stop_when ~= nil and not not stop_when(self.row or self.task)
end

--- Pauses first, whatever the guard before has left, and then decides.
---@return true|nil ok
---@return ai95.Error|nil err
function Guard:take_over()
  local memory = self.memory
  local is_redialling = memory.redialling ~= nil
  if is_redialling then
    memory.unsettled_until = memory.redial_from and math.max(memory.unsettled_until or 0,
      memory.redialling + rules.MIN_TIME + self.options.reconcile_timeout)
  end
  self.is_starting = true
  while not self.row do
    local _, err = self:look()
    if err and not is_transient(err) and not (err.code == NO_SUCH_TASK and not self:is_gone(err))
    then
      return nil, err
    elseif err then
      self:report("trouble", err.kind, err.message)
      self:sleep()
    end
    if err and self.is_stopped then
      return nil, err
    end
  end
  local ok, err = self:ensure_paused("start", "the guard starts: it pauses first, and then decides")
  if not ok then
    return nil, err
  end
  self.is_starting = nil
  if is_redialling then
    memory.redialling = nil
    self:report("redialled", "unsettled", ("redial %d was begun, and the guard ended before it"
      .. " knew the outcome: it counts as done, and is not repeated"):format(memory.redials))
  end
  return self:save()
end

--- The rounds, until a decision ends them.
---@return ai95.GuardDecision|nil
---@return ai95.Error|nil err
function Guard:rounds()
  local ok, err = self:take_over()
  if not ok then
    return nil, err
  end
  while true do
    self:ask_to_stop()
    local decision, done
    decision, err = self:decide()
    if decision then
      self.blind_since = nil
      done, err = self:act(decision)
    else
      done, err = self:endure(err)
    end
    if not done or done ~= true then
      return done, err
    end
    self:sleep(decision and decision.at)
  end
end

function Guard:summary(decision)
  return {
    reason = decision.reason, text = decision.text, steps = self.steps,
    redials = self.memory.redials, interested = self.interested, task = self.row,
  }
end

--- Looks and decides, and changes nothing.
local function dry_run(self)
  local decision, err = self:decide()
  if not decision then
    return nil, err
  end
  local summary = self:summary { reason = "dry_run", text = decision.text }
  summary.decision = decision
  return summary
end

--- Leaves nothing dialling, even if `progress` raised.
local function protected(self)
  local ok, decision, err = pcall(self.rounds, self)
  if ok and decision then
    return decision
  end
  self.options.progress = not ok and function() end or self.options.progress
  local paused, problem = true, nil
  if not self.row and (not ok or self.is_stopped) then
    self:pause_unseen()
  elseif not ok or not self.is_starting then
    paused, problem = self:ensure_paused("error", ok and err.message or "the guard has failed")
    self:settle()
  end
  if not ok then
    error(decision, 0)
  elseif not paused then
    return nil, problem
  end
  return nil, err
end

local guard = {}

--- See task:guard.
---@param client ai95.Client
---@param task ai95.Task
---@param given table
---@return ai95.Guarded|nil
---@return ai95.Error|nil err
function guard.run(client, task, given)
  local options = guard_options.read(given)
  local self = setmetatable({ client = client, task = task, options = options, steps = {},
    limit = rules.MIN_TIME }, Guard)
  local err
  if options.dry_run then
    self.memory, err = State.read(options.state, task.dial_task_main_sn)
    if not self.memory then
      return nil, err
    end
    return dry_run(self)
  end
  self.state, err = State.open(options.state, task.dial_task_main_sn)
  if not self.state then
    return nil, err
  end
  self.memory = self.state.memory
  local ok, decision, problem = pcall(protected, self)
  self.state:close()
  if not ok then
    error(decision, 0)
  elseif not decision then
    return nil, problem
  end
  return self:summary(decision)
end

return guard
