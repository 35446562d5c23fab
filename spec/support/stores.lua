--- The servers of the stores, and their clients for plain Lua.
local server = require "support.server"
local socket = require "socket"

local stores = {}

-- Sends a line, and returns whether the response begins with `expected`.
local function answers(port, line, expected)
  local connection = socket.connect("127.0.0.1", port)
  if not connection then
    return false
  end
  connection:settimeout(1)
  connection:send(line .. "\r\n")
  local answer = connection:receive()
  connection:close()
  return answer ~= nil and answer:sub(1, #expected) == expected
end

--- A redis-server without files on disk. It gets no LD_PRELOAD, because its allocator does not work
-- under AddressSanitizer.
---@param port integer|nil
---@return Server
function stores.redis_server(port)
  return server.start {
    port = port,
    command = function(self)
      return ("env -u LD_PRELOAD redis-server --port %d --bind 127.0.0.1 --save '' --dir %s")
        :format(self.port, self.dir)
    end,
    is_ready = function(self) return answers(self.port, "PING", "+PONG") end,
  }
end

---@param more string|nil further options
---@return Server
function stores.memcached_server(more)
  return server.start {
    command = function(self)
      return ("memcached -u root -l 127.0.0.1 -p %d -U 0 %s"):format(self.port, more or "")
    end,
    is_ready = function(self) return answers(self.port, "version", "VERSION") end,
  }
end

-- Debian has redis-lua for Lua up to 5.3; the same file works on 5.4.
stores.PRELUDE = [[package.path = package.path .. ";/usr/share/lua/5.3/?.lua"]]

--- A client of redis-lua.
---@param port integer
---@param timeout number|nil seconds
function stores.redis_client(port, timeout)
  if not pcall(require, "redis") then
    package.path = package.path .. ";/usr/share/lua/5.3/?.lua"
  end
  return require("redis").connect("127.0.0.1", port, timeout or 5)
end

return stores
