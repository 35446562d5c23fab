--- A store in a file, for the processes of one machine: mode 0600, replaced as a whole, guarded by
--- a lock beside it.
local core = require "ai95.core"
local errors = require "ai95.errors"
local json = require "ai95.util.json"

---@class ai95.FileStore: ai95.Store
---@field path string
local File = {}
File.__index = File

local function read(path)
  local file = io.open(path, "rb")
  if not file then
    return {}
  end
  local text = file:read("*a")
  file:close()
  if text == "" then
    return {}
  end
  -- A file of another kind is left alone; without a store each process logs in.
  local entries = json.decode(text or "")
  if type(entries) ~= "table" or (next(entries) ~= nil and type(next(entries)) ~= "string") then
    return {}, path .. " is no store of api_keys; it is left alone"
  end
  return entries
end

local function replace(path, entries)
  return core.replace_file(path, json.encode(entries), true)
end

local function live(entries, key)
  local entry = entries[key]
  return type(entry) == "table" and type(entry.expires) == "number" and entry.expires > os.time()
    and entry or nil
end

--- Runs `change(entries)` under the lock; its first result says whether to write.
local function update(self, change)
  local lock, err = core.lock(self.path .. ".lock")
  if not lock then
    return nil, err
  end
  local entries, foreign = read(self.path)
  if foreign then
    lock:close()
    return nil, foreign
  end
  for key in pairs(entries) do
    if not live(entries, key) then
      entries[key] = nil
    end
  end
  local called, changed, ok = pcall(change, entries)
  if called and changed then
    called, ok, err = pcall(replace, self.path, entries)
  end
  lock:close() -- whatever happened: the next one who wants it would wait for ever
  if not called then
    return nil, tostring(ok or changed)
  elseif changed and not ok then
    return nil, err
  end
  return changed
end

function File:get(key)
  local entries, foreign = read(self.path)
  local entry = live(entries, key)
  return entry and entry.value or nil, foreign
end

function File:set(key, value, ttl)
  return update(self, function(entries)
    entries[key] = { value = value, expires = os.time() + math.ceil(ttl) }
    return true
  end)
end

function File:add(key, value, ttl)
  return update(self, function(entries)
    if entries[key] then
      return false
    end
    entries[key] = { value = value, expires = os.time() + math.ceil(ttl) }
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

--- See ai95.store.file.
---@param path string
---@return ai95.Store
return function(path)
  if type(path) ~= "string" or path == "" then
    errors.misuse("store.file needs a path")
  end
  return setmetatable({ path = path }, File)
end
