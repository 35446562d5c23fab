--- A store in this Lua state.
local core = require "ai95.core"

--- A store: a table with these methods. Times to live (`ttl`) are in seconds. If a store fails, a
--- method returns nil and a message, or raises.
---@class ai95.Store
---@field get fun(self, key: string): string|nil the value; nil if there is none, or if it has
--- expired
---@field set fun(self, key: string, value: string, ttl: number): boolean sets it for that time
---@field add fun(self, key: string, value: string, ttl: number): boolean sets it only if it is
--- absent, in one step; false if it was there
---@field delete fun(self, key: string): boolean removes it
---@field within (fun(self, deadline: number): ai95.Store)|nil of a store that may have to wait: the
--- same store, for a call that ends at that time of `ai95.monotonic()`
---@field encrypt boolean|nil whether values are encrypted with a key from the password, since
--- others can read the store

---@class ai95.MemoryStore: ai95.Store
---@field entries table<string, { value: string, expires: number }>
local Memory = {}
Memory.__index = Memory

function Memory:get(key)
  local entry = self.entries[key]
  if entry and entry.expires > core.now() then
    return entry.value
  end
  self.entries[key] = nil
  return nil
end

function Memory:set(key, value, ttl)
  self.entries[key] = { value = value, expires = core.now() + ttl }
  return true
end

function Memory:add(key, value, ttl)
  return self:get(key) == nil and self:set(key, value, ttl)
end

function Memory:delete(key)
  self.entries[key] = nil
  return true
end

--- See ai95.store.memory.
---@return ai95.Store
return function()
  return setmetatable({ entries = {} }, Memory)
end
