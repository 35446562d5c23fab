--- Starts servers for specs. A shell ends each server when the specs end, however they end.
local files = require "support.files"
local lfs = require "lfs"
local socket = require "socket"

local server = {}

---@class Server
---@field dir string its folder, which `stop` removes
---@field pid integer
---@field port integer
local Server = {}
Server.__index = Server

-- The server must not keep the specs' output open. The shell's input ends if the specs end or die,
-- and then the shell ends the server.
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

--- A free port, below the ports that outgoing connections use.
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

--- Waits until `condition()` is true, and returns its value; raises after `seconds` (20).
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

--- Whether a process runs. A process that has ended, but whose parent has not waited, does not.
function server.is_running(pid)
  local state = (files.read(("/proc/%d/stat"):format(pid)) or ""):match("%) (%a)")
  return state ~= nil and state ~= "Z" and state ~= "X"
end

--- The memory of a process in MB.
function server.memory_of(pid)
  local status = files.read(("/proc/%d/status"):format(pid))
  return tonumber(status:match("VmRSS:%s*(%d+)")) / 1024
end

function server.temporary_folder()
  local path = os.tmpname()
  os.remove(path)
  path = path .. ".d"
  assert(lfs.mkdir(path))
  return path
end

-- Another program may take the port first, so `start` tries several.
local function try(options)
  local self = setmetatable({
    dir = server.temporary_folder(), port = options.port or server.free_port(),
  }, Server)
  local command = "exec " .. options.command(self)
  local supervisor = SUPERVISOR:format("(" .. command .. ")", self.dir, self.dir, self.dir,
    self.dir, options.signal or "TERM")
  self.pipe = io.popen(supervisor, "w")
  self.pid = server.wait_for("a process", function()
    return tonumber(files.read(self.dir .. "/pid") or "")
  end)
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
---@param options table command(self) returns the shell command of a server on self.port with its
--- files in self.dir; is_ready(self) tells whether it serves; port, if it must be a certain one;
--- signal (TERM) ends it
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

--- Its output.
function Server:output()
  return files.read(self.dir .. "/output") or ""
end

--- Sends its process a signal: "STOP", "CONT", "KILL".
function Server:signal(name)
  os.execute(("kill -%s %d"):format(name, self.pid))
end

--- Ends it, and keeps its files.
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
