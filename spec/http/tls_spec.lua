local core = require "ai95.core"
local files = require "support.files"
local lua = require("support.program").lua
local processes = require "support.server"
local sandbox = require "support.sandbox"

local function shell(command)
  local pipe = io.popen(command)
  local text = pipe:read "*a"
  pipe:close()
  return text
end

describe("TLS", function()
  setup(function()
    sandbox.reset()
  end)

  local function refused(cause, options)
    it("refuses " .. cause .. ", before it sends anything", function()
      local data, err = sandbox.client(options):login()
      assert.is_nil(data)
      assert.equal("tls", err.kind)
      assert.equal(sandbox.NOT_SENT, err.outcome)
      assert.equal(1, err.attempts)
      assert.matches("certificate", tostring(err))
      assert.equal(0, sandbox.counts("login").received)
    end)
  end

  refused("an expired certificate", { base_url = sandbox.expired, ca_file = sandbox.ca })
  refused("a certificate for another name", { base_url = sandbox.wrong_name, ca_file = sandbox.ca })
  refused("an authority that this machine does not know", { base_url = sandbox.https })
  refused("another authority than the given one",
    { base_url = sandbox.https, ca_file = sandbox.other_ca })
  refused("a missing file of authorities",
    { base_url = sandbox.https, ca_file = "/nonexistent.pem" })

  it("accepts the given authority, and any certificate if verification is off", function()
    assert(sandbox.client({ base_url = sandbox.https, ca_file = sandbox.ca }):login())
    for _, url in ipairs { sandbox.https, sandbox.expired, sandbox.wrong_name } do
      assert(sandbox.client({ base_url = url, verify = false }):login())
    end
  end)

  it("keeps clients apart that trust different authorities", function()
    assert(sandbox.client({ base_url = sandbox.https, ca_file = sandbox.ca }):login())
    assert.is_nil((sandbox.client({ base_url = sandbox.https }):login()))
    assert(sandbox.client({ base_url = sandbox.https, verify = false }):login())
    local other = sandbox.client { base_url = sandbox.https, ca_file = sandbox.other_ca }
    assert.is_nil((other:login()))
  end)

  --- What a program prints if it has an OpenSSL of that version, as some nginx have, which libcurl
  --- then gets instead of its own.
  local function with_own_openssl(version, program)
    local dir = processes.temporary_folder()
    files.write(dir .. "/own.c", ("unsigned long OpenSSL_version_num(void) { return %s; }\n")
      :format(version))
    files.write(dir .. "/program.lua", program)
    assert.equal("", shell(("cc -shared -fPIC -o %s/own.so %s/own.c 2>&1"):format(dir, dir)))
    local printed = shell(("LD_PRELOAD=%s/own.so %s %s/program.lua 2>&1"):format(dir, lua, dir))
    shell("rm -r " .. dir)
    return printed
  end

  it("is refused if the program has an OpenSSL that does not fit libcurl #program", function()
    local program = ([[
      local ai95 = require "ai95"
      for _, url in ipairs { "%s", "%s" } do
        local client = ai95.new { base_url = url, ca_file = "%s", username = "hln",
          password = "secret" }
        local session, err = client:login()
        print(session and "logged in" or err.kind .. " " .. err.outcome .. " " .. tostring(err))
      end
    ]]):format(sandbox.https, sandbox.url, sandbox.ca)
    sandbox.reset()
    local linked = core.versions().openssl:match "^OpenSSL (%d)"
    local older, newer = "0x1010117fL", "0x3f000000L" -- 1.1.1, 3.240
    if linked == "1" then
      older, newer = "0x1000215fL", "0x101011ffL" -- 1.0.2, 1.1.1 with a later letter
    end
    local printed = with_own_openssl(older, program)
    assert.matches("^tls not_sent .*OpenSSL 1%.%d%.%d linked into it, which replaces OpenSSL "
      .. linked .. "%.%d", printed)
    assert.matches("\nlogged in\n$", printed)
    assert.equal(1, sandbox.counts("login").received)
    assert.equal("logged in\nlogged in\n", with_own_openssl(newer, program))
  end)
end)
