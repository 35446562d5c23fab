local sandbox = require "support.sandbox"

describe("a download", function()
  local client, params, path, to

  local function download()
    return client:request("cdrDownload", params, { to = to })
  end

  before_each(function()
    sandbox.reset()
    sandbox.seed { calls = 20 }
    client = sandbox.client { max_body = 2 ^ 20, max_retries = 1 }
    local call = client.calls:list({ talktimes_min = 1 })[1]
    path = os.tmpname()
    os.remove(path)
    to = path
    params = { recordpath = call.recordpath, recordfile = call.recordfile }
  end)

  after_each(function()
    os.remove(path)
  end)

  local function nothing_left()
    assert.is_nil(io.open(path))
    assert.is_nil(io.open(path .. ".part"))
  end

  it("never saves an error as a recording, whatever Content-Type it has", function()
    local types = { "audio/wav", "text/html", "application/json", "application/octet-stream" }
    for _, content_type in ipairs(types) do
      sandbox.fault("cdrDownload", "code", { code = 30011, content_type = content_type })
      local result, err = download()
      assert.is_nil(result)
      assert.equal(30011, err.code)
      nothing_left()
      sandbox.fault("cdrDownload", "status", {
        status = 200, content_type = content_type, body = "<html>busy</html>",
      })
      result, err = download()
      assert.is_nil(result)
      assert.equal("protocol", err.kind)
      nothing_left()
    end
  end)

  it("starts again if it breaks off, and keeps the old file until it is complete", function()
    local file = assert(io.open(path, "w"))
    file:write("what was there")
    file:close()
    sandbox.fault("cdrDownload", "truncate", { times = 2 })
    local result, err = download()
    assert.is_nil(result)
    assert.equal("network", err.kind)
    assert.is_nil(io.open(path .. ".part"))
    file = assert(io.open(path))
    assert.equal("what was there", file:read("*a"))
    file:close()
    sandbox.fault("cdrDownload", "truncate")
    assert.equal(32044, assert(download()).size)
    file = assert(io.open(path, "rb"))
    assert.equal(32044, #file:read("*a"))
    file:close()
  end)

  it("to a function does not start again once the function has a piece", function()
    local pieces = {}
    to = function(piece) pieces[#pieces + 1] = piece end
    sandbox.fault("cdrDownload", "truncate")
    local result, err = download()
    assert.is_nil(result)
    assert.equal("network", err.kind)
    assert.equal(1, err.attempts)
    assert.is_true(#table.concat(pieces) <= 16022)
    sandbox.fault("cdrDownload", "close_before")
    pieces = {}
    assert(download())
    assert.equal(32044, #table.concat(pieces))
  end)

  it("raises the error of its function, and the client still works", function()
    to = function() error("my own mistake", 0) end
    local ok, raised = pcall(download)
    assert.is_false(ok)
    assert.equal("my own mistake", raised)
    assert(client:request("getProjects"))
  end)

  it("hands over pieces of a bounded size, so that memory is constant", function()
    sandbox.reset { recording_seconds = 60 }
    sandbox.seed { calls = 20 }
    local call = client.calls:list({ talktimes_min = 1 })[1]
    local largest, total = 0, 0
    assert(call:download(function(piece)
      largest, total = math.max(largest, #piece), total + #piece
    end))
    assert.equal(960044, total)
    assert.is_true(largest <= 512 * 1024)
  end)

  it("refuses a path that another download is writing", function()
    to = os.tmpname()
    for _ = 1, 3 do
      local results, failures = client:parallel(3, { 1, 2, 3 }, download)
      local whole, refused = 0, 0
      for i = 1, 3 do
        if results[i] then
          assert.equal(32044, results[i].size)
          whole = whole + 1
        end
      end
      for _, err in pairs(failures or {}) do
        assert.equal("file", err.kind)
        assert.matches("%.part: somebody else is writing it", tostring(err))
        refused = refused + 1
      end
      -- The third may begin when the first has ended.
      assert.is_true(whole >= 1 and refused >= 1)
      assert.equal(3, whole + refused)
      local file = assert(io.open(to, "rb"))
      assert.equal(32044, #file:read("*a"))
      file:close()
      assert.is_nil(io.open(to .. ".part"))
    end
    os.remove(to)
  end)

  it("to a path that cannot be written fails before it sends a request", function()
    local before = sandbox.counts("cdrDownload").received
    to = "/nonexistent/x.wav"
    local result, err = download()
    assert.is_nil(result)
    assert.equal("file", err.kind)
    assert.equal("cdrDownload", err.endpoint)
    assert.matches("/nonexistent/x.wav.part: No such file or directory", tostring(err))
    assert.equal(before, sandbox.counts("cdrDownload").received)
  end)

  it("does not replace a device or a pipe", function()
    to = os.tmpname()
    os.execute(("rm %s && mkfifo %s"):format(to, to))
    local result, err = download()
    assert.is_nil(result)
    assert.equal("file", err.kind)
    assert.matches("Operation not supported", tostring(err))
    assert.is_nil(io.open(to .. ".part"))
    local there = os.execute(("test -p %s"):format(to))
    os.remove(to)
    assert.is_true(there == 0 or there == true)
  end)

  it("onto a full disk fails and leaves no broken file", function()
    -- A file system of 16 KB if we may mount one; otherwise a link to /dev/full.
    local folder = os.tmpname() .. ".d"
    os.execute("mkdir " .. folder)
    local mounted = os.execute("mount -t tmpfs -o size=16k none " .. folder .. " 2>/dev/null")
    to = folder .. "/x.wav"
    if mounted ~= 0 and mounted ~= true then
      os.execute("ln -s /dev/full " .. to .. ".part")
    end
    local result, err = download()
    assert.is_nil(result)
    assert.equal("file", err.kind)
    assert.matches("No space left on device", tostring(err))
    assert.is_nil(io.open(to))
    assert.is_nil(io.open(to .. ".part"))
    os.execute("umount " .. folder .. " 2>/dev/null; rm -rf " .. folder)
  end)

  it("ends at max_body if the server sends 10 GB: to a file, to memory and as JSON", function()
    for _, name in ipairs { "cdrDownload", "cdrlist" } do
      sandbox.fault(name, "endless")
      local result, err = client:request(name, name == "cdrDownload" and params or nil,
        name == "cdrDownload" and { to = to } or nil)
      assert.is_nil(result)
      assert.equal("too_large", err.kind)
      assert.matches("max_body %(1048576 bytes%)", tostring(err))
      nothing_left()
    end
    sandbox.reset { recording_seconds = 120 }
    sandbox.seed { calls = 20 }
    local call = client.calls:list({ talktimes_min = 1 })[1]
    for _, each in ipairs { path, false, function() end } do
      local result, err = call:download(each or nil)
      assert.is_nil(result)
      assert.equal("too_large", err.kind)
    end
    nothing_left()
  end)
end)
