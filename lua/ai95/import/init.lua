--- Imports: any number of rows, in as many addJson requests as they need, one after another.
local Journal = require "ai95.import.journal"
local Plan = require "ai95.import.spool"
local check = require "ai95.import.params"
local errors = require "ai95.errors"
local fate = require "ai95.import.reconcile"

local import = {}

local MOST_SENDS = 3 -- of one chunk, each after it was certain that the one before was not carried out

--- What the platform says of an import. (`client:request` leaves numbers that come as strings as they are; the methods make them
--- integers.)
---@class ai95.ImportCounts
---@field total integer rows that it got
---@field success integer rows that it took
---@field fail integer rows that it did not take
---@field out_repeat integer rows that were there already
---@field dial_task_main_sn string|nil the task they are in; nil of an import that sent nothing

--- What an import has done: the platform's counts, summed up, and its own.
---@class ai95.Imported: ai95.ImportCounts
---@field chunks integer requests that were carried out; of a dry run, that there would be
---@field rows integer rows of the input that can be sent
---@field refused integer rows of the input that cannot
---@field problems { row: integer, problem: string }[] why not: the row's number (the line's, in a file); the first 1,000
---@field dry_run boolean|nil true of one

local counts = { "total", "success", "fail", "out_repeat" }

--- The counts of the platform's answer as integers, which may come as strings.
---@return ai95.ImportCounts
function import.counted(data)
  for _, name in ipairs(counts) do
    data[name] = math.floor(tonumber(data[name]) or 0)
  end
  return data
end

---@class ai95.Import one run of an import
local Import = {}
Import.__index = Import

function Import:send(chunk)
  local params = self.params
  local request = {
    project_sn = params.project_sn, source = params.source, ai_user_sn = params.ai_user_sn, aes = params.aes,
    is_zidong = params.is_zidong, mark = self.mark, dial_task_main_sn = self.result.dial_task_main_sn,
    client_info_json = function(_, _, head, tail) return (head or "") .. self.plan:read(chunk) .. (tail or "") end,
  }
  local data, err = self.client:request("addJson", request)
  -- LuaJIT's collector works as often as something is allocated, however large it is; a step makes up for what it owes. One
  -- that the program stopped a step would start again, for good.
  if rawget(_G, "jit") and collectgarbage "isrunning" then
    collectgarbage "step"
  end
  return data and import.counted(data), err
end

--- What the journal notes before a chunk is sent: enough to find out later what became of it.
function Import:note_sending(number, chunk)
  local sn = self.result.dial_task_main_sn
  local record = {
    type = "send", chunk = number, rows = chunk.rows, sha256 = chunk.sha256, time = self.client:server_time(),
    dial_task_main_sn = sn, own_task = not self.params.dial_task_main_sn,
  }
  if sn then
    local task, err = self.client.tasks:get(sn)
    if not task then
      err.outcome, err.retryable = "not_sent", true -- of the chunk
      return nil, err
    end
    record.before = task.total_count
  end
  return self.journal:write(record)
end

function Import:add(done)
  local result = self.result
  for _, name in ipairs(counts) do
    result[name] = result[name] + (done[name] or 0)
  end
  result.dial_task_main_sn = done.dial_task_main_sn or result.dial_task_main_sn
  result.chunks = result.chunks + 1
end

--- Tells how far it is; while a lost request's fate is being found out, how many seconds that may take.
function Import:tell(settling)
  if self.params.progress then
    self.params.progress(self.sent, self.plan.rows, settling)
  end
end

--- A chunk was carried out.
function Import:finish_chunk(number, done)
  self:add(done)
  if not self.journal then
    return true
  end
  local record = { type = "done", chunk = number, dial_task_main_sn = self.result.dial_task_main_sn }
  for _, name in ipairs(counts) do
    record[name] = done[name] or 0
  end
  return self.journal:write(record)
end

--- Asks the platform what became of a chunk whose answer was lost. Returns true (done), false (certainly not), or nil, err.
function Import:settle_chunk(number, chunk, lost)
  local verdict, found = fate.find(self.client, chunk, self.journal.chunks[number], self.params, self.journal.token,
    lost and self.client:server_time(), function(seconds) self:tell(seconds) end)
  if verdict == "done" then
    found.total = chunk.rows
    return self:finish_chunk(number, found)
  elseif verdict == "not_done" then
    local ok, err = self.journal:write { type = "not_done", chunk = number }
    if not ok then
      return nil, err
    end
    return false
  end
  local message = ("of chunk %d it is not known whether it was carried out; "):format(number)
  return nil, errors.new {
    kind = lost and lost.kind or found.kind, endpoint = "addJson", outcome = "unknown",
    message = message .. (found.outcome == "unknown" and found.message or "looking it up failed: " .. found.message)
      .. "; run the same import again with its journal, which looks before it sends",
  }
