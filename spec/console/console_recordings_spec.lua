--- The recordings that the call console plays.
local consoles = require "support.console"
local lfs = require "lfs"
local processes = require "support.server"
local sandbox = require "support.sandbox"

local contains, seed = consoles.contains, consoles.seed

describe("the call console #nginx", function()
  local console, visitor

  consoles.use(function(...)
    console, visitor = ...
  end)

  local function get(path, range, more)
    local headers = { Range = range }
    for name, value in pairs(more or {}) do
      headers[name] = value
    end
    return visitor:ask(path, { headers = headers })
  end

  it("plays whole recordings and parts of them, fetched from the platform once", function()
    local sn = seed(10)
    local path = visitor:recording(sn)
    local beginning, begun = get(path, "bytes=0-99") -- the first request
    assert.equal(206, begun)
    local whole, status, headers = get(path)
    assert.equal(200, status)
    assert.equal("audio/wav", headers["content-type"])
    assert.equal(tostring(#whole), headers["content-length"])
    assert.equal("RIFF", whole:sub(1, 4))
    assert.equal(whole:sub(1, 100), beginning)

    local client = sandbox.client()
    local call = client.calls:list { dial_task_main_sn = sn, talktimes_min = 1 }[1]
    local before = sandbox.counts("cdrDownload").carried_out
    assert.equal(whole, call:download().body)
    assert.equal(1, before)

    local last = #whole - 1
    for range, expected in pairs {
      ["bytes=100-199"] = { 100, 199 },
      ["bytes=0-"] = { 0, last },
      ["bytes=1000-"] = { 1000, last },
      ["bytes=-50"] = { last - 49, last },
      ["bytes=100-99999999"] = { 100, last },
    } do
      local part, part_status, part_headers = get(path, range)
      assert.equal(206, part_status, range)
      assert.equal(("bytes %d-%d/%d"):format(expected[1], expected[2], #whole),
        part_headers["content-range"])
      assert.equal(whole:sub(expected[1] + 1, expected[2] + 1), part)
    end
    local _, beyond, beyond_headers = get(path, "bytes=99999999-")
    assert.equal(416, beyond)
    assert.equal("bytes */" .. #whole, beyond_headers["content-range"])
    -- A part of a replaced file would not fit the rest.
    local again, unchanged = get(path, "bytes=100-199", { ["If-Range"] = "\"other\"" })
    assert.equal(200, unchanged)
    assert.equal(whole, again)
    assert.equal(before + 1, sandbox.counts("cdrDownload").carried_out)
  end)

  it("plays each answer's own recording", function()
    local html = visitor:call(seed(10))
    local whole = get(visitor.link(html, "/recording[^\"]*"))
    local first, status = get(visitor.link(html, "/recording[^\"]*turn=1"))
    local second = get(visitor.link(html, "/recording[^\"]*turn=2"))
    assert.equal(200, status)
    assert.equal("RIFF", first:sub(1, 4))
    assert.is_true(whole ~= first and first ~= second)
  end)

  it("plays recordings from the host that the platform names", function()
    sandbox.reset { recording_seconds = 1, recordings_host = true }
    local path = visitor:recording(seed(10), "/recording[^\"]*turn=1")
    assert.equal(206, (select(2, get(path, "bytes=0-1"))))
  end)

  it("plays only calls of the campaign", function()
    local path = visitor:recording(seed(10))
    local cases = {
      path .. "&turn=99",
      path .. "&turn=x",
      path .. "&turn=0",
      "/recording",
      (path:gsub("sn=[^&]*", "sn=no", 1)),
      (path:gsub("at=[^&]*", "at=2000-01-01")),
      (path:gsub("at=[^&]*", "at=2000-13-99%%2000:00:00")),
    }
    for _, bad in ipairs(cases) do
      local body, status, headers = get(bad)
      assert.equal(404, status, bad)
      assert.equal("text/plain; charset=utf-8", headers["content-type"])
      contains(body, "There is no such recording")
    end
    assert.equal(404, (select(2, get "/fetched/x.wav")))
    assert.equal(404, (select(2, get "/fetched/../nginx.conf")))
  end)

  it("reports an error if the platform fails, and plays when the platform works again", function()
    local path = visitor:recording(seed(10))
    -- Twice, because a worker with an earlier spec's key uses up one.
    sandbox.fault("cdrDownload", "code", { code = 30003, times = 2 })
    local body, status = get(path, "bytes=0-")
    assert.equal(502, status)
    contains(body, "The platform reported an error")
    for _ = 1, 2 do
      status = status == 502 and select(2, get(path, "bytes=0-")) or status
    end
    assert.equal(206, status)
  end)

  it("leaves no files but those of its cache", function()
    get(visitor:recording(seed(10)))
    -- nginx removes the file when it logs, which may be after the response.
    processes.wait_for("the file's end", function()
      for name in lfs.dir(console.dir .. "/fetched") do
        if name ~= "." and name ~= ".." then
          return false
        end
      end
      return true
    end)
  end)
end)
