--- Imports: any number of rows, in as many addJson requests as they need, one after another.
local Journal = require "ai95.import.journal"
local Spool = require "ai95.import.spool"
local errors = require "ai95.errors"
local import_params = require "ai95.import.params"
local reconcile = require "ai95.import.reconcile"
local validator = require "ai95.api.validator"

local import = {}

-- of one chunk; a repeat only after the one before certainly failed
local MAX_SENDS = 3

local RUN_AGAIN = "; run the same import again with its journal, which looks before it sends"

--- What the platform says of an import.
---@class ai95.ImportCounts
---@field total integer rows that the platform got
---@field success integer rows that it took
---@field fail integer rows that it did not take
---@field out_repeat integer rows that it had already
---@field dial_task_main_sn string the rows' task

--- What an import has done: the platform's counts, summed up, and its own.
---@class ai95.Imported: ai95.ImportCounts
---@field dial_task_main_sn string|nil the rows' task; nil if nothing was sent
---@field chunks integer requests that were carried out
---@field rows integer rows of the input that can be sent
---@field refused integer rows of the input that cannot be sent
---@field excluded integer rows of the input that `exclude` leaves out
---@field cleaned integer of `rows`: those whose phone number was cleaned
---@field problems { row: integer, problem: string }[] why rows were refused: the row's number (the
--- line's, in a file); the first 1,000
---@field exclude_problems ai95.ExcludeProblem[] numbers of `exclude` that cannot be read

local COUNTS = { "total", "success", "fail", "out_repeat" }

--- The platform's answer, with all counts.
---@return ai95.ImportCounts
function import.counts(data)
  for _, name in ipairs(COUNTS) do
    data[name] = type(data[name]) == "number" and data[name] or 0
  end
  return data
end

--- The platform's time; ours if its answers have no date.
local function server_time(client)
  return client:server_time() or os.time()
end

---@class ai95.Import one run of an import
local Import = {}
Import.__index = Import

function Import:send(chunk)
  local params = self.params
  local data, err = self.client:request("addJson", {
    project_sn = params.project_sn, source = params.source, ai_user_sn = params.ai_user_sn,
    aes = params.aes,
    is_zidong = params.is_zidong, mark = self.mark,
    dial_task_main_sn = self.result.dial_task_main_sn,
    client_info_json = self.spool:read(chunk),
  })
  if not data then
    return nil, err
  end
  return import.counts(data)
end

--- Writes to the journal what is needed later to find out what became of a chunk.
function Import:record_sending(number, chunk)
  local sn = self.result.dial_task_main_sn
  local record = {
    type = "send", chunk = number, rows = chunk.rows, sha256 = chunk.sha256,
    time = server_time(self.client),
    dial_task_main_sn = sn, own_task = not self.params.dial_task_main_sn,
  }
  if sn then
    local task, err = self.client.tasks:get(sn)
    if not task then
      return nil, errors.derive(err, { outcome = "not_sent", retryable = true }) -- of the chunk
    end
    record.before = task.total_count
  end
  return self.journal:write(record)
end

function Import:add(done)
  local result = self.result
  for _, name in ipairs(COUNTS) do
    result[name] = result[name] + (done[name] or 0)
  end
  result.dial_task_main_sn = done.dial_task_main_sn or result.dial_task_main_sn
  result.chunks = result.chunks + 1
end

function Import:report_progress(waiting)
  if self.params.progress then
    self.params.progress(self.sent, self.result.rows, waiting)
  end
end

--- Counts a chunk that was carried out.
function Import:finish_chunk(number, done)
  self:add(done)
  if not self.journal then
    return true
  end
  local record = { type = "done", chunk = number,
    dial_task_main_sn = self.result.dial_task_main_sn }
  for _, name in ipairs(COUNTS) do
    record[name] = done[name] or 0
  end
  return self.journal:write(record)
end

--- Finds out what became of a chunk whose answer was lost. Returns true (carried out), false
--- (certainly not), or nil, err.
---@param lost ai95.Error|nil the request's error; nil if a process before this one sent it
function Import:reconcile_chunk(number, chunk, lost)
  local journal = self.journal
  local outcome, found = reconcile(self.client, chunk, journal.chunks[number], self.params,
    journal.token,
    lost and server_time(self.client), function(seconds) self:report_progress(seconds) end)
  if outcome == "done" then
    found.total = chunk.rows
    return self:finish_chunk(number, found)
  elseif outcome == "rejected" and journal.chunks[number].answered then
    found = errors.new {
      kind = "undetermined",
      message = "the platform's answer said that it was, but no task has it",
    }
  elseif outcome == "rejected" then
    local ok, err = journal:write { type = "not_done", chunk = number }
    if not ok then
      return nil, err
    end
    return false
  end
  local undetermined = found.kind == "undetermined"
  return nil, errors.new {
    kind = undetermined and "undetermined" or lost and lost.kind or found.kind,
    endpoint = "addJson",
    outcome = "unknown",
    message = ("it is not known whether chunk %d was carried out; %s%s"):format(
      number, undetermined and "" or "looking it up failed: ", found.message) .. RUN_AGAIN,
  }
end

