--- Starts an nginx for specs, with the library for LuaJIT in its workers.
--
--     local nginx = require "support.nginx"
--     local location = [[ location /x { content_by_lua_block { ngx.say "x" } } ]]
--     local server = nginx.start { workers = 2, server = location }
--     assert.equal("x\n", (server:get "/x"))
--     server:stop()
--
-- Specs that need nginx have #nginx in their description: scripts/specs.sh runs them on LuaJIT
-- only, which is nginx's Lua.
local files = require "support.files"
local ltn12 = require "ltn12"
local lfs = require "lfs"
local processes = require "support.server"
local http = require "socket.http"
local socket = require "socket"

local nginx = {}

---@class Nginx
---@field url string http://127.0.0.1:PORT
---@field port integer
---@field dir string its folder, which `stop` removes
---@field pid integer of the master, or of the only process
local Nginx = {}
Nginx.__index = Nginx

local ROOT = lfs.currentdir()

local CONFIGURATION = [[
@MODULES@
daemon off;
@USER@
master_process @MASTER@;
worker_processes @WORKERS@;
worker_shutdown_timeout 30s;
pid @DIR@/nginx.pid;
error_log @DIR@/error.log @LOG_LEVEL@;
@ENV@
@MAIN@
events { worker_connections 4096; }
http {
  # nginx's own libraries come before the system's: OpenResty must not load Debian's.
  lua_package_path "@ROOT@/lua/?.lua;@ROOT@/lua/?/init.lua;@ROOT@/spec/?.lua;;@SYSTEM@";
  lua_package_cpath "@ROOT@/build/luajit/?.so;;@SYSTEM_C@";
  access_log off;
  client_body_temp_path @DIR@/tmp-body;
  proxy_temp_path @DIR@/tmp-proxy;
  fastcgi_temp_path @DIR@/tmp-fastcgi;
  uwsgi_temp_path @DIR@/tmp-uwsgi;
  scgi_temp_path @DIR@/tmp-scgi;
  @HTTP@
  server {
    listen 127.0.0.1:@PORT@;
    location = /_ready { return 200 "@DIR@"; }
    @SERVER@
  }
}
]]

local function capture(command)
  local pipe = io.popen(command)
  local text = pipe:read("*a"):gsub("%s+$", "")
  pipe:close()
  return text
end

--- The program, and the directives that load Lua into it.
local function find_nginx()
  local found = capture "scripts/find-nginx 2>&1"
  local program, modules = found:match "^(/[^\n]*)\n?(.*)$"
  assert(program, found)
  return program, modules
end

local installed
local function find()
  if not installed then
    local program, modules = find_nginx()
    assert(lfs.attributes(ROOT .. "/build/luajit/ai95/core.so"),
      "nginx needs the build for LuaJIT: make build LUA=luajit")
    local arch = capture [[
      dpkg-architecture -q DEB_HOST_MULTIARCH 2>/dev/null || echo $(uname -m)-linux-gnu
    ]]
    installed = {
      PROGRAM = program,
      MODULES = modules,
      -- The workers must be able to read every file that the specs can read.
      USER = capture "id -u" == "0" and "user root;" or "",
      ROOT = ROOT,
      SYSTEM = "/usr/share/lua/5.1/?.lua;/usr/share/lua/5.1/?/init.lua",
      SYSTEM_C = ("/usr/lib/%s/lua/5.1/?.so;/usr/lib/lua/5.1/?.so"):format(arch),
    }
  end
  return installed
end

