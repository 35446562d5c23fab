--- Requests through a proxy: only the proxy gets the password, and no message shows it. The sandbox
--- serves as the proxy.
local command = require "support.command"
local files = require "support.files"
local mime = require "mime"
local sandbox = require "support.sandbox"
local lua = require("support.program").lua

local ADDRESS = sandbox.url:match "//(.*)$"

local function credentials_sent()
  for _, header in ipairs(sandbox.last("getProjects").headers) do
    if header[1]:lower() == "proxy-authorization" then
      return mime.unb64((header[2]:gsub("^Basic ", "")))
    end
  end
end

-- Addresses that libcurl cannot use. If the environment has one of them, libcurl 7.88 and 8 repeat
-- a part of it in their messages.
local wrong = {
  "http://nutzer:geheim#1@127.0.0.1:8080",
  "http://nutzer:geheim/1@127.0.0.1:8080",
  "http://nutzer:geheim?1@127.0.0.1:8080",
  "http://nutzer:geheim@1@127.0.0.1:8080",
  "http://nutzer:geheim 1@127.0.0.1:8080",
  "foo://nutzer:geheim@127.0.0.1:8080",
  "http://nutzer:geheim@127.0.0.1:99999",
  "http://nutzer:geheim",
  "http://nutzer:geheim@",
  "http://nutzer:1/geheim@host",
  "http://geheim/1@host",
  "socks5h://nutzer:geheim#1@127.0.0.1:1080",
  "nutzer:geheim#1@127.0.0.1:8080",
  "http://nutzer:geheim#1@[::1]:8080",
}

local function assert_secret(text)
  assert.is_nil(text:find "nutzer", text)
  assert.is_nil(text:find "geheim", text)
end

describe("a proxy", function()
  before_each(function() sandbox.reset() end)

  it("gets the percent-encoded user and password", function()
    for encoded, sent in pairs {
      ["nutzer:Geheim%231%2F%40%3A%25%20%E5%AF%86"] = "nutzer:Geheim#1/@:% 密",
      [":geheim"] = ":geheim",
      ["nutzer"] = "nutzer:",
      ["nutzer:a:b"] = "nutzer:a:b",
    } do
      local url = ("http://%s@%s"):format(encoded, ADDRESS)
      local client = sandbox.client { proxy = url, max_retries = 0 }
      assert(client:request("getProjects"))
      assert.equal(sent, credentials_sent())
    end
  end)

  it("that cannot be reached causes an error and an event without its password", function()
    local events = {}
    for _, address in ipairs { "127.0.0.1:1", "nonexistent.invalid:8080" } do
      local client = sandbox.client {
        proxy = "http://nutzer:geheim@" .. address, max_retries = 0,
        log = function(event)
          for name, value in pairs(event) do
            events[#events + 1] = name .. "=" .. tostring(value)
          end
        end,
      }
      local _, err = client:request("getProjects")
      assert.equal("network", err.kind)
      for _, value in pairs(err) do
        assert_secret(tostring(value))
      end
      assert_secret(tostring(err) .. tostring(client))
    end
    assert_secret(table.concat(events, " "))
  end)

  it("#plain #program from the environment appears in errors without its password", function()
    local path = os.tmpname()
    files.write(path, [[
      local client = require("ai95").new { max_retries = 0, timeout = 3, log = function(event)
        for name, value in pairs(event) do print(name, value) end
      end }
      local data, err = client:request("getProjects")
      assert(not data)
      for name, value in pairs(err) do print(name, value) end
      print(tostring(err))
    ]])
    for _, url in ipairs(wrong) do
      for _, name in ipairs { "http_proxy", "ALL_PROXY" } do
        local environment = { [name] = url, AI95_LUA = false, no_proxy = "",
          LUA_PATH = os.getenv "LUA_PATH", LUA_CPATH = os.getenv "LUA_CPATH" }
        local pipe = io.popen(("%s %s %s 2>&1; echo $?")
          :format(command.environment("/", environment), lua, path))
        local output = pipe:read "*a"
        pipe:close()
        assert.matches("\n0\n$", output, url)
        assert.truthy(output:find(name .. " in the environment", 1, true), output)
        assert_secret(output)
      end
    end
    os.remove(path)
  end)
end)

describe("#plain #command a proxy", function()
  local home

  before_each(function()
    home = command.folder()
    sandbox.reset()
  end)

  after_each(function() command.remove(home) end)

  it("appears without its password in everything that the command prints", function()
    for _, arguments in ipairs { "doctor", "projects --log" } do
      for _, name in ipairs { "http_proxy", "all_proxy", "AI95_PROXY" } do
        for i = 1, #wrong, 4 do
          local url = wrong[i]
          local env = { AI95_MAX_RETRIES = "0", no_proxy = "", [name] = url }
          local result = command.run(home, arguments, { env = env })
          assert.is_true(result.status == 1 or result.status == 2, url)
          assert_secret(result.out .. result.err)
        end
      end
    end
  end)
end)
