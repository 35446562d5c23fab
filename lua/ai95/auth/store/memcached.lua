--- A store in memcached, through lua-resty-memcached or a client with its methods: for the machines
--- of a fleet.
local remote = require "ai95.auth.store.remote"

---@class ai95.MemcachedStore: ai95.Store
---@field connection ai95.Connection
---@field of_request boolean whether, inside nginx, only the request that made it can use it
local Memcached = { encrypt = true }
Memcached.__index = Memcached

local METHODS = { "get", "set", "add", "delete" }
local REFUSED = { NOT_STORED = true, NOT_FOUND = true, EXISTS = true }

-- The error is the last result: the third of get, the second of the others. After SERVER_ERROR (no
-- memory) the connection can still be used.
local function read(ok, value, second, third)
  if not ok then
    return nil, tostring(value), true
  elseif value then
    return value
  end
  local err = third or second
  if err == nil or REFUSED[err] then
    return nil
  end
  return nil, tostring(err), not tostring(err):find("^SERVER_ERROR")
end

-- Some clients escape keys and others do not; these characters stay as they are with all.
local function plain(key)
  return (key:gsub("[^%w._-]", "-"))
end

function Memcached:get(key)
  local value, err = self.connection:call(read, "get", plain(key))
  return type(value) == "string" and value or nil, err
end

function Memcached:set(key, value, ttl)
  local stored, err = self.connection:call(read, "set", plain(key), value, remote.seconds(ttl))
  if stored then
    return true
  end
  return nil, err or "not stored"
end

function Memcached:add(key, value, ttl)
  local stored, err = self.connection:call(read, "add", plain(key), value, remote.seconds(ttl))
  if err then
    return nil, err
  end
  return stored ~= nil
end

function Memcached:delete(key)
  local deleted, err = self.connection:call(read, "delete", plain(key))
  if err then
    return nil, err
  end
  return deleted ~= nil
end

--- The api_key in memcached, encrypted with a key from the password; all machines that reach it
--- share it.
---@param client table|userdata|function see ai95.store.memcached
---@return ai95.Store
return function(client)
  local connection = remote.connection("store.memcached", METHODS, client)
  return setmetatable({ connection = connection, of_request = connection.given ~= nil }, Memcached)
end
