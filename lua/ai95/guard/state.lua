--- What a guard must remember if it is killed: a small private file that belongs to one campaign,
--- replaced as a whole, with a lock beside it.
---
--- The file is one line: a checksum, a blank, JSON.
local core = require "ai95.core"
local errors = require "ai95.errors"
local json = require "ai95.util.json"

local VERSION = 1
local CHECKSUM = 16 -- hexadecimal digits
local MAX_SIZE = 2 ^ 20 -- bytes

--- What a guard remembers. Times are Unix times, by the platform's clock.
---@class ai95.GuardMemory
---@field dial_task_main_sn string
---@field started_at integer|nil when the guard was started first
---@field running boolean|nil whether the campaign was seen dialling since the guard let it, and the
--- guard has not paused it since
---@field held boolean|nil whether somebody else paused it
---@field total_count integer|nil its numbers, at the last look
---@field looked_at integer|nil when that was
---@field redials integer that were begun, or may have been
---@field redialling integer|nil when the redial was begun whose outcome is not recorded yet
---@field round_ended_at integer|nil since when there is nothing left to dial
---@field unsettled_until number|nil until then a request whose answer was lost may be carried out
---@field resume_until integer|nil the same of a resume alone
---@field redial_from string|nil the counters before a redial that was not seen yet
---@field pause_until number|nil until then a pause whose answer was lost may be carried out
---@field samples integer[][] see rules.sample

---@class ai95.GuardState
---@field memory ai95.GuardMemory
---@field private path string
---@field private lock userdata
---@field private written string|nil the file's content
local State = {}
State.__index = State

local function file_error(format, ...)
  return errors.new { kind = "file", message = "guard: " .. format:format(...) }
end

local FIELDS = { version = "number", dial_task_main_sn = "string", redials = "number",
  samples = "table" }

--- What the file has; nil if it is damaged.
local function decode(text)
  local checksum, body = text:match("^(" .. ("%x"):rep(CHECKSUM) .. ") (.*)\n$")
  local memory = checksum and core.sha256(body):sub(1, CHECKSUM) == checksum and json.decode(body)
  if type(memory) ~= "table" then
    return nil
  end
  for name, expected in pairs(FIELDS) do
    if type(memory[name]) ~= expected then
      return nil
    end
  end
  return memory
end

local function encode(memory)
  local text = json.encode(memory)
  return core.sha256(text):sub(1, CHECKSUM) .. " " .. text .. "\n"
end

local DAMAGED = "%s: it is damaged, or is no state of a guard, so it cannot tell how often failed"
  .. " numbers were dialled again. Nothing was done. Restore it from a backup; or remove it, and"
  .. " give only the redials that are left"

--- Reads the file.
local function load(path, dial_task_main_sn)
  local text, problem = core.read_private(path, MAX_SIZE)
  if problem then
    return nil, file_error("%s", problem)
  elseif not text then
    return { version = VERSION, dial_task_main_sn = dial_task_main_sn, redials = 0, samples = {} }
  end
  local memory = decode(text)
  if not memory then
    return nil, file_error(DAMAGED, path)
  elseif memory.version ~= VERSION then
    return nil, file_error("%s: another version of ai95 wrote it; use that one", path)
  elseif memory.dial_task_main_sn ~= dial_task_main_sn then
    return nil, file_error("%s: it belongs to the campaign %s and not to %s; give another path",
      path, memory.dial_task_main_sn, dial_task_main_sn)
  end
  return memory, text
end

--- Opens the state of a campaign, or begins it. No other process can have it open at the same time.
---@param path string
---@param dial_task_main_sn string the campaign's
---@return ai95.GuardState|nil
---@return ai95.Error|nil err kind `"file"`
function State.open(path, dial_task_main_sn)
  local lock, problem, busy = core.lock(path .. ".lock")
  if not lock then
    return nil, busy and file_error("%s: another guard is using it", path)
      or file_error("%s", problem)
  end
  local memory, text = load(path, dial_task_main_sn)
  if not memory then
    lock:close()
    return nil, text
  end
  return setmetatable({ path = path, lock = lock, memory = memory, written = text }, State)
end

--- Puts the memory on the disk, if it has changed.
---@return true|nil ok
---@return ai95.Error|nil err kind `"file"`
function State:save()
  local text = encode(self.memory)
  if text == self.written then
    return true
  end
  local ok, problem = core.replace_file(self.path, text, true)
  if not ok then
    return nil, file_error("%s", problem)
  end
  self.written = text
  return true
end

function State:close()
  self.lock:close()
end

--- Reads what a guard has remembered, without its lock; nil if there is no file.
---@param path string
---@param dial_task_main_sn string
---@return ai95.GuardMemory|nil
---@return ai95.Error|nil err
function State.read(path, dial_task_main_sn)
  return load(path, dial_task_main_sn)
end

return State
