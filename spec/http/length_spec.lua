--- A file is whole if the answer says where it ends. If only the end of the connection ends it,
--- whoever cut the connection cut the file: over TLS, too.
local files = require "support.files"
local raw_server = require "support.raw_server"
local sandbox = require "support.sandbox"
local server = require "support.server"

local PARAMS = { recordpath = "/home/record", recordfile = "/x.wav" }
local WAV = "RIFF\36\16\0\0WAVEfmt " .. ("\0\1\2\3"):rep(500)

local function chunks(text)
  return ("%x\r\n%s\r\n0\r\n\r\n"):format(#text, text)
end

describe("a recording", function()
  local client, path, raw

  setup(function()
    sandbox.reset()
    raw = raw_server.start()
  end)

  teardown(function() raw:stop() end)

  before_each(function()
    client = sandbox.client { max_retries = 2, timeout = 5 }
    path = os.tmpname()
    os.remove(path)
  end)

  --- Downloads from `host` to a path, to memory, and to a function; calls check(result, err, bytes)
  --- each time.
  local function each_way(host, check)
    local pieces = {}
    local function collect(piece)
      pieces[#pieces + 1] = piece
    end
    local ways = { { to = path }, {}, { to = collect } }
    for _, options in ipairs(ways) do
      options.host = host
      local result, err = client:request("cdrDownload", PARAMS, options)
      check(result, err, options.to == path and files.read(path)
        or options.to and table.concat(pieces) or result and result.body)
    end
    assert.is_nil(files.read(path .. ".part"))
    os.remove(path)
  end

  local function is_refused(result, err)
    assert.is_nil(result)
    assert.equal("protocol", err.kind)
    assert.matches("without its length and without chunks", tostring(err), 1, true)
    assert.is_nil(files.read(path))
  end

  local function is_whole(result, err, bytes)
    assert.is_nil(err)
    assert.equal(#WAV, result.size)
    assert.equal(WAV, bytes)
  end

  for name, headers in pairs {
    ["without a length and without chunks"] = {},
    ["with another Transfer-Encoding than chunks"] = { "Transfer-Encoding: identity" },
  } do
    it(name .. " is refused", function()
      headers[#headers + 1] = "Content-Type: audio/wav"
      headers.length = false
      raw:answer(headers, WAV:sub(1, 1000), WAV:sub(1001))
      each_way(raw.host, is_refused)
    end)
  end

  it("of HTTP/1.0 without a length is refused", function()
    raw:send("HTTP/1.0 200 OK\r\nContent-Type: audio/wav\r\n\r\n" .. WAV)
    each_way(raw.host, is_refused)
  end)

  it("with a length is saved", function()
    raw:answer({ "Content-Type: audio/wav" }, WAV)
    each_way(raw.host, is_whole)
  end)

  for _, name in ipairs { "chunked", "Chunked" } do
    it("with chunks is saved: " .. name, function()
      raw:answer({ "Content-Type: audio/wav", "Transfer-Encoding: " .. name, length = false },
        chunks(WAV))
      each_way(raw.host, is_whole)
    end)
  end

  it("whose chunks are cut is refused", function()
    raw:answer({ "Content-Type: audio/wav", "Transfer-Encoding: chunked", length = false },
      (chunks(WAV):gsub("0\r\n\r\n$", "")))
    each_way(raw.host, function(result, err)
      assert.is_nil(result)
      assert.equal("network", err.kind)
    end)
  end)

  it("of HTTP/2 needs no length", function()
    sandbox.seed { calls = 20 }
    local http2 = sandbox.client { base_url = sandbox.https, ca_file = sandbox.ca }
    local call = http2.calls:list({ talktimes_min = 1 })[1]
    assert.equal(32044, assert(call:download()).size)
  end)

  it("is refused if its TLS connection is cut", function()
    local dir = os.getenv "AI95_SANDBOX_DIR"
    -- s_server sends to its client what comes through the pipe.
    local process = server.start {
      command = function(self)
        os.execute("mkfifo " .. self.dir .. "/pipe")
        return ("openssl s_server -quiet -accept 127.0.0.1:%d -cert %s/server.pem"
          .. " -key %s/server.key <>%s/pipe"):format(self.port, dir, dir, self.dir)
      end,
      is_ready = function(self) return self:accepts() end,
    }
    client = sandbox.client { base_url = sandbox.https, ca_file = sandbox.ca, max_retries = 0 }
    assert(client:login())
    -- More than a piece, and so more than the pipe has room for.
    files.write(process.dir .. "/answer",
      "HTTP/1.1 200 OK\r\nContent-Type: audio/wav\r\n\r\n" .. WAV .. ("\0"):rep(2 ^ 20))
    os.execute(("cat %s/answer >%s/pipe &"):format(process.dir, process.dir))
    local pieces = 0
    local result, err = client:request("cdrDownload", PARAMS, {
      host = "127.0.0.1:" .. process.port,
      to = function()
        pieces = pieces + 1
        process:signal "KILL"
      end,
    })
    process:stop()
    assert.is_true(pieces > 0, tostring(err))
    assert.is_nil(result)
    -- libcurl 8 sees it itself.
    local seen = tostring(err)
    assert.is_true(seen:find("without its length and without chunks", 1, true) ~= nil
      or seen:find("unexpected eof", 1, true) ~= nil, seen)
    assert.is_true(err.retryable, seen)
  end)

  it("is not the only answer: JSON needs no length, since it shows its end", function()
    raw:answer({ "Content-Type: application/json", length = false }, '{"code":0,"data":[]}')
    assert(client:request("getProjects", nil, { host = raw.host }))
  end)
end)
