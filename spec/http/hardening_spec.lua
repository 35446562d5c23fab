--- Regressions: each of these specs is about a defect that somebody found.
local ai95 = require "ai95"
local core = require "ai95.core"
local loop = require "ai95.loop"
local sandbox = require "support.sandbox"

describe("regression:", function()
  local client

  setup(function()
    sandbox.reset { recording_seconds = 20 }
    sandbox.seed { calls = 30 }
    client = sandbox.client { max_retries = 0 }
  end)

  local function connected_call()
    return client.calls:list({ talktimes_min = 1 })[1]
  end

  it("a file cut off at max_body is an error", function()
    -- Sizes around the amount that is buffered while the transfer pauses.
    local small = { 1000, 262143, 262144, 275000, 290000, 300000, 320043 }
    for _, size in ipairs(small) do
      local limited = sandbox.client { max_body = size, max_retries = 0 }
      local call = limited.calls:list({ talktimes_min = 1, pageSize = 1 })
      if call and call[1] then -- the list itself must fit
        for _, to in ipairs { os.tmpname(), false } do
          local result, err = call[1]:download(to or nil)
          assert.is_nil(result)
          assert.equal("too_large", err.kind)
        end
      end
    end
    assert.equal(320044, assert(connected_call():download()).size)
  end)

  it("a failed name lookup does not break the next request", function()
    for _ = 1, 3 do
      local nowhere = sandbox.client { base_url = "http://nonexistent.invalid", max_retries = 1 }
      local data, err = nowhere:login()
      assert.is_nil(data)
      assert.equal("network", err.kind)
      assert.equal("not_sent", err.outcome)
      assert.equal(2, err.attempts)
      assert(client:request("getProjects"))
    end
  end)

  it("finished jobs are freed #plain", function()
    local function burst()
      client:parallel(8, client.calls:each { pageSize = 10 }, function() return true end)
      for _ = 1, 2000 do
        loop.spawn(function() end)
      end
      collectgarbage()
      collectgarbage()
      return collectgarbage "count"
    end
    burst()
    local before = burst()
    assert.is_true(burst() - before < 200)
  end)

  it("a program cannot call the finalizer of an object of the core", function()
    local path = os.tmpname()
    for _, object in ipairs {
      core.pool(),
      core.create(path),
      core.checker(),
      core.rows({ "姓名", "电话" }, core.checker()),
      core.charset "GB18030",
      core.profile { headers = "" },
      loop.pool():start(core.profile { headers = "" }, "http://127.0.0.1:1/"),
    } do
      assert.is_nil(object.__gc)
      assert.is_false(getmetatable(object))
    end
    os.remove(path)
  end)

  it("a finalizer that calls the core spoils no result and loses no piece", function()
    -- The finalizer runs whenever garbage is collected, also inside the core.
    local again
    local fields, body = { "name", "y" }, tostring(core.body { "name", "y" })
    local signed, results = 0, {}
    function again()
      local object = newproxy and newproxy(true) or setmetatable({}, {})
      getmetatable(object).__gc = function()
        core.canonical { "other", ("y"):rep(300) }
        local _, result = pcall(core.body, fields)
        signed, results[tostring(result)] = signed + 1, true
        pcall(loop.pool().run, loop.pool(), 0)
        if again then
          again()
        end
      end
      if not newproxy then
        setmetatable(object, getmetatable(object))
      end
    end
    again()
    local text = ("x"):rep(5000)
    local expected = "{\"name\":\"" .. text .. "\"}"
    for _ = 1, 3000 do
      assert.is_true(expected == core.canonical { "name", text })
    end
    for _ = 1, 20 do
      local size = 0
      local call = connected_call()
      local result = assert(call:download(function(piece) size = size + #piece end))
      assert.equal(result.size, size)
    end
    again = nil
    collectgarbage()
    assert.is_true(signed > 0)
    assert.same({ [body] = true }, results)
  end)

  it("a download whose function sends another request does not burn the processor", function()
    local call = connected_call()
    sandbox.fault("getProjects", "delay", { seconds = 0.5 })
    local clock = os.clock()
    assert(call:download(function()
      if clock then
        local started = clock
        clock = nil
        assert(client:request("getProjects"))
        assert.is_true(os.clock() - started < 0.25)
      end
    end))
  end)

  it("a folder that is removed between two attempts is an error", function()
    local patient = sandbox.client { max_retries = 2 }
    local call = patient.calls:list({ talktimes_min = 1 })[1]
    local folder = os.tmpname() .. ".d"
    os.execute("mkdir " .. folder)
    local logged = 0
    local logging = sandbox.client { max_retries = 2, log = function(event)
      if event.name == "cdrDownload" then
        logged = logged + 1
        os.execute("rm -rf " .. folder)
      end
    end }
    sandbox.fault("cdrDownload", "truncate")
    local result, err = logging:request("cdrDownload",
      { recordpath = call.recordpath, recordfile = call.recordfile }, { to = folder .. "/x.wav" })
    assert.is_nil(result)
    assert.equal("file", err.kind)
    assert.equal(2, logged)
  end)

  it("a store that fails under its lock releases the lock", function()
    local path = os.tmpname()
    local store = ai95.store.file(path)
    local ok, err = store:set("k", function() end, 10)
    assert.is_nil(ok)
    assert.is_string(err)
    assert.truthy(store:set("k", "v", 10))
    os.remove(path)
    os.remove(path .. ".lock")
  end)

  it("a NUL byte in a path or an address is refused", function()
    local call = connected_call()
    assert.error_matches(function() call:download("/tmp/x\0y") end, "`to` must be a path")
    assert.error_matches(function() core.create("/tmp/x\0y") end, "NUL byte")
    assert.error_matches(function() ai95.new { base_url = "http://x\0y" } end, "base_url")
    assert.error_matches(function()
      ai95.new { base_url = "http://x", proxy = "a\0b" }
    end, "proxy")
  end)

  it("a failed decryption leaves no error in OpenSSL's queue", function()
    assert.is_nil((core.aes_decrypt(("A"):rep(64), sandbox.USER_SN)))
    local tls = sandbox.client { base_url = sandbox.https, ca_file = sandbox.ca }
    assert(tls:request("getProjects"))
  end)

  it("a started program does not inherit connections", function()
    local path = os.tmpname()
    local file = assert(io.open(path, "w"))
    file:write [[
      local function sockets()
        return io.popen("ls -l /proc/self/fd 2>/dev/null | grep -c socket"):read("*n")
      end
      require("ai95.loop").pool() -- it has a socket pair of libcurl, which carries no data
      local client = require("ai95").new { username = "hln", password = "secret" }
      local before = sockets()
      print(assert(client:request("getProjects")) and sockets() - before)
    ]]
    file:close()
    local lua = require("support.program").lua
    local command = ("AI95_BASE_URL=%s %s %s 2>&1"):format(sandbox.url, lua, path)
    assert.equal("0", io.popen(command):read("*l"))
    os.remove(path)
  end)
end)
