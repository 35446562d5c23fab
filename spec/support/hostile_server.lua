--- A server that wants to do harm, see hostile_server.py.
--
--     local server = hostile_server.start()
--     server:set "endless_headers"
--     sandbox.client { base_url = server.https, verify = false }
--     server:stop()
local files = require "support.files"
local server = require "support.server"

local hostile_server = {}

---@class HostileServer
---@field http string
---@field https string
---@field modes string[] what it can do
local HostileServer = {}
HostileServer.__index = HostileServer

-- The sanitizers are not for these programs.
local PLAIN = "env -u LD_PRELOAD "
local PROGRAM = "spec/support/hostile_server.py"

--- Whether this machine can run it.
function hostile_server.is_possible()
  local pipe = io.popen(PLAIN .. "python3 -c 'import ssl' 2>/dev/null && command -v openssl")
  local found = pipe:read "*l" ~= nil
  pipe:close()
  return found
end

--- The names of the modes, as they stand in the program.
function hostile_server.modes()
  local modes = {}
  for name in files.read(PROGRAM):match("MODES = (%b{})"):gmatch '\n    "([%w_]+)":' do
    modes[#modes + 1] = name
  end
  return modes
end

function hostile_server.start()
  local tls_port = server.free_port()
  local process = server.start {
    command = function(self)
      local pem = self.dir .. "/pem"
      os.execute((PLAIN .. "openssl req -x509 -newkey rsa:2048 -nodes -days 2 "
        .. "-subj /CN=127.0.0.1 -keyout %s -out %s.crt 2>/dev/null && cat %s.crt >>%s")
        :format(pem, pem, pem, pem))
      files.write(self.dir .. "/mode", "no_http")
      return PLAIN .. ("python3 %s %d %d %s %s"):format(PROGRAM, self.port, tls_port, self.dir,
        pem)
    end,
    is_ready = function(self) return self:accepts() end,
  }
  return setmetatable({
    process = process, http = "http://127.0.0.1:" .. process.port,
    https = "https://127.0.0.1:" .. tls_port,
  }, HostileServer)
end

--- Chooses what it does to each connection from now on.
function HostileServer:set(mode)
  files.write(self.process.dir .. "/mode", mode)
end

function HostileServer:stop()
  self.process:stop()
end

return hostile_server
