--- Sends the chunks of an import, one request after another, each written down in the ledger before
--- it leaves and once its outcome is certain.
local campaign = require "ai95.import.campaign"
local core = require "ai95.core"
local errors = require "ai95.errors"
local loop = require "ai95.loop"
local reconcile = require "ai95.import.reconcile"

-- of one chunk; a repeat only after the one before certainly failed
local MAX_SENDS = 3

local POLL = 1 -- seconds between two looks at a campaign that is not as it should be
local POLL_MAX = 30 -- between two tries to add to it

local RUN_AGAIN = "; run the same import again with its ledger, which looks before it sends"

local NOT_KNOWN = "the platform lists the task %s, and takes nothing more for it; did somebody"
  .. " delete it? "

local MADE_ALREADY = "the platform has the task %s, which seems to be this campaign's, and the"
  .. " ledger knows nothing of it: it has lost its last records; nothing was sent. Restore it from"
  .. " a backup, or exclude (`exclude`) the people of that task and give another ledger"

local COUNTS = { "total", "success", "fail", "out_repeat" }

---@class ai95.Delivery
---@field client ai95.Client
---@field params table the import's
---@field ledger ai95.Ledger
---@field on_wait fun(seconds: number)
---@field was_paused boolean|nil whether the campaign was paused before we added to it
---@field appended boolean|nil whether we added to it
local Delivery = { COUNTS = COUNTS }
Delivery.__index = Delivery

--- The platform's answer, with all counts.
---@return ai95.ImportCounts
function Delivery.counts(data)
  for _, name in ipairs(COUNTS) do
    data[name] = type(data[name]) == "number" and data[name] or 0
  end
  return data
end

---@param client ai95.Client
---@param params table the import's
---@param ledger ai95.Ledger
---@param on_wait fun(seconds: number) called before each pause
---@return ai95.Delivery
function Delivery.new(client, params, ledger, on_wait)
  return setmetatable({ client = client, params = params, ledger = ledger, on_wait = on_wait },
    Delivery)
end

--- The remark by which a task that we made is found.
function Delivery:mark()
  local params, ledger = self.params, self.ledger
  if not ledger.path or ledger.header.dial_task_main_sn then
    return params.mark
  end
  -- In front, for platforms that shorten remarks.
  return "ai95:" .. ledger.token .. (params.mark and " " .. params.mark or "")
end

--- Sends rows as JSON, a buffer.
function Delivery:send(text)
  local params = self.params
  local data, err = self.client:request("addJson", {
    project_sn = params.project_sn, source = params.source, ai_user_sn = params.ai_user_sn,
    aes = params.aes, is_zidong = params.is_zidong, mark = self:mark(),
    dial_task_main_sn = self.ledger.dial_task_main_sn,
    client_info_json = text,
  })
  if data and type(data.success) ~= "number" then
    data.success = self.ledger.pending.rows -- or the task would later seem to have others' numbers
  end
  return data and Delivery.counts(data), err
end

--- Writes down who is about to be sent, and what is needed to find out later what became of them.
---@return true|nil ok
---@return ai95.Error|nil err
function Delivery:announce(chunk, people)
  local ledger = self.ledger
  local record = {
    type = "send", request = ledger.requests + 1, rows = chunk.rows, people = people,
    time = os.time(), dial_task_main_sn = ledger.dial_task_main_sn,
  }
  if ledger.path and not record.dial_task_main_sn then
    local seen, err = campaign.all(self.client)
    if not seen then
      return nil, errors.derive(err, { outcome = "not_sent", retryable = true })
    end
    local own = campaign.marked(seen, ledger)
    for _, task in ipairs(ledger.tasks and campaign.new_tasks(seen, ledger.tasks) or {}) do
      own = own or campaign.is_alike(task, ledger.header) and task
    end
    if own then
      return nil, errors.new { kind = "undetermined", endpoint = "addJson",
        message = MADE_ALREADY:format(own.dial_task_main_sn) }
    end
    record.has_tokens = seen.has_tokens or nil
    record.tasks = not seen.has_tokens and seen.sns or nil
  end
  return ledger:write(record)
