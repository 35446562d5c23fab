--- What a guard decides: functions of what it knows, without any I/O.
local hours = require "ai95.guard.hours"

local rules = {}

-- Seconds. The pause is sent so long before a window ends, so that it is confirmed by then; and
-- nothing is started with less time left than a request may take.
rules.CLOSE_LEAD = 15
rules.MIN_TIME = 60

local SAMPLES = 50 -- in the calls that the failure rate is about

--- What a guard does next. Actions: "dial", the calls may go on; "redial", dial the failed numbers
--- again; "hold", no calls for now; "end".
---@class ai95.GuardDecision
---@field action "dial"|"redial"|"hold"|"end" what to do
---@field reason string a word for programs
---@field text string a sentence for people
---@field at number|nil when it will be another one

--- What a guard sees.
---@class ai95.GuardFacts
---@field now number Unix time, by the platform's clock
---@field task ai95.Task as it is now
---@field interested integer|nil customers with the wanted labels
---@field stopped boolean|nil whether the guard was told to stop

-- What the platform does not explain may be dialling.
local dialling = { sending = true, calling = true, unknown = true }

--- Whether a task makes calls, or may.
---@param task ai95.Task
---@return boolean
function rules.is_dialling(task)
  return dialling[task.state] == true
end

local function count(value)
  return tonumber(value) or 0
end

--- Whether every number of a task was dialled. One that was paused after that is paused.
---@param task ai95.Task
---@return boolean
function rules.is_finished(task)
  return task.state == "sent" or task.state == "paused" and tonumber(task.unsend_count) == 0
    and count(task.total_count) > 0 and count(task.send_count) >= count(task.total_count)
end

--- The counters of a task, as a text: connected, failed, not dialled.
---@param task ai95.Task
---@return string
function rules.counters(task)
  return ("%.0f %.0f %.0f"):format(count(task.success), count(task.fail), count(task.unsend_count))
end

--- Whether the counters show that failed numbers are dialled again. Results that arrive late change
--- them, too, but never so.
---@param before string the counters before, see `counters`
---@param task ai95.Task
---@return boolean
function rules.shows_redial(before, task)
  local failed, unsent = before:match "^%S+ (%S+) (%S+)$"
  return failed == nil or count(task.fail) < tonumber(failed)
    or count(task.unsend_count) > tonumber(unsent)
end

