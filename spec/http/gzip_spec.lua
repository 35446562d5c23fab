--- Compressed answers, requested or not, with any Content-Encoding.
local core = require "ai95.core"
local endpoints = require "ai95.api.endpoints"
local files = require "support.files"
local gzip = require "support.gzip"
local raw_server = require "support.raw_server"
local sandbox = require "support.sandbox"

local unpack = unpack or table.unpack -- luacheck: ignore 143

local PARAMS = {
  login = nil,
  addJson = sandbox.addjson(),
  addExcel = { project_sn = "p", source = "x", ai_user_sn = "a", upload = sandbox.WORKBOOK },
  operateTask = { pkeys = 1, oper = "stop" },
  cdrshow = {
    cdr_sn = "c",
    recordpath = "/r",
    recordfile = "f.wav",
    connected_at = "2024-05-01 10:00:00",
  },
  cdrDownload = { recordpath = "/r", recordfile = "f.wav" },
  cdrFragmentDownload = { recordfile = "f.wav" },
  exportModel = { project_sn = "p" },
}

-- Does not compress well, so the compressed form is long enough to cut.
local function recording(size)
  local parts, seed = { "RIFF\0\0\0\0WAVE" }, 7
  for i = 2, size / 4 do
    seed = (seed * 16807) % 2147483647
    local second, third = math.floor(seed / 256) % 256, math.floor(seed / 65536) % 128
    parts[i] = string.char(seed % 256, second, third, i % 8)
  end
  return table.concat(parts)
end

--- The same gzip file with every optional field in its header.
local function with_long_header(compressed)
  local fields = "\5\0extra" .. "name\0" .. "comment\0"
  return compressed:sub(1, 3) .. "\28" .. compressed:sub(5, 10) .. fields .. compressed:sub(11)
end

