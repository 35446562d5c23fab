--- Stores in trouble: stopped and killed processes, clocks that are set, damaged files, slow
--- logins. It costs a login, never a call, and never more time than the call has.
local ai95 = require "ai95"
local core = require "ai95.core"
local files = require "support.files"
local lua = require("support.program").lua
local sandbox = require "support.sandbox"
local server = require "support.server"

local function logins()
  return sandbox.counts("login").received
end

local function took(fn, ...)
  local started = core.now()
  return core.now() - started, fn(...)
end

local function sh(command, ...)
  assert(os.execute(command:format(...)))
end

local pids = {}

--- Starts a program, which prints lines; returns a function that reads the next one, and its pid.
local function start(path, text, ...)
  path = path .. #pids -- another program may be reading its own
  files.write(path, text)
  local pipe = io.popen(("AI95_BASE_URL=%s AI95_USERNAME=hln AI95_PASSWORD=secret "
    .. "sh -c 'echo $$; exec %s %s %s' 2>&1"):format(sandbox.url, lua, path,
      table.concat({ ... }, " ")))
  local pid = pipe:read "*l"
  pids[#pids + 1] = pid
  return function() return pipe:read "*l" end, pid
end

local LOCK = 'require("ai95.core").lock((...) .. ".lock") io.write "locked\\n" io.flush() '
  .. 'while true do end'
local CALL = [[
  local client = require("ai95").new { store = require("ai95").store.file(...) }
  print(client:request("getProjects") and "done" or "failed")
]]

describe("#once a store", function()
  local path, program, now

  before_each(function()
    sandbox.reset()
    path = os.tmpname()
    program = path .. ".lua"
    now = os.time
  end)

  after_each(function()
    rawset(os, "time", now)
    for _, pid in ipairs(pids) do
      os.execute(("kill -9 %s 2>/dev/null"):format(pid)) -- closing its pipe waits for its end
    end
    pids = {}
    os.execute(("rm -f %s %s.*"):format(path, path))
  end)

  local function client_of(store, options)
    local given = { store = store }
    for name, value in pairs(options or {}) do
      given[name] = value
    end
    return sandbox.client(given)
  end

  it("in a file whose lock a stopped process holds costs a login, within the deadline, and lets "
    .. "other coroutines run", function()
    local read, pid = start(program, LOCK, path)
    assert.equal("locked", read())
    sh("kill -STOP %s", pid)
    for _, deadline in ipairs { 0.6, 3 } do
      local client = client_of(ai95.store.file(path), { deadline = deadline })
      local other = sandbox.client()
      local before, slowest, seconds = logins(), 0, 0
      local _, failures = client:parallel(2, { "file", "other" }, function(which)
        if which == "file" then
          seconds = took(function() return assert(client:request("getProjects")) end)
        else
          for _ = 1, 10 do
            slowest = math.max(slowest, (took(other.request, other, "getProjects")))
          end
        end
        return true
      end)
      assert.is_nil(failures)
      assert.is_true(seconds < deadline, seconds)
      assert.is_true(slowest < 0.4, slowest)
      assert.equal(before + 2, logins())
      assert.is_true(took(client.request, client, "getProjects") < 0.3)
    end
    sh("kill -9 %s", pid)
  end)

  it("in a file works at once after the process that held its lock was killed", function()
    local read, pid = start(program, LOCK, path)
    assert.equal("locked", read())
    sh("kill -9 %s", pid)
    server.wait_for("its end", function()
      local lock = core.lock(path .. ".lock")
      return lock and lock:close()
    end)
    local client = client_of(ai95.store.file(path))
    assert.is_true(took(client.request, client, "getProjects") < 0.5)
    assert.equal(1, logins())
    assert(client_of(ai95.store.file(path)):request("getProjects"))
    assert.equal(1, logins())
  end)

  it("in a file does not keep the login of a process that was killed, even if the clock is set "
    .. "back", function()
    for _, back in ipairs { 3600, 86400 * 365, 0 } do
      os.remove(path)
      sandbox.fault("login", "delay_after", { seconds = 3 })
      local before = logins()
      local _, pid = start(program, CALL, path)
      server.wait_for("the login", function() return logins() == before + 1 end)
      sh("kill -9 %s", pid)
      rawset(os, "time", function(...) return now(...) - (... and 0 or back) end)
      local client = client_of(ai95.store.file(path), { deadline = 4 })
      local seconds = took(function() return assert(client:request("getProjects")) end)
      assert.is_true(seconds < (back > 0 and 0.5 or 3.5), seconds)
      rawset(os, "time", now)
    end
  end)

  it("whose lock nobody renews is used by processes with short deadlines, too", function()
    local store = ai95.store.memory()
    local client = client_of(store, { deadline = 0.4 })
    store:set("ai95:x", "y", 100)
    local add = store.add
    function store:add(key, value, ttl)
      if key ~= self.dead then
        self.dead = key
        self:set(key, "a dead process", 3600)
      end
      return add(self, key, value, ttl)
    end
    local seconds = took(function()
      local data, err
      repeat
        data, err = client:request("getProjects")
        assert.equal("not_sent", err and err.outcome or "not_sent")
      until data
    end)
    assert.is_true(seconds < 3.5, seconds)
    assert.equal(1, logins())
  end)

  it("that never answers \"add\", or contradicts itself, costs a login", function()
    local function nothing() end
    local function no() return false end
    local function yes() return true end
    for name, given in pairs {
      ["no answer"] = { get = nothing, set = nothing, add = nothing, delete = nothing, most = 0.5 },
      ["there, and not there"] = { get = nothing, set = yes, add = no, delete = yes, most = 1 },
      ["a lock that stays"] = {
        get = function(_, key) return key:find "lock$" and "stays" or nil end,
        set = yes, add = no, delete = yes, most = 3.5,
      },
      ["garbage"] = {
        get = function() return "\255garbage" end, set = yes, add = no, delete = no, most = 3.5,
      },
      ["numbers"] = { get = function() return 5 end, set = yes, add = no, delete = no, most = 3.5 },
    } do
      local before = logins()
      local client = client_of(given, { deadline = 4 })
      local seconds = took(function() return assert(client:request("getProjects")) end)
      assert.is_true(seconds < given.most, name .. " " .. seconds)
      sandbox.fault("getProjects", "expire")
      seconds = took(function() return assert(client:request("getProjects")) end)
      assert.is_true(seconds < 0.5, name .. " " .. seconds)
      assert.equal(before + 2, logins(), name)
    end
  end)

  it("in a file with a flipped bit, or cut off, never raises, gives no other value, and is mended",
    function()
    local store = ai95.store.file(path)
    assert(store:set("ai95:0123", "the value", 7200))
    assert(store:add("ai95:0123:lock", "a lock", 100))
    local text = files.read(path)
    local kept = 0
    local function check(damaged, what)
      files.write(path, damaged)
      local value, problem = store:get "ai95:0123"
      assert.is_nil(problem, what)
      assert.is_true(value == nil or value == "the value", what)
      kept = kept + (value and 1 or 0)
      local held
      held, problem = store:get "ai95:0123:lock"
      assert.is_nil(problem, what)
      assert.is_true(held == nil or held == "a lock", what)
    end
    for at = 1, #text do
      local byte = text:byte(at)
      for bit = 0, 7 do
        local is_set = math.floor(byte / 2 ^ bit) % 2 == 1
        local flipped = string.char(byte + (is_set and -1 or 1) * 2 ^ bit)
        check(text:sub(1, at - 1) .. flipped .. text:sub(at + 1), ("bit %d of %d"):format(bit, at))
        if bit == at % 8 then
          assert.is_true(store:set("ai95:0123", "another", 7200))
          assert.equal("another", store:get "ai95:0123")
        end
      end
      check(text:sub(1, at), "cut after " .. at)
    end
    assert.is_true(kept > #text) -- most flips hit the other entry, or the outer lines
  end)

  it("in a file with a flipped bit costs a client a login at most", function()
    assert(client_of(ai95.store.file(path)):request("getProjects"))
    local text = files.read(path)
    for at = 1, #text, 5 do
      local flipped = string.char((text:byte(at) + 2 ^ (at % 7)) % 256)
      files.write(path, text:sub(1, at - 1) .. flipped .. text:sub(at + 1))
      local before = logins()
      assert(client_of(ai95.store.file(path)):request("getProjects"))
      assert(client_of(ai95.store.file(path)):request("getProjects"))
      assert.is_true(logins() <= before + 1)
    end
  end)

  it("in a file of version 0.1 is replaced", function()
    files.write(path, '{"ai95:0123":{"value":"{}","expires":9999999999}}')
    sh("chmod 600 %s", path)
    assert(client_of(ai95.store.file(path)):request("getProjects"))
    assert(client_of(ai95.store.file(path)):request("getProjects"))
    assert.equal(1, logins())
  end)

  it("in a file that is a link, a pipe or writable for all costs a login, without waiting",
    function()
    for make, problem in pairs {
      ["ln -s /dev/null %s"] = "it is a symbolic link",
      ["mkfifo %s"] = "it is not a regular file",
      ["mkdir %s"] = "it is not a regular file",
      ["touch %s && chmod 666 %s"] = "other users can write it",
    } do
      for _, where in ipairs { path, path .. ".lock", path .. ".new" } do
        os.execute(("rm -rf %s %s.lock %s.new"):format(path, path, path))
        sh((make:gsub("%%s", where)))
        local messages = {}
        local client = client_of(ai95.store.file(path), { log = function(event)
          messages[#messages + 1] = event.message
        end })
        local before = logins()
        local seconds = took(function() return assert(client:request("getProjects")) end)
        assert.is_true(seconds < 0.5)
        assert.equal(before + 1, logins())
        assert.matches(where .. ": " .. problem, table.concat(messages), 1, true)
        assert.is_true(#messages > 0)
      end
    end
    os.execute(("rm -rf %s %s.lock %s.new"):format(path, path, path))
  end)

  it("lets a login that takes 12 s happen once, whoever waits for it", function()
    sandbox.fault("login", "delay", { seconds = 12 })
    local runs = {}
    for i = 1, 3 do
      runs[i] = start(program, CALL, path)
    end
    for i = 1, 3 do
      assert.equal("done", runs[i]())
    end
    assert.equal(1, logins())
  end)

  it("lets a login that takes longer than the others wait for a silent one happen once, for "
    .. "coroutines of several clients", function()
    local store = ai95.store.memory()
    sandbox.fault("login", "delay", { seconds = 3 })
    local clients = { client_of(store), client_of(store), client_of(store) }
    local _, failures = clients[1]:parallel(3, clients, function(client)
      return client:request("getProjects")
    end)
    assert.is_nil(failures)
    assert.equal(1, logins())
  end)
end)