end

--- Writes down that the pending request was carried out. A full disk does not change that.
---@param counts table the platform's
---@return ai95.ImportCounts|nil counts
---@return ai95.Error|nil err
function Delivery:finish(counts)
  local ledger = self.ledger
  local record = {
    type = "done", request = ledger.pending.request, dial_task_main_sn = counts.dial_task_main_sn,
  }
  for _, name in ipairs(COUNTS) do
    record[name] = counts[name] or 0
  end
  local ok, err = ledger:write(record)
  if not ok then
    return nil, errors.derive(err, {
      outcome = "unknown", retryable = false,
      message = "the request was carried out, but this could not be recorded: " .. err.message
        .. RUN_AGAIN,
    })
  end
  return record
end

--- Writes down that the pending request was certainly not carried out.
---@param err ai95.Error the request's
---@return boolean ok
---@return ai95.Error err
function Delivery:fail(err)
  local ledger = self.ledger
  local ok, problem = ledger:write { type = "not_done", request = ledger.pending.request }
  if ok then
    return true, err
  end
  return false, errors.derive(err, { message = err.message .. "; " .. problem.message })
end

--- The platform's lists lag: it does not know the task yet that it made. Waits before the next try.
---@return number|nil pause seconds
---@return ai95.Error|nil err if it has lasted too long
function Delivery:await_task(err, latest, pause)
  local ok, problem = self:await_campaign()
  if not ok then
    return nil, problem
  end
  local left = latest - core.now()
  if left <= 0 then
    return nil, errors.derive(err, { kind = "undetermined",
      message = NOT_KNOWN:format(self.ledger.dial_task_main_sn) .. err.message })
  end
  self.on_wait(left)
  loop.sleep(math.min(pause, left))
  return math.min(pause * 2, POLL_MAX)
end

--- The platform said that it took the request, but its answer cannot be used: nothing may follow,
--- and the request is never sent again.
function Delivery:stop_after_answer(err)
  local ledger = self.ledger
  local ok, problem = ledger:write { type = "answered", request = ledger.pending.request }
  return nil, errors.derive(err, {
    message = err.message .. (ok and "" or "; " .. problem.message)
      .. (ledger.path and RUN_AGAIN or ""),
    outcome = "unknown", retryable = false,
  })
end

--- Finds out what became of the pending request.
---@param latest number of core.now(): when it can have left at the latest
---@param lost ai95.Error|nil its error; nil if a process before this one sent it
---@return ai95.ImportCounts|false|nil counts false: it was certainly not carried out
---@return ai95.Error|nil err
function Delivery:reconcile(latest, lost)
  local ledger = self.ledger
  local sent = ledger.pending
  local outcome, found = reconcile(self.client, ledger,
    { latest = latest, timeout = self.params.reconcile_timeout, on_wait = self.on_wait })
  if outcome == "done" then
    return self:finish {
      total = sent.rows, success = found.success, dial_task_main_sn = found.dial_task_main_sn,
    }
  elseif outcome and not sent.answered then
    local ok, err = ledger:write { type = "not_done", request = sent.request }
    return ok and false, err
  elseif outcome then
    found = errors.new { kind = "undetermined",
      message = "the platform's answer said that it was, but no task has it" }
  end
  local undetermined = found.kind == "undetermined"
  return nil, errors.new {
    kind = undetermined and "undetermined" or lost and lost.kind or found.kind,
    endpoint = "addJson", outcome = "unknown",
    message = ("it is not known whether request %d was carried out; %s%s%s; or find out yourself,"
      .. " and record it with `ai95 ledger resolve`"):format(sent.request,
      undetermined and "" or "looking it up failed: ", found.message, RUN_AGAIN),
  }
end

