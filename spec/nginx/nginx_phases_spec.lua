--- Requests in the phases of nginx. The other specs check that the API is the same there: they also
--- run in a worker (scripts/specs.sh nginx).
local nginx_case = require "support.nginx_case"
local processes = require "support.server"
local sandbox = require "support.sandbox"
local socket = require "socket"

describe("inside nginx #nginx", function()
  local start = nginx_case { http = "lua_check_client_abort on;" }

  it("a request works in every phase that can wait", function()
    local server = start {
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

  it("a phase that cannot wait raises an error with a way out, and sends nothing", function()
    local server = start {
      http = [[
        init_worker_by_lua_block {
          function problem_of_request()
            return select(2, pcall(client.request, client, "getProjects"))
          end
          init_worker_problem = problem_of_request()
        }
      ]],
      server = [[
        location = /init_worker { content_by_lua_block { ngx.print(init_worker_problem) } }
        location = /header {
          header_filter_by_lua_block { ngx.ctx.problem = problem_of_request() }
          body_filter_by_lua_block {
            if ngx.arg[2] then
              ngx.arg[1] = ngx.ctx.problem .. "\n" .. problem_of_request()
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
            local function request() return client:request("getProjects") end
            ngx.print(select(2, pcall(string.gsub, "a", "a", request)))
          }
        }
      ]],
    }
    assert.matches('cannot wait in the phase "init_worker".*ngx%.timer%.at',
      (server:get "/init_worker"))
    local filters = server:get "/header"
    assert.matches('cannot wait in the phase "header_filter".*ngx%.timer%.at', filters)
    assert.matches('cannot wait in the phase "body_filter".*ngx%.timer%.at', filters)
    server:get "/log"
    processes.wait_for("the log", function()
      return server:log():find('cannot wait in the phase "log"', 1, true)
    end)
    assert.equal(0, sandbox.counts("login").received)
    server:get "/list" -- logs in, so that a later request would go out at once
    assert.matches("cannot wait here.*string%.gsub", (server:get "/callback"))
    socket.sleep(0.05)
    assert.equal(0, sandbox.counts("getProjects").received)
  end)

  it("asks nginx whether a phase can wait, and agrees with it in all of them", function()
    local dir, port = os.getenv "AI95_SANDBOX_DIR", processes.free_port()
    local server = start {
      bare = true,
      http = ([[
        init_by_lua_block {
          local phases = require "ai95.loop.phases"
          seen = {}
          function look(in_handshake)
            local can_wait = phases.can_wait()
            -- without OpenResty's patches, nginx ends a handshake that waits
            local slept = in_handshake or pcall(ngx.sleep, 0)
            seen[ngx.get_phase()] = tostring(can_wait) .. (can_wait == slept and "" or "!")
          end
          look()
        }
        init_worker_by_lua_block { look() }
        upstream balanced {
          server 0.0.0.1;
          balancer_by_lua_block {
            look()
            require("ngx.balancer").set_current_peer("127.0.0.1", @PORT@)
          }
        }
        server {
          listen 127.0.0.1:%d ssl;
          ssl_certificate %s/server.pem;
          ssl_certificate_key %s/server.key;
          ssl_client_hello_by_lua_block { look(true) }
          ssl_certificate_by_lua_block { look(true) }
          server_rewrite_by_lua_block { look() }
        }
      ]]):format(port, dir, dir),
      server = [[
        location = /plain { return 200; }
        location = /balanced {
          rewrite_by_lua_block { look() }
          access_by_lua_block { look() }
          header_filter_by_lua_block { look() }
          body_filter_by_lua_block { look() }
          log_by_lua_block { look() }
          proxy_pass http://balanced/plain;
        }
        location = /seen {
          content_by_lua_block {
            look()
            ngx.timer.at(0, function() look() end)
            ngx.sleep(0.05)
            local lines = {}
            for phase, answer in pairs(seen) do
              lines[#lines + 1] = phase .. " " .. answer .. "\n"
            end
            table.sort(lines)
            ngx.print(lines)
          }
        }
      ]],
    }
    os.execute(("curl -sk --max-time 20 -o /dev/null https://127.0.0.1:%d/"):format(port))
    server:get "/balanced"
    assert.equal(table.concat({
      "access true", "balancer false", "body_filter false", "content true", "header_filter false",
      "init false", "init_worker false", "log false", "rewrite true", "server_rewrite true",
      "ssl_cert true", "ssl_client_hello true", "timer true", "",
    }, "\n"), (server:get "/seen"))
  end)

  local limits = {
    ["has no timer left"] = "lua_max_running_timers 1; lua_max_pending_timers 1;",
    ["drops timers"] = "lua_max_running_timers 1;",
  }
  for problem, directives in pairs(limits) do
    it("requests and downloads work if nginx " .. problem, function()
      local server = start {
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
              local filters = { start_create_at = "2000-01-01", talktimes_min = 1 }
              for call in client.calls:each(filters) do
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
        assert.equal("total 10", (server:get "/list"))
      end
      assert.equal(1, sandbox.counts("login").received)
      assert.equal("RIFF", (server:get("/stream")):sub(1, 4))
    end)
  end

  it("the library works with lua_code_cache off", function()
    local server = start {
      bare = true,
      http = "lua_code_cache off;",
      server = ([[
        location = /parallel {
          content_by_lua_block {
            local client = require("ai95").new {
              base_url = "%s", username = "hln", password = "secret",
            }
            local results = client:parallel(3, { 1, 2, 3 }, function()
              return client.tasks:list().total
            end)
            ngx.print(table.concat(results, " "))
          }
        }
      ]]):format(sandbox.url),
    }
    for _ = 1, 3 do
      assert.equal("0 0 0", (server:get "/parallel"))
    end
  end)
end)
