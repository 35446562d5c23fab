--- Imports: any number of rows, in as many addJson requests as they need, one after another; each
--- person goes into the campaign once.
local Delivery = require "ai95.import.delivery"
local Ledger = require "ai95.import.ledger"
local Spool = require "ai95.import.spool"
local campaign = require "ai95.import.campaign"
local core = require "ai95.core"
local errors = require "ai95.errors"
local import_params = require "ai95.import.params"
local rows = require "ai95.import.rows"

local import = {}

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
---@field rows integer rows of the input that can be sent, of people who are not in the campaign
---@field refused integer rows of the input that cannot be sent
---@field excluded integer rows of the input that `exclude` leaves out
---@field already_in integer rows of the input whose people are in the campaign already
---@field cleaned integer of `rows`: those whose phone number was cleaned
---@field paused boolean|nil whether calls were to begin by themselves and the task is paused; nil:
--- that is not known
---@field problems { row: integer, problem: string }[] why rows were refused: the row's number (the
--- line's, in a file); the first 1,000
---@field exclude_problems ai95.ExcludeProblem[] numbers of `exclude` that cannot be read

import.counts = Delivery.counts

---@class ai95.Import one run of an import
local Import = {}
Import.__index = Import

function Import:report_progress(waiting)
  if self.params.progress then
    self.params.progress(self.sent, self.result.rows, waiting)
  end
end

function Import:add(counts)
  local result = self.result
  for _, name in ipairs(Delivery.COUNTS) do
    result[name] = result[name] + counts[name]
  end
  result.dial_task_main_sn = self.ledger.dial_task_main_sn
  result.chunks = result.chunks + 1
end

--- Opens the ledger, before the list is read: another import may have had both, and moved them.
function Import:open_ledger()
  local params = self.params
  if not params.ledger then
    self.ledger = Ledger.in_memory(params)
    return true
  end
  local err
  self.ledger, err = Ledger.open(params.ledger, params)
  if self.ledger and rows.is(params.rows) and not params.rows:is_in_place() then
    err = errors.new { kind = "file", endpoint = "addJson",
      message = params.rows.path .. ": the list was moved or replaced after it was opened;"
        .. " nothing was sent" }
  end
  return not err, err
end

local UNKNOWN_PEOPLE = "it is not known who is in the task %s: it has %s neither in the ledger nor"
  .. " in the platform's list of its customers; nothing was sent. Use the ledger of the import that"
  .. " made the task; or exclude (`exclude`) the lists that were imported into it"

--- The error for people of whom nobody knows who they are.
function Import:people_unknown(total, unknown)
  return errors.new {
    kind = "undetermined", endpoint = "addJson",
    message = UNKNOWN_PEOPLE:format(self.ledger.dial_task_main_sn,
      total and ("%.0f numbers, and %.0f of them are"):format(total, unknown)
      or "an unknown count of numbers, and they are"),
  }
end

--- Finds out who is in a campaign that exists already, if the ledger does not know.
---@return true|nil ok
---@return ai95.Error|nil err
function Import:find_people()
  local ledger = self.ledger
  local sn = ledger.dial_task_main_sn
  if not sn then
    return true
  end
  local task, err = self.client.tasks:get(sn)
  if not task and not ledger.header.dial_task_main_sn and campaign.is_missing(err) then
    return true -- the lists lag, or somebody deleted it: see await_campaign
  elseif not task then
    return nil, errors.derive(err, { outcome = "not_sent" })
  end
  local total, can_exclude = tonumber(task.total_count), self.params.exclude ~= nil
  self.task_count = total
  if total and (total == ledger.total_count and (ledger.unknown == 0 or can_exclude)
    or total < ledger.total_count and not ledger.header.dial_task_main_sn) then
    return true
  end
  local found, people = campaign.customers(self.client, sn, ledger.people)
  if not found then
    return nil, errors.derive(people, { outcome = "not_sent" })
  elseif total and (found >= total or can_exclude) then
    return ledger:write { type = "count", total_count = total, people = people,
      unknown = math.max(total - found, 0) }
  end
  return nil, self:people_unknown(total, total and total - found)
end

local function why_no_rows(result)
  if result.excluded > 0 then
    return (": %d were refused and %d excluded"):format(result.refused, result.excluded)
  end
  return result.refused > 0 and (": all %d were refused"):format(result.refused) or ""
end

--- Reads the list and takes its rows in.
function Import:take_rows()
  local ledger, params, result = self.ledger, self.params, self.result
  local known = (ledger.path or params.dial_task_main_sn) and ledger:everybody() or nil
  local err
  self.spool, err = Spool.new(params, known)
  if not self.spool then
    return nil, err
  end
  local taken = self.spool.intake
  for _, name in ipairs { "rows", "refused", "excluded", "already_in", "cleaned", "problems",
    "exclude_problems" } do
    result[name] = taken[name]
  end
  if ledger.unknown > taken.exclusions then
    return nil, self:people_unknown(self.task_count, ledger.unknown)
  elseif result.rows == 0 and result.already_in == 0 then
    return nil, errors.new {
      kind = "input", endpoint = "addJson",
      message = "there are no rows" .. why_no_rows(result) .. "; nothing was sent",
    }
  end
  return true
end

function Import:run()
  local ok, err = self:open_ledger()
  if not ok then
    return nil, err
  end
  local ledger, result = self.ledger, self.result
  local delivery = Delivery.new(self.client, self.params, ledger, function(seconds)
    self:report_progress(seconds)
  end)
  if ledger.pending then
    -- The process that sent it has ended: we have its lock.
    local counts
    counts, err = delivery:reconcile(core.now())
    ok = counts ~= nil
  end
  result.dial_task_main_sn = ledger.dial_task_main_sn
  if ok then
    ok, err = self:find_people()
  end
  if ok then
    ok, err = self:take_rows()
  end
  for _, chunk in ipairs(ok and self.spool.chunks or {}) do
    local counts
    counts, err = delivery:ensure_sent(chunk, self.spool)
    if not counts then
      return nil, err
    end
    self:add(counts)
    self.sent = self.sent + chunk.rows
    self:report_progress()
  end
  if ok then
    result.paused = delivery:resume_own()
  end
  return ok and result or nil, err
end

function Import:close()
  if self.spool then
    self.spool:close()
  end
  if self.ledger then
    self.ledger:close() -- also if `progress` raised: another import could not open it
  end
end

---@param client ai95.Client
---@param given table see tasks:import
---@return ai95.Imported|nil
---@return ai95.Error|nil err
function import.run(client, given)
  local params = import_params.of_import(given)
  local result = {
    total = 0, success = 0, fail = 0, out_repeat = 0, chunks = 0, paused = false,
    rows = 0, refused = 0, excluded = 0, already_in = 0, cleaned = 0, problems = {},
    exclude_problems = {}, dial_task_main_sn = params.dial_task_main_sn,
  }
  local self = setmetatable({ client = client, params = params, result = result, sent = 0 }, Import)
  local ok, imported, err = pcall(self.run, self)
  self:close()
  if not ok then
    error(imported, 0)
  elseif imported then
    return imported
  end
  -- Without a ledger the same import again would send again what went in.
  local repeatable = err.retryable and (params.ledger ~= nil or result.chunks == 0)
  return nil, errors.derive(err, { partial = self.spool and result or nil,
    retryable = repeatable })
end

return import
