--- The stores over clients that block. Stores without a server are in spec/unit/store_spec.lua,
-- stores of nginx in spec/nginx/nginx_store_spec.lua, many processes in spec/auth/fleet_spec.lua.
local ai95 = require "ai95"
local contract = require "support.store_contract"
local lua = require("support.program").lua
local sandbox = require "support.sandbox"
local socket = require "socket"
local stores = require "support.stores"

local function logins()
  return sandbox.counts("login").carried_out
end

describe("the store in Redis, over redis-lua,", function()
  local redis, made

  local function connect()
    made = made + 1
    return stores.redis_client(redis.port)
  end

  setup(function()
    redis = stores.redis_server()
  end)

  teardown(function()
    redis:stop()
  end)

  before_each(function()
    made = 0
    sandbox.reset()
  end)

  it("keeps the contract, over a function's connection, of which it makes one", function()
    contract(ai95.store.redis(connect), socket.sleep)
    assert.equal(1, made)
  end)

  it("keeps the contract, over a given client", function()
    contract(ai95.store.redis(connect()))
  end)

  it("lets clients that share it log in once, and stores no readable secret", function()
    connect():flushall()
    local client = sandbox.client { store = ai95.store.redis(connect) }
    local session = assert(client:login())
    assert(sandbox.client({ store = ai95.store.redis(connect()) }):request("getProjects"))
    assert.equal(1, logins())
    local observer = connect()
    local keys = observer:keys("*")
    assert.equal(1, #keys) -- the lock is gone
    assert.matches("^ai95:%x+$", keys[1])
    assert.equal(#"ai95:" + 32, #keys[1])
    local stored = observer:get(keys[1])
    assert.is_true(#stored > #session.api_key)
    for _, secret in ipairs { session.api_key, session.user_sn, "hln", "secret", "api_key" } do
      assert.is_nil(stored:find(secret, 1, true))
    end
    local ttl = observer:ttl(keys[1])
    assert.is_true(ttl > 7100 and ttl <= 7200)
  end)

  it("can come from the environment", function()
    connect():flushall()
    connect():config("SET", "requirepass", "p4ss")
    local path = os.tmpname()
    local file = assert(io.open(path, "w"))
    file:write(stores.PRELUDE, [[
      local account = { username = "hln", password = "secret", base_url = ... }
      local client = require("ai95").new(account)
      print(#assert(client:request "getProjects"))
    ]])
    file:close()
    local function run(url)
      local pipe = io.popen(("AI95_STORE=%s %s %s %s 2>&1"):format(url, lua, path, sandbox.url))
      local output = pipe:read("*a")
      pipe:close()
      return output
    end
    local outputs = {
      run("redis://:p4ss@127.0.0.1:" .. redis.port),
      run(("redis://:p4ss@127.0.0.1:%d/"):format(redis.port)),
      run "redis://x:y:z",
    }
    os.remove(path)
    local admin = connect()
    admin:auth("p4ss")
    admin:config("SET", "requirepass", "")
    assert.same({ "3\n", "3\n" }, { outputs[1], outputs[2] })
    assert.equal(1, logins())
    assert.matches("AI95_STORE in the environment must be a store: .* "
      .. "redis://%[:PASSWORD@%]HOST%[:PORT%]", outputs[3])
  end)

  it("never stores the same text twice", function()
    local texts = {}
    local store = ai95.store.redis(connect)
    local client = sandbox.client { store = {
      encrypt = true,
      get = function() return nil end,
      add = function() return true end,
      delete = function() end,
      set = function(_, key, text)
        texts[#texts + 1] = text:sub(1, 20)
        return store:set(key, text, 100)
      end,
    } }
    assert(client:login())
    assert(client:login())
    assert.not_equal(texts[1], texts[2])
  end)

  it("gives no session to a client with another password, or none", function()
    connect():flushall()
    assert(sandbox.client({ store = ai95.store.redis(connect) }):request("getProjects"))
    local wrong = sandbox.client { store = ai95.store.redis(connect), password = "wrong" }
    local data, err = wrong:request("getProjects")
    assert.is_nil(data)
    assert.equal(20004, err.code)
    local without = ai95.new {
      base_url = sandbox.url, username = "hln", store = ai95.store.redis(connect),
    }
    assert.error_matches(function() without:request("getProjects") end, 'the option "password"')
    assert.equal(1, logins())
  end)

  it("with a damaged session costs a login, never a request", function()
    local damages = {
      "", "x", "{}", ("A"):rep(64),
      '{"user_sn":"a","api_key":"b","api_key_expire":9999999999}',
    }
    for _, damage in ipairs(damages) do
      local client = connect()
      client:flushall()
      assert(sandbox.client({ store = ai95.store.redis(connect) }):request("getProjects"))
      client:set(client:keys("*")[1], damage)
      local before = logins()
      assert(sandbox.client({ store = ai95.store.redis(connect) }):request("getProjects"))
      assert.equal(before + 1, logins())
    end
    local client = connect()
    local key = client:keys("*")[1]
    client:del(key)
    client:lpush(key, "a list") -- WRONGTYPE
    assert(sandbox.client({ store = ai95.store.redis(connect) }):request("getProjects"))
  end)

  describe("whose server refuses,", function()
    local events
    local admin

    before_each(function()
      events = {}
      admin = stores.redis_client(redis.port)
      admin:flushall()
    end)

    local function check(expected, store)
      local client = sandbox.client { store = store, log = function(event)
        if event.name == "store" then
          events[#events + 1] = event.message
        end
      end }
      assert(client:request("getProjects"))
      assert.equal(1, logins())
      assert.is_true(#events > 0)
      for _, message in ipairs(events) do
        assert.matches(expected, message)
      end
    end

    it("for want of a password, costs a login, and works again once the server accepts", function()
      admin:config("SET", "requirepass", "x")
      local client = connect()
      local store = ai95.store.redis(client)
      local ok, raised = pcall(check, "the store failed: .*NOAUTH", store)
      admin:auth("x")
      admin:config("SET", "requirepass", "")
      assert(ok, raised)
      assert.is_true(store:set("k", "v", 10)) -- the store keeps a client that was refused
      assert.equal("v", store:get("k"))
    end)

    it("because it is a replica, costs a login", function()
      admin:slaveof("127.0.0.1", 1)
      local ok, raised = pcall(check, "READONLY", ai95.store.redis(connect))
      admin:slaveof("NO", "ONE")
      assert(ok, raised)
      assert.equal(1, made)
    end)

    it("because its memory is full, costs a login", function()
      admin:config("SET", "maxmemory", "1")
      local ok, raised = pcall(check, "OOM", ai95.store.redis(connect))
      admin:config("SET", "maxmemory", "0")
      assert(ok, raised)
    end)
  end)

  describe("whose server", function()
    local own

    before_each(function()
      own = stores.redis_server()
    end)

    after_each(function()
      own:stop()
    end)

    local function function_store()
      return ai95.store.redis(function()
        made = made + 1
        return stores.redis_client(own.port, 0.3)
      end)
    end

    it("was restarted, makes a new connection", function()
      local store = function_store()
      assert.is_true(store:set("k", "v", 100))
      local port = own.port
      own:stop()
      local value, err = store:get("k")
      assert.is_nil(value)
      assert.is_string(err)
      own = stores.redis_server(port)
      value, err = store:get("k")
      assert.is_nil(value)
      assert.is_nil(err)
      assert.is_true(store:set("k", "v", 100))
      assert.equal("v", store:get("k"))
    end)

    it("was slow, does not reuse a connection on which a reply may still come", function()
      local given = ai95.store.redis(stores.redis_client(own.port, 0.3))
      for _, store in ipairs { function_store(), given } do
        assert.is_true(store:set("a", "of a", 100))
        assert.is_true(store:set("b", "of b", 100))
        own:signal "STOP"
        local value, err = store:get("a")
        own:signal "CONT"
        assert.is_nil(value)
        assert.is_string(err)
        value, err = store:get("b")
        if store.connection.make then
          assert.equal("of b", value)
          assert.equal(2, made)
        else
          assert.is_nil(value)
          assert.equal("the client's connection failed; "
            .. "give store.redis a function that makes a new one", err)
        end
      end
    end)

    it("is stopped, hangs, or is wiped, costs logins and never a request", function()
      local client = sandbox.client { store = function_store() }
      assert(client:request("getProjects"))
      local function again()
        local before = logins()
        sandbox.fault("getProjects", "revoke")
        assert(client:request("getProjects"))
        assert.equal(before + 1, logins())
      end
      own:signal "STOP"
      again()
      own:signal "CONT"
      stores.redis_client(own.port):flushall()
      again()
      own:stop()
      again()
    end)
  end)
end)

describe("a store that does not work", function()
  before_each(function()
    sandbox.reset()
  end)

  it("and is slow is not used for a while", function()
    local used = 0
    local function fail()
      used = used + 1
      socket.sleep(0.6)
      return nil, "timeout"
    end
    local client = sandbox.client { store = { get = fail, set = fail, add = fail, delete = fail } }
    assert(client:request("getProjects"))
    assert.equal(1, used)
    assert.equal(1, logins())
  end)

  it("costs a login, whatever its function returns or raises", function()
    for _, make in ipairs {
      function() error("no route to host") end,
      function() return nil, "connection refused" end,
      function() end,
      function() return "a text" end,
      function() return {} end,
      function() return require "socket" end,
    } do
      for _, kind in ipairs { "redis", "memcached" } do
        local before, events = logins(), {}
        local client = sandbox.client { store = ai95.store[kind](make), log = function(event)
          events[#events + 1] = event.name == "store" and event.message or nil
        end }
        assert(client:request("getProjects"))
        assert.equal(before + 1, logins())
        assert.is_true(#events > 0)
      end
    end
    local _, err = ai95.store.redis(function() return nil, "connection refused" end):get("k")
    assert.equal("connection refused", err)
    _, err = ai95.store.memcached(function() return {} end):get("k")
    assert.equal("store.memcached: the function returned no client", err)
  end)
end)
