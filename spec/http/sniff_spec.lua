--- A download's answer: a file, or an error in place of the file.
local files = require "support.files"
local gzip = require "support.gzip"
local raw_server = require "support.raw_server"
local sandbox = require "support.sandbox"

local unpack = unpack or table.unpack -- luacheck: ignore 143

local PARAMS = { recordpath = "/r", recordfile = "f.wav" }
local TYPES = {
  "audio/wav",
  "AUDIO/X-WAV; charset=binary",
  "video/mp4",
  "application/octet-stream",
  "application/zip",
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  "text/html; charset=UTF-8",
  "application/json",
  false, -- no Content-Type
}

local function utf16(text, little)
  return (text:gsub("[%z\1-\127]", little and "%0\0" or "\0%0"))
end

-- An answer that begins with one of these is a file, whatever its Content-Type.
local SIGNATURES = {
  WAV = "RIFF\36\0\0\0WAVEfmt ",
  ["WAV of no length"] = "RIFF",
  AVI = "RIFF\0\0\0\0AVI ",
  ["MP3 with tags"] = "ID3\4\0",
  MP3 = "\255\251\144\100",
  ["MP3 without a checksum"] = "\255\250",
  ["MPEG 2.5"] = "\255\227",
  MP2 = "\255\253",
  Ogg = "OggS\0\2",
  FLAC = "fLaC\0\0\0\34",
  AMR = "#!AMR\n\60",
  ["AMR wideband"] = "#!AMR-WB\n",
  M4A = "\0\0\0\28ftypM4A ",
  XLSX = "PK\3\4\20\0\6\0",
  XLS = "\208\207\17\224\161\177\26\225",
}

-- These answers are never files, whatever their Content-Type.
local TEXTS = {
  ["an HTML page"] = "<!DOCTYPE html>\n<html><body>busy</body></html>",
  ["an HTML page after white space"] = "\r\n \t\f<html>",
  ["a control character in HTML"] = "<b>\0\1\2</b>",
  ["a control character in JSON"] = " [\1]",
  ["JSON"] = '{"code":30011,"msg":"错误"', -- incomplete, so it is not one of the platform's answers
  ["JSON after a byte order mark"] = '\239\187\191{"code":',
  ["JSON after byte order marks and line breaks"] = '\239\187\191\n\239\187\191 {"a":\0',
  ["a notice and JSON"] = "\nNotice: Undefined index: x in /var/www/a.php on line 3\n{\"code\":1",
  ["plain text"] = "the recording is gone",
  ["Chinese text"] = "录音不存在",
  ["text for a terminal"] = "\27[31merror\27[0m\8\r\n",
  ["a lot of text"] = ("录音不存在"):rep(5000),
  ["a long text of ASCII"] = ("gone "):rep(400),
  ["text of 512 bytes that ends in a character"] = ("x"):rep(510) .. "录音",
  ["UTF-16 with a byte order mark"] = "\255\254" .. utf16("error", true),
  ["UTF-16BE with a byte order mark"] = "\254\255" .. utf16("error"),
  ["Chinese UTF-16 with a byte order mark"] = "\255\254\20\87\215\150\1\0",
  ["UTF-32"] = "\255\254\0\0e\0\0\0",
  ["UTF-32BE"] = "\0\0\254\255\0\0\0e",
  ["UTF-16"] = utf16("error 5\r\n", true),
  ["UTF-16BE"] = utf16 "error 5\r\n",
  ["a JSON text in UTF-16"] = utf16('\n{"msg":"', true) .. "\20\87",
  ["a JSON text in UTF-16BE"] = utf16 '\n{"msg":"' .. "\87\20",
  ["a page in GB18030"] = "<html>\212\212\212\212",
  ["the first letter of a signature"] = "R",
  ["almost a signature"] = "RIF",
  ["almost a workbook"] = "PK\n",
  ["two letters"] = "ok",
  ["white space"] = "\n",
  ["a text that ends in half a character"] = "error \228\184",
  ["eleven bytes"] = "not found.\n",
}

-- Bytes of unknown formats: they are a file only if the Content-Type says so.
local UNKNOWN = {
  ["bytes"] = "\0\1\2\3\4",
  ["one byte"] = "\1",
  ["one zero"] = "\0",
  ["bytes that are not UTF-8"] = "abc\213\213\213",
  ["many bytes"] = ("\1\200"):rep(3000),
  ["text, then bytes within 512"] = ("x"):rep(511) .. "\1" .. ("y"):rep(2000),
  ["MPEG's layer I"] = "\255\255\0",
  ["510 letters and a wrong character"] = ("x"):rep(510) .. "\237\160\128" .. ("x"):rep(100),
}

