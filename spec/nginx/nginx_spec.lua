--- Inside nginx #nginx: the phases, the visitors, the workers. That the API is the same there is for the other specs, which run
--- in a worker as well (scripts/specs.sh nginx).
local files = require "support.files"
local nginx = require "support.nginx"
local processes = require "support.server"
local sandbox = require "support.sandbox"
local socket = require "socket"

local SETUP = ([[
  init_by_lua_block {
    ai95 = require "ai95"
    client = ai95.new { base_url = "%s", username = "hln", password = "secret", max_body = 2 ^ 40 }
  }
  lua_check_client_abort on;
]]):format(sandbox.url)

local LOCATIONS = [[
  location = /call {
    content_by_lua_block {
      local page, err = client:request("cdrlist", { pageIndex = 0, pageSize = 3 })
      ngx.print(page and "total " .. page.total or tostring(err))
    }
  }
  location = /recording {
    content_by_lua_block {
      local call = client.calls:list({ start_create_at = "2000-01-01", talktimes_min = 1, pageSize = 1 })[1]
      local saved, err = call:download(function(piece)
        ngx.print(piece)
        ngx.flush(true)
      end)
      ngx.log(ngx.NOTICE, "recording: ", saved and saved.bytes or tostring(err))
    }
  }
  location = /plain {
    content_by_lua_block { ngx.print "plain" }
  }
]]

-- A request that is under way: the connection to read the answer from.
local function open(server, path, version)
  local connection = assert(socket.connect("127.0.0.1", server.port))
  connection:settimeout(30)
  assert(connection:send(("GET %s HTTP/%s\r\nHost: localhost\r\n\r\n"):format(path, version or "1.0")))
  return connection
end

local function read_answer(connection)
  local answer = assert(connection:receive "*a")
  connection:close()
  return answer:match("^HTTP/1%.%d (%d+).-\r\n\r\n(.*)$")
end

local function open_many(server, path, count)
  local connections = {}
  for i = 1, count do
    connections[i] = open(server, path)
  end
  return connections
end

local function memory_of(pid)
  return tonumber(files.read(("/proc/%d/status"):format(pid)):match("VmRSS:%s*(%d+)")) / 1024
end

local function carried_out(endpoint)
  return sandbox.counts(endpoint).carried_out
end

