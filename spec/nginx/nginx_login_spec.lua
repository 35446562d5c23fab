--- Many visitors of nginx who need a login at the same time.
local nginx = require "support.nginx"
local nginx_case = require "support.nginx_case"
local processes = require "support.server"
local sandbox = require "support.sandbox"

describe("a login inside nginx #nginx", function()
  local start = nginx_case {
    http = "lua_shared_dict ai95 128k;", store = 'ai95.store.shdict "ai95"',
  }

  local function wait_for_login(count)
    processes.wait_for("the login", function()
      return sandbox.counts("login").received == (count or 1)
    end)
  end

  local function bodies_of(connections)
    local bodies = {}
    for i, connection in ipairs(connections) do
      bodies[i] = select(2, nginx.read_response(connection))
    end
    return bodies
  end

  it("takes one of nginx's timers, however many visitors wait for it", function()
    local server = start {
      server = [[
        location = /timer {
          content_by_lua_block {
            local semaphore = require("ngx.semaphore").new()
            assert(ngx.timer.at(0, function() semaphore:post() end))
            ngx.print(semaphore:wait(0.5) and "ran" or "starved", " ", ngx.timer.running_count())
          }
        }
      ]],
    }
    sandbox.fault("login", "delay", { seconds = 2 })
    local pending = server:open_many("/list", 300)
    wait_for_login()
    local ran, running = server:get("/timer"):match "^(%S+) (%d+)$"
    assert.equal("ran", ran)
    assert.is_true(tonumber(running) <= 3, running) -- the login, the poller, a look at the network
    for _, body in ipairs(bodies_of(pending)) do
      assert.equal("total 0", body)
    end
    assert.equal(1, sandbox.counts("login").received)
    assert.is_nil(server:log():match "[^\n]*lua_max_running_timers[^\n]*")
  end)

  it("that is refused is refused for all who waited, and not repeated by each", function()
    local server = start {
      server = [[
        location = /wrong {
          content_by_lua_block {
            wrong = wrong or ai95.new {
              base_url = "]] .. sandbox.url .. [[", username = "hln", password = "x",
              store = ai95.store.shdict "ai95",
            }
            local _, err = wrong:request("getProjects")
            ngx.print(err.code, " ", err.outcome)
          }
        }
      ]],
    }
    sandbox.fault("login", "delay", { seconds = 0.5 })
    for _, body in ipairs(bodies_of(server:open_many("/wrong", 20))) do
      assert.equal("20004 not_sent", body)
    end
    assert.equal(1, sandbox.counts("login").received)
  end)

  it("that fails is tried again for requests with other options", function()
    local server = start {
      server = [[
        location = /hasty {
          content_by_lua_block {
            local _, err = client:request("getProjects", nil, { timeout = 0.3, max_retries = 0 })
            ngx.print(err.kind, " ", err.outcome)
          }
        }
      ]],
    }
    sandbox.fault("login", "delay", { seconds = 20 })
    local hasty = server:open "/hasty"
    wait_for_login()
    assert.equal("total 0", (server:get "/list"))
    assert.same({ "timeout not_sent" }, bodies_of { hasty })
    assert.equal(2, sandbox.counts("login").received)
  end)

  it("of another request does not keep one waiting beyond its deadline", function()
    local server = start {
      server = [[
        location = /short {
          content_by_lua_block {
            local _, err = client:request("getProjects", nil, { deadline = 0.3 })
            ngx.print(err.outcome, " ", tostring(err))
          }
        }
      ]],
    }
    sandbox.fault("login", "delay", { seconds = 1.5 })
    local first = server:open "/list"
    wait_for_login()
    assert.matches("^not_sent .*the deadline passed while another request logged in",
      (server:get "/short"))
    assert.same({ "total 0" }, bodies_of { first })
  end)
end)
