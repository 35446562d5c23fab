--- Many processes that share a store: plain Lua programs, and workers of one nginx.
--
-- Each waits for the file DIR/go, sends requests until DIR/stop exists, and writes their number to
-- DIR/NAME.
local files = require "support.files"
local lua = require("support.program").lua
local nginx = require "support.nginx"
local sandbox = require "support.sandbox"
local server = require "support.server"
local stores = require "support.stores"

local fleet = {}

---@class Fleet
---@field members string[]
local Fleet = {}
Fleet.__index = Fleet

-- The program of a member, in plain Lua and in nginx. It has `store`, `sleep` and `name`.
local MEMBER = [[
  local DIR = "@DIR@"
  local function exists(path)
    local file = io.open(path)
    return file and file:close()
  end
  local requests, failures, problem = 0, 0, "none"
  local function report()
    local file = assert(io.open(DIR .. "/" .. name .. ".new", "w"))
    file:write(requests, " ", failures, " ", problem)
    file:close()
    assert(os.rename(DIR .. "/" .. name .. ".new", DIR .. "/" .. name))
  end
  local client = require("ai95").new {
    base_url = "@SANDBOX@", username = "hln", password = "secret", store = store,
    timeout = @TIMEOUT@,
  }
  report()
  while not exists(DIR .. "/go") do sleep(0.005) end
  repeat
    local data, err = client:request "getProjects"
    requests = requests + 1
    if not data then
      failures, problem = failures + 1, tostring(err)
    end
    report()
    sleep(0.02)
  until exists(DIR .. "/stop")
]]

local PLAIN = stores.PRELUDE .. [[

  package.path = "./spec/?.lua;" .. package.path
  local name, sleep = ..., require("socket").sleep
  local store = @PLAIN@
]] .. MEMBER

local NGINX = [[
  local name, sleep = "worker-" .. ngx.worker.id(), ngx.sleep
  local store = @NGINX@
]] .. MEMBER

local function start_plain(self, name, path)
  -- The first line is the pid; any other line is a problem.
  local pipe = io.popen(("echo $$; exec %s %s %s 2>&1"):format(lua, path, name))
  self.pipes[name] = pipe
  self.pids[name] = tonumber(pipe:read("*l"))
  self.members[#self.members + 1] = name
end

--- Starts a fleet, and waits until all of it is ready.
---@param options table plain, nginx: Lua expressions for the store, in a plain program and in a
--- worker; programs, workers: their numbers (0); timeout: of the clients (30); http: more
--- directives for nginx
---@return Fleet
function fleet.start(options)
  local self = setmetatable({
    members = {}, pipes = {}, pids = {}, dir = server.temporary_folder(),
  }, Fleet)
  local words = {
    DIR = self.dir, SANDBOX = sandbox.url, TIMEOUT = options.timeout or 30,
    PLAIN = options.plain or "nil", NGINX = options.nginx or "nil",
  }
  files.write(self.dir .. "/program.lua", (PLAIN:gsub("@(%u+)@", words)))
  for i = 1, options.programs or 0 do
    start_plain(self, "program-" .. i, self.dir .. "/program.lua")
  end
  if options.workers then
    for i = 0, options.workers - 1 do
      self.members[#self.members + 1] = "worker-" .. i
    end
    self.nginx = nginx.start {
      workers = options.workers,
      http = (options.http or "") .. "\ninit_worker_by_lua_block { ngx.timer.at(0, function()\n"
        .. NGINX:gsub("@(%u+)@", words) .. "\nend) }",
    }
  end
  local ready, raised = pcall(server.wait_for, "the fleet to be ready", function()
    return #self:reports() == #self.members
  end)
  if not ready then
    local _, problems = self:stop()
    error(raised .. "\n" .. problems, 2)
  end
  return self
end

--- The reports of the members that have written one: { name =, requests =, failures =, problem = }.
function Fleet:reports()
  local reports = {}
  for _, name in ipairs(self.members) do
    local text = files.read(self.dir .. "/" .. name) or ""
    local requests, failures, problem = text:match("^(%d+) (%d+) (.*)$")
    if requests then
      reports[#reports + 1] = {
        name = name, requests = tonumber(requests), failures = tonumber(failures),
        problem = problem,
      }
    end
  end
  return reports
end

--- Lets all members begin at once.
function Fleet:go()
  files.write(self.dir .. "/go", "")
end

--- Waits until each member has sent `count` more requests.
function Fleet:wait_for_requests(count)
  local before = {}
  for _, report in ipairs(self:reports()) do
    before[report.name] = report.requests
  end
  local slow
  local ok, raised = pcall(server.wait_for, "requests of all members", function()
    for _, report in ipairs(self:reports()) do
      if report.requests < before[report.name] + count then
        slow = report
        return false
      end
    end
    return true
  end, 60)
  if not ok then
    error(("%s: %s sent %d: %s"):format(raised, slow.name, slow.requests - before[slow.name],
      slow.problem), 2)
  end
end

--- Kills a plain program at once.
function Fleet:kill(name)
  os.execute(("kill -KILL %d"):format(self.pids[name]))
end

-- Kills the programs that do not end in time, and returns everything that the programs printed.
local function end_programs(self)
  local ended = pcall(server.wait_for, "the programs to end", function()
    for _, pid in pairs(self.pids) do
      if server.is_running(pid) then
        return false
      end
    end
    return true
  end)
  local printed = { not ended and "programs did not end" or nil }
  for name, pipe in pairs(self.pipes) do
    if server.is_running(self.pids[name]) then
      self:kill(name)
    end
    printed[#printed + 1] = pipe:read("*a")
    pipe:close()
  end
  return printed
end

--- Ends the fleet.
---@return integer failures of all members
---@return string problems the failures, the programs' output, and the errors in nginx's log
function Fleet:stop()
  files.write(self.dir .. "/go", "")
  files.write(self.dir .. "/stop", "")
  local problems = end_programs(self)
  local failures = 0
  for _, report in ipairs(self:reports()) do
    failures = failures + report.failures
    problems[#problems + 1] = report.failures > 0 and report.name .. ": " .. report.problem or nil
  end
  for line in (self.nginx and self.nginx:stop() or ""):gmatch("[^\n]+") do
    if line:find("exited on signal", 1, true) or line:find("lua entry thread aborted", 1, true) then
      failures = failures + 1
      problems[#problems + 1] = line
    end
  end
  os.execute("rm -rf " .. self.dir)
  return failures, table.concat(problems, "\n")
end

return fleet
