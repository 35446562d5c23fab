--- Servers that the specs start and end: each under a shell that ends it when the specs end, however they do.
local files = require "support.files"
local lfs = require "lfs"
local socket = require "socket"

local server = {}

---@class Server
---@field dir string its folder, which goes when it is stopped
---@field pid integer
---@field port integer
local Server = {}
Server.__index = Server

-- The server must not keep our output open; the shell ends when the other end of its input is closed, as it is by our death.
local SUPERVISOR = [[
trap 'kill -KILL $pid 2>/dev/null; exit' INT TERM HUP
%s >%s/output 2>&1 </dev/null &
pid=$!
echo $pid >%s/pid.new && mv %s/pid.new %s/pid
cat >/dev/null
kill -CONT $pid 2>/dev/null
kill -%s $pid 2>/dev/null
tries=0
while kill -0 $pid 2>/dev/null && [ $tries -lt 200 ]; do tries=$((tries + 1)); sleep 0.05; done
kill -KILL $pid 2>/dev/null
wait $pid
]]

--- A port that nobody listens on, beneath those that outgoing connections take.
function server.free_port()
  while true do
    local random = assert(io.open("/dev/urandom", "rb"))
    local high, low = random:read(2):byte(1, 2)
    random:close()
    local port = 17000 + (high * 256 + low) % 15000
    local listener = socket.bind("127.0.0.1", port)
    if listener then
      listener:close()
      return port
    end
  end
end

--- Waits until `condition()` returns something true, which it returns; raises after `seconds` (20).
function server.wait_for(what, condition, seconds)
  local deadline = socket.gettime() + (seconds or 20)
  repeat
    local value = condition()
    if value then
      return value
    end
    socket.sleep(0.01)
  until socket.gettime() > deadline
  error("waited too long for " .. what, 2)
end

--- Whether a process runs (one that has ended and is not yet waited for does not).
function server.is_running(pid)
  local state = (files.read(("/proc/%d/stat"):format(pid)) or ""):match("%) (%a)")
  return state ~= nil and state ~= "Z" and state ~= "X"
end

function server.temporary_folder()
  local path = os.tmpname()
  os.remove(path)
  path = path .. ".d"
  assert(lfs.mkdir(path))
  return path
end

-- Whoever was faster wins a port, so others are tried.
local function try(options)
  local self = setmetatable({ dir = server.temporary_folder(), port = options.port or server.free_port() }, Server)
  local command = "exec " .. options.command(self)
  self.pipe = io.popen(SUPERVISOR:format("(" .. command .. ")", self.dir, self.dir, self.dir, self.dir,
    options.signal or "TERM"), "w")
  self.pid = server.wait_for("a process", function() return tonumber(files.read(self.dir .. "/pid") or "") end)
  local ready = server.wait_for(command, function()
    return not server.is_running(self.pid) and "ended" or options.is_ready(self) and "ready"
  end)
  if ready == "ready" then
    return self
  end
  local output = self:output()
  self:stop()
  return nil, output
end

--- Starts a server on a free port of loopback, and waits until it is ready.
---@param options table command(self) returns the shell's words for a server on self.port, with its files in self.dir;
--- is_ready(self), whether it answers; port, where it must be a certain one; signal (TERM) ends it
---@return Server
function server.start(options)
  local output
  for _ = 1, 10 do
    local self
    self, output = try(options)
    if self then
      return self
    end
  end
  error("the server did not start: " .. output, 2)
end

--- What it printed.
function Server:output()
  return files.read(self.dir .. "/output") or ""
end

--- Sends its process a signal: "STOP", "CONT", "KILL".
function Server:signal(name)
  os.execute(("kill -%s %d"):format(name, self.pid))
end

--- Ends it; what it wrote stays.
function Server:finish()
  if self.pipe then
    self.pipe:close()
    self.pipe = nil
  end
end

--- Ends it, and removes its files. May be called again.
function Server:stop()
  self:finish()
  os.execute("rm -rf " .. self.dir)
end

--- Whether somebody accepts connections on its port.
function Server:accepts()
  local connection = socket.connect("127.0.0.1", self.port)
  if connection then
    connection:close()
  end
  return connection ~= nil
end

return server
