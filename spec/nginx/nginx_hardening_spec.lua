--- Inside nginx #nginx: programs that do not do what is expected of them.
local nginx = require "support.nginx"
local processes = require "support.server"
local sandbox = require "support.sandbox"
local socket = require "socket"

local SETUP = ([[
  lua_shared_dict ai95 128k;
  init_by_lua_block {
    ai95 = require "ai95"
    function new_client(options)
      options.base_url = options.base_url or "%s"
      options.username, options.password = "hln", options.password or "secret"
      options.store = ai95.store.shdict "ai95"
      return ai95.new(options)
    end
    client = new_client {}
    function answered_call(of)
      return of.calls:list({ start_create_at = "2000-01-01", talktimes_min = 1, pageSize = 1 })[1]
    end
  }
]]):format(sandbox.url)

describe("inside nginx #nginx", function()
  local server

  local function start(locations, http)
    server = nginx.start { http = SETUP .. (http or ""), server = locations }
    return server
  end

  before_each(function()
    sandbox.reset()
    server = nil
  end)

  after_each(function()
    if server then
      server:stop()
    end
  end)

  it("what is refused since it came through a C function sends nothing, and wakes nobody later", function()
    start [[
      location = /thread {
        content_by_lua_block {
          for _, call in ipairs {
            function() client:request("getProjects") end, function() client:parallel(2, { 1 }, print) end,
            function() client.calls:each()() end,
          } do
            local ok, problem = pcall(string.gsub, "a", "a", call)
            assert(not ok and problem:find("cannot wait here", 1, true), problem)
          end
          local thread = ngx.thread.spawn(function()
            ngx.sleep(0.3)
            return "its own value"
          end)
          ngx.print(select(2, ngx.thread.wait(thread)))
        }
      }
    ]]
    assert.equal("its own value", (server:get "/thread"))
    assert.equal(0, sandbox.counts("login").received)
  end)

  it("a light thread that is killed while a recording streams ends the transfer, and the request can end", function()
    sandbox.reset { recording_seconds = 3600 } -- 58 MB
    sandbox.seed { calls = 8 }
    start [[
      location = /killed {
        content_by_lua_block {
          local call, pieces = answered_call(client), 0
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
    ]]
    local idle = sandbox.open_connections()
    assert.equal("killed", (server:get "/killed"))
    processes.wait_for("the transfer's end", function() return sandbox.open_connections() <= idle end)
  end)

  it("a logger that ends the request of a login leaves nobody waiting for ever", function()
    start [[
      location = /exit {
        content_by_lua_block {
          local other = new_client { deadline = 1, log = function() ngx.exit(500) end }
          local data, err = other:request("getProjects")
          ngx.print(data and "data" or err.kind, " ", err and err.outcome)
        }
      }
    ]]
    local began = socket.gettime()
    assert.equal("timeout not_sent", (server:get "/exit"))
    assert.is_true(socket.gettime() - began < 10)
  end)

  it("failures of TLS stay out of nginx's own connections", function()
    local dir, port = os.getenv "AI95_SANDBOX_DIR", processes.free_port()
    start("", ([[
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
    ]]):format(port, dir, dir, sandbox.https, sandbox.other_ca))
    local url = ("https://127.0.0.1:%d/failing"):format(port)
    local pipe = io.popen(("curl -sk --max-time 20 %s %s"):format(url, url))
    assert.equal("tlstls", pipe:read "*a")
    pipe:close()
    assert.is_nil(server:log():match("[^\n]*stale global SSL error[^\n]*"))
  end)
end)
