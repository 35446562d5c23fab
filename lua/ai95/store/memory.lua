--- A store in this Lua state.
local core = require "ai95.core"

---@class ai95.Store
---@field get fun(self, key: string): string|nil
---@field set fun(self, key: string, value: string, ttl: number): boolean
---@field add fun(self, key: string, value: string, ttl: number): boolean false where the key is there
---@field delete fun(self, key: string): boolean
---@field encrypt boolean|nil whether others can look into it, so that only what is encrypted may go there
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

--- The api_key stays in this process. Every client that is given the same store shares it.
---@return ai95.Store
return function()
  return setmetatable({ entries = {} }, Memory)
end