end

--- Brings a chunk to where it is certainly carried out.
function Import:bring(number, chunk)
  local journal = self.journal
  local state = journal and journal.chunks[number]
  if state and state.type == "done" then
    self:add(state)
    return true
  elseif state and state.type == "send" then
    local done, err = self:settle_chunk(number, chunk)
    if done ~= false then
      return done, err
    end
  end
  local sends = 0
  while true do
    local ok, err = true, nil
    if journal then
      ok, err = self:note_sending(number, chunk)
    end
    if not ok then
      return nil, err
    end
    local data
    data, err = self:send(chunk)
    sends = sends + 1
    if data then
      return self:finish_chunk(number, data)
    elseif not journal then
      return nil, err
    elseif err.outcome ~= "unknown" then
      local noted, note_err = journal:write { type = "not_done", chunk = number }
      return nil, noted and err or note_err
    end
    local done, lost_err = self:settle_chunk(number, chunk, err)
    if done == nil then
      return nil, lost_err
    elseif done then
      return true
    elseif sends == MOST_SENDS then
      return nil, err
    end
  end
end

--- People who had been called by the time that the next chunk came: the platform leaves such a task paused. What the import
--- itself began it lets go on.
function Import:resume_if_stalled()
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

function Import:begin_journal()
  local params = self.params
  local input = self.plan:fingerprint(params.project_sn, params.source, params.ai_user_sn, params.mark or "",
    params.dial_task_main_sn or "", tostring(params.is_zidong == true))
  local err
  self.journal, err = Journal.open(params.journal, input)
  if not self.journal then
    return nil, err
  end
  if not params.dial_task_main_sn then
    -- By this a task that was made without our knowing is found again.
    self.mark = (params.mark and params.mark .. " " or "") .. "ai95:" .. self.journal.token
  end
  if not self.client:server_time() then
    return self.client.tasks:list { pageSize = 1 } -- any answer tells the platform's time
  end
  return true
end

function Import:run()
  local result, params, plan = self.result, self.params, self.plan
  if plan.rows == 0 then
    local why = plan.refused > 0 and (": all %d were refused"):format(plan.refused) or ""
    return nil, errors.new { kind = "limit", endpoint = "addJson", message = "there are no rows" .. why .. "; nothing was sent" }
  end
  local ok, err = true, nil
  if params.journal then
    ok, err = self:begin_journal()
  end
  for number, chunk in ipairs(plan.chunks) do
    if ok then
      ok, err = self:bring(number, chunk)
    end
    if ok then
      self.sent = self.sent + chunk.rows
      self:tell()
    end
  end
  if ok and not (self.journal and self.journal.complete) then
    ok, err = self:resume_if_stalled()
    if ok and self.journal then
      ok, err = self.journal:write { type = "complete" }
    end
  end
  if not ok then
    return nil, err
  end
  return result
end

--- The user_sn whose key encrypts; the encoding needs it before anything is sent.
local function user_sn_of(client, params)
  if params.dry_run or not params.aes then
    return nil, nil, "json"
  end
  local user_sn, err = client:user_sn()
  return user_sn, err, "aes"
end

---@param client ai95.Client
---@param given table see tasks:import
---@return ai95.Imported|nil
---@return ai95.Error|nil err
function import.run(client, given)
  local params, err = check(given)
  if not params then
    return nil, err
  end
  local user_sn, form
  user_sn, err, form = user_sn_of(client, params)
  if err then
    return nil, err
  end
  local plan
  plan, err = Plan.make(params, form, user_sn)
  if not plan then
    return nil, err
  end
  local result = {
    total = 0, success = 0, fail = 0, out_repeat = 0, chunks = 0, dial_task_main_sn = params.dial_task_main_sn,
    rows = plan.rows, refused = plan.refused, problems = plan.problems,
  }
  if params.dry_run then
    result.dry_run, result.chunks = true, #plan.chunks
    plan:close()
    return result
  end
  local self = setmetatable({
    client = client, params = params, plan = plan, result = result, mark = params.mark, sent = 0,
  }, Import)
  local imported
  imported, err = self:run()
  plan:close()
  if self.journal then
    self.journal:close()
  end
  if not imported then
    err.imported = result
  end
  return imported, err
end

return import