describe("inside nginx #nginx", function()
  local server

  local function start(options)
    options = options or {}
    options.http = SETUP .. (options.http or "")
    options.server = LOCATIONS .. (options.server or "")
    server = nginx.start(options)
    return server
  end

  before_each(function()
    sandbox.reset()
    server = nil
  end)

  after_each(function()
    if server then
      local log = server:stop()
      assert.is_nil(log:match("[^\n]*exited on signal[^\n]*"))
    end
  end)

  it("a call can be made in every phase that can wait", function()
    start {
      server = [[
        location = /access {
          access_by_lua_block { ngx.header.total = client.tasks:list().total }
          content_by_lua_block { ngx.print(ngx.header.total) }
        }
        location = /rewrite {
          rewrite_by_lua_block { ngx.ctx.total = client.tasks:list().total }
          content_by_lua_block { ngx.print(ngx.ctx.total) }
        }
        location = /timer {
          content_by_lua_block {
            local semaphore = require("ngx.semaphore").new()
            local total
            ngx.timer.at(0, function()
              total = client.tasks:list().total
              semaphore:post()
            end)
            semaphore:wait(5)
            ngx.print(total)
          }
        }
        location = /coroutine {
          content_by_lua_block {
            ngx.print(coroutine.wrap(function() return client.tasks:list().total end)())
          }
        }
      ]],
    }
    for _, path in ipairs { "/access", "/rewrite", "/timer", "/coroutine" } do
      assert.equal("0", (server:get(path)))
    end
  end)

  it("where nginx cannot wait, the error names the phase and the way out, and nothing is sent", function()
    start {
      http = [[
        init_worker_by_lua_block { init_worker_problem = select(2, pcall(client.request, client, "getProjects")) }
      ]],
      server = [[
        location = /init_worker { content_by_lua_block { ngx.print(init_worker_problem) } }
        location = /header {
          header_filter_by_lua_block { ngx.ctx.problem = select(2, pcall(client.request, client, "getProjects")) }
          body_filter_by_lua_block {
            if ngx.arg[2] then
              ngx.arg[1] = ngx.ctx.problem .. "\n" .. select(2, pcall(client.request, client, "getProjects"))
            end
          }
          content_by_lua_block { ngx.print "" }
        }
        location = /log {
          content_by_lua_block { ngx.print "" }
          log_by_lua_block { client:request("getProjects") }
        }
        location = /callback {
          content_by_lua_block {
            ngx.print(select(2, pcall(string.gsub, "a", "a", function() return client:request("getProjects") end)))
          }
        }
      ]],
    }
    assert.matches('cannot wait in the phase "init_worker".*ngx%.timer%.at', (server:get "/init_worker"))
    local filters = server:get "/header"
    assert.matches('cannot wait in the phase "header_filter".*ngx%.timer%.at', filters)
    assert.matches('cannot wait in the phase "body_filter".*ngx%.timer%.at', filters)
    server:get "/log"
    processes.wait_for("the log", function() return server:log():find('cannot wait in the phase "log"', 1, true) end)
    assert.equal(0, sandbox.counts("login").received)
    server:get "/call" -- logs in: a later call would wait for its own answer only
    assert.matches("cannot wait here.*string%.gsub", (server:get "/callback"))
    socket.sleep(0.05)
    assert.equal(0, sandbox.counts("getProjects").received)
  end)

  it("an unrelated request is answered at once while 50 calls of 500 ms are pending", function()
    start()
    server:get "/call"
    local function worst_of(count)
      local times = {}
      for i = 1, count do
        local began = socket.gettime()
        assert.equal("plain", (server:get "/plain"))
        times[i] = socket.gettime() - began
      end
      table.sort(times)
      return times[math.ceil(count * 0.99)]
    end
    local difference
    for _ = 1, 5 do -- others may be busy on this machine
      local idle = worst_of(200)
      sandbox.fault("cdrlist", "delay", { seconds = 0.5, times = 50 })
      local before = carried_out "cdrlist"
      local pending = open_many(server, "/call", 50)
      local busy = worst_of(200)
      assert.equal(before, carried_out "cdrlist") -- they are pending still
      for _, connection in ipairs(pending) do
        assert.equal("total 0", select(2, read_answer(connection)))
      end
      difference = busy - idle
      if difference <= 0.003 then
        break
      end
    end
    assert.is_true(difference <= 0.003, ("p99 is %.1f ms above idle"):format(difference * 1000))
  end)

  it("a call does not wait for the ticks of one that takes long", function()
    start()
    server:get "/call"
    sandbox.fault("cdrlist", "delay", { seconds = 20, times = 1 })
    local pending = open(server, "/call")
    local best, attempts = math.huge, 0
    repeat -- others may be busy on this machine
      socket.sleep(0.8) -- by now the ticks take 5 ms
      local began = socket.gettime()
      assert.equal("total 0", (server:get "/call"))
      best = math.min(best, socket.gettime() - began)
      attempts = attempts + 1
    until best < 0.004 or attempts == 15
    pending:close()
    assert.is_true(best < 0.004, ("the quickest took %.1f ms"):format(best * 1000))
  end)

  it("parallel and iterators wait together, and release what they used", function()
    sandbox.seed { calls = 40 }
    start {
      server = [[
        location = /parallel {
          content_by_lua_block {
            local answered = { start_create_at = "2000-01-01", talktimes_min = 1, pageSize = 7 }
            local results, failures = client:parallel(8, client.calls:each(answered), function(call)
              return call:details().cdr_sn == call.cdr_sn or nil
            end)
            ngx.print(results.n, failures and " failures" or "")
          }
        }
        location = /memory {
          content_by_lua_block {
            local function grown(count)
              local i = 0
              local function numbers()
                i = i + 1
                return i <= count and i or nil
              end
              client:parallel(8, numbers, function() ngx.sleep(0.001) end)
              collectgarbage()
              collectgarbage()
              return collectgarbage "count"
            end
            local before = grown(100)
            ngx.print(grown(3000) - before)
          }
        }
        location = /raise {
          content_by_lua_block {
            local results, failures = client:parallel(2, { 1, 2, 3 }, function(n)
              if n == 2 then error "two" end
              return client:request("getProjects") and n
            end)
            ngx.print(results[1], results[3], failures[2]:match("two"))
          }
        }
      ]],
    }
    local answered = server:get "/parallel"
    assert.matches("^%d%d$", answered)
    assert.is_true(tonumber((server:get "/memory")) < 300)
    assert.equal("13two", (server:get "/raise"))
    sandbox.fault("cdrshow", "delay", { seconds = 0.2, times = 0 })
    local began = socket.gettime()
    assert.equal(answered, (server:get "/parallel"))
    assert.is_true(socket.gettime() - began < 0.2 * tonumber(answered) / 2)
  end)

  it("a visitor who leaves cancels the call", function()
    start()
    server:get "/call"
    local idle = sandbox.open_connections()
    sandbox.fault("cdrlist", "delay", { seconds = 20, times = 5 })
    local pending = open_many(server, "/call", 5)
    processes.wait_for("the calls", function() return sandbox.open_connections() >= 5 end)
    for _, connection in ipairs(pending) do
      connection:close()
    end
    processes.wait_for("their end", function() return sandbox.open_connections() <= idle end, 5)
    sandbox.reset()
    assert.equal("total 0", (server:get "/call"))
  end)

  it("a visitor who leaves a download to a path leaves no file", function()
    sandbox.seed { calls = 8 }
    local path = os.tmpname()
    os.remove(path)
    start {
      server = ([[
        location = /save {
          content_by_lua_block {
            local call = client.calls:list({ start_create_at = "2000-01-01", talktimes_min = 1, pageSize = 1 })[1]
            ngx.print(tostring(select(2, call:download "%s")))
          }
        }
      ]]):format(path),
    }
    sandbox.fault("cdrDownload", "stall", { seconds = 20 })
    local first = open(server, "/save")
    processes.wait_for("the file", function() return files.read(path .. ".part") end)
    first:close()
    processes.wait_for("its end", function() return not files.read(path .. ".part") end, 5)
    assert.equal("nil", (server:get "/save"))
    assert.equal("RIFF", files.read(path):sub(1, 4))
    os.remove(path)
  end)

  it("a visitor who leaves during the login leaves no lock behind", function()
    start()
    sandbox.fault("login", "delay", { seconds = 0.5 })
    local first = open(server, "/call")
    processes.wait_for("the login", function() return sandbox.counts("login").received == 1 end)
    first:close()
    local began = socket.gettime()
    assert.equal("total 0", (server:get "/call"))
    assert.is_true(socket.gettime() - began < 5)
    assert.equal(1, sandbox.counts("login").received)
  end)

  it("a recording streams to a slow visitor in constant memory, and ends when he leaves", function()
    sandbox.reset { recording_seconds = 3600 } -- 58 MB
    sandbox.seed { calls = 8 }
    start {
      server = [[
        location = /collect {
          content_by_lua_block { collectgarbage() collectgarbage() ngx.print "collected" }
        }
      ]],
    }
    server:get "/call"
    local worker, idle = server:workers()[1], sandbox.open_connections() -- those of earlier specs in this process among them
    local function listen(bytes, connection)
      connection = connection or open(server, "/recording", "1.1") -- for HTTP/1.0 nginx collects it first
      local left = bytes
      while left > 0 do
        local piece = assert(connection:receive(math.min(left, 65536)))
        left = left - #piece
      end
      return connection
    end
    local function memory() -- without garbage, of which there is more or less
      server:get "/collect"
      return memory_of(worker)
    end
    listen(8 * 2 ^ 20):close() -- what is needed once
    local before = memory()
    local connection = listen(2 ^ 20)
    for _ = 1, 10 do
      socket.sleep(0.05)
      listen(4 * 2 ^ 20, connection)
    end
    socket.sleep(0.3) -- he stopped listening, and the platform goes on sending
    local grown = memory() - before
    assert.is_true(grown < 4, ("the worker grew by %.1f MB"):format(grown))
    assert.equal("plain", (server:get "/plain"))
    connection:close()
    processes.wait_for("the transfer's end", function() return sandbox.open_connections() <= idle end, 5)
  end)

  it("the pieces come in order, and an error before the first can still be told", function()
    sandbox.seed { calls = 8 }
    start {
      server = [[
        location = /first {
          content_by_lua_block {
            for call in client.calls:each { start_create_at = "2000-01-01" } do
              if call.recordfile then
                local whole = call:download().body
                local pieces = {}
                call:download(function(piece)
                  pieces[#pieces + 1] = piece
                  ngx.sleep(0.001)
                end)
                return ngx.print(whole == table.concat(pieces) and #whole > 1000 and "the same")
              end
            end
          }
        }
      ]],
    }
    assert.equal("the same", (server:get "/first"))
    sandbox.fault("cdrDownload", "code", { code = 30011 })
    server:get "/recording"
    processes.wait_for("the log", function()
      return server:log():find("recording: ai95: the platform answered 30011", 1, true)
    end)
  end)

  it("reloading under load loses no call, and the old workers end", function()
    start { workers = 2 }
    server:get "/call"
    local old = server:workers()
    sandbox.fault("cdrlist", "delay", { seconds = 0.05, times = 0 })
    local statuses = {}
    local function visit(round)
      for _, connection in ipairs(open_many(server, "/call", 20)) do
        local status, body = read_answer(connection)
        statuses[#statuses + 1] = ("%s %s"):format(status, body)
        if #statuses == round * 20 - 10 then
          server:reload()
        end
      end
    end
    for round = 1, 6 do
      visit(round)
    end
    assert.equal(120, #statuses)
    for _, status in ipairs(statuses) do
      assert.equal("200 total 0", status)
    end
    processes.wait_for("the old workers' end", function()
      return not processes.is_running(old[1]) and not processes.is_running(old[2])
    end)
  end)

  it("a worker that is told to quit finishes what is under way", function()
    start()
    server:get "/call"
    local before = carried_out "cdrlist"
    sandbox.fault("cdrlist", "delay", { seconds = 0.5, times = 10 })
    local pending = open_many(server, "/call", 10)
    processes.wait_for("the calls", function() return sandbox.counts("cdrlist").received == before + 10 end)
    server:signal "QUIT"
    for _, connection in ipairs(pending) do
      assert.equal("200 total 0", table.concat({ read_answer(connection) }, " "))
    end
    processes.wait_for("nginx's end", function() return not processes.is_running(server.pid) end)
  end)

  it("10,000 calls do not make the worker grow", function()
    start {
      server = [[
        location = /many {
          content_by_lua_block {
            for _ = 1, 100 do
              assert(client:request("getProjects"))
            end
          }
        }
        location = /collect {
          content_by_lua_block {
            collectgarbage()
            collectgarbage()
            ngx.print(collectgarbage "count")
          }
        }
      ]],
    }
    local worker = server:workers()[1]
    local function calls(times)
      for _ = 1, times do
        for _, connection in ipairs(open_many(server, "/many", 10)) do
          assert.equal("200", (read_answer(connection)))
        end
      end
      return tonumber((server:get "/collect")) / 1024, memory_of(worker)
    end
    local lua_before, before = calls(2)
    local lua_after, after = calls(10)
    assert.equal(12 * 1000, carried_out "getProjects")
    assert.is_true(lua_after - lua_before < 0.5, ("Lua grew by %.1f MB"):format(lua_after - lua_before))
    assert.is_true(after - before < 3, ("the worker grew by %.1f MB"):format(after - before))
  end)

  for what, directives in pairs {
    ["has no timer left"] = "lua_max_running_timers 1; lua_max_pending_timers 1;", ["drops timers"] = "lua_max_running_timers 1;",
  } do
    it("works where nginx " .. what, function()
      start {
        http = directives,
        server = [[
          location = /occupy {
            content_by_lua_block {
              ngx.timer.at(0, function() ngx.sleep(60) end)
              ngx.sleep(0.01)
              ngx.timer.at(60, function() end)
            }
          }
          location = /stream {
            content_by_lua_block {
              for call in client.calls:each { start_create_at = "2000-01-01", talktimes_min = 1 } do
                call:download(ngx.print)
                return
              end
            }
          }
        ]],
      }
      sandbox.seed { calls = 10 }
      server:get "/occupy"
      for _ = 1, 3 do
        assert.equal("total 10", (server:get "/call"))
      end
      assert.equal(1, sandbox.counts("login").received)
      assert.equal("RIFF", (server:get("/stream")):sub(1, 4))
    end)
  end

  it("works with lua_code_cache off", function()
    server = nginx.start {
      http = "lua_code_cache off;",
      server = ([[
        location = /call {
          content_by_lua_block {
            local client = require("ai95").new { base_url = "%s", username = "hln", password = "secret" }
            local results = client:parallel(3, { 1, 2, 3 }, function() return client.tasks:list().total end)
            ngx.print(table.concat(results, " "))
          }
        }
      ]]):format(sandbox.url),
    }
    for _ = 1, 3 do
      assert.equal("0 0 0", (server:get "/call"))
    end
  end)
end)
