--- What a guard sees and knows: the task, the time, what was sent, and what it reports of it.
local core = require "ai95.core"
local errors = require "ai95.errors"
local guard_options = require "ai95.guard.options"
local hours = require "ai95.guard.hours"
local rules = require "ai95.guard.rules"

-- Seconds.
local MAX_REQUEST, MIN_REQUEST = rules.MIN_TIME, 5 -- for one request with its repetitions
local MISSING = 60 -- that the platform does not list the task; then it is gone
local REMINDER = 60 -- between two reports of the same trouble
local MAX_DIFFERENCE = 300 -- between the platform's clock and this machine's
local LAG = 60 -- that the platform's lists may show a campaign as it was
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

---@class ai95.GuardSight
---@field client ai95.Client
---@field task ai95.Task
---@field options table
---@field memory ai95.GuardMemory
---@field row ai95.Task|nil the task as it was seen last
---@field sent "resume"|"redial"|nil an operation that was sent, and that no look has shown yet
---@field sent_at number|nil when, of core.now()
---@field was_sent boolean|nil whether the last look showed that everybody was dialled
---@field paused_at number|nil when the guard's own pause was confirmed, of core.now(); nil once it
--- let the task dial again
---@field limit number seconds for each request of `row`
---@field base { time: number, at: number, wall: number }|nil the platform's time at the last look,
--- with the time on the clock that nobody sets, and on this machine's
---@field is_starting boolean|nil whether the guard has not paused the task yet
---@field is_stopped boolean|nil whether it was told to stop
---@field steps ai95.GuardStep[]
---@field interested integer|nil
local Sight = {}

local transient = { network = true, timeout = true, rate_limit = true }

--- Whether the same request may succeed later.
function Sight.is_transient(err)
  return transient[err.kind] == true or err.code == 500 or (err.http_status or 0) >= 500
    or err.kind == "protocol" and err.outcome == "unknown"
end

--- The platform's time.
function Sight:now()
  local base = self.base
  return base and base.time + (core.now() - base.at) or os.time()
end

--- Takes the time from an answer that has just come. Between two looks it goes on by a clock that
--- nobody sets.
function Sight:read_clock()
  local time = self.client:server_time()
  self.base = { time = time or os.time(), at = core.now(), wall = os.time() }
  if self.is_clock_told then
    return
  elseif not time then
    self:report("trouble", "clock", "the platform does not tell its time; the hours are by this"
      .. " machine's clock: " .. hours.at(self:now()))
  elseif math.abs(time - os.time()) > MAX_DIFFERENCE then
    self:report("trouble", "clock", ("the platform's clock says %s, and this machine's %s; the"
      .. " hours are by the platform's"):format(hours.at(time), hours.at(os.time())))
  end
  self.is_clock_told = true
end

--- Whether this machine's clock was set, or the machine slept, since the last look.
function Sight:is_moved()
  local base = self.base
  return base ~= nil and math.abs((os.time() - base.wall) - (core.now() - base.at)) > SKEW
end

local operations = { paused = true, resumed = true, redialled = true, ended = true }

--- Reports a step. Trouble that lasts is reported again every minute.
function Sight:report(action, reason, text)
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

--- Whether a request whose answer was lost may still be carried out.
function Sight:is_unsettled()
  return (self.memory.unsettled_until or 0) > self:now()
end

--- Whether the campaign is dialling, as far as anybody knows, or may be.
function Sight:is_dialling()
  return self.sent ~= nil or not self.paused_at and self:is_unsettled()
    or self.row ~= nil and rules.is_dialling(self.row)
end

--- Whether a row shows what an operation does. Lists may lag.
local function shows(operation, row, redial_from)
  if rules.is_dialling(row) then
    return true
  elseif operation == "redial" then
    return rules.shows_redial(redial_from or "", row)
  end
  return rules.is_finished(row)
end

--- Whether a pause that a look has shown, and the one before has not, is the guard's own. The
--- platform, too, pauses a finished campaign that gets more numbers.
function Sight:is_own_pause(total)
  local memory = self.memory
  local looked_at = memory.looked_at or self:now()
  return total ~= memory.total_count or looked_at < (memory.pause_until or 0)
    or self.paused_at ~= nil and core.now() - self.paused_at < LAG
end

