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
local State = require "ai95.guard.state"
local core = require "ai95.core"
local errors = require "ai95.errors"
local guard_options = require "ai95.guard.options"
local hours = require "ai95.guard.hours"
local loop = require "ai95.loop"
local rules = require "ai95.guard.rules"

-- Seconds.
local MAX_REQUEST, MIN_REQUEST = rules.MIN_TIME, 5 -- for one request with its repetitions
local BLIND = 60 -- without a look that succeeds; then the guard pauses
local MISSING = 60 -- that the platform does not list the task; then it is gone
local RETRY_MIN, RETRY_MAX = 0.2, 10 -- between two pauses that are not confirmed
local REMINDER = 60 -- between two reports of the same trouble
local SLICE, LONG_SLICE = 0.5, 5 -- of a sleep: between two questions whether to stop, or without
local QUIET = 3 -- looks
local SKEW = 5 -- that this machine's clock may differ between two looks

local MAX_STEPS = 1000
local NO_SUCH_TASK = 30011

--- A step of a guard.
---@class ai95.GuardStep
---@field time integer Unix time, by the platform's clock
---@field action "paused"|"resumed"|"redialled"|"dialling"|"waiting"|"trouble"|"ended" what was
--- done, or goes on
---@field reason string why, in a word: `"start"`, `"hours"`, `"open"`, `"held"` (somebody else
--- paused it), `"redial"`, `"redial_pause"`, `"unsettled"` (the answer to a request was lost),
--- `"blind"` (the platform cannot be asked), `"failure_rate"`, `"reached"`, `"interested"`,
--- `"deadline"`, `"stopped"`, `"done"` or an error's kind
---@field text string why, in a sentence
---@field is_new boolean whether it is another one than before; only such are in `steps`
---@field task ai95.Task|nil the campaign as it was seen last; not in `steps`

--- What a guard returns.
---@class ai95.Guarded
---@field reason "done"|"reached"|"interested"|"failure_rate"|"deadline"|"stopped"|"dry_run" why it
--- ended: everybody was dialled; a goal is reached; too many calls failed; the deadline has passed;
--- `stop_when` said so
---@field text string the same in a sentence
---@field steps ai95.GuardStep[] the last 1,000
---@field redials integer how often failed numbers were dialled again, or may have been
---@field interested integer|nil customers in the wanted classes
---@field task ai95.Task the campaign, as it was seen last. Unless the reason is `"done"`, it is
--- paused if it has numbers left
---@field decision ai95.GuardDecision|nil of a dry run: what it would do first

---@class ai95.Guard
---@field client ai95.Client
---@field task ai95.Task
---@field options table
---@field state ai95.GuardState|nil nil in a dry run
---@field memory ai95.GuardMemory
---@field row ai95.Task|nil the task as it was seen last
---@field may_dial boolean whether something was sent since then that makes it dial
---@field limit number seconds for each request of `row`
---@field is_starting boolean|nil whether nothing was ever known of the task
---@field steps ai95.GuardStep[]
---@field interested integer|nil
local Guard = {}
Guard.__index = Guard

local transient = { network = true, timeout = true, rate_limit = true }

--- Whether the same request may succeed later.
local function is_transient(err)
  return transient[err.kind] == true or err.code == 500 or (err.http_status or 0) >= 500
    or err.kind == "protocol" and err.outcome == "unknown"
end

--- The platform's time.
function Guard:now()
  local base = self.base
  return base and base.time + (core.now() - base.at) or os.time()
end

--- Takes the time from an answer that has just come. Between two looks it goes on by a clock that
--- nobody sets.
function Guard:read_clock()
  local time = self.client:server_time()
  self.base = { time = time or os.time(), at = core.now(), wall = os.time() }
  if not time and not self.has_no_clock then
    self.has_no_clock = true
    self:report("trouble", "clock", "the platform does not tell its time; the hours are by this"
      .. " machine's clock: " .. hours.at(self:now()))
  end
end

--- Whether this machine's clock was set, or the machine slept, since the last look.
function Guard:is_moved()
  local base = self.base
  return base ~= nil and math.abs((os.time() - base.wall) - (core.now() - base.at)) > SKEW
