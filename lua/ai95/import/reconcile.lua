--- What became of a request whose answer was lost: looks at the platform's own lists. Decides only
--- on evidence that cannot have another reason:
---
--- - the new task's remark has our token, or a list of tasks on which tokens are returned unchanged
---   has none with it;
--- - the campaign that the ledger made has exactly the numbers more that were sent, or none;
--- - the customers of a task are the people of the request.
---
--- Lists and counts may lag: two looks must agree, and an absence counts only after
--- `reconcile_timeout` from the latest moment at which the request can have left.
local campaign = require "ai95.import.campaign"
local core = require "ai95.core"
local errors = require "ai95.errors"
local loop = require "ai95.loop"

local POLL_MIN, POLL_MAX = 0.05, 5 -- seconds between two looks
local MAX_LATE_LOOKS = 20 -- after the time, if they do not agree

--- What one look shows.
---@class ai95.Look
---@field outcome "done"|"absent"|"unclear"
---@field key string two looks agree if it is the same
---@field success integer|nil numbers that were taken
---@field dial_task_main_sn string|nil
---@field reason string|nil why it is unclear
---@field is_growing boolean|nil whether not all numbers are there yet
---@field candidates ai95.Task[]|nil tasks that may have the people

---@class ai95.Reconciliation
---@field client ai95.Client
---@field ledger ai95.Ledger
---@field sent ai95.LedgerRequest
local Reconciliation = {}
Reconciliation.__index = Reconciliation

local function unclear(key, candidates, format, ...)
  return { outcome = "unclear", key = key, candidates = candidates, reason = format:format(...) }
end

--- Adding to a task: compares its count with what the ledger expects.
---@return ai95.Look|nil
---@return ai95.Error|nil err
function Reconciliation:look_in_task()
  local ledger, sent = self.ledger, self.sent
  local sn = sent.dial_task_main_sn
  local task, err = self.client.tasks:get(sn)
  if not task and not campaign.is_missing(err) then
    return nil, err
  end
  local total = task and tonumber(task.total_count)
  if not total then
    return unclear("missing", {}, "the platform shows no count of numbers for the task %s", sn)
  end
  local added = total - ledger.total_count
  if added == 0 then
    return { outcome = "absent", key = "0" }
  elseif added == sent.rows and not ledger.header.dial_task_main_sn then
    return { outcome = "done", key = tostring(total), success = added, dial_task_main_sn = sn }
  end
  return unclear(tostring(total), added > 0 and { task } or {},
    "the task %s has %.0f numbers and should have %.0f, or %.0f with this request", sn, total,
    ledger.total_count, ledger.total_count + sent.rows)
end

--- Making a new task: looks for our token in the remarks.
---@return ai95.Look|nil
---@return ai95.Error|nil err
function Reconciliation:look_for_task()
  local sent = self.sent
  local seen, err = campaign.all(self.client)
  if not seen then
    return nil, err
  end
  local key = table.concat(seen.sns, " ")
  local own = campaign.marked(seen, self.ledger)
  if own then
    local total, sn = tonumber(own.total_count) or sent.rows, own.dial_task_main_sn
    -- If there are more, others were added, or the ledger has lost its end.
    return {
      outcome = "done", key = ("%s %s %.0f"):format(key, sn, total), dial_task_main_sn = sn,
      success = math.min(total, sent.rows), is_growing = total < sent.rows,
    }
  end
  if sent.has_tokens or seen.has_tokens then
    return { outcome = "absent", key = key }
  end
  local candidates = campaign.new_tasks(seen, sent.tasks or {})
  if not candidates[1] then
    return { outcome = "absent", key = key }
  end
  return unclear(key, candidates,
    "the task %s is new and may have these people, and the platform does not show its remark",
    candidates[1].dial_task_main_sn)
end

--- The people of the request.
function Reconciliation:people()
  local people = core.people(self.ledger.header.key)
  people:add(self.sent.people)
  return people
end

--- Looks whether the people of the request are among the customers of a task. The platform carries
--- out a request as a whole.
---@return ai95.Look|nil look nil if that is not certain, too
---@return ai95.Error|nil err
function Reconciliation:look_at_customers(task)
  local ledger, sent = self.ledger, self.sent
  if not sent.dial_task_main_sn and not campaign.is_alike(task, ledger.header) then
    return nil -- another campaign may have the same people
  end
  local sn = task.dial_task_main_sn
  local found, err = campaign.count_customers(self.client, sn, self:people())
  if not found then
    return nil, err
  end
  local added = (tonumber(task.total_count) or 0) - (sent.dial_task_main_sn and ledger.total_count
    or 0)
  local is_shared = sent.dial_task_main_sn == nil or ledger.header.dial_task_main_sn ~= nil
  local fits = added == sent.rows or (added > 0 and added < sent.rows and not is_shared)
  if found >= sent.rows or (found > 0 and fits) then
    return { outcome = "done", key = "", success = fits and added or sent.rows,
      dial_task_main_sn = sn }
  end
end

--- Nothing shows the request. Its people among the customers would contradict that: the count may
--- have been another than the platform said.
function Reconciliation:decide_absence()
  local sn = self.sent.dial_task_main_sn
  local found, err = 0, nil
  if sn then
    found, err = campaign.count_customers(self.client, sn, self:people())
  end
  if not found then
    return nil, err
  elseif found == 0 then
    return "not_done"
  end
  return nil, errors.new {
    kind = "undetermined", endpoint = "addJson", outcome = "unknown",
    message = ("the task %s has as many numbers as before, and yet people of the request")
      :format(sn),
  }
end

--- Decides after the last look.
function Reconciliation:decide(look)
  if look.outcome == "done" then
    return "done", look
  elseif look.outcome == "absent" then
    return self:decide_absence()
  end
  for _, task in ipairs(look.candidates) do
    local found, err = self:look_at_customers(task)
    if found or err then
      return found and "done", found or err
    end
  end
  return nil, errors.new {
    kind = "undetermined", endpoint = "addJson", outcome = "unknown", message = look.reason,
  }
end

--- Looks until it is certain, or until the platform cannot be at work on the request any more.
---@param client ai95.Client
---@param ledger ai95.Ledger its `pending` request
---@param options { latest: number, timeout: number, on_wait: fun(seconds: number) } `latest`: of
--- core.now(), when the request can have left at the latest; `timeout`: seconds from then on;
--- `on_wait` is called before each pause with the longest time that is left
---@return "done"|"not_done"|nil outcome
---@return table|nil found success and dial_task_main_sn if it was done; the error if it is not
--- known
return function(client, ledger, options)
  local sent = ledger.pending
  local self = setmetatable({ client = client, ledger = ledger, sent = sent }, Reconciliation)
  local look_once = sent.dial_task_main_sn and self.look_in_task or self.look_for_task
  local before, pause
  local late_looks = 0
  while true do
    local left = options.latest + options.timeout - core.now()
    local look, err = look_once(self)
    if not look then
      return nil, err
    end
    local agree = before ~= nil and before.outcome == look.outcome and before.key == look.key
    if agree and (left <= 0 or (look.outcome == "done" and not look.is_growing)) then
      return self:decide(look)
    elseif left <= 0 and late_looks == MAX_LATE_LOOKS then
      return self:decide(unclear("", {}, "the platform's lists change all the time"))
    end
    late_looks = late_looks + (left <= 0 and 1 or 0)
    pause = agree and math.min(pause * 2, POLL_MAX) or POLL_MIN
    if left > 0 then
      options.on_wait(left)
    end
    loop.sleep(math.max(math.min(pause, left), POLL_MIN))
    before = look
  end
end