local function split(bytes, ...)
  local segments, from = {}, 1
  for _, at in ipairs { ... } do
    segments[#segments + 1] = bytes:sub(from, at)
    from = at + 1
  end
  segments[#segments + 1] = bytes:sub(from)
  return unpack(segments)
end

describe("#once a compressed answer", function()
  local client, server, path

  setup(function()
    sandbox.reset()
    client = sandbox.client { max_retries = 0, max_body = 2 ^ 20 }
    assert(client:login())
    server = raw_server.start()
    path = os.tmpname()
    os.remove(path)
  end)

  teardown(function()
    server:stop()
  end)

  after_each(function()
    os.remove(path)
  end)

  local function request(name, to)
    return client:request(name, PARAMS[name], { host = server.host, to = to })
  end

  --- The three kinds of download. Each function returns the content, the error and the result.
  local function downloads()
    local ways = {}
    ways.memory = function()
      local result, err = request "cdrDownload"
      return result and result.body, err, result
    end
    ways.path = function()
      local result, err = request("cdrDownload", path)
      assert.is_nil(io.open(path .. ".part"))
      return files.read(path), err, result
    end
    ways["function"] = function()
      local pieces = {}
      local result, err = request("cdrDownload", function(piece) pieces[#pieces + 1] = piece end)
      return table.concat(pieces), err, result
    end
    return pairs(ways)
  end

  --- Header lines; without a Content-Encoding if `encoding` is false.
  local function headers(content_type, encoding)
    return {
      "Content-Type: " .. content_type,
      encoding and "Content-Encoding: " .. encoding or nil,
    }
  end

  local function assert_download(content, label)
    for way, download in downloads() do
      local got, err, result = download()
      assert.is_nil(err)
      assert.is_true(got == content, way .. ": " .. tostring(label))
      assert.equal(#content, result.size)
      os.remove(path)
    end
  end

  local function assert_damaged(message)
    for way, download in downloads() do
      local got, err, result = download()
      assert.is_nil(result)
      assert.same({ "protocol", "unknown" }, { err.kind, err.outcome }, way)
      assert.matches(message, tostring(err))
      if way ~= "function" then
        assert.is_nil(got)
      end
    end
  end

  it("is read at every endpoint, whatever its Content-Encoding says", function()
    local message = gzip('{"code":20001,"msg":"' .. ("错"):rep(300) .. '"}')
    for _, encoding in ipairs {
      "gzip",
      "GZIP",
      "x-gzip",
      "UTF-8",
      "none",
      "identity",
      "br",
      "gzip, gzip",
      "",
      false,
    } do
      server:answer(headers("application/json", encoding), message)
      for _, name in ipairs(endpoints.names) do
        local data, err = request(name)
        assert.is_nil(data)
        assert.equal(20001, err.code, ("%s %s: %s"):format(name, tostring(encoding), tostring(err)))
      end
    end
  end)

  it("is decompressed in a download, to a file, a function and memory", function()
    local content = recording(40000)
    for _, encoding in ipairs { "gzip", "UTF-8", false } do
      server:answer(headers("audio/wav", encoding), gzip(content))
      assert_download(content, encoding)
    end
  end)

  it("may be uncompressed although its Content-Encoding is gzip", function()
    local content = recording(4000)
    server:answer({ "Content-Type: audio/wav", "Content-Encoding: gzip" }, content)
    assert_download(content)
    server:answer({ "Content-Encoding: gzip" }, '{"code":0,"data":[]}')
    assert.same({}, request "getProjects")
  end)

  it("is hashed in its decompressed form", function()
    local content, hash = recording(4000), nil
    server:answer({ "Content-Type: audio/wav" }, gzip(content))
    local destination = require("ai95.http.download").to_path(path, function(info)
      hash = info.sha256
    end)
    assert(request("cdrDownload", destination))
    assert.equal(core.sha256(content), hash)
  end)

  it("may be cut anywhere into segments", function()
    local content = recording(1200)
    local compressed = with_long_header(gzip(content))
    for _, cuts in ipairs {
      { 1 },
      { 2 },
      { 3 },
      { 1, 2, 3, 4 },
      { 9, 10, 11, 16, 18, 30 },
      { #compressed - 8, #compressed - 1 },
    } do
      server:answer({ "Content-Type: audio/wav" }, split(compressed, unpack(cuts)))
      assert_download(content, table.concat(cuts, " "))
    end
  end)

  it("may have several members, and zeros or anything else after them", function()
    local content = recording(4000)
    local first, second = gzip(content:sub(1, 1001)), with_long_header(gzip(content:sub(1002)))
    for _, rest in ipairs { "", "\0", ("\0"):rep(600), "garbage", "\0\31\139x", ("x"):rep(5000) } do
      server:answer({}, first .. second .. rest)
      assert_download(content, rest)
      local body = first .. ("\0"):rep(7) .. second .. rest
      server:answer({}, split(body, #first, #first + 8, #first + 9, #first + 10))
      assert_download(content, rest)
    end
    server:answer({}, gzip "" .. gzip(content) .. gzip "")
    assert_download(content)
  end)

  it("that is cut off or damaged is never saved as half a file", function()
    local content = recording(40000)
    local compressed = gzip(content)
    for _, length in ipairs { 3, 10, 11, 500, #compressed - 8, #compressed - 1 } do
      server:answer({ "Content-Type: audio/wav" }, compressed:sub(1, length))
      assert_damaged "the compressed answer is cut off"
    end
    server:answer({}, compressed .. compressed:sub(1, 2))
    assert_damaged "the compressed answer is cut off"
    local at = #compressed - 6 -- in the checksum
    local changed = string.char((compressed:byte(at) + 1) % 256)
    for _, body in ipairs {
      compressed:sub(1, at - 1) .. changed .. compressed:sub(at + 1), -- the checksum
      compressed:sub(1, 3) .. "\255" .. compressed:sub(5), -- flags that do not exist
      compressed:sub(1, 10) .. "\7" .. compressed:sub(12), -- a block that does not exist
      compressed .. compressed:sub(1, 10) .. "\7",
    } do
      server:answer({ "Content-Type: audio/wav" }, body)
      assert_damaged "the compressed answer is damaged"
    end
    server:answer({}, gzip('{"code":0,"data":[]}'):sub(1, -2))
    local data, err = request "addJson"
    assert.is_nil(data)
    assert.same({ "protocol", "unknown", false }, { err.kind, err.outcome, err.retryable })
  end)

  it("does not reach a function if it is damaged at its beginning", function()
    server:answer({ "Content-Type: audio/wav" }, gzip(recording(4000)):sub(1, 100))
    assert.is_nil(request("cdrDownload", function() error "a piece" end))
  end)

  it("is a network error if the connection breaks", function()
    local compressed = gzip(recording(4000))
    server:answer({ "Content-Type: audio/wav", length = #compressed }, compressed:sub(1, 1000))
    local result, err = request("cdrDownload", path)
    assert.is_nil(result)
    assert.equal("network", err.kind)
    assert.is_nil(io.open(path))
  end)

  it("is stopped if its decompressed form is larger than max_body", function()
    local limit = 2 ^ 20
    for level = 1, 9, 8 do
      server:answer({}, gzip("RIFF" .. ("\0"):rep(limit - 4), level))
      for _, download in downloads() do
        local got, err = download()
        assert.is_nil(err)
        assert.equal(limit, #got)
        os.remove(path)
      end
      for _, bomb in ipairs {
        gzip("RIFF" .. ("\0"):rep(limit - 3), level),
        gzip(("\0"):rep(8 * limit), level),
        gzip("{" .. (" "):rep(8 * limit), level),
      } do
        server:answer({ "Content-Type: audio/wav" }, bomb)
        for way, download in downloads() do
          local _, err, result = download()
          assert.is_nil(result)
          assert.equal("too_large", err.kind, way)
          assert.matches("max_body %(1048576 bytes%)", tostring(err))
          assert.is_nil(io.open(path))
        end
        local data, err = request "cdrlist"
        assert.is_nil(data)
        assert.equal("too_large", err.kind)
      end
    end
  end)

  it("is stopped if it is too long, even if almost nothing is in it", function()
    -- Empty members, and bytes after a member, which are ignored.
    for _, rest in ipairs { gzip(""):rep(60000), ("x"):rep(1300000) } do
      server:answer({}, gzip "RIFF" .. rest)
      local result, err = request("cdrDownload", path)
      assert.is_nil(result)
      assert.equal("too_large", err.kind)
    end
  end)

  it("reaches a function in pieces of limited size, even if the function is slow", function()
    local wide = client:with { max_body = 2 ^ 26 }
    local size = 30 * 2 ^ 20
    server:answer({ "Content-Type: audio/wav" }, gzip("RIFF" .. ("\0"):rep(size - 4), 9))
    local largest, total, count = 0, 0, 0
    collectgarbage()
    local function slow(piece)
      largest, total, count = math.max(largest, #piece), total + #piece, count + 1
      if count % 16 == 0 then
        assert(client:request("getProjects"))
      end
    end
    local options = { host = server.host, to = slow }
    local result = assert(wide:request("cdrDownload", PARAMS.cdrDownload, options))
    assert.equal(size, result.size)
    assert.equal(size, total)
    assert.is_true(largest <= 320 * 1024, largest)
  end)

  it("is stopped if the function raises an error", function()
    server:answer({ "Content-Type: audio/wav" }, gzip("RIFF" .. ("\0"):rep(2 ^ 20 - 4), 9))
    for _ = 1, 20 do
      local ok, raised = pcall(request, "cdrDownload", function() error("my own mistake", 0) end)
      assert.is_false(ok)
      assert.equal("my own mistake", raised)
    end
    collectgarbage()
  end)

  it("is requested only for large pages", function()
    server:answer({}, '{"code":0,"data":{"list":[]}}')
    assert(client:request("cdrlist", { pageSize = 100 }, { host = server.host }))
    local _, count = server:request():lower():gsub("accept%-encoding: gzip\n", "")
    assert.equal(1, count)
    for _, name in ipairs(endpoints.names) do
      request(name)
      assert.is_nil(server:request():lower():find("accept-encoding", 1, true), name)
    end
  end)
end)
