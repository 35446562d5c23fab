--- A store in one of nginx's shared dictionaries, for the workers of one nginx.
local errors = require "ai95.errors"
local inside_nginx = require "ai95.util.inside_nginx"

---@class ai95.ShdictStore: ai95.Store
---@field dict table
local Shdict = {}
Shdict.__index = Shdict

local SHORTEST = 0.001 -- seconds; nginx takes 0 for ever

function Shdict:get(key)
  local value, err = self.dict:get(key)
  if value == nil then
    return nil, err
  end
  return value -- what comes after it are flags
end

-- The `safe_` methods fail rather than evict other entries of the dictionary.
function Shdict:set(key, value, ttl)
  local stored, err = self.dict:safe_set(key, value, math.max(SHORTEST, ttl))
  if not stored then
    return nil, err
  end
  return true
end

function Shdict:add(key, value, ttl)
  local added, err = self.dict:safe_add(key, value, math.max(SHORTEST, ttl))
  if added then
    return true
  elseif err == "exists" then
    return false
  end
  return nil, err
end

function Shdict:delete(key)
  self.dict:delete(key)
  return true
end

--- The api_key in a shared dictionary of nginx (`lua_shared_dict NAME 128k;` in its http block).
---@param name string
---@return ai95.Store
return function(name)
  if not inside_nginx() then
    errors.misuse("store.shdict is for programs inside nginx; there is store.file")
  end
  local dict = type(name) == "string" and ngx.shared[name]
  if not dict then
    errors.misuse("store.shdict: there is no shared dictionary \"%s\"; nginx's http block needs: "
      .. "lua_shared_dict %s 128k;", tostring(name), tostring(name))
  end
  return setmetatable({ dict = dict }, Shdict)
end
