--- A server that answers every request with bytes that the spec chooses, in as many TCP segments as
--- it likes, and then closes the connection.
--
--     local server = raw_server.start()
--     server:answer({ "Content-Type: audio/wav" }, "RIFF", "…")
--     assert.matches("^GET /", server:request())
--     server:stop()
--
-- It is this file again, run as a program: raw_server.lua PORT FOLDER
local SEGMENT_PAUSE = 0.02 -- seconds; on loopback each segment is read alone

if arg and arg[0] and arg[0]:find "raw_server%.lua$" then
  local socket = require "socket"
  local port, folder = tonumber(arg[1]), arg[2]
  local listener = assert(socket.bind("127.0.0.1", port))
  while true do
    local connection = assert(listener:accept())
    connection:setoption("tcp-nodelay", true)
    connection:settimeout(10)
    local lines, length = {}, 0
    repeat
      local line = connection:receive "*l"
      lines[#lines + 1] = line
      length = tonumber(line and line:lower():match "^content%-length: (%d+)") or length
    until not line or line == ""
    -- receive(0) would wait for a byte
    if lines[#lines] == "" and (length == 0 or connection:receive(length)) then
      local request = assert(io.open(folder .. "/request", "wb"))
      request:write(table.concat(lines, "\n"))
      request:close()
      local answer = assert(io.open(folder .. "/answer", "rb"))
      local size = answer:read "*n"
      local sent = true
      while size and sent do
        answer:read(1)
        sent = connection:send(size > 0 and answer:read(size) or "")
        size = answer:read "*n"
        socket.sleep(size and SEGMENT_PAUSE or 0)
      end
      answer:close()
    end
    connection:close()
  end
end

local files = require "support.files"
local lua = require("support.program").lua
local server = require "support.server"

local raw_server = {}

---@class RawServer
---@field host string for the option `host` of a request
---@field url string
local RawServer = {}
RawServer.__index = RawServer

function raw_server.start()
  local process = server.start {
    command = function(self)
      return ("%s spec/support/raw_server.lua %d %s"):format(lua, self.port, self.dir)
    end,
    is_ready = function(self) return self:accepts() end,
  }
  local host = "127.0.0.1:" .. process.port
  return setmetatable({ process = process, host = host, url = "http://" .. host }, RawServer)
end

--- Chooses the bytes of each answer from now on, one string for each segment.
function RawServer:send(...)
  local parts = {}
  for i, segment in ipairs { ... } do
    parts[i] = #segment .. "\n" .. segment
  end
  local path = self.process.dir .. "/answer"
  files.write(path .. ".new", table.concat(parts))
  assert(os.rename(path .. ".new", path))
end

--- Chooses a body, with status 200; `length` in the headers promises another length, or none if it
--- is false.
function RawServer:answer(headers, ...)
  local lines = { "HTTP/1.1 200 OK" }
  for _, line in ipairs(headers) do
    lines[#lines + 1] = line
  end
  if headers.length ~= false then
    lines[#lines + 1] = "Content-Length: " .. (headers.length or #table.concat { ... })
  end
  lines[#lines + 1] = "Connection: close\r\n\r\n"
  local first = (...) or ""
  self:send(table.concat(lines, "\r\n") .. first, select(2, ...))
end

--- The head of the last request.
function RawServer:request()
  return files.read(self.process.dir .. "/request")
end

function RawServer:stop()
  self.process:stop()
end

return raw_server
