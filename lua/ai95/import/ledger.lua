--- The ledger of a campaign: who is in it, and every request that put people into it. Each record
--- is on the disk before the step that it announces. It has hashes of phone numbers, under a key of
--- its own, and no other customer data.
local core = require "ai95.core"
local errors = require "ai95.errors"
local records = require "ai95.import.ledger_records"

local BLOCK = 256 * 1024
local PERSON = 16 -- characters of a hash

--- A request that was sent. `people` are hashes of phone numbers.
---@class ai95.LedgerRequest
---@field request integer its number, from 1
---@field rows integer people in it
---@field people string
---@field time integer|nil when it was recorded, Unix time
---@field dial_task_main_sn string|nil the task that it adds to; nil: it makes one
---@field tasks string[]|nil the tasks that there were before, if it makes one
---@field has_tokens boolean|nil instead: the platform was seen to return a token unchanged
---@field answered boolean|nil whether the platform said that it took it, in an answer that could
--- not be used

---@class ai95.Ledger
---@field path string|nil nil: it is in memory
---@field header table the campaign's project_sn, source, ai_user_sn; dial_task_main_sn if the
--- import was told to add to it
---@field token string identifies the campaign in its remark
---@field dial_task_main_sn string|nil the campaign's, once it is known
---@field total_count integer numbers that the campaign should have
---@field unknown integer of these, people whom the ledger does not know
---@field requests integer
---@field rows integer people whom the platform got
---@field tasks string[]|nil the tasks that there were before the first request
---@field people userdata core.people: who is in it
---@field is_frozen boolean|nil whether a list is being compared with `people`, which does not grow
--- any more
---@field header_line string|nil a header that is not written yet
---@field pending ai95.LedgerRequest|nil the request of which nobody knows what became
local Ledger = {}
Ledger.__index = Ledger

local function file_error(path, format, ...)
  return errors.new { kind = "file", endpoint = "addJson",
    message = ("ledger: %s: %s"):format(path, format:format(...)) }
end

local DAMAGED = "it is damaged in line %d (byte %.0f)%s. Nothing was sent. Restore the file from a"
  .. " backup; or look in the platform who is in the campaign, and begin a new ledger with those"
  .. " people excluded"

-- What each type of record changes. False if the record cannot follow those before.
local apply = {}

function apply.ledger(self, record)
  if self.pending or self.rows > 0 or record.version ~= records.VERSION
    or not record.key:find("^" .. ("[0-9a-f]"):rep(32) .. "$") then
    return false
  end
  self.header, self.token, self.total_count, self.tasks = record, record.token, 0, nil
  self.unknown = 0
  self.dial_task_main_sn = record.dial_task_main_sn
  self.people = core.people(record.key)
  return true
end