--- Remembers what a look has shown.
function Sight:note(row)
  local memory, total = self.memory, tonumber(row.total_count)
  if rules.is_dialling(row) then
    memory.running, memory.held = true, nil
  elseif row.state == "sent" then
    memory.running, memory.held, self.was_sent = nil, nil, true
  elseif row.state == "paused" and (memory.running or self.was_sent) then
    memory.held = not self:is_own_pause(total) or nil
    memory.running, self.was_sent = nil, nil
  end
  if rules.is_finished(row) then
    memory.round_ended_at = memory.round_ended_at or math.floor(self:now())
  else
    memory.round_ended_at = nil
  end
  if self.sent and (shows(self.sent, row, memory.redial_from)
    or core.now() - self.sent_at >= self.options.reconcile_timeout) then
    self.sent, self.sent_at = nil, nil
  end
  -- A lost resume has no such sign: another one may have been carried out.
  if memory.redial_from and shows("redial", row, memory.redial_from) then
    memory.unsettled_until, memory.redial_from = memory.resume_until, nil
  end
  if not self:is_unsettled() then
    memory.unsettled_until, memory.resume_until, memory.redial_from = nil, nil, nil
  end
  memory.total_count, memory.looked_at = total, math.floor(self:now())
  rules.sample(memory.samples, row, self.options.last)
end

--- The first look tells the time.
function Sight:begin()
  local memory, options = self.memory, self.options
  memory.started_at = memory.started_at or math.floor(self:now())
  options.deadline_at = guard_options.deadline_at(options.deadline, memory)
end

--- Reads the task. Before the end of a window a slow platform gets less time, so that the pause is
--- not late.
---@return ai95.Task|nil row
---@return ai95.Error|nil err
function Sight:look()
  local left = self:is_dialling() and rules.time_left(self.options, self:now()) or math.huge
  local limit = math.max(MIN_REQUEST, math.min(MAX_REQUEST, left / 2))
  local row, err = self.client:with({ deadline = limit }).tasks:get(self.task.dial_task_main_sn)
  if not row then
    return nil, err
  end
  self:read_clock()
  self:begin()
  self.row, self.limit, self.missing_since = row, limit, nil
  self:note(row)
  return row
end

--- Whether the platform has not listed the task for so long that it is gone.
function Sight:is_gone(err)
  if not err or err.code ~= NO_SUCH_TASK then
    self.missing_since = nil
    return false
  end
  self.missing_since = self.missing_since or core.now()
  return core.now() - self.missing_since >= MISSING
end

--- Whether there is no sense in trying again.
function Sight:is_hopeless(err)
  if err and err.code == NO_SUCH_TASK then
    return self:is_gone(err)
  end
  return err ~= nil and self.is_starting and not Sight.is_transient(err)
end

--- Whether another page of customers leaves enough time for a pause before the hours end.
function Sight:has_time_to_count()
  return not self:is_dialling()
    or (rules.time_left(self.options, self:now()) or 0) > self.limit
end

--- Counts the customers with a label, up to the goal, into `seen`.
---@return integer|nil count
---@return ai95.Error|nil err
function Sight:count_label(label, seen, count)
  local customers = self.row:customers { labelling = label }
  while count < self.options.interested and self:has_time_to_count() do
    local ok, customer = pcall(customers)
    if not ok and not errors.is(customer) then
      error(customer, 0)
    elseif not ok then
      return nil, customer
    elseif not customer then
      break
    end
    -- A platform may not know the filter, or send a row twice.
    if tostring(customer.labelling):match "^%s*(.-)%s*$" == label and not seen[customer.sn] then
      seen[customer.sn], count = true, count + 1
    end
  end
  return count
end

--- How many customers are interested, up to the goal.
---@return integer|nil count
---@return ai95.Error|nil err
function Sight:count_interested()
  local seen, count = {}, 0
  for _, label in ipairs(self.options.interested_labels) do
    local more, err = self:count_label(label, seen, count)
    if not more then
      return nil, err
    end
    count = more
  end
  return count
end

--- Looks and decides.
---@return ai95.GuardDecision|nil
---@return ai95.Error|nil err
function Sight:decide()
  local row, err = self:look()
  if not row then
    return nil, err
  end
  local function decide()
    return rules.decide(self.options, self.memory, {
      now = self:now(), task = row, interested = self.interested or 0, stopped = self.is_stopped,
    })
  end
  -- Counting takes time: what must end the calls now comes first.
  local decision = decide()
  local is_urgent = self.is_stopped or decision.action ~= "dial" and self:is_dialling()
  if is_urgent or not self.options.interested then
    return decision
  end
  local count
  count, err = self:count_interested()
  if not count then
    return nil, err
  end
  self.interested = math.max(count, self.interested or 0)
  return decide()
end

return Sight
