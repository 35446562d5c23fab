--- The call console's start and end, its login, and its errors without a platform.
local consoles = require "support.console"
local lfs = require "lfs"
local sandbox = require "support.sandbox"

local contains, lacks = consoles.contains, consoles.lacks

describe("a call console #nginx", function()
  local console

  after_each(function()
    if console then
      console:stop()
    end
    console = nil
  end)

  local function response(given, path)
    console = consoles.start(given)
    return console:visitor():ask(path or "/")
  end

  it("reports that the platform is down", function()
    local html, status = response { AI95_BASE_URL = "http://127.0.0.1:1" }
    assert.equal(502, status)
    contains(html, "The platform cannot be reached")
    contains(html, ">Try again</a>")
    local text
    text, status = console:visitor():ask "/recording?task=x&sn=x&at=2019-01-01%2000:00:00"
    assert.equal(502, status)
    contains(text, "The platform cannot be reached")
  end)

  it("logs in once for all its workers", function()
    sandbox.reset()
    console = consoles.start()
    for _ = 1, 20 do
      console:visitor():page "/"
    end
    assert.equal(1, sandbox.counts("login").received)
  end)

  it("reports that the login is refused, without the account's name", function()
    sandbox.reset()
    local html, status = response { AI95_PASSWORD = "wrong-password" }
    assert.equal(502, status)
    contains(html, "The platform rejected this console’s account")
    contains(html, "20004: wrong username or password")
    lacks(html, "hln")
    lacks(html, "wrong-password")
  end)

  it("does not start without an account", function()
    for _, name in ipairs { "AI95_BASE_URL", "AI95_USERNAME", "AI95_PASSWORD" } do
      local command = "env AI95_BASE_URL=%s AI95_USERNAME=hln AI95_PASSWORD=secret %s= console/run"
      local pipe = io.popen((command .. " 2>&1"):format(sandbox.url, name))
      assert.equal("console: " .. name .. " is missing in the environment\n", pipe:read "*a")
      pipe:close()
    end
  end)

  it("reports in one line that its port is taken, as the sandbox does", function()
    local port = tonumber(sandbox.url:match ":(%d+)$")
    local account = ("env AI95_BASE_URL=%s AI95_USERNAME=hln AI95_PASSWORD=secret "):format(
      sandbox.url)
    for command, problem in pairs {
      ["console/run"] = "console: cannot use 127.0.0.1:%d: ",
      ["sandbox/run"] = "sandbox: cannot use port %d: ",
    } do
      local pipe = io.popen(account .. ("%s --port %d 2>&1; echo $?"):format(command, port))
      local text = pipe:read "*a"
      pipe:close()
      contains(text, problem:format(port))
      assert.matches("^[^\n]*%-%-port, or PORT= for make[^\n]*\n1\n$", text)
    end
  end)

  it("removes its files and processes at its end", function()
    console = consoles.start()
    local port, master = console.process.port, console.dir .. "/nginx.pid"
    assert.is_truthy(lfs.attributes(master))
    console.process:finish()
    assert.is_nil(lfs.attributes(master)) -- nginx removes it when it ends
    assert.is_nil((require("socket").connect("127.0.0.1", port)))
  end)
end)