function apply.send(self, record)
  local people = record.people or ""
  if self.pending or record.request ~= self.requests + 1
    or people:find "[^0-9a-f]" or (record.people and #people ~= record.rows * PERSON) then
    return false
  end
  self.requests, self.pending = record.request, record
  self.tasks = self.tasks or record.tasks
  return true
end

local function end_request(self, record)
  local pending = self.pending
  if not pending or pending.request ~= record.request then
    return nil
  end
  self.pending = nil
  return pending
end

function apply.done(self, record)
  local pending = end_request(self, record)
  if not pending or (not self.is_frozen and not self.people:add(pending.people or "")) then
    return false
  end
  self.dial_task_main_sn = record.dial_task_main_sn or self.dial_task_main_sn
  self.rows = self.rows + pending.rows
  self.total_count = self.total_count + record.success
  return true
end

function apply.not_done(self, record)
  return end_request(self, record) ~= nil
end

function apply.answered(self, record)
  if not self.pending or self.pending.request ~= record.request then
    return false
  end
  self.pending.answered = true
  return true
end

function apply.count(self, record)
  self.total_count, self.unknown = record.total_count, record.unknown or self.unknown
  return self.people:add(record.people or "")
end

function Ledger:apply(record)
  self.last_type = record.type
  return records.is_complete(record) and apply[record.type](self, record)
end

local function new(fields)
  fields.requests, fields.rows, fields.total_count, fields.checksum = 0, 0, 0, ""
  return setmetatable(fields, Ledger)
end

local OLD_JOURNAL = "this is a journal of ai95 0.1, which knows requests and not people. Finish"
  .. " that import with ai95 0.1, or give another path, and exclude the lists that were imported"

local function why_no_ledger(self, start)
  if start == "" then
    return file_error(self.path, "the file is empty, so it cannot tell who is in the campaign."
      .. " Restore it from a backup; remove it only if nobody was imported")
  elseif start:find '^{.*"type":"import"' then
    return file_error(self.path, OLD_JOURNAL)
  elseif records.is_ledger(start) then
    return file_error(self.path, DAMAGED, 1, 0, "")
  end
  return file_error(self.path, "this is not a ledger; give another path")
end

--- Reads the records. `read_at(offset, length)` returns bytes.
---@return true|nil ok
---@return ai95.Error|nil err
function Ledger:load(read_at, size)
  local rest, number, position = "", 0, 0
  for offset = 0, size - 1, BLOCK do
    local block, problem = read_at(offset, math.min(BLOCK, size - offset))
    if not block then
      return nil, file_error(self.path, "%s", problem)
    end
    local text, from = rest .. block, 1
    while true do
      local stop = text:find("\n", from, true)
      if not stop then
        break
      end
      number = number + 1
      local record, checksum = records.from_line(self.checksum, text:sub(from, stop - 1))
      if number == 1 and not (record and record.type == "ledger") then
        return nil, why_no_ledger(self, text:sub(from, from + records.START - 1))
      elseif number == 1 and record.version ~= records.VERSION then
        return nil, file_error(self.path, "another version of ai95 wrote it; use that one")
      end
      if not record or not self:apply(record) then
        return nil, file_error(self.path, DAMAGED, number, position, "")
      end
      self.checksum = checksum
      position, from = position + stop - from + 1, stop + 1
    end
    rest = text:sub(from)
  end
  if number == 0 then
    return nil, why_no_ledger(self, rest:sub(1, records.START))
  end
  return self:check_end(rest, number + 1, position)
end

--- Checks what is behind the last whole record. A crash tore it: the step that it announces was not
--- taken. A whole record with another byte in place of its end is damaged.
function Ledger:check_end(rest, number, position)
  if records.from_line(self.checksum, rest:sub(1, -2)) then
    return nil, file_error(self.path, DAMAGED, number, position, "")
  elseif self.last_type == "ledger" and not self.header.dial_task_main_sn
    and (rest == "" or number == 2) then
    -- A header is written together with a request.
    return nil, file_error(self.path, DAMAGED, number, position, ": its requests are missing")
  end
  self.size, self.is_torn = position, rest ~= ""
  return true
end

local NAMES = { project_sn = "project_sn", source = "name (source)", ai_user_sn = "ai_user_sn",
  dial_task_main_sn = "dial_task_main_sn" }

--- Whether the ledger is the campaign's.
---@param campaign table
---@param is_part boolean|nil whether the fields that are not given do not count
---@return true|nil ok
---@return ai95.Error|nil err
function Ledger:check_campaign(campaign, is_part)
  for _, name in ipairs(records.CAMPAIGN) do
    local own, given = self.header[name], campaign[name]
    -- The campaign that the import itself made can be named.
    local is_own = given == own or is_part and given == nil
      or name == "dial_task_main_sn" and own == nil and given == self.dial_task_main_sn
    if not is_own then
      return nil, file_error(self.path, "it belongs to another campaign, with %s %s and not %s;"
        .. " give the ledger of this campaign, or another path for a new one", NAMES[name],
        own and ("\"%s\""):format(own) or "of its own",
        given and ("\"%s\""):format(given) or "none")
    end
  end
  return true
end

--- Begins a campaign. The header is written with the first request, so a ledger of a header alone
--- has lost its requests.
function Ledger:begin(campaign)
  local record = records.header(campaign)
  self.header_line, self.checksum = records.to_line(self.checksum, record)
  self:apply(record)
end

--- Whether nobody can be in the campaign that the ledger was for: all requests were refused.
function Ledger:is_without_effect()
  return self.rows == 0 and not self.pending
end

function Ledger:load_or_begin(campaign, is_new)
  self.is_new = is_new
  if is_new and not campaign then
    return nil, file_error(self.path, "there is none")
  elseif is_new then
    self.size = 0
    self:begin(campaign)
    return true
  end
  local size, problem = self.file:size()
  if not size then
    return nil, file_error(self.path, "%s", problem)
  end
  local ok, err = self:load(function(offset, length)
    return self.file:read_at(offset, length)
  end, size)
  if not ok or not campaign then
    return ok, err
  end
  ok, err = self:check_campaign(campaign)
  if not ok and self:is_without_effect() then
    self:begin(campaign)
    return true
  end
  return ok, err
end

--- Opens the ledger of a campaign, or begins it. No other process can have it open at the same
--- time.
---@param path string
---@param campaign table|nil `project_sn`, `source`, `ai_user_sn`, and `dial_task_main_sn` if it
--- exists; nil: whichever campaign it is of
---@return ai95.Ledger|nil
---@return ai95.Error|nil err
function Ledger.open(path, campaign)
  local file, is_new, busy = core.prepare_log(path)
  if not file then
    return nil, busy and file_error(path, "another import is using it")
      or errors.new { kind = "file", endpoint = "addJson", message = "ledger: " .. is_new }
  end
  local self = new { path = path, file = file }
  local ok, err = self:load_or_begin(campaign, is_new)
  if not ok then
    self:close()
    return nil, err
  end
  return self
end

--- A ledger without a file, for an import that nobody can repeat.
---@return ai95.Ledger
function Ledger.in_memory(campaign)
  local self = new {}
  self:apply(records.header(campaign))
  return self
end

local MAX_SIZE = 2^30

--- Reads a ledger without locking it.
---@param path string
---@return ai95.Ledger|nil
---@return ai95.Error|nil err
function Ledger.read(path)
  local text, problem = core.read_private(path, MAX_SIZE)
  if not text then
    return nil, file_error(path, "%s", problem and problem:match ": (.-)$" or "there is none")
  end
  local self = new { path = path }
  local ok, err = self:load(function(offset, length)
    return text:sub(offset + 1, offset + length)
  end, #text)
  return ok and self or nil, err
end

--- Puts text on the disk, behind the last record.
local function append(self, text)
  local ok, problem = true, nil
  if self.is_torn then
    ok, problem = self.file:truncate(self.size)
  end
  if ok then
    self.is_torn = true
    ok, problem = self.file:log(text)
  end
  if ok and self.is_new then
    ok, problem = self.file:publish(self.path)
    self.is_new = not ok
  end
  return ok, problem
end

--- Puts a record on the disk.
---@param record table
---@return true|nil ok
---@return ai95.Error|nil err
function Ledger:write(record)
  if self.file then
    local line, checksum = records.to_line(self.checksum, record)
    local text = (self.header_line or "") .. line
    local ok, problem = append(self, text)
    if not ok then
      return nil, file_error(self.path, "%s", problem)
    end
    self.is_torn, self.checksum, self.size = false, checksum, self.size + #text
    self.header_line = nil
  end
  assert(self:apply(record), "ai95: a record of the ledger is out of order")
  return true
end

--- Everybody who is in the campaign, or may be, to compare a list with.
---@return userdata people
function Ledger:everybody()
  self.is_frozen = true
  if self.pending then
    self.people:add(self.pending.people or "")
  end
  return self.people
end

function Ledger:close()
  if self.file then
    if self.is_new then
      self.file:discard(self.path .. ".new") -- nothing was sent
    else
      self.file:close()
    end
  end
end

return Ledger
