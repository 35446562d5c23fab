--- Programs inside nginx that misuse the library, or end in the middle of its work.
local nginx_case = require "support.nginx_case"
local processes = require "support.server"
local sandbox = require "support.sandbox"
local socket = require "socket"

describe("inside nginx #nginx", function()
  local start = nginx_case {
    http = "lua_shared_dict ai95 128k;", store = 'ai95.store.shdict "ai95"',
  }

  it("a request through a C function is refused, and wakes no thread later", function()
    local server = start { server = [[
      location = /thread {
        content_by_lua_block {
          for _, misuse in ipairs {
            function() client:request("getProjects") end,
            function() client:parallel(2, { 1 }, print) end,
            function() client.calls:each()() end,
          } do
            local ok, problem = pcall(string.gsub, "a", "a", misuse)
            assert(not ok and problem:find("cannot wait here", 1, true), problem)
          end
          local thread = ngx.thread.spawn(function()
            ngx.sleep(0.3)
            return "its own value"
          end)
          ngx.print(select(2, ngx.thread.wait(thread)))
        }
      }
    ]] }
    assert.equal("its own value", (server:get "/thread"))
    assert.equal(0, sandbox.counts("login").received)
  end)

  it("a light thread that is killed ends its download, and the visitor's request ends", function()
    sandbox.reset { recording_seconds = 3600 } -- 58 MB
    sandbox.seed { calls = 8 }
    local server = start { server = [[
      location = /killed {
        content_by_lua_block {
          local call, pieces = connected_call(), 0
          local thread = ngx.thread.spawn(function()
            call:download(function()
              pieces = pieces + 1
              ngx.sleep(0.005)
            end)
          end)
          repeat ngx.sleep(0.01) until pieces > 1
          ngx.thread.kill(thread)
          ngx.print "killed"
        }
      }
    ]] }
    local idle = sandbox.open_connections()
    assert.equal("killed", (server:get "/killed"))
    processes.wait_for("the transfer's end", function()
      return sandbox.open_connections() <= idle
    end)
  end)

  it("a logger that ends the request during a login leaves no program waiting", function()
    local server = start { server = [[
      location = /exit {
        content_by_lua_block {
          local other = new_client { deadline = 1, log = function() ngx.exit(500) end }
          local data, err = other:request("getProjects")
          ngx.print(data and "data" or err.kind, " ", err and err.outcome)
        }
      }
    ]] }
    local began = socket.gettime()
    assert.equal("timeout not_sent", (server:get "/exit"))
    assert.is_true(socket.gettime() - began < 10)
  end)

  it("a failure of TLS does not affect nginx's own connections", function()
    local dir, port = os.getenv "AI95_SANDBOX_DIR", processes.free_port()
    local server = start { http = ([[
      server {
        listen 127.0.0.1:%d ssl;
        ssl_certificate %s/server.pem;
        ssl_certificate_key %s/server.key;
        location = /failing {
          content_by_lua_block {
            local other = new_client { base_url = "%s", ca_file = "%s", max_retries = 0 }
            ngx.print(select(2, other:request("getProjects")).kind)
          }
        }
      }
    ]]):format(port, dir, dir, sandbox.https, sandbox.other_ca) }
    local url = ("https://127.0.0.1:%d/failing"):format(port)
    local pipe = io.popen(("curl -sk --max-time 20 %s %s"):format(url, url))
    assert.equal("tlstls", pipe:read "*a")
    pipe:close()
    assert.is_nil(server:log():match("[^\n]*stale global SSL error[^\n]*"))
  end)
end)