end

local operations = { paused = true, resumed = true, redialled = true, ended = true }

--- Reports a step. Trouble that lasts is reported again every minute.
function Guard:report(action, reason, text)
  local key, now = reason .. "\0" .. text, core.now()
  local is_new = operations[action] or key ~= self.last_key
    or action == "trouble" and now - self.reported_at >= REMINDER
  local step = { time = math.floor(self:now()), action = action, reason = reason, text = text,
    is_new = is_new }
  if is_new then
    self.last_key, self.reported_at = key, now
    self.steps[#self.steps + 1] = { time = step.time, action = action, reason = reason,
      text = text, is_new = true }
    if #self.steps > MAX_STEPS then
      table.remove(self.steps, 1)
    end
  end
  if self.options.progress then
    step.task = self.row
    self.options.progress(step)
  end
end

function Guard:save()
  if not self.state then
    return true
  end
  return self.state:save()
end

--- Whether the campaign is dialling, as far as anybody knows.
function Guard:is_dialling()
  return self.may_dial or self.row ~= nil and rules.is_dialling(self.row)
end

--- Remembers what a look has shown.
function Guard:note(row)
  local memory, total = self.memory, tonumber(row.total_count)
  if rules.is_dialling(row) then
    memory.running, memory.held = true, nil
  elseif rules.is_finished(row) then
    memory.running, memory.held = nil, nil
  elseif row.state == "paused" and memory.running then
    -- The platform pauses a finished campaign that gets more numbers, and a pause of our own whose
    -- answer was lost may come late; else it was a person.
    local is_ours = total ~= memory.total_count or self:now() < (memory.pause_until or 0)
    memory.held, memory.running = not is_ours or nil, nil
  end
  if rules.is_finished(row) then
    memory.round_ended_at = memory.round_ended_at or math.floor(self:now())
  else
    memory.round_ended_at = nil
  end
  -- A redial is over once its calls, or the new counters, are seen. They may be shown late.
  local is_shown = memory.redial_from and (rules.is_dialling(row)
    or rules.counters(row) ~= memory.redial_from)
  if is_shown or memory.unsettled_until and memory.unsettled_until <= self:now() then
    memory.unsettled_until, memory.redial_from = nil, nil
  end
  memory.total_count = total
  rules.sample(memory.samples, row, self.options.last)
end

--- Reads the task. Before the end of a window a slow platform gets less time, so that the pause is
--- not late.
---@return ai95.Task|nil row
---@return ai95.Error|nil err
function Guard:look()
  local left = self:is_dialling() and rules.time_left(self.options, self:now()) or math.huge
  local limit = math.max(MIN_REQUEST, math.min(MAX_REQUEST, left / 2))
  local row, err = self.client:with({ deadline = limit }).tasks:get(self.task.dial_task_main_sn)
  if not row then
    return nil, err
  end
  self:read_clock()
  self:begin()
  self.row, self.limit, self.may_dial, self.missing_since = row, limit, false, nil
  self:note(row)
  return row
end

--- The first look tells the time.
function Guard:begin()
  local memory, options = self.memory, self.options
  memory.started_at = memory.started_at or math.floor(self:now())
  options.deadline_at = guard_options.deadline_at(options.deadline, memory)
end

--- Whether the platform has not listed the task for so long that it is gone.
function Guard:is_gone(err)
  if not err or err.code ~= NO_SUCH_TASK then
    self.missing_since = nil
    return false
  end
  self.missing_since = self.missing_since or core.now()
  return core.now() - self.missing_since >= MISSING
end

--- Whether there is no sense in trying again.
function Guard:is_hopeless(err)
  if err and err.code == NO_SUCH_TASK then
    return self:is_gone(err)
  end
  return err ~= nil and self.is_starting and not is_transient(err)
end

