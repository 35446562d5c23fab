--- Connections that stay open at the platform.
local nginx = require "support.nginx"
local sandbox = require "support.sandbox"
local server = require "support.server"

describe("a connection", function()
  it("of a request that must not be sent twice is closed after it", function()
    sandbox.reset()
    local client = sandbox.client()
    assert(client:request("getProjects"))
    local before = sandbox.open_connections()
    for i = 1, 100 do
      local params = i % 2 == 0 and sandbox.addjson() or sandbox.addjson { mark = tostring(i) }
      assert(client:request("addJson", params))
    end
    server.wait_for("them to close", function() return sandbox.open_connections() <= before end)
    assert.equal(100, sandbox.counts("addJson").carried_out)
    assert(client:request("getProjects"))
    assert.is_true(sandbox.open_connections() <= before)
  end)

  it("of a read is used again", function()
    sandbox.reset()
    local reused = {}
    local client = sandbox.client { log = function(event) reused[#reused + 1] = event.reused end }
    assert(client:request("getProjects"))
    assert(client:request("addJson", sandbox.addjson()))
    assert(client:request("getProjects"))
    assert(client:request("addJson", sandbox.addjson()))
    assert.same({ true, false, true, false },
      { reused[#reused - 3], reused[#reused - 2], reused[#reused - 1], reused[#reused] })
  end)

  it("that its server closed is closed at the next request to any server #nginx", function()
    sandbox.reset()
    local other = nginx.start {
      http = "keepalive_timeout 1s;",
      server = ("location / { proxy_pass %s; }"):format(sandbox.url),
    }
    local client = sandbox.client { base_url = other.url }
    local items = {}
    for i = 1, 20 do
      items[i] = i
    end
    client:parallel(#items, items, function() return client:request "getProjects" end)
    local CLOSE_WAIT = "08"
    server.wait_for("the server to close them", function()
      return sandbox.open_connections(other.port) == 0
        and sandbox.open_connections(other.port, CLOSE_WAIT) > 1
    end)
    assert(sandbox.client():request "getProjects")
    assert.equal(0, sandbox.open_connections(other.port, CLOSE_WAIT))
    other:stop()
  end)
end)