--- The platform said that it took the chunk, but its answer cannot be used: nothing may follow that
--- chunk, and it is never sent again.
---@param err ai95.Error
function Import:stop_after_answer(number, err)
  local journal = self.journal
  if journal then
    local record = validator.copy(journal.chunks[number])
    record.answered = true
    local written, write_err = journal:write(record)
    return nil, written and errors.derive(err, { message = err.message .. RUN_AGAIN })
      or errors.derive(write_err, { outcome = "unknown", retryable = false })
  end
  return nil, err
end

--- Sends a chunk and returns once it was certainly carried out.
function Import:ensure_sent(number, chunk)
  local journal = self.journal
  local state = journal and journal.chunks[number]
  if state and state.type == "done" then
    self:add(state)
    return true
  elseif state and state.type == "send" then
    local done, err = self:reconcile_chunk(number, chunk)
    if done ~= false then
      return done, err
    end
  end
  local sends = 0
  while true do
    local ok, err = true, nil
    if journal then
      ok, err = self:record_sending(number, chunk)
    end
    if not ok then
      return nil, err
    end
    local data
    data, err = self:send(chunk)
    sends = sends + 1
    if data then
      return self:finish_chunk(number, data)
    elseif err.code == 0 then
      return self:stop_after_answer(number, err)
    elseif not journal then
      return nil, err
    elseif err.outcome ~= "unknown" then
      local written, write_err = journal:write { type = "not_done", chunk = number }
      return nil, written and err or write_err
    end
    local done, reconcile_err = self:reconcile_chunk(number, chunk, err)
    if done == nil then
      return nil, reconcile_err
    elseif done then
      return true
    elseif sends == MAX_SENDS then
      -- Each of them certainly failed.
      return nil, errors.derive(err, { outcome = "rejected", retryable = true })
    end
  end
end

--- If people were called before the next chunk came, the platform leaves the task paused. The
--- import lets go on what it began itself.
function Import:resume_if_paused()
  local result, params = self.result, self.params
  if not params.is_zidong or params.dial_task_main_sn or result.chunks < 2 then
    return true
  end
  local task, err = self.client.tasks:get(result.dial_task_main_sn)
  if task and task.state == "paused" then
    return task:resume()
  end
  return task, err
end

function Import:open_journal()
  local params = self.params
  local input = self.spool:fingerprint(params.project_sn, params.source, params.ai_user_sn,
    params.mark or "",
    params.dial_task_main_sn or "", tostring(params.is_zidong == "on"))
  local err
  self.journal, err = Journal.open(params.journal, input)
  if not self.journal then
    return nil, err
  end
  if not params.dial_task_main_sn then
    -- A task that was made by a request whose answer was lost is found by this.
    self.mark = (params.mark and params.mark .. " " or "") .. "ai95:" .. self.journal.token
  end
  if not self.client:server_time() then
    local page
    page, err = self.client.tasks:list { pageSize = 1 } -- any answer brings the platform's time
    if not page then
      return nil, err
    end
  end
  return true
end

local function why_no_rows(result)
  if result.excluded > 0 then
    return (": %d were refused and %d excluded"):format(result.refused, result.excluded)
  end
  return result.refused > 0 and (": all %d were refused"):format(result.refused) or ""
end

function Import:run()
  local result, params, spool = self.result, self.params, self.spool
  if result.rows == 0 then
    return nil, errors.new {
      kind = "input", endpoint = "addJson",
      message = "there are no rows" .. why_no_rows(result) .. "; nothing was sent",
    }
  end
  local ok, err = true, nil
  if params.journal then
    ok, err = self:open_journal()
  end
  for number, chunk in ipairs(spool.chunks) do
    if ok then
      ok, err = self:ensure_sent(number, chunk)
    end
    if ok then
      self.sent = self.sent + chunk.rows
      self:report_progress()
    end
  end
  if ok and not (self.journal and self.journal.complete) then
    ok, err = self:resume_if_paused()
    if ok and self.journal then
      ok, err = self.journal:write { type = "complete" }
    end
  end
  if not ok then
    return nil, err
  end
  return result
end

---@param client ai95.Client
---@param given table see tasks:import
---@return ai95.Imported|nil
---@return ai95.Error|nil err
function import.run(client, given)
  local params = import_params.of_import(given)
  local spool, err = Spool.new(params)
  if not spool then
    return nil, err
  end
  local taken = spool.intake
  local result = {
    total = 0, success = 0, fail = 0, out_repeat = 0, chunks = 0,
    dial_task_main_sn = params.dial_task_main_sn,
    rows = taken.rows, refused = taken.refused, excluded = taken.excluded, cleaned = taken.cleaned,
    problems = taken.problems, exclude_problems = taken.exclude_problems,
  }
  local self = setmetatable({
    client = client, params = params, spool = spool, result = result, mark = params.mark, sent = 0,
  }, Import)
  local ok, imported, run_err = pcall(self.run, self)
  spool:close()
  if self.journal then
    self.journal:close() -- also if `progress` raised: another import could not open it
  end
  if not ok then
    error(imported, 0)
  elseif imported then
    return imported
  end
  -- Without a journal the same import again would send again what went in.
  local repeatable = run_err.retryable and (self.journal ~= nil or result.chunks == 0)
  return nil, errors.derive(run_err, { partial = result, retryable = repeatable })
end

return import
