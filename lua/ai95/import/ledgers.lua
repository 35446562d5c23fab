--- What a person does with a ledger: looks at it, and records what became of a request.
local Ledger = require "ai95.import.ledger"
local errors = require "ai95.errors"
local validator = require "ai95.api.validator"

--- A request of which nobody knows what became.
---@class ai95.LedgerPending
---@field request integer its number
---@field rows integer people in it
---@field time integer when it was sent, Unix time
---@field dial_task_main_sn string|nil the campaign that it adds to; nil: it makes one
---@field answered boolean whether the platform said that it took it, in an unusable answer

--- What a ledger says.
---@class ai95.LedgerSummary
---@field path string the file's
---@field project_sn string the project template's sn
---@field source string the campaign's name
---@field ai_user_sn string the AI user's sn
---@field dial_task_main_sn string|nil the campaign's; nil: nothing was carried out yet
---@field rows integer people in the requests that were carried out
---@field total_count integer numbers that the campaign should have
---@field requests integer that were sent
---@field pending ai95.LedgerPending|nil the request of which nobody knows what became
---@field has fun(phone: string): boolean whether a phone number is in it, or may be

--- Ledgers of imports, for people and for programs that watch over them.
---@class ai95.Ledgers
local ledgers = {}

--- Reads a ledger, also one that an import is using.
---
---     local ledger = assert(ai95.ledger.read "customers.csv.ledger")
---     print(ledger.source, ledger.rows, ledger.pending and "a request is unaccounted for")
---@param path string the file's
---@return ai95.LedgerSummary|nil summary
---@return ai95.Error|nil err kind `"file"`: it cannot be read, is damaged, or is not a ledger
function ledgers.read(path)
  if not validator.types.path.is(path) then
    errors.misuse("ledger.read takes a path, got a %s", type(path))
  end
  local ledger, err = Ledger.read(path)
  if not ledger then
    return nil, err
  end
  local header, sent = ledger.header, ledger.pending
  local people = ledger:everybody()
  return {
    path = path, project_sn = header.project_sn, source = header.source,
    ai_user_sn = header.ai_user_sn, dial_task_main_sn = ledger.dial_task_main_sn,
    rows = ledger.rows, total_count = ledger.total_count, requests = ledger.requests,
    pending = sent and {
      request = sent.request, rows = sent.rows, time = sent.time,
      dial_task_main_sn = sent.dial_task_main_sn, answered = sent.answered == true,
    },
    has = function(phone) return people:has_phone(phone) end,
  }
end

local schema = validator.schema("parameter", {
  { name = "request", type = "int", required = true, min = 1, max = 2^31,
    expected = "the number of the pending request" },
  { name = "carried_out", type = "boolean", required = true },
  { name = "dial_task_main_sn", type = "string" },
})

local function cannot(path, message)
  return nil, errors.new { kind = "input", message = ("ledger: %s: %s"):format(path, message) }
end

--- Records what a person found out about the pending request. If it was not carried out, its people
--- are sent by the next import.
---@param path string the file's
---@param given { request: integer, carried_out: boolean, dial_task_main_sn: string|nil } `request`:
--- the number of the pending one (`pending.request`); `dial_task_main_sn`: the campaign's, if the
--- request made it
---@return true|nil ok
---@return ai95.Error|nil err kind `"file"`; kind `"input"`: there is nothing to resolve, or the
--- campaign is not given
function ledgers.resolve(path, given)
  if not validator.types.path.is(path) then
    errors.misuse("ledger.resolve takes a path, got a %s", type(path))
  end
  local own = validator.check("ledger.resolve", schema, given)
  local ledger, err = Ledger.open(path)
  if not ledger then
    return nil, err
  end
  local sent = ledger.pending
  local sn = sent and sent.dial_task_main_sn or own.dial_task_main_sn
  local ok
  if not sent or sent.request ~= own.request then
    ok, err = cannot(path,
      ("request %d is not the one that is unaccounted for"):format(own.request))
  elseif own.dial_task_main_sn and (not own.carried_out or sn ~= own.dial_task_main_sn) then
    ok, err = cannot(path, "the request did not make a campaign")
  elseif own.carried_out and not sn then
    ok, err = cannot(path, "the request made a campaign; say which (dial_task_main_sn)")
  elseif own.carried_out then
    ok, err = ledger:write { type = "done", request = sent.request, total = sent.rows,
      success = sent.rows, fail = 0, out_repeat = 0, dial_task_main_sn = sn, resolved = true }
  else
    ok, err = ledger:write { type = "not_done", request = sent.request, resolved = true }
  end
  ledger:close()
  return ok, err
end

return ledgers
