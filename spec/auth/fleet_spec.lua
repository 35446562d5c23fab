--- Programs that share a store log in once, even if programs or the store fail.
local fleet = require "support.fleet"
local sandbox = require "support.sandbox"
local server = require "support.server"
local stores = require "support.stores"

local function logins()
  return sandbox.counts("login").carried_out
end

local function expression(where, kind, port, timeout)
  local template = where == "plain" and 'require("support.stores").%s_client(%d, %s)'
    or 'require("support.nginx_clients").%s(%d, %s)'
  local client = template:format(kind, port, timeout)
  return ('require("ai95").store.%s(function() return %s end)'):format(kind, client)
end

describe("a fleet #nginx", function()
  local redis, admin, running

  before_each(function()
    sandbox.reset()
    redis = stores.redis_server()
    admin = stores.redis_client(redis.port)
  end)

  after_each(function()
    if running then
      running:stop()
      running = nil
    end
    redis:stop()
  end)

  local function start(options)
    running = fleet.start(options)
    return running
  end

  local function finish()
    local failures, problems = running:stop()
    running = nil
    assert.equal(0, failures, problems)
  end

  local function over_redis(options, timeout)
    options.plain = expression("plain", "redis", redis.port, timeout)
    options.nginx = expression("nginx", "redis", redis.port, timeout)
    return start(options)
  end

  it("of 4 programs and 8 workers that start together logs in once, over Redis", function()
    sandbox.fault("login", "delay", { seconds = 0.3 })
    local members = over_redis({ programs = 4, workers = 8 }, 5)
    assert.equal(12, #members.members)
    members:go()
    members:wait_for_requests(3)
    finish()
    assert.equal(1, sandbox.counts("login").received)
    assert.equal(1, logins())
    assert.equal(0, sandbox.counts("getProjects").refused)
  end)

  it("of 8 workers logs in once, over memcached", function()
    local memcached = stores.memcached_server()
    sandbox.fault("login", "delay", { seconds = 0.3 })
    start { workers = 8, nginx = expression("nginx", "memcached", memcached.port, 5) }
    running:go()
    running:wait_for_requests(3)
    finish()
    memcached:stop()
    assert.equal(1, sandbox.counts("login").received)
  end)

  it("of 8 workers logs in once, over a shared dictionary", function()
    sandbox.fault("login", "delay", { seconds = 0.3 })
    start {
      workers = 8, nginx = 'require("ai95").store.shdict "keys"',
      http = "lua_shared_dict keys 128k;",
    }
    running:go()
    running:wait_for_requests(3)
    finish()
    assert.equal(1, sandbox.counts("login").received)
  end)

  it("logs in once after the program that was logging in is killed", function()
    local TIMEOUT = 3 -- the lock expires after twice as long
    over_redis({ programs = 4, workers = 8, timeout = TIMEOUT }, 5)
    sandbox.fault("login", "delay_after", { seconds = 5 }) -- over before the others log in
    local holder = fleet.start {
      programs = 1, plain = expression("plain", "redis", redis.port, 5), timeout = TIMEOUT,
    }
    holder:go()
    server.wait_for("the lock", function() return #admin:keys "*:lock" == 1 end)
    holder:kill "program-1"
    assert.equal(1, #admin:keys "*:lock")
    running:go()
    running:wait_for_requests(3)
    finish()
    holder:stop()
    assert.equal(2, sandbox.counts("login").received) -- one is the killed program's
  end)

  it("loses no request while Redis is wiped, hangs, is stopped, and comes back", function()
    -- After it hung, Redis runs the commands that it received meanwhile. Then nobody holds the
    -- lock, but it stays for twice the timeout.
    over_redis({ programs = 4, workers = 4, timeout = 2 }, 0.3)
    running:go()
    running:wait_for_requests(3)

    -- Every key expires during the given trouble with Redis, so that all need a new one.
    local function renew(trouble)
      local before = logins()
      trouble()
      sandbox.advance(8000)
      running:wait_for_requests(3)
      local made = logins() - before
      assert.is_true(made >= 1, made)
      return made
    end

    renew(function() admin:flushall() end)
    renew(function() redis:signal "STOP" end)
    renew(function() redis:signal "CONT" end)

    -- Redis is wiped while one member logs in and the others wait for its lock.
    sandbox.fault("login", "delay", { seconds = 0.5 })
    sandbox.advance(8000)
    server.wait_for("the lock", function() return #admin:keys "*:lock" == 1 end)
    admin:flushall()
    running:wait_for_requests(3)

    local port = redis.port
    renew(function() redis:stop() end)
    redis = stores.redis_server(port)
    renew(function() end)
    finish()
  end)
end)
