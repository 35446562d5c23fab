--- What a guard does: the pause, the resume and the redial, each so that a lost answer, or the end
--- of the process, calls nobody too often.
local Sight = require "ai95.guard.sight"
local core = require "ai95.core"
local loop = require "ai95.loop"
local rules = require "ai95.guard.rules"

-- Seconds.
local MAX_REQUEST = rules.MIN_TIME -- for one request with its repetitions
local RETRY_MIN, RETRY_MAX = 0.2, 10 -- between two pauses that are not confirmed

local QUIET = 3 -- looks that must do if every answer is lost

---@class ai95.GuardOperations: ai95.GuardSight
---@field state ai95.GuardState|nil nil in a dry run
local Operations = setmetatable({}, { __index = Sight })

function Operations:save()
  if not self.state then
    return true
  end
  return self.state:save()
end

--- Sends pauses until one is answered and a look shows that nothing is dialled. If every answer is
--- lost, three such looks must do.
---@return true|nil ok
---@return ai95.Error|nil err the campaign is gone; or the guard has just started, and cannot pause
function Operations:pause(reason, text)
  local pause, quiet, lost_until = RETRY_MIN, 0, self.memory.pause_until
  local memory = self.memory
  memory.running, memory.pause_until = nil, MAX_REQUEST + self:latest()
  self:save() -- a disk that is full must not stop the pause; whoever needs the state saves again
  while true do
    memory.running, self.was_sent = nil, nil
    local done, problem = self.row:pause()
    if not done and problem.outcome == "unknown" then
      lost_until = self:latest()
    end
    memory.pause_until = lost_until
    local row, err = self:look()
    quiet = row and not rules.is_dialling(row) and quiet + 1 or 0
    if quiet >= 1 and (done or problem.outcome == "rejected") or quiet >= QUIET then
      self.sent, self.sent_at, self.paused_at = nil, nil, core.now()
      self:report("paused", reason, text)
      return true
    elseif self:is_hopeless(err) or self:is_hopeless(problem) then
      return nil, err or problem
    end
    problem = problem or err
    self:report("trouble", "unconfirmed", ("the campaign may be dialling, and should not (%s): %s")
      :format(text, problem and problem.message or done and "it is not paused yet"))
    loop.sleep(pause)
    pause = math.min(pause * 2, RETRY_MAX)
  end
end

--- Pauses unless it is known that nothing is dialled.
function Operations:ensure_paused(reason, text)
  if not self.row or not self:is_dialling() then
    return true
  end
  return self:pause(reason, text)
end

--- Pauses a campaign that was never seen, since the guard before may have left it dialling.
function Operations:pause_unseen()
  for _ = 1, QUIET do
    if self.task:pause() then
      return
    end
    loop.sleep(RETRY_MIN)
  end
  self:report("trouble", "unconfirmed", "the campaign may be dialling, and could not be paused")
end

--- Watches until no request whose answer was lost can start calls any more, and pauses if one did.
--- It needs no disk.
function Operations:settle()
  while self:is_unsettled() do
    loop.sleep(math.min(self.options.interval, self.memory.unsettled_until - self:now()))
    local row = self:look()
    if row and rules.is_dialling(row) then
      self:pause("unsettled", "a request whose answer was lost was carried out")
    end
  end
end

--- What is left of the hours is enough for a request that is sent now.
function Operations:has_time()
  local left = rules.time_left(self.options, self:now())
  return left ~= nil and left >= self.limit
end

--- When a request whose answer was lost just now can be carried out at the latest.
function Operations:latest()
  return self:now() + self.options.reconcile_timeout
end

--- Reports an error after which the guard goes on, or returns it.
function Operations:survive(err)
  if not Sight.is_transient(err) then
    return nil, err
  end
  self:report("trouble", err.kind, err.message)
  return true
end

--- An operation that makes the campaign dial is sent now.
function Operations:note_sent(operation)
  self.sent, self.sent_at, self.paused_at = operation, core.now(), nil
end

--- Lets the campaign dial. It is written down before: a guard that is killed meanwhile would not
--- know that calls may begin.
function Operations:resume(decision)
  local memory = self.memory
  local unsettled_until, resume_until = memory.unsettled_until, memory.resume_until
  local function settle()
    memory.unsettled_until, memory.resume_until = unsettled_until, resume_until
  end
  memory.resume_until = self:latest() + MAX_REQUEST
  memory.unsettled_until = memory.resume_until
  local ok, err = self:save()
  if not ok or not self:has_time() then
    settle()
    return ok, err
  end
  self:note_sent "resume"
  local done, problem = self.row:resume()
  if done then
    settle()
    self:report("resumed", decision.reason, decision.text)
    return true
  elseif problem.outcome == "unknown" then
    memory.resume_until = self:latest()
    memory.unsettled_until = memory.resume_until
    self:report("trouble", "unsettled", "whether the campaign was resumed is not known yet: "
      .. problem.message)
    return self:save()
  end
  self.sent = nil
  settle()
  return self:survive(problem)
end

--- Dials the failed numbers again, at most once for each number of a redial.
function Operations:redial(decision)
  local memory = self.memory
  if not self:has_time() then
    return true
  end
  local ended, samples = memory.round_ended_at, memory.samples
  memory.redials, memory.redialling = memory.redials + 1, math.floor(self:now())
  memory.round_ended_at, memory.samples, memory.redial_from = nil, {}, rules.counters(self.row)
  local function undo()
    memory.redials, memory.redialling, memory.redial_from = memory.redials - 1, nil, nil
    memory.round_ended_at, memory.samples = ended, samples
  end
  local ok, err = self:save()
  if not ok then
    undo()
    return nil, err
  end
  self:note_sent "redial"
  local done, problem = self.row:redial_failed()
  if not done and problem.outcome ~= "unknown" then
    self.sent = nil
    undo()
    ok, err = self:save()
    if not ok then
      return nil, err
    end
    return self:survive(problem)
  end
  memory.redialling, memory.unsettled_until = nil, self:latest()
  if done then
    self:report("redialled", decision.reason, decision.text)
  else
    self:report("redialled", "unsettled", ("%s: its answer was lost; it counts as done, and is not"
      .. " repeated (%s)"):format(decision.text, problem.message))
  end
  return self:save()
end

return Operations