-- The options' texts are inserted first, and then the words in them are replaced.
local function configuration(given, port, dir)
  local words = {
    PORT = port, DIR = dir, WORKERS = given.workers or 1, LOG_LEVEL = given.log_level or "notice",
    MASTER = given.master == false and "off" or "on",
  }
  for name, value in pairs(find()) do
    words[name] = value
  end
  local env = {}
  for name, value in pairs(given.env or {}) do
    env[#env + 1] = ("env '%s=%s';"):format(name, value)
  end
  local texts = {
    ENV = table.concat(env, "\n"), MAIN = given.main or "", HTTP = given.http or "",
    SERVER = given.server or "",
  }
  return (CONFIGURATION:gsub("@([%u_]+)@", texts):gsub("@([%u_]+)@", words))
end

--- Starts nginx on a free port, and waits until it serves.
---@param options table|nil workers (1); server, http, main: directives for the server, the http
--- block and the top (the words @PORT@, @DIR@ and @ROOT@ in them are replaced); env: variables of
--- its environment; log_level (notice); master = false for a single process
---@return Nginx
function nginx.start(options)
  options = options or {}
  local program = find().PROGRAM
  local self = setmetatable({}, Nginx)
  self.process = processes.start {
    command = function(process)
      local dir = process.dir
      files.write(dir .. "/nginx.conf", configuration(options, process.port, dir))
      return ("%s -p %s -e %s/error.log -c %s/nginx.conf"):format(program, dir, dir, dir)
    end,
    is_ready = function(process)
      self.dir, self.port, self.pid = process.dir, process.port, process.pid
      self.url = "http://127.0.0.1:" .. process.port
      if self:log():find("bind() to", 1, true) then
        process:signal "KILL" -- nginx would retry for seconds; another port is quicker
        return false
      end
      return http.request(self.url .. "/_ready") == process.dir
    end,
  }
  self.count = options.workers or 1
  return self
end

--- Sends a GET, or a request with the method, headers and body in `request`; returns the response.
---@return string body
---@return integer status
---@return table headers
function Nginx:get(path, request)
  local pieces, given = {}, request or {}
  local headers = {}
  for name, value in pairs(given.headers or {}) do
    headers[name] = value
  end
  if given.body then
    headers["Content-Length"] = #given.body
  end
  local ok, status, answered = http.request {
    url = self.url .. path, method = given.method or "GET", headers = headers, redirect = false,
    source = given.body and ltn12.source.string(given.body), sink = ltn12.sink.table(pieces),
  }
  if not ok then
    error(("nginx: GET %s: %s\n%s"):format(path, status, self:log()), 2)
  end
  return table.concat(pieces), status, answered
end

--- Sends a GET, and returns the connection without waiting for the response.
---@param version string|nil of HTTP ("1.0")
function Nginx:open(path, version)
  local connection = assert(socket.connect("127.0.0.1", self.port))
  connection:settimeout(30)
  local request = "GET %s HTTP/%s\r\nHost: localhost\r\n\r\n"
  assert(connection:send(request:format(path, version or "1.0")))
  return connection
end

--- Opens `count` such connections.
function Nginx:open_many(path, count)
  local connections = {}
  for i = 1, count do
    connections[i] = self:open(path)
  end
  return connections
end

--- Reads the response of such a connection to its end.
---@return string status
---@return string body
function nginx.read_response(connection)
  local response = assert(connection:receive "*a")
  connection:close()
  return response:match "^HTTP/1%.%d (%d+).-\r\n\r\n(.*)$"
end

--- GETs all paths at once, and waits for all responses.
---@param paths string[]
---@return string[] bodies in the order of the paths
function Nginx:get_all(paths)
  local pipes, bodies = {}, {}
  for i, path in ipairs(paths) do
    pipes[i] = io.popen(("curl -sS --max-time 60 '%s%s' 2>&1"):format(self.url, path))
  end
  for i, pipe in ipairs(pipes) do
    bodies[i] = pipe:read("*a")
    pipe:close()
  end
  return bodies
end

--- Its log.
function Nginx:log()
  return files.read(self.dir .. "/error.log") or ""
end

-- The workers that accept requests, not those that are about to end.
local function workers_now(self)
  local pids = {}
  local children = files.read(("/proc/%d/task/%d/children"):format(self.pid, self.pid)) or ""
  for pid in children:gmatch("%d+") do
    local title = files.read(("/proc/%s/cmdline"):format(pid)) or ""
    if title:find("worker process", 1, true) and not title:find("shutting down", 1, true) then
      pids[#pids + 1] = tonumber(pid)
    end
  end
  return pids
end

--- The pids of its workers, once all have started: the first worker may respond before that.
---@return integer[]
function Nginx:workers()
  return processes.wait_for("the workers", function()
    local pids = workers_now(self)
    return #pids == self.count and pids
  end)
end

--- Reloads its configuration, and waits until new workers accept requests. Old workers may still be
--- finishing theirs.
function Nginx:reload()
  local old = {}
  for _, pid in ipairs(self:workers()) do
    old[pid] = true
  end
  self.process:signal "HUP"
  processes.wait_for("new workers", function()
    local new = workers_now(self)
    for _, pid in ipairs(new) do
      if old[pid] then
        return false
      end
    end
    return #new == self.count
  end)
end

--- Sends the master a signal: "QUIT" lets the workers finish their requests.
function Nginx:signal(name)
  self.process:signal(name)
end

--- Ends nginx, removes its files, and returns its whole log.
---@return string log
function Nginx:stop()
  self.process:finish()
  local log = self:log()
  self.process:stop()
  return log
end

return nginx
