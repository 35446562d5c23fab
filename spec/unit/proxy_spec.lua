--- The option proxy: the library refuses an address that libcurl cannot use, and no message repeats
--- a part of it.
local ai95 = require "ai95"
local files = require "support.files"
local lua = require("support.program").lua

-- A part of each message.
local ENCODE = "%XX: # is %23"
local SCHEME = "must begin with http://"
local HOST = "it needs a host"
local PORT = "from 1 to 65535"

-- "nutzer" and "geheim" stand for the user and the password.
local wrong = {
  { "http://nutzer:geheim#1@host:8080", ENCODE },
  { "http://nutzer:geheim/1@host:8080", ENCODE },
  { "http://nutzer:geheim?1@host:8080", ENCODE },
  { "http://nutzer:geheim@1@host:8080", ENCODE },
  { "http://nutzer:geheim%zz@host:8080", ENCODE },
  { "http://nutzer:geheim%@host:8080", ENCODE },
  { "http://nutzer:geheim%0A@host:8080", ENCODE },
  { "http://nutzer:geheim 1@host:8080", ENCODE },
  { "http://nutzer:geheim\n1@host:8080", ENCODE },
  { "http://nutzer:geheimü@host:8080", ENCODE },
  { "http://nutzer:geheim密@host:8080", ENCODE },
  { "http://nut#zer:geheim@host:8080", ENCODE },
  { "http://nut zer:geheim@host:8080", ENCODE },
  { "http://:geheim#1@host:8080", ENCODE },
  { "http://geheim#1@host:8080", ENCODE },
  { "http://nutzer:geheim[1]@host", ENCODE },
  { "http://nutzer:geheim#1@[::1]:8080", ENCODE },
  { "socks5h://nutzer:geheim#1@host:1080", ENCODE },
  { "nutzer:geheim#1@host:8080", ENCODE },
  { "https://nutzer:geheim\\@host:8080", ENCODE },
  { "nutzer://geheim@host", SCHEME },
  { "ftp://nutzer:geheim@host", SCHEME },
  { "nutzer://geheim", SCHEME },
  { "http://nutzer:geheim@", HOST },
  { "http://", HOST },
  { "http://nutzer:geheim@ho st", HOST },
  { "http://nutzer:geheim@host/path", HOST },
  { "http://nutzer:geheim@host?q", HOST },
  { "http://nutzer:geheim@:8080", HOST },
  { "http://nutzer:geheim", PORT },
  { "nutzer:geheim", PORT },
  { "http://nutzer:geheim@host:8080/path", PORT },
  { "http://nutzer:geheim@host:0", PORT },
  { "http://nutzer:geheim@host:65536", PORT },
  { "http://nutzer:geheim@host:8o80", PORT },
  { "http://nutzer:geheim@host:", PORT },
  { "http://nutzer:geheim@[::1]:x", PORT },
  { "http://nutzer:geheim@host:-1", PORT },
  { "http://nutzer:geheim@host:99999999999999999999", PORT },
}

local right = {
  "http://host",
  "http://host/",
  "http://host:8080",
  "http://host:8080/",
  "host",
  "host:8080",
  "HTTP://host:1",
  "https://host:65535",
  "http://nutzer:geheim@host",
  "http://nutzer@host",
  "http://:geheim@host",
  "nutzer:geheim@host:1",
  "http://nutzer:@host",
  "http://nutzer:geheim%231%2F%40%e5@host:8080",
  "http://nutzer:a:b@host",
  "http://a.b-c_d~!$&'()*+,;=:x@host",
  "http://[::1]",
  "http://[::1]:8080",
  "http://nutzer:geheim@[fe80::1%25eth0]:8080",
  "socks5h://nutzer:geheim@host:1080",
  "socks5://h",
  "socks4a://h",
  "socks4://h",
  "http://代理.cn:80",
  "http://127.0.0.1:3128",
}

local function assert_secret(text)
  assert.is_nil(text:find "nut", text)
  assert.is_nil(text:find "zer", text)
  assert.is_nil(text:find "geh", text)
end

local function new(proxy)
  return ai95.new { base_url = "http://127.0.0.1:1", proxy = proxy }
end

describe("#once the option proxy", function()
  it("refuses an address that libcurl cannot use, without repeating it", function()
    for _, case in ipairs(wrong) do
      local ok, message = pcall(new, case[1])
      assert.is_false(ok, case[1])
      assert.matches('option "proxy" must be a proxy\'s URL', message)
      assert.truthy(message:find(case[2], 1, true), case[1] .. "\n" .. message)
      assert_secret(message)
      ok, message = pcall(new(false).with, new(false), { proxy = case[1] })
      assert.is_false(ok)
      assert_secret(message)
    end
  end)

  it("accepts what libcurl accepts, if the user and the password are percent-encoded", function()
    for _, url in ipairs(right) do
      assert.equal("table", type(new(url)), url)
      assert_secret(tostring(new(url)))
      assert_secret(ai95.options.shown("proxy", url))
    end
  end)

  it("refuses a wrong address in the environment, too", function()
    local path = os.tmpname()
    files.write(path, 'print(pcall(require("ai95").new, { base_url = "http://h" }))')
    for _, case in ipairs(wrong) do
      local pipe = io.popen(("AI95_PROXY='%s' %s %s 2>&1"):format(case[1], lua, path))
      local output = pipe:read "*a"
      pipe:close()
      assert.matches("^false\t.*AI95_PROXY in the environment", output)
      assert.truthy(output:find(case[2], 1, true), output)
      assert_secret(output)
    end
    os.remove(path)
  end)
end)

describe("#once options.shown", function()
  it("leaves out the user and the password of an address", function()
    local shown = ai95.options.shown
    assert.equal("http://…@host:8080", shown("proxy", "http://nutzer:geheim%231@host:8080"))
    assert.equal("…@host:8080", shown("proxy", "nutzer:geheim@host:8080"))
    assert.equal("socks5h://[::1]:1", shown("proxy", "socks5h://[::1]:1"))
    assert.equal("none", shown("proxy", "none"))
    assert.equal("redis://…@host:6379", shown("store", "redis://:geh@e/im@host:6379"))
    assert.equal("http://…@host", shown("base_url", "http://nutzer:ge/heim@host"))
    assert.equal("/home/a@b/store", shown("store", "/home/a@b/store"))
    assert.equal("…", shown("password", "geheim"))
    for _, case in ipairs(wrong) do
      assert.equal("…", shown("proxy", case[1]))
    end
  end)
end)