describe("#once a download's answer", function()
  local client, server, path

  setup(function()
    sandbox.reset()
    client = sandbox.client { max_retries = 0 }
    assert(client:login())
    server = raw_server.start()
    path = os.tmpname()
    os.remove(path)
  end)

  teardown(function()
    server:stop()
  end)

  local function request(to)
    return client:request("cdrDownload", PARAMS, { host = server.host, to = to })
  end

  local function assert_file(content, label)
    local saved, err = request(path)
    assert.is_nil(err, label .. ": " .. tostring(err))
    assert.equal(#content, saved.size)
    assert.is_true(files.read(path) == content, label)
    os.remove(path)
    local pieces = {}
    assert(request(function(piece) pieces[#pieces + 1] = piece end))
    assert.is_true(table.concat(pieces) == content, label)
  end

  local function assert_error(content_type, label, content)
    local saved, err = request(path)
    assert.is_nil(saved, label)
    assert.equal("protocol", err.kind, label)
    assert.equal(content_type or nil, err.content_type)
    assert.equal(content ~= "", err.excerpt ~= nil)
    assert.is_nil(io.open(path), label)
    assert.is_nil(io.open(path .. ".part"), label)
    saved, err = request(function() error("a piece: " .. label) end)
    assert.is_nil(saved, label)
    assert.equal("protocol", err.kind, label)
  end

  local function each_type(body, check)
    for _, content_type in ipairs(TYPES) do
      server:answer({ content_type and "Content-Type: " .. content_type or nil }, body)
      check(content_type)
    end
  end

  for name, signature in pairs(SIGNATURES) do
    it("is a file with the signature of " .. name .. ", whatever its Content-Type", function()
      for _, rest in ipairs { "", ("\1"):rep(2000) } do
        each_type(signature .. rest, function(content_type)
          assert_file(signature .. rest, name .. " " .. tostring(content_type))
        end)
      end
    end)
  end

  for name, text in pairs(TEXTS) do
    it("is not a file if it is " .. name, function()
      each_type(text, function(content_type)
        assert_error(content_type, name .. " " .. tostring(content_type), text)
      end)
      server:answer({ "Content-Type: audio/wav" }, gzip(text))
      assert_error("audio/wav", name, text)
    end)
  end

  for name, content in pairs(UNKNOWN) do
    it("is a file if it is " .. name .. " and its Content-Type says so", function()
      each_type(content, function(content_type)
        local label = name .. " " .. tostring(content_type)
        if not content_type or content_type:find "^text" or content_type:find "json" then
          assert_error(content_type, label, content)
        else
          assert_file(content, label)
        end
      end)
      for _, other in ipairs {
        "audio",
        "application/octet-streams",
        "application/zipper",
        "x-audio/wav",
        "",
      } do
        server:answer({ "Content-Type: " .. other }, content)
        assert_error(other, other, content)
      end
    end)
  end

  it("is not a file if it is empty", function()
    for _, body in ipairs { "", gzip "" } do
      each_type(body, function(content_type)
        assert_error(content_type, tostring(content_type), "")
      end)
    end
  end)

  it("is judged by its whole beginning, however it is cut into segments", function()
    for name, signature in pairs(SIGNATURES) do
      local first, second, rest = signature:sub(1, 1), signature:sub(2, 3), signature:sub(4)
      server:answer({ "Content-Type: text/html" }, first, second, rest .. "\0x")
      assert_file(signature .. "\0x", name)
    end
    for _, segments in ipairs {
      { "\1", "{}" },
      { "te", "xt", "\1" },
      { ("x"):rep(300), ("\1"):rep(300) },
    } do
      server:answer({ "Content-Type: audio/wav" }, unpack(segments))
      assert_file(table.concat(segments), segments[1])
    end
    for _, segments in ipairs {
      { "\239", "\187\191", "{\0" },
      { " ", "\n", "<\1" },
      { "\255", "\254e\0" },
      { ("x"):rep(510) .. "\229", "\189\149" .. ("\1"):rep(5000) },
    } do
      server:answer({ "Content-Type: audio/wav" }, unpack(segments))
      assert_error("audio/wav", segments[1])
    end
  end)

  it("is a file only with status 200", function()
    local headers = "Content-Type: audio/wav\r\nConnection: close\r\n\r\n"
    local body = "RIFF" .. ("\0"):rep(600)
    for _, status in ipairs {
      "201 Created",
      "203 X",
      "206 Partial Content",
      "400 Bad Request",
      "404 Not Found",
    } do
      server:send("HTTP/1.1 " .. status .. "\r\n" .. headers .. body)
      assert_error("audio/wav", status)
    end
  end)

  it("does not reach a function if the connection breaks too early to judge it", function()
    server:answer({ "Content-Type: audio/wav", length = 1000 }, "RIFF\0\0")
    local result, err = request(function() error "a piece" end)
    assert.is_nil(result)
    assert.equal("network", err.kind)
  end)

  it("may have a Content-Type that is long or repeated", function()
    local long = "audio/wav; x=" .. ("y"):rep(2000)
    server:answer({ "Content-Type: " .. long }, "\0\1")
    assert_file("\0\1", "long")
    assert.is_nil(assert(request()).content_type)
    server:answer({ "Content-Type: " .. ("y"):rep(90000) }, "RIFF")
    assert_file("RIFF", "very long")
    local repeated = { "Content-Type: audio/wav", "Content-Type: text/html", "CONTENT-TYPE: x" }
    server:answer(repeated, "\0\1")
    assert_file("\0\1", "repeated")
    assert.equal("audio/wav", assert(request()).content_type)
    server:answer({ "Content-Type: text/html", "Content-Type: audio/wav" }, "\0\1")
    assert_error("text/html", "repeated")
  end)
end)
