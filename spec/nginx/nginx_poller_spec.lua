--- The poller of a worker: it works when the network has news, and sleeps otherwise.
local files = require "support.files"
local nginx = require "support.nginx"
local nginx_case = require "support.nginx_case"
local processes = require "support.server"
local sandbox = require "support.sandbox"
local socket = require "socket"

local read_response = nginx.read_response

--- The CPU time of a process, in seconds, and how often its main thread was woken.
local function activity(pid)
  local stat = files.read(("/proc/%d/stat"):format(pid)):match ".*%) (.*)"
  local fields = {}
  for field in stat:gmatch "%S+" do
    fields[#fields + 1] = field
  end
  local status = files.read(("/proc/%d/task/%d/status"):format(pid, pid))
  local woken = status:match "\nvoluntary_ctxt_switches:%s*(%d+)"
  return (fields[12] + fields[13]) / 100, tonumber(woken)
end

--- The least that a worker does in a second: other programs may keep this machine busy.
local function least_activity(pid)
  local least_cpu, least_woken = math.huge, math.huge
  for _ = 1, 3 do
    local cpu, woken = activity(pid)
    socket.sleep(1)
    local cpu_after, woken_after = activity(pid)
    least_cpu = math.min(least_cpu, cpu_after - cpu)
    least_woken = math.min(least_woken, woken_after - woken)
  end
  return least_cpu, least_woken
end

local function finish(connections)
  for _, connection in ipairs(connections) do
    assert.equal("total 0", select(2, read_response(connection)))
  end
end

describe("the poller of a worker #nginx", function()
  local start = nginx_case { http = "lua_check_client_abort on;", client = "timeout = 30" }

  for _, count in ipairs { 1, 1000 } do
    it("sleeps while " .. count .. " requests are pending", function()
      local server = start()
      server:get "/list"
      sandbox.fault("cdrlist", "delay", { seconds = 60, times = count })
      local before = sandbox.counts("cdrlist").received
      local pending = server:open_many("/list", count)
      repeat
        socket.sleep(0.1)
      until sandbox.counts("cdrlist").received == before + count
      local cpu, woken = least_activity(server:workers()[1])
      for _, connection in ipairs(pending) do
        connection:close()
      end
      assert.is_true(cpu <= 0.03, ("it used %.2f s of a second"):format(cpu))
      assert.is_true(woken <= 5, ("it was woken %d times in a second"):format(woken))
    end)
  end

  it("sleeps while nothing is pending", function()
    local server = start()
    server:get "/list"
    socket.sleep(1.5) -- it stays for a second
    local _, woken = least_activity(server:workers()[1])
    assert.is_true(woken <= 1, ("it was woken %d times in a second"):format(woken))
  end)

  it("wakes an iterator as soon as its page has come", function()
    sandbox.seed { calls = 400 }
    local server = start {
      server = [[
        location = /pages {
          content_by_lua_block {
            local count = 0
            ngx.update_time()
            local began = ngx.now()
            for call in client.calls:each { start_create_at = "2000-01-01", pageSize = 20 } do
              count = count + 1
            end
            ngx.update_time()
            ngx.print(count, " ", ngx.now() - began)
          }
        }
      ]],
    }
    local best = math.huge
    for _ = 1, 5 do
      sandbox.fault("cdrlist", "delay", { seconds = 0.01, times = 21 })
      local count, seconds = (server:get "/pages"):match "(%S+) (%S+)"
      assert.equal("400", count)
      best = math.min(best, tonumber(seconds))
    end
    assert.is_true(best < 1, ("20 pages of 10 ms took %.2f s"):format(best))
  end)

  it("ends soon after the last request, so that a worker can end", function()
    local server = start()
    server:get "/list"
    local began = socket.gettime()
    server:signal "QUIT"
    processes.wait_for("nginx's end", function() return not processes.is_running(server.pid) end)
    assert.is_true(socket.gettime() - began < 5)
  end)

  describe("is a waiting request", function()
    local directives = "lua_max_running_timers 1; lua_max_pending_timers 1;"
    local locations = [[
      location = /occupy {
        content_by_lua_block {
          ngx.timer.at(0, function() ngx.sleep(60) end)
          ngx.sleep(0.01)
          ngx.timer.at(60, function() end)
        }
      }
    ]]

    it("if nginx has no timer left, and does not keep the worker busy", function()
      local server = start { http = directives, server = locations }
      server:get "/list"
      socket.sleep(1.5) -- until the poller's timer has ended
      server:get "/occupy"
      sandbox.fault("cdrlist", "delay", { seconds = 8, times = 300 })
      local before = sandbox.counts("cdrlist").received
      local pending = server:open_many("/list", 300)
      repeat
        socket.sleep(0.1)
      until sandbox.counts("cdrlist").received == before + 300
      local cpu = least_activity(server:workers()[1])
      finish(pending)
      assert.is_true(cpu <= 0.1, ("it used %.2f s of a second"):format(cpu))
    end)

    it("and another one if its visitor leaves", function()
      local server = start { http = directives, server = locations }
      server:get "/list"
      socket.sleep(1.5)
      server:get "/occupy"
      sandbox.fault("cdrlist", "delay", { seconds = 1, times = 3 })
      local leader = server:open "/list"
      socket.sleep(0.3)
      local pending = server:open_many("/list", 2)
      socket.sleep(0.3)
      leader:close()
      local began = socket.gettime()
      finish(pending)
      assert.is_true(socket.gettime() - began < 8)
    end)
  end)

  it("polls from time to time if nginx gives it no socket", function()
    local server = start {
      server = [[
        location = /break {
          content_by_lua_block {
            function ngx.socket.udp()
              return { settimeout = function() end, setpeername = function() end }
            end
          }
        }
      ]],
    }
    server:get "/break"
    assert.equal("total 0", (server:get "/list"))
    assert.equal("total 0", (server:get "/list"))
  end)
end)
