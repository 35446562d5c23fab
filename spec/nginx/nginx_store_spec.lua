--- The stores in a worker of nginx.
local nginx = require "support.nginx"
local sandbox = require "support.sandbox"
local socket = require "socket"
local stores = require "support.stores"

-- The locations' common functions; `run` responds with "ok", or with the raised error.
local COMMON = [[
  lua_shared_dict keys 128k;
  lua_shared_dict tiny 32k;
  init_by_lua_block {
    ai95 = require "ai95"
    clients = require "support.nginx_clients"
    REDIS, MEMCACHED = @REDIS@, @MEMCACHED@
    function redis() return clients.redis(REDIS, TIMEOUT) end
    function memcached() return clients.memcached(MEMCACHED, TIMEOUT) end
    function client(store, log)
      return ai95.new {
        base_url = "@SANDBOX@", username = "hln", password = "secret", store = store, log = log,
      }
    end
    function run(fn, ...)
      local ok, raised = xpcall(fn, debug.traceback, ...)
      ngx.say(ok and "ok" or raised)
    end
  }
]]

local LOCATIONS = [[
  location /contract {
    content_by_lua_block {
      local contract = require "support.store_contract"
      local arg = ngx.var.arg_store
      local store
      if arg == "shdict" then
        store = ai95.store.shdict "keys"
      elseif ngx.var.arg_given then
        store = ai95.store[arg](assert(_G[arg]()))
      else
        store = ai95.store[arg](_G[arg])
      end
      run(contract, store, not ngx.var.arg_given and ngx.sleep or nil)
    }
  }
  location /request {
    content_by_lua_block {
      local messages = {}
      TIMEOUT = tonumber(ngx.var.arg_timeout)
      run(function()
        local arg = ngx.var.arg_store
        local store = arg == "shdict" and ai95.store.shdict(ngx.var.arg_name or "keys")
          or ai95.store[arg](ngx.var.arg_given and assert(_G[arg]()) or _G[arg])
        local one = client(store, function(event)
          messages[#messages + 1] = event.name == "store" and event.message or nil
        end)
        assert(one:request "getProjects")
      end)
      ngx.print(table.concat(messages, "\n"))
    }
  }
  # A client with a connection that belongs to the request that made it.
  location /kept {
    content_by_lua_block {
      run(function()
        if ngx.var.arg_new then
          kept_store = ai95.store.redis(assert(redis()))
          kept_client = client(kept_store)
        end
        local value, err = kept_store:get "nothing"
        assert(kept_client:request "getProjects")
        assert(value == nil)
        ngx.say(tostring(err))
      end)
    }
  }
  location /fill {
    content_by_lua_block {
      local i = 0
      repeat
        i = i + 1
      until not ngx.shared.tiny:safe_set("other" .. i, ("x"):rep(100))
      ngx.say(i - 1)
    }
  }
  location /others {
    content_by_lua_block { ngx.say(#ngx.shared.tiny:get_keys()) }
  }
  location /misuse {
    content_by_lua_block { run(function() ai95.store.shdict "nowhere" end) }
  }
]]

describe("in nginx #nginx", function()
  local server, redis, memcached, admin

  setup(function()
    redis, memcached = stores.redis_server(), stores.memcached_server "-m 2 -I 512k -M"
    admin = stores.redis_client(redis.port)
    server = nginx.start {
      http = COMMON:gsub("@(%u+)@", {
        REDIS = redis.port, MEMCACHED = memcached.port, SANDBOX = sandbox.url,
      }),
      server = LOCATIONS,
    }
  end)

  teardown(function()
    local log = server:stop()
    redis:stop()
    memcached:stop()
    assert.is_nil(log:find("exited on signal", 1, true), log)
  end)

  before_each(function()
    sandbox.reset()
    admin:flushall()
  end)

  local function logins()
    return sandbox.counts("login").carried_out
  end

  for _, name in ipairs { "redis", "memcached", "shdict" } do
    it("the store " .. name .. " keeps the contract", function()
      assert.equal("ok\n", (server:get("/contract?store=" .. name)))
    end)

    it("clients that share the store " .. name .. " log in once", function()
      assert.equal("ok\n", (server:get("/request?store=" .. name)))
      assert.equal("ok\n", (server:get("/request?store=" .. name)))
      assert.equal(1, logins())
    end)
  end

  for _, name in ipairs { "redis", "memcached" } do
    it("a given client of " .. name .. " serves its own request", function()
      assert.equal("ok\n", (server:get("/contract?given=1&store=" .. name)))
      assert.equal("ok\n", (server:get("/request?given=1&store=" .. name)))
      assert.equal("ok\n", (server:get("/request?given=1&store=" .. name)))
      assert.equal(1, logins())
    end)
  end

  it("a given client belongs to its request; in others it costs a login, not a request", function()
    assert.matches("ok\n$", (server:get "/kept?new=1"))
    assert.equal(1, logins())
    assert.equal("closed\nok\n", (server:get "/kept"))
    assert.equal(1, logins())
    sandbox.fault("getProjects", "revoke")
    assert.matches("give store.redis a function that makes a new one\nok\n$",
      (server:get "/kept"))
    assert.equal(2, logins())
  end)

  it("connections return to the pool and are used again", function()
    server:get "/request?store=redis"
    local before = tonumber(admin:info().stats.total_connections_received)
    for _ = 1, 5 do
      assert.equal("ok\n", (server:get "/request?store=redis"))
    end
    assert.equal(before, tonumber(admin:info().stats.total_connections_received))
  end)

  it("the data in Redis and memcached cannot be read", function()
    local session = assert(sandbox.client({ store = require("ai95").store.redis(admin) }):login())
    server:get "/request?store=redis"
    assert.equal(1, logins()) -- nginx uses the session that plain Lua stored
    server:get "/request?store=memcached"
    local connection = assert(socket.connect("127.0.0.1", memcached.port))
    connection:settimeout(5)
    connection:send "lru_crawler metadump all\r\n"
    local keys, line = {}, connection:receive()
    while line ~= "END" do
      keys[#keys + 1] = line:match "^key=(%S+)"
      line = assert(connection:receive())
    end
    local found = 0
    for _, key in ipairs(keys) do
      connection:send("get " .. key .. "\r\n")
      if connection:receive() ~= "END" then -- some have expired
        local stored = connection:receive()
        assert.equal("END", connection:receive())
        assert.matches("^ai95%-" .. ("%x"):rep(32) .. "$", key)
        assert.matches("^[%w+/]+=*$", stored)
        found = found + 1
      end
    end
    connection:close()
    assert.equal(1, found)
    assert.is_nil(admin:get(admin:keys("*")[1]):find(session.api_key, 1, true))
  end)

  it("a server that refuses costs logins, never a request", function()
    admin:config("SET", "requirepass", "x")
    admin:client("KILL", "TYPE", "normal") -- pooled connections would need no password
    local answer = server:get "/request?store=redis"
    admin:auth "x"
    admin:config("SET", "requirepass", "")
    assert.matches("^ok\n.*NOAUTH", answer)
    admin:slaveof("127.0.0.1", 1)
    answer = server:get "/request?store=redis"
    admin:slaveof("NO", "ONE")
    assert.matches("^ok\n.*READONLY", answer)
    assert.equal(2, logins())
  end)

  it("a server that hangs costs logins, never a request", function()
    for name, process in pairs { redis = redis, memcached = memcached } do
      local before = logins()
      process:signal "STOP"
      local answer = server:get("/request?timeout=0.3&store=" .. name)
      process:signal "CONT"
      assert.matches("^ok\nthe store failed: timeout", answer)
      assert.equal(before + 1, logins())
    end
  end)

  it("a memcached without memory costs logins, never a request", function()
    local full = assert(socket.connect("127.0.0.1", memcached.port))
    for _, size in ipairs { 60, 100, 150, 200, 250, 300, 350, 400, 450, 500 } do
      local answer
      local i = 0
      repeat
        i = i + 1
        full:send(("set fill-%d-%d 0 0 %d\r\n%s\r\n"):format(size, i, size, ("x"):rep(size)))
        answer = full:receive()
      until answer ~= "STORED"
      assert.matches("^SERVER_ERROR out of memory", answer)
    end
    local answer = server:get "/request?store=memcached"
    full:send "flush_all\r\n"
    full:receive()
    full:close()
    assert.matches("^ok\nthe store failed: SERVER_ERROR out of memory storing object", answer)
    assert.equal(1, logins())
  end)

  it("a full shared dictionary costs logins, never a request, and loses no other keys", function()
    local count = server:get "/fill"
    assert.is_true(tonumber(count) > 5)
    assert.matches("^ok\nthe store failed: no memory",
      (server:get "/request?store=shdict&name=tiny"))
    assert.equal(count, (server:get "/others"))
    assert.equal(1, logins())
  end)

  it("the error of a missing shared dictionary has the directive to add", function()
    assert.matches("store.shdict: there is no shared dictionary \"nowhere\"; "
      .. "nginx's http block needs: lua_shared_dict nowhere 128k;", (server:get "/misuse"))
  end)
end)
