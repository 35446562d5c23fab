--- A pool that a loop of the host watches: it works when its descriptor is readable, and can notify
--- a socket of that loop.
local core = require "ai95.core"
local files = require "support.files"
local sandbox = require "support.sandbox"
local socket = require "socket"

local profile = core.profile { headers = "" }

local function is_readable(pool, seconds)
  local watched = { getfd = function() return pool:descriptor() end }
  return #socket.select({ watched }, nil, seconds) == 1
end

local function ids(pool)
  local list = {}
  for id in pool.next_ready, pool do
    list[#list + 1] = id
  end
  table.sort(list)
  return list
end

local function threads()
  return tonumber(files.read("/proc/self/status"):match "\nThreads:%s*(%d+)")
end

describe("a watched pool #plain", function()
  local pool

  before_each(function()
    sandbox.reset()
    pool = core.pool(true)
  end)

  after_each(function()
    pool:close()
  end)

  local function start(path)
    return pool:start(profile, sandbox.url .. (path or "/api/login"), nil, 10)
  end

  --- Works when the descriptor is readable, until so many transfers were ready.
  local function drive(count)
    local ready = {}
    while #ready < count do
      assert.is_true(is_readable(pool, 10))
      pool:run(0)
      for _, id in ipairs(ids(pool)) do
        ready[#ready + 1] = id
      end
    end
    table.sort(ready)
    return ready
  end

  it("is not readable while nothing happens", function()
    assert.is_false(is_readable(pool, 0.05))
    pool:run(0)
    assert.is_false(is_readable(pool, 0.05))
  end)

  it("names the transfers that have ended, each once", function()
    local transfers, expected = {}, {}
    for i = 1, 20 do
      transfers[i] = start()
      expected[i] = transfers[i]:id()
    end
    assert.same(expected, drive(20))
    for _, transfer in ipairs(transfers) do
      assert.is_true(transfer:ready())
      assert.equal(0, (transfer:result()))
    end
    assert.is_nil(pool:next_ready())
    assert.is_false(is_readable(pool, 0.05))
  end)

  it("does not name a transfer that failed when it was started: its owner knows", function()
    local transfer = pool:start(profile, "http://127.0.0.1:1/", nil, 10)
    if not transfer:ready() then
      assert.same({ transfer:id() }, drive(1))
    end
    assert.is_true(transfer:ready())
    assert.is_nil(pool:next_ready())
  end)

  it("does not name a transfer that is gone", function()
    start():stop()
    collectgarbage()
    collectgarbage()
    assert.is_nil(pool:next_ready())
  end)

  it("ends a transfer at its timeout", function()
    sandbox.fault("login", "delay", { seconds = 2 })
    local transfer = pool:start(profile, sandbox.url .. "/api/login", nil, 0.2)
    assert.same({ transfer:id() }, drive(1))
    assert.equal(28, (transfer:result()))
  end)

  it("becomes readable at an alarm, and no later one delays it", function()
    local began = core.now()
    pool:alarm(0.2)
    pool:alarm(60)
    assert.is_false(is_readable(pool, 0.1))
    assert.is_true(is_readable(pool, 5))
    assert.is_true(core.now() - began < 2)
    pool:run(0)
    assert.is_false(is_readable(pool, 0.05))
    assert.error_matches(function() pool:alarm(-1) end, "out of range")
  end)

  it("becomes readable when a file is committed", function()
    local path = os.tmpname()
    local file = assert(core.create(path .. ".part"))
    local job = pool:commit(file, path .. ".part", path)
    while not job:ready() do
      assert.is_true(is_readable(pool, 10))
      pool:run(0)
    end
    assert.is_true((job:result(path)))
    os.remove(path)
  end)

  it("notifies whoever knows the token, once until it is armed again", function()
    local port, token = pool:notifier()
    assert.equal(16, #token)
    local loop, stranger = socket.udp(), socket.udp()
    for _, each in ipairs { loop, stranger } do
      each:setpeername("127.0.0.1", port)
      each:settimeout(0.1)
    end
    stranger:send(("x"):rep(16))
    stranger:send(token .. "x")
    loop:send(token)
    assert.is_nil(loop:receive())
    local transfer = start()
    loop:settimeout(10)
    repeat
      assert.equal("!", loop:receive())
      loop:settimeout(0.1)
      assert.is_nil(loop:receive())
      loop:settimeout(10)
      pool:run(0)
      pool:arm()
    until transfer:ready()
    assert.is_nil(stranger:receive())
    loop:close()
    -- a new socket takes the place of one that was closed
    local other = socket.udp()
    other:setpeername("127.0.0.1", port)
    other:settimeout(10)
    other:send(token)
    pool:alarm(0)
    assert.equal("!", other:receive())
    other:close()
    stranger:close()
  end)

  it("ends its thread when it is closed", function()
    local before = threads()
    local others = {}
    for i = 1, 10 do
      others[i] = core.pool(true)
      others[i]:notifier()
    end
    assert.equal(before + 10, threads())
    for _, other in ipairs(others) do
      other:close()
      assert.error_matches(function() other:notifier() end, "closed")
    end
    assert.equal(before, threads())
  end)

  it("has functions that other pools do not have", function()
    local other = core.pool()
    for _, name in ipairs { "descriptor", "notifier", "arm", "next_ready", "alarm" } do
      assert.error_matches(function() other[name](other, 1) end, "not watched")
    end
    other:close()
  end)
end)
