--- Programs that end early, fork, or use the environment's proxy.
local sandbox = require "support.sandbox"
local lua = require("support.program").lua

local function run(program, environment)
  local path = os.tmpname()
  local file = assert(io.open(path, "w"))
  file:write(program)
  file:close()
  local command = {
    "AI95_BASE_URL=" .. sandbox.url, "AI95_USERNAME=hln", "AI95_PASSWORD=secret",
    environment or "", lua, path,
  }
  local pipe = io.popen(table.concat(command, " ") .. " 2>&1; echo \"exit $?\"")
  local output = pipe:read("*a")
  pipe:close()
  os.remove(path)
  return output
end

describe("a program", function()
  before_each(function()
    sandbox.reset()
    sandbox.seed { calls = 20 }
  end)

  it("may end while requests are under way", function()
    local output = run [[
      local client = require("ai95").new {}
      local each = client.calls:each { pageSize = 2 }
      print(each().cdr_id > 0)
      os.exit(0, true)
    ]]
    assert.equal("true\nexit 0\n", output)
  end)

  it("goes through the environment's proxy unless its settings say no proxy", function()
    local program = [[
      local ai95 = require "ai95"
      print(select(2, ai95.new({}):request("getProjects")).kind)
      print(#assert(ai95.new({ proxy = false }):request("getProjects")))
    ]]
    assert.equal("network\n3\nexit 0\n", run(program, "no_proxy= http_proxy=http://127.0.0.1:1"))
    program = 'print(#assert(require("ai95").new({}):request("getProjects")))'
    local environment = "no_proxy= http_proxy=http://127.0.0.1:1 AI95_PROXY=none"
    assert.equal("3\nexit 0\n", run(program, environment))
  end)

  -- Debian has no binding of fork for Lua 5.4; on every other Lua this runs.
  local may_fork = _VERSION == "Lua 5.4" and function() end or it

  may_fork("may fork: parent and child go on, each over its own connections", function()
    local output = run [[
      local unistd, wait = require "posix.unistd", require "posix.sys.wait"
      local client = require("ai95").new {}
      assert(client:login())
      local each = client.calls:each { pageSize = 2 }
      each()
      local child = unistd.fork()
      local seen = 1
      local ok, raised = pcall(function() for _ in each do seen = seen + 1 end end)
      if child == 0 then
        -- The page under way belongs to the parent; the child's next request is its own.
        assert(ok or raised.kind == "network")
        assert(#assert(client:request("getProjects")) == 3)
        unistd._exit(0)
      end
      assert(ok and seen == 20, tostring(raised))
      local _, _, status = wait.wait(child)
      assert(#assert(client:request("getProjects")) == 3)
      print("child", status)
    ]]
    assert.equal("child\t0\nexit 0\n", output)
  end)

  may_fork("may fork while files are committed: the child does not wait for them", function()
    local output = run [[
      local unistd, wait = require "posix.unistd", require "posix.sys.wait"
      local core = require "ai95.core"
      local pool, jobs = core.pool(), {}
      local prefix = os.tmpname()
      for i = 1, 40 do
        local file = assert(core.create(prefix .. i .. ".new"))
        assert(file:write(("x"):rep(1000000)))
        jobs[i] = pool:commit(file, prefix .. i .. ".new", prefix .. i)
        file:close()
      end
      local child = unistd.fork()
      local latest = core.now() + (child == 0 and 5 or 60)
      for i, job in ipairs(jobs) do
        while not job:ready() and core.now() < latest do
          pool:run(0.1)
        end
        local ok, problem = job:result "x"
        assert(ok or child == 0 and problem:find "^x: the process was forked while", problem)
      end
      if child == 0 then
        -- The threads of a pool of its own work.
        local file = assert(core.create(prefix .. ".child.new"))
        local job = pool:commit(file, prefix .. ".child.new", prefix .. ".child")
        while not job:ready() do
          pool:run(0.1)
        end
        assert(job:result "x")
        unistd._exit(0)
      end
      local _, _, status = wait.wait(child)
      for i = 1, 40 do
        assert(core.file_identity(prefix .. i) and os.remove(prefix .. i))
      end
      assert(os.remove(prefix .. ".child"))
      print("child", status)
    ]]
    assert.equal("child\t0\nexit 0\n", output)
  end)

  may_fork("may fork while it writes a file: the child leaves it to the parent", function()
    local output = run [[
      local unistd, wait = require "posix.unistd", require "posix.sys.wait"
      local core = require "ai95.core"
      local path = os.tmpname()
      local file = assert(core.create(path .. ".part"))
      local child = unistd.fork()
      if child == 0 then
        file:discard(path .. ".part")
        unistd._exit(0)
      end
      wait.wait(child)
      assert(core.file_identity(path .. ".part"))
      file:discard(path .. ".part")
      assert(core.file_identity(path .. ".part") == false)
      print(select(2, pcall(file.write, file, "x")))
    ]]
    assert.equal("ai95: the file is closed\nexit 0\n", output)
  end)

  it("prints one readable line if it fails", function()
    local output = run [[
      local client = require("ai95").new { password = "wrong" }
      local data, err = client:request("cdrlist")
      error(tostring(err), 0)
    ]]
    assert.matches("ai95: the platform answered 20004 [^\n]*: wrong username or password\n", output)
  end)
end)
