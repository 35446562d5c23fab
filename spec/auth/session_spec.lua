local ai95 = require "ai95"
local core = require "ai95.core"
local sandbox = require "support.sandbox"

local function logins()
  return sandbox.counts("login").carried_out
end

describe("the login", function()
  before_each(function()
    sandbox.reset()
  end)

  it("happens automatically, and once", function()
    local client = sandbox.client()
    assert(client:request("getProjects"))
    assert(client:request("getAiUsers"))
    assert.equal(1, logins())
  end)

  it("is forced by login(), which returns the platform's fields", function()
    local client = sandbox.client()
    local first, second = assert(client:login()), assert(client:login())
    assert.equal("hln", first.user_name)
    assert.equal(sandbox.USER_SN, first.user_sn)
    assert.matches("^%w+$", first.api_key)
    assert.not_equal(first.api_key, second.api_key)
    first.api_key = "changed by the caller"
    assert(client:request("getProjects"))
    assert.equal(2, logins())
  end)

  it("is renewed shortly before the key expires", function()
    local store = ai95.store.memory()
    assert(sandbox.client({ store = store }):request("getProjects"))
    sandbox.advance(7200 - 60)
    local client = sandbox.client { store = store }
    assert(client:request("getProjects")) -- its response has the server's time
    assert(client:request("getProjects"))
    assert.equal(2, logins())
    assert.equal(0, sandbox.counts("getProjects").refused)
  end)

  it("gives a key of two hours if the platform sends an expiry in the past, or none", function()
    for _, expire in ipairs { "1525759121", "null", "\"soon\"" } do
      local body = ('{"code":0,"data":{"user_sn":"%s","api_key":"k","api_key_expire":%s}}'):format(
        sandbox.USER_SN, expire)
      sandbox.fault("login", "status", {
        status = 200, content_type = "application/json", body = body,
      })
      local client = sandbox.client()
      local session = assert(client:login())
      assert.is_true(math.abs(session.api_key_expire - client:server_time() - 7200) <= 2)
    end
  end)

  it("uses the server's clock, however wrong ours is", function()
    for _, offset in ipairs { 90000, -90000 } do
      sandbox.reset { clock_offset = offset }
      local client = sandbox.client()
      assert(client:request("getProjects"))
      assert(client:request("getProjects"))
      assert.equal(1, logins())
    end
  end)

  it("replaces a key that the platform rejects, and sends the request again", function()
    local client = sandbox.client()
    assert(client:login())
    for _, fault in ipairs { "expire", "revoke" } do
      sandbox.fault("addJson", fault)
      assert(client:request("addJson", sandbox.addjson()))
    end
    sandbox.fault("cdrlist", "code", { code = 40001 })
    assert(client:request("cdrlist"))
    assert.equal(4, logins())
    assert.equal(2, #sandbox.state().tasks)
  end)

  it("happens once for all coroutines that need it at the same time", function()
    local client = sandbox.client()
    sandbox.fault("login", "delay", { seconds = 0.2 })
    local results, failures = client:parallel(8, { 1, 2, 3, 4, 5, 6, 7, 8 }, function()
      return client:request("getProjects")
    end)
    assert.is_nil(failures)
    assert.equal(8, results.n)
    assert.equal(1, logins())
  end)

  it("happens once for clients that share a store, and again for another account", function()
    local store = ai95.store.memory()
    assert(sandbox.client({ store = store }):request("getProjects"))
    assert(sandbox.client({ store = store }):request("getProjects"))
    assert.equal(1, logins())
    assert(sandbox.client({ store = store, username = "guest" }):request("getProjects"))
    assert.equal(2, logins())
  end)

  it("does not happen if another client has replaced the rejected key", function()
    local store = ai95.store.memory()
    local one, other = sandbox.client { store = store }, sandbox.client { store = store }
    assert(one:request("getProjects"))
    assert(other:request("getProjects"))
    sandbox.fault("getProjects", "revoke")
    assert(one:request("getProjects")) -- rejected, then logged in again
    sandbox.fault("getProjects", "code", { code = 20005 })
    assert(other:request("getProjects")) -- rejected too, but the store has a newer key
    assert.equal(2, logins())
  end)

  it("does not wait for ever for the lock of a dead program", function()
    local store = ai95.store.memory()
    local client = sandbox.client { store = store, timeout = 0.3 }
    local lock
    local add = store.add
    store.add = function(self, key, value, ttl)
      lock = key
      return add(self, key, value, ttl)
    end
    assert(client:request("getProjects"))
    for key in pairs(store.entries) do
      store.entries[key] = nil
    end
    store:set(lock, "a dead program", 1)
    local other = sandbox.client { store = store, timeout = 0.3, deadline = 20 }
    assert(other:request("getProjects"))
    local data, err
    store.entries = {}
    store:set(lock, "a slow program", 60)
    data, err = sandbox.client({ store = store, deadline = 0.3 })
      :request("addJson", sandbox.addjson())
    assert.is_nil(data)
    assert.equal("timeout", err.kind)
    assert.equal("not_sent", err.outcome)
  end)

  it("survives every failure of a store: it costs a login, never a request", function()
    local function raise() error("the store is down") end
    local function fail() return nil, "connection refused" end
    local function garbage() return "{" end
    for _, broken in ipairs {
      { get = raise, set = raise, add = raise, delete = raise },
      { get = fail, set = fail, add = fail, delete = fail },
      { get = garbage, set = fail, add = fail, delete = raise },
    } do
      local before = logins()
      local client = sandbox.client { store = broken }
      assert(client:request("getProjects"))
      assert(client:request("getAiUsers"))
      assert.equal(before + 1, logins())
      sandbox.fault("getProjects", "revoke")
      assert(client:request("getProjects"))
      assert.equal(before + 2, logins())
    end
  end)

  it("returns the error of a wrong password, and leaves no lock", function()
    local store = ai95.store.memory()
    local wrong = sandbox.client { store = store, password = "wrong" }
    local data, err = wrong:request("addJson", sandbox.addjson())
    assert.is_nil(data)
    assert.equal("auth", err.kind)
    assert.equal(20004, err.code)
    assert.equal("login", err.endpoint)
    assert.equal("not_sent", err.outcome)
    assert.is_nil(next(store.entries))
  end)

  it("raises in ai95.new if the password cannot be sent", function()
    assert.error_matches(function() sandbox.client { password = "secr\255t" } end,
      "\"password\" is not valid UTF%-8 %(byte 5%)")
  end)

  it("raises without a password, and leaves no lock", function()
    local store = ai95.store.memory()
    local client = ai95.new { base_url = sandbox.url, username = "hln", store = store }
    assert.error_matches(function() client:request("getProjects") end, "\"password\" is missing")
    assert.is_nil(next(store.entries))
  end)

  it("is a protocol error if the response lacks the key", function()
    sandbox.fault("login", "status", {
      status = 200, content_type = "application/json", body = '{"code":0,"data":{"user_sn":"x"}}',
    })
    local data, err = sandbox.client():login()
    assert.is_nil(data)
    assert.equal("protocol", err.kind)
  end)
end)

describe("the store", function()
  local path = os.tmpname()

  after_each(function()
    os.remove(path)
    os.remove(path .. ".lock")
  end)

  local makers = { memory = ai95.store.memory, file = function() return ai95.store.file(path) end }
  for name, make in pairs(makers) do
    it(name .. " gets, sets, adds once, deletes, and lets keys expire", function()
      local store = make()
      assert.is_nil(store:get("k"))
      assert.truthy(store:set("k", "v", 100))
      assert.equal("v", store:get("k"))
      assert.falsy(store:add("k", "other", 100))
      assert.equal("v", store:get("k"))
      store:delete("k")
      assert.is_nil(store:get("k"))
      assert.truthy(store:add("k", "other", 100))
      assert.equal("other", store:get("k"))
      store:set("k", "brief", 0)
      assert.is_nil(store:get("k"))
      assert.truthy(store:add("k", "again", 100))
    end)
  end

  it("file is private to its owner, even if others could read it before", function()
    os.execute("touch " .. path .. " && chmod 644 " .. path)
    local store = ai95.store.file(path)
    store:set("k", "v", 100)
    local mode = io.popen("stat -c %a " .. path):read("*l")
    assert.equal("600", mode)
  end)

  it("file that is damaged or cannot be written costs a login and no request", function()
    sandbox.reset()
    local file = assert(io.open(path, "w"))
    file:write("姓名,电话\n")
    file:close()
    local events = {}
    local log = function(event) events[#events + 1] = event end
    assert(sandbox.client({ store = ai95.store.file(path), log = log }):request("getProjects"))
    assert.equal(1, logins())
    file = assert(io.open(path))
    assert.equal("姓名,电话\n", file:read("*a")) -- another file, at a wrong path
    file:close()
    assert.equal("store", events[1].name)
    assert.matches("is no store of api_keys; it is left alone", events[1].message)
    assert(sandbox.client({ store = ai95.store.file("/nonexistent/x") }):request("getProjects"))
    assert.equal(2, logins())
    local folder = os.tmpname() .. ".d"
    os.execute("mkdir " .. folder)
    assert(sandbox.client({ store = ai95.store.file(folder) }):request("getProjects"))
    assert.is_nil(io.open(folder .. ".new"))
    os.execute("rm -rf " .. folder .. " " .. folder .. ".lock")
  end)

  it("file lets processes that start together log in once", function()
    sandbox.reset()
    sandbox.fault("login", "delay", { seconds = 0.3 })
    local program = os.tmpname()
    local file = assert(io.open(program, "w"))
    file:write([[
      local ai95 = require "ai95"
      local store = ai95.store.file(...)
      local client = ai95.new { username = "hln", password = "secret", store = store }
      print(assert(client:request("getProjects")) and "done")
    ]])
    file:close()
    local lua = require("support.program").lua
    local runs = {}
    for i = 1, 6 do
      local command = ("AI95_BASE_URL=%s %s %s %s 2>&1"):format(sandbox.url, lua, program, path)
      runs[i] = io.popen(command)
    end
    for i = 1, 6 do
      assert.equal("done", runs[i]:read("*l"))
      runs[i]:close()
    end
    os.remove(program)
    assert.equal(1, logins())
  end)

  it("does not contain the account's name", function()
    local store = ai95.store.memory()
    sandbox.reset()
    assert(sandbox.client({ store = store }):login())
    for key, entry in pairs(store.entries) do
      assert.matches("^ai95:%x+$", key)
      assert.is_nil((key .. entry.value):find("hln", 1, true))
      assert.is_nil(entry.value:find("secret", 1, true))
    end
    assert.is_true(core.now() > 0)
  end)
end)
