--- Shared by the stores on other machines: clients whose connections fail, and times in whole
--- seconds.
local errors = require "ai95.errors"

local remote = {}

local LONGEST = 30 * 86400 -- memcached takes a larger number for a date

--- A time to live as servers take it.
---@param ttl number seconds
---@return integer
function remote.seconds(ttl)
  return math.min(math.max(1, math.ceil(ttl)), LONGEST)
end

---@class ai95.Connection
---@field name string the store's name: "store.redis"
---@field methods string[] what a client must have
---@field given table|userdata|nil a connected client that the program gave
---@field make function|nil a function that the program gave, which makes a client
---@field kept table|userdata|nil the client that was made, while it is not in use
---@field broken boolean|nil whether the given client's connection failed
local Connection = {}
Connection.__index = Connection

local function lacks(client, methods)
  if type(client) ~= "table" and type(client) ~= "userdata" then
    return true
  end
  for _, method in ipairs(methods) do
    if not client[method] then
      return true
    end
  end
  return false
end

--- Takes the client out, so that another coroutine gets a client of its own meanwhile.
function Connection:take()
  if self.broken then
    return nil, "the client's connection failed; give " .. self.name
      .. " a function that makes a new one"
  elseif self.given or self.kept then
    local client = self.given or self.kept
    self.kept = nil
    return client
  end
  local made, client, err = pcall(self.make)
  if not made then
    return nil, tostring(client)
  elseif lacks(client, self.methods) then
    return nil, err and tostring(err) or self.name .. ": the function returned no client"
  end
  return client
end

function Connection:give_back(client, value, err, broken)
  if self.given then
    self.broken = broken -- what comes next over it might be the answer to what failed
  elseif broken then
    if client.close then
      pcall(client.close, client)
    end
  elseif client.set_keepalive then
    -- nginx: a connection belongs to one request, and only its pool outlives that
    pcall(client.set_keepalive, client)
  else
    self.kept = client
  end
  return value, err
end

--- Calls a method of the client. `read` turns the results of pcall into a value, or into nil, an
--- error, and whether the connection is broken.
---@param read fun(ok: boolean, ...): any, string|nil, boolean|nil
---@param method string
---@return any value
---@return string|nil err
function Connection:call(read, method, ...)
  local client, err = self:take()
  if not client then
    return nil, err
  end
  return self:give_back(client, read(pcall(client[method], client, ...)))
end

---@param name string
---@param methods string[]
---@param client table|userdata|function
---@return ai95.Connection
function remote.connection(name, methods, client)
  local self = setmetatable({ name = name, methods = methods }, Connection)
  if type(client) == "function" then
    self.make = client
  elseif lacks(client, methods) then
    errors.misuse("%s needs a connected client (with the methods %s), or a function that makes one",
      name,
      table.concat(methods, ", "))
  else
    self.given = client
  end
  return self
end

return remote