--- Sends pauses until one is answered and a look shows that nothing is dialled. If every answer is
--- lost, three such looks must do.
---@return true|nil ok
---@return ai95.Error|nil err the campaign is gone; or the guard has just started, and cannot pause
function Guard:pause(reason, text)
  local pause, quiet, lost_until = RETRY_MIN, 0, self.memory.pause_until
  local memory = self.memory
  memory.running, memory.pause_until = nil, MAX_REQUEST + self:latest()
  self:save() -- a disk that is full must not stop the pause; whoever needs the state saves again
  while true do
    memory.running = nil
    local done, problem = self.row:pause()
    if not done and problem.outcome == "unknown" then
      lost_until = self:latest()
    end
    memory.pause_until = lost_until
    local row, err = self:look()
    quiet = row and not rules.is_dialling(row) and quiet + 1 or 0
    if quiet >= 1 and (done or problem.outcome == "rejected") or quiet >= QUIET then
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
function Guard:ensure_paused(reason, text)
  if not self.row or not self:is_dialling() then
    return true
  end
  return self:pause(reason, text)
end

--- What is left of the hours is enough for a request that is sent now.
function Guard:has_time()
  local left = rules.time_left(self.options, self:now())
  return left ~= nil and left >= self.limit
end

--- When a request whose answer was lost just now can be carried out at the latest.
function Guard:latest()
  return self:now() + self.options.reconcile_timeout
end

--- Reports an error after which the guard goes on, or returns it.
function Guard:survive(err)
  if not is_transient(err) then
    return nil, err
  end
  self:report("trouble", err.kind, err.message)
  return true
end

function Guard:resume(decision)
  local ok, err = self:save()
  if not ok or not self:has_time() then
    return ok, err
  end
  self.may_dial = true
  local done, problem = self.row:resume()
  if done then
    self:report("resumed", decision.reason, decision.text)
    return true
  elseif problem.outcome == "unknown" then
    self.memory.unsettled_until = self:latest()
    self:report("trouble", "unsettled", "whether the campaign was resumed is not known yet: "
      .. problem.message)
    return self:save()
  end
  self.may_dial = false
  return self:survive(problem)
end

--- Dials the failed numbers again, at most once for each number of a redial.
function Guard:redial(decision)
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
  self.may_dial = true
  local done, problem = self.row:redial_failed()
  if not done and problem.outcome ~= "unknown" then
    self.may_dial = false
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

--- How many customers are in the wanted classes, up to the goal.
---@return integer|nil count
---@return ai95.Error|nil err
function Guard:count_interested()
  local wanted, seen, count = {}, {}, 0
  local classes = self.options.interested_status
  for class in classes:gmatch "[^,%s]+" do
    wanted[class] = true
  end
  local customers = self.row:customers { status = classes }
  while count < self.options.interested do
    local ok, customer = pcall(customers)
    if not ok and not errors.is(customer) then
      error(customer, 0)
    elseif not ok then
      return nil, customer
    elseif not customer then
      break
    end
    local class = type(customer.status) == "string" and customer.status:match "^%s*(.-)%s*$"
    if wanted[class] and not seen[customer.sn] then -- a platform may not know the filter
      seen[customer.sn], count = true, count + 1
    end
  end
  return count
end

--- Looks and decides.
---@return ai95.GuardDecision|nil
---@return ai95.Error|nil err
function Guard:decide()
  local row, err = self:look()
  if not row then
    return nil, err
  end
  if self.options.interested and not self.is_stopped then
    self.interested, err = self:count_interested()
    if not self.interested then
      return nil, err
    end
  end
  return rules.decide(self.options, self.memory, {
    now = self:now(), task = row, interested = self.interested, stopped = self.is_stopped,
  })
end

--- The guard could not look, or not see all that it must know.
---@return true|nil ok
---@return ai95.Error|nil err
function Guard:endure(err)
  self.blind_since = self.blind_since or core.now()
  local is_lasting = not is_transient(err) and err.code ~= NO_SUCH_TASK
  if self:is_hopeless(err) or not self:is_dialling() and is_lasting
    and not self.memory.unsettled_until then
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
  if memory.redialling then
    memory.unsettled_until = memory.redial_from and math.max(memory.unsettled_until or 0,
      memory.redialling + MAX_REQUEST + self.options.reconcile_timeout)
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
  if not ok or not self.is_starting then
    paused, problem = self:ensure_paused("error", ok and err.message or "the guard has failed")
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
    may_dial = false, limit = MAX_REQUEST }, Guard)
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