--- Before the first request to a campaign that exists: waits until the platform shows the numbers
--- that it should have. Otherwise an absence would prove nothing later, and a ledger restored from
--- a backup would send people twice.
---@return true|nil ok
---@return ai95.Error|nil err
function Delivery:await_campaign()
  local ledger = self.ledger
  local sn = ledger.dial_task_main_sn
  local latest = core.now() + self.params.reconcile_timeout
  while true do
    local task, err = self.client.tasks:get(sn)
    local total = task and tonumber(task.total_count)
    if total == ledger.total_count then
      self.was_paused = task.state == "paused"
      return true
    elseif not task and not campaign.is_missing(err) then
      return nil, errors.derive(err, { outcome = "not_sent", retryable = true })
    end
    local left = latest - core.now()
    if left <= 0 and total and total < ledger.total_count then
      -- Somebody removed numbers; nobody was added.
      self.was_paused = task.state == "paused"
      return ledger:write { type = "count", total_count = total }
    elseif left <= 0 or (total and total > ledger.total_count) then
      return nil, errors.new {
        kind = "undetermined", endpoint = "addJson",
        message = not task and ("the platform does not list the task %s; nothing more was sent")
          :format(sn)
          or ("the task %s has %s numbers, and the ledger knows of %.0f; nothing more was sent")
          :format(sn, total and tostring(total) or "an unknown count of", ledger.total_count),
      }
    end
    self.on_wait(left)
    loop.sleep(math.min(POLL, left))
  end
end

--- Sends a chunk and returns once it was certainly carried out.
---@param chunk ai95.Chunk
---@param spool ai95.Spool
---@return ai95.ImportCounts|nil counts
---@return ai95.Error|nil err
function Delivery:ensure_sent(chunk, spool)
  local ledger = self.ledger
  local is_own = not ledger.header.dial_task_main_sn
  local losses, pause, latest = 0, POLL, nil
  while true do
    local ok, err = true, nil
    if ledger.dial_task_main_sn and ledger.path and self.was_paused == nil then
      ok, err = self:await_campaign()
    end
    local text, people
    if ok then
      text, people, err = spool:read(chunk)
      ok = text ~= nil
    end
    if ok then
      ok, err = self:announce(chunk, ledger.path and people or nil)
    end
    if not ok then
      return nil, err
    end
    self.appended = self.appended or ledger.dial_task_main_sn ~= nil
    self.was_paused = self.was_paused or false
    local data
    data, err = self:send(text)
    if data then
      return self:finish(data)
    elseif err.code == 0 then
      return self:stop_after_answer(err)
    elseif err.outcome ~= "unknown" then
      ok, err = self:fail(err)
      if not ok or not is_own or not ledger.dial_task_main_sn or not campaign.is_missing(err) then
        return nil, err
      end
      latest = latest or core.now() + self.params.reconcile_timeout
      pause, err = self:await_task(err, latest, pause)
      if not pause then
        return nil, err
      end
    elseif not ledger.path then
      return nil, err
    else
      local lost = err
      local counts, problem = self:reconcile(core.now(), lost)
      if counts ~= false then
        return counts, problem
      end
      losses = losses + 1
      if losses == MAX_SENDS then
        -- Each of them certainly failed.
        return nil, errors.derive(lost, { outcome = "rejected", retryable = true })
      end
    end
  end
end

--- If people were called before the next chunk came, the platform leaves the task paused. Lets go
--- on what we paused ourselves, and nothing else: a pause may be somebody's decision.
---@return boolean|nil paused whether it is paused now; nil: that is not known. All people are in,
--- so nothing here is an error of the import
function Delivery:resume_own()
  local ledger, params = self.ledger, self.params
  if not params.is_zidong or not ledger.dial_task_main_sn then
    return false
  end
  local task, err = self.client.tasks:get(ledger.dial_task_main_sn)
  if not task and campaign.is_missing(err) then
    return false -- the lists lag; or everybody was in, and somebody deleted it
  elseif not task then
    return nil
  elseif task.state ~= "paused" then
    return false
  elseif self.appended and not self.was_paused and not ledger.header.dial_task_main_sn then
    return not task:resume()
  end
  return true
end

return Delivery
