--- The names of an archive's files. No name that the server sends leaves the folder, and no two
--- recordings have the same name, in whichever form.
local core = require "ai95.core"
local dates = require "ai95.util.dates"

local files = {}

local MAX_NAME, MAX_PHONE, HASH = 100, 20, 12 -- characters

--- A recording, and where it goes.
---@class ai95.ArchiveFile
---@field source ai95.Recorded|ai95.RecordedAnswer
---@field file string its name in the archive
---@field names string[] the names that it may have: `file`, and those of the other forms
---@field call ai95.Call|nil if it is the recording of the whole call
---@field turn ai95.Turn|nil if it is the recording of a turn
---@field number integer|nil the turn's

local function hash(text)
  return core.sha256(text):sub(1, HASH)
end

local function safe(text)
  return (text:gsub("[^%w%-]", "_"))
end

--- What identifies a call, or a customer: `cdr_sn` or `sn`.
---@param call ai95.Call|ai95.Customer
---@return string
function files.id(call)
  local metatable = getmetatable(call)
  return tostring(call[metatable and metatable.key or "cdr_sn"])
end

--- The person's number: of an incoming call the caller's.
local function phone_of(call)
  return tostring(call.direction) == "1" and call.caller or call.callee or call.phone
end

-- What a call's files are called, by the option `names`. A name with _ ends in -HASH if it is made
-- from the sn, and in _HASH if it is made from the phone number.
local forms = {
  sn = function(call)
    local sn = files.id(call)
    local name = safe(sn)
    -- The name of a turn's file ends in its number.
    if name ~= sn or name == "" or #name > MAX_NAME or name:find "%-%d%d%d?$" then
      name = name:sub(1, MAX_NAME) .. "-" .. hash(sn)
    end
    return name
  end,
  phone = function(call)
    local time = call.connected_at
    local hour, minute, second = tostring(time):match "^.* (%d%d):(%d%d):(%d%d)$"
    local parts = { safe(tostring(phone_of(call) or "unknown")):sub(1, MAX_PHONE) }
    parts[2] = hour and dates.is_valid(time) and hour .. minute .. second or nil
    parts[#parts + 1] = hash(files.id(call))
    return table.concat(parts, "_")
  end,
}

files.FORMS = { sn = true, phone = true }
local other = { sn = "phone", phone = "sn" }

--- The folder of a call's files: its day.
---@param call ai95.Call|ai95.Customer
---@return string
function files.folder(call)
  return tostring(call.connected_at):match("^%d%d%d%d%-%d%d%-%d%d") or "undated"
end

local function extension_of(file)
  local extension = tostring(file):match("%.(%w+)$")
  return extension and #extension <= 4 and extension:lower() or "bin"
end

--- The files of a call: the whole recording, and each turn's.
---@param call ai95.Call|ai95.Customer
---@param form "sn"|"phone" how they are called
---@param with_turns boolean
---@return ai95.ArchiveFile[]
function files.of(call, form, with_turns)
  local folder = files.folder(call) .. "/"
  local stems, list = { folder .. forms[form](call), folder .. forms[other[form]](call) }, {}
  local function add(item, suffix)
    item.names = { stems[1] .. suffix, stems[2] .. suffix }
    item.file = item.names[1]
    list[#list + 1] = item
  end
  if call.recordfile and call.recordpath then
    add({ source = call, call = call }, "." .. extension_of(call.recordfile))
  end
  for i, turn in ipairs(with_turns and call:turns() or {}) do
    if turn.recording then
      add({ source = turn, turn = turn, number = i },
        ("-%02d.%s"):format(i, extension_of(turn.recording)))
    end
  end
  return list
end

--- Whether there is a file.
---@param path string
---@return boolean
function files.exists(path)
  local file = io.open(path, "rb")
  if file then
    file:close()
  end
  return file ~= nil
end

return files