--- Takes a sample of a task's counters. Each sample is the number of calls so far, and of those
--- that failed; counters that fall, as after a redial, begin anew.
---@param samples integer[][] changed
---@param task ai95.Task
---@param last integer the calls that the failure rate is about
function rules.sample(samples, task, last)
  local failed = count(task.fail)
  local calls = count(task.success) + failed
  local newest = samples[#samples]
  if newest and (calls < newest[1] or failed < newest[2]) then
    for i = #samples, 1, -1 do
      samples[i] = nil
    end
    newest = nil
  end
  if not newest or calls - newest[1] >= math.max(1, math.floor(last / SAMPLES)) then
    samples[#samples + 1] = { calls, failed }
  end
  while samples[2] and calls - samples[2][1] >= last do
    table.remove(samples, 1)
  end
end

--- How many of the last calls failed, or of slightly more calls.
---@param samples integer[][]
---@param task ai95.Task
---@param last integer
---@return integer|nil failed nil: there were not so many calls yet
---@return integer|nil calls
function rules.failures(samples, task, last)
  local failed = count(task.fail)
  local calls, oldest = count(task.success) + failed, samples[1]
  if not oldest or calls - oldest[1] < last then
    return nil
  end
  return failed - oldest[2], calls - oldest[1]
end

local function decision(action, reason, at, text, ...)
  return { action = action, reason = reason, at = at, text = text:format(...) }
end

--- The seconds for which calls may be made from now on; nil if it is outside the hours.
---@param options table
---@param now number
---@return number|nil seconds math.huge: without an end
function rules.time_left(options, now)
  local closes = options.hours:closes_at(now)
  local left = closes and closes - rules.CLOSE_LEAD - now
  return left and left > 0 and left or nil
end

local function check_done(options, memory, task)
  if not rules.is_finished(task) then
    return nil
  end
  local failed = count(task.fail)
  if failed == 0 or memory.redials >= options.redials then
    return decision("end", "done", nil, "all %.0f numbers were dialled; %.0f were reached",
      count(task.total_count), count(task.success))
  end
end

local function check_failures(options, memory, task)
  if not options.max_failure_rate then
    return nil
  end
  local failed, calls = rules.failures(memory.samples, task, options.last)
  if failed and failed / calls > options.max_failure_rate then
    return decision("end", "failure_rate", nil,
      "%.0f of the last %.0f calls failed (%.0f %%); the limit is %.4g %%", failed, calls,
      failed / calls * 100, options.max_failure_rate * 100)
  end
end

local function check_goals(options, facts)
  local reached = count(facts.task.success)
  if options.reached and reached >= options.reached then
    return decision("end", "reached", nil, "%.0f customers were reached; the goal is %.0f", reached,
      options.reached)
  elseif options.interested and facts.interested >= options.interested then
    return decision("end", "interested", nil,
      "%.0f customers are interested; the goal is %.0f", facts.interested, options.interested)
  end
end

--- Whether the guard has nothing to do any more.
local function ending(options, memory, facts)
  if facts.stopped then
    return decision("end", "stopped", nil, "the guard was told to stop")
  end
  local found = check_goals(options, facts) or check_done(options, memory, facts.task)
  if found then
    return found
  elseif options.deadline_at and facts.now >= options.deadline_at then
    return decision("end", "deadline", nil, "the deadline %s has passed",
      hours.at(options.deadline_at))
  end
  return check_failures(options, memory, facts.task)
end

local function hold_for_hours(options, now)
  local opens = options.hours:opens_at(now)
  return decision("hold", "hours", opens, "the hours are over; they begin again on %s",
    hours.at(opens))
end

--- Whether another call would be too early, although there are numbers to dial.
local function waiting(options, memory, facts)
  local now, task = facts.now, facts.task
  local finished = rules.is_finished(task)
  local due = finished and (memory.round_ended_at or now) + options.redial_pause
  local unsettled = memory.unsettled_until or 0
  local left = rules.time_left(options, now)
  if finished and unsettled > now then
    return decision("hold", "unsettled", unsettled,
      "the answer to a request was lost, and it may still be carried out until %s",
      hours.at(unsettled))
  elseif finished and due > now then
    return decision("hold", "redial_pause", due,
      "%.0f numbers failed; redial %d of %d is due on %s", count(task.fail), memory.redials + 1,
      options.redials, hours.at(due))
  elseif not left or not rules.is_dialling(task) and left < rules.MIN_TIME then
    return hold_for_hours(options, now)
  elseif memory.held then
    return decision("hold", "held", nil, "somebody else paused the campaign; the guard goes on"
      .. " once somebody resumes it")
  elseif finished then
    return decision("redial", "redial", nil, "%.0f numbers failed; redial %d of %d",
      count(task.fail), memory.redials + 1, options.redials)
  end
end

--- What to do now. Options: see the guard; `hours` is parsed, and `deadline_at` a Unix time.
---@param options table
---@param memory ai95.GuardMemory
---@param facts ai95.GuardFacts
---@return ai95.GuardDecision
function rules.decide(options, memory, facts)
  local found = ending(options, memory, facts) or waiting(options, memory, facts)
  local unsettled = memory.unsettled_until or 0
  if found and found.action == "end" and unsettled > facts.now then
    return decision("hold", "unsettled", unsettled, "%s. The answer to a request was lost: until %s"
      .. " the guard watches whether it is carried out", found.text, hours.at(unsettled))
  end
  return found or decision("dial", "open", nil, "it is within the hours")
end

return rules
