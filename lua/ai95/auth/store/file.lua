--- A store in a file, for the processes of one machine: private to its owner, replaced as a whole,
--- guarded by a lock beside it.
--
-- The file has a first line, an entry on each line, and a last line. An entry begins with a
-- checksum; a damaged one is as good as none. One of the outer lines is enough to tell the file
-- from somebody else's, which is left alone.
local core = require "ai95.core"
local errors = require "ai95.errors"
local json = require "ai95.util.json"
local loop = require "ai95.loop"

---@class ai95.FileStore: ai95.Store
---@field path string
---@field deadline number|nil of core.now(): when who uses it needs an answer
local File = {}
File.__index = File

local FIRST, LAST = "ai95 api_keys 2", "ai95 end"
local VERSION_1 = '^{"ai95:' -- how the file of version 0.1 begins, whose keys are not kept
local MAX_SIZE = 2 ^ 20 -- bytes
local CHECKSUM = 32 -- characters

-- Seconds. Who has the lock needs milliseconds, or is stopped; then a login is better than waiting.
local MAX_WAIT = 2
local POLL_MIN, POLL_MAX = 0.002, 0.05

local function line_of(key, entry)
  local text = json.encode { key = key, value = entry.value, expires = entry.expires,
    ttl = entry.ttl }
  return core.sha256(text):sub(1, CHECKSUM) .. " " .. text
end

--- Whether an entry has not expired. One that has more time left than it ever had was made before
--- the clock was set back.
local function is_live(entry)
  local left = entry.expires - os.time()
  return left > 0 and left <= entry.ttl
end

local function parse_line(line)
  local checksum, text = line:sub(1, CHECKSUM), line:sub(CHECKSUM + 2)
  if core.sha256(text):sub(1, CHECKSUM) ~= checksum then
    return nil
  end
  local entry = json.decode(text)
  return type(entry) == "table" and type(entry.key) == "string" and type(entry.expires) == "number"
    and type(entry.ttl) == "number" and is_live(entry) and entry or nil
end

--- The live entries of the file, by key.
---@return table|nil entries
---@return string|nil problem
local function read(path)
  local text, problem = core.read_private(path, MAX_SIZE)
  if problem then
    return nil, problem
  end
  text = text or ""
  local entries, first, last = {}, text:match "^[^\n]*", text:match "([^\n]*)\n?$"
  local is_ours = first == FIRST or last == LAST or text == FIRST:sub(1, #text)
    or text == "{}" or text:find(VERSION_1)
  if not is_ours then
    -- without a store each process logs in
    return nil, path .. " is no store of api_keys; it is left alone"
  end
  for line in text:gmatch "[^\n]+" do
    local entry = parse_line(line)
    if entry then
      entries[entry.key] = entry
    end
  end
  return entries
end

local function replace(path, entries)
  local lines = { FIRST }
  for key, entry in pairs(entries) do
    lines[#lines + 1] = line_of(key, entry)
  end
  lines[#lines + 1] = LAST .. "\n"
  return core.replace_file(path, table.concat(lines, "\n"), true)
end

--- Waits for the lock, at most half of the time that is left: the other half is for a login.
local function lock(self)
  local path, started, pause = self.path .. ".lock", core.now(), POLL_MIN
  local latest = started + MAX_WAIT
  if self.deadline then
    latest = math.min(latest, started + (self.deadline - started) / 2)
  end
  while true do
    local held, problem, busy = core.lock(path)
    if held or not busy then
      return held, problem
    elseif core.now() + pause > latest then
      return nil, path .. ": another process has the lock and does not give it back"
    end
    loop.sleep(pause)
    pause = math.min(POLL_MAX, pause * 1.5)
  end
end

--- Runs `change(entries)` under the lock; its result says whether to write.
local function update(self, change)
  local held, problem = lock(self)
  if not held then
    return nil, problem
  end
  local called, changed, ok = pcall(function()
    local entries
    entries, problem = read(self.path)
    if not entries then
      return nil
    end
    local changed, written = change(entries), true
    if changed then
      written, problem = replace(self.path, entries)
    end
    return changed, written
  end)
  held:close() -- whatever happened: the others want it, too
  if not called then
    return nil, tostring(changed)
  elseif changed == nil or not ok then
    return nil, problem
  end
  return changed
end

local function entry_of(value, ttl)
  ttl = math.ceil(ttl)
  return { value = value, expires = os.time() + ttl, ttl = ttl }
end

function File:get(key)
  local entries, problem = read(self.path)
  local entry = entries and entries[key]
  return entry and entry.value or nil, problem
end

function File:set(key, value, ttl)
  return update(self, function(entries)
    entries[key] = entry_of(value, ttl)
    return true
  end)
end

function File:add(key, value, ttl)
  return update(self, function(entries)
    if entries[key] then
      return false
    end
    entries[key] = entry_of(value, ttl)
    return true
  end)
end

function File:delete(key)
  return update(self, function(entries)
    local there = entries[key] ~= nil
    entries[key] = nil
    return there
  end)
end

--- This store, for a call that ends at `deadline`.
---@param deadline number of core.now()
---@return ai95.FileStore
function File:within(deadline)
  return setmetatable({ path = self.path, deadline = deadline }, File)
end

--- See ai95.store.file.
---@param path string
---@return ai95.Store
return function(path)
  if type(path) ~= "string" or path == "" then
    errors.misuse("store.file needs a path")
  end
  return setmetatable({ path = path }, File)
end
