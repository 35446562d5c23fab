--- A store in Redis (2.6.12 or newer), through lua-resty-redis or redis-lua: for the machines of a
--- fleet.
local remote = require "ai95.auth.store.remote"

---@class ai95.RedisStore: ai95.Store
---@field connection ai95.Connection
---@field of_request boolean whether, inside nginx, only the request that made it can use it
local Redis = { encrypt = true }
Redis.__index = Redis

local METHODS = { "get", "set", "del" }

-- A server that refuses (LOADING, READONLY, NOAUTH, …): redis-lua raises that, lua-resty-redis
-- returns false and the text. Either way the connection is as good as before.
local function read(ok, value, err)
  if not ok then
    local message = tostring(value)
    return nil, message, not message:find("redis error: ", 1, true)
  elseif value == false then
    return nil, tostring(err)
  elseif value == nil and err ~= nil then
    return nil, tostring(err), true
  end
  return value
end

local function is_ok(value)
  return value == true or value == "OK"
end

function Redis:get(key)
  local value, err = self.connection:call(read, "get", key)
  -- nothing is nil, or lua-resty-redis's ngx.null
  return type(value) == "string" and value or nil, err
end

function Redis:set(key, value, ttl)
  local reply, err = self.connection:call(read, "set", key, value, "EX", remote.seconds(ttl))
  if is_ok(reply) then
    return true
  end
  return nil, err or "an unexpected reply"
end

function Redis:add(key, value, ttl)
  local reply, err = self.connection:call(read, "set", key, value, "NX", "EX", remote.seconds(ttl))
  if err then
    return nil, err
  end
  return is_ok(reply)
end

function Redis:delete(key)
  local count, err = self.connection:call(read, "del", key)
  if err then
    return nil, err
  end
  return count == 1
end

--- The api_key in Redis, encrypted with a key from the password; all machines that reach it share
--- it.
---@param client table|userdata|function see ai95.store.redis
---@return ai95.Store
return function(client)
  local connection = remote.connection("store.redis", METHODS, client)
  return setmetatable({ connection = connection, of_request = connection.given ~= nil }, Redis)
end
