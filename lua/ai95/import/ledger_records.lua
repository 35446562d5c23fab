--- The records of a ledger, as the lines of its file. A line is a checksum, a blank, JSON. The
--- checksum covers the record and, through the checksum before, all records above.
local core = require "ai95.core"
local json = require "ai95.util.json"

local records = {}

records.VERSION = 1
records.START = 4096 -- bytes by which `is_ledger` knows a file
records.CAMPAIGN = { "project_sn", "source", "ai_user_sn", "dial_task_main_sn" }

local CHECKSUM = 16 -- hexadecimal digits

local function checksum_of(before, text)
  return core.sha256(before .. text):sub(1, CHECKSUM)
end

--- The line of a record, and its checksum.
---@param before string the checksum of the line before, "" for the first
---@param record table
---@return string line
---@return string checksum
function records.to_line(before, record)
  local text = json.encode(record)
  local checksum = checksum_of(before, text)
  return checksum .. " " .. text .. "\n", checksum
end

--- The record of a line without its end, and its checksum; nil if the line is damaged.
---@param before string the checksum of the line before
---@param line string
---@return table|nil record
---@return string|nil checksum
function records.from_line(before, line)
  local checksum, text = line:match("^(" .. ("%x"):rep(CHECKSUM) .. ") (.*)$")
  if not checksum or checksum ~= checksum_of(before, text) then
    return nil
  end
  local record = json.decode(text)
  return type(record) == "table" and record or nil, checksum
end

-- What each type of record has to have, and with a question mark may have.
local FIELDS = {
  ledger = { version = "number", key = "string", token = "string", dial_task_main_sn = "string?" },
  send = { request = "number", rows = "number", people = "string?", tasks = "table?",
    dial_task_main_sn = "string?" },
  done = { request = "number", success = "number", dial_task_main_sn = "string?" },
  not_done = { request = "number" },
  answered = { request = "number" },
  count = { total_count = "number", people = "string?", unknown = "number?" },
}

--- Whether a record has all that its type has to have.
---@param record table
---@return boolean
function records.is_complete(record)
  for name, expected in pairs(FIELDS[record.type] or {}) do
    local given, is_optional = type(record[name]), expected:sub(-1) == "?"
    if not (given == expected or is_optional and (given == "nil" or given .. "?" == expected)) then
      return false
    end
  end
  return FIELDS[record.type] ~= nil
end

--- A header for a new ledger.
---@param campaign table
---@return table record
function records.header(campaign)
  local token = core.sha256(core.random(16)):sub(1, 12)
  local header = {
    type = "ledger", version = records.VERSION, key = core.sha256(core.random(32)):sub(1, 32),
    token = token .. core.sha256("ai95:" .. token):sub(1, 4),
  }
  for _, name in ipairs(records.CAMPAIGN) do
    header[name] = campaign[name]
  end
  return header
end

--- Whether a text has the token of an import, unchanged.
---@param text any
---@return boolean
function records.has_token(text)
  local pattern = "ai95:(" .. ("%x"):rep(12) .. ")(" .. ("%x"):rep(4) .. ")"
  for token, check in (type(text) == "string" and text or ""):gmatch(pattern) do
    if core.sha256("ai95:" .. token):sub(1, 4) == check then
      return true
    end
  end
  return false
end

local HEADER_START = "^" .. ("%x"):rep(CHECKSUM) .. ' {"'

--- Whether a file that begins so is a ledger, or was one before it was damaged.
---@param start string its first bytes, `START` of them
---@return boolean
function records.is_ledger(start)
  return start:find(HEADER_START) ~= nil or start:find('"type":"ledger"', 1, true) ~= nil
end

return records
