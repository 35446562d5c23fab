--- A server that wants to do harm: whatever it sends, the request ends in time with an error, in
--- little memory, and the process goes on.
local core = require "ai95.core"
local hostile_server = require "support.hostile_server"
local lua = require("support.program").lua
local sandbox = require "support.sandbox"
local server = require "support.server"

local TIMEOUT = 0.7
-- MB. AddressSanitizer keeps what was freed.
local MEMORY = (os.getenv "LD_PRELOAD" or ""):find "asan" and math.huge or 48
local KINDS = { network = true, timeout = true, protocol = true, too_large = true, tls = true }

if not hostile_server.is_possible() then
  pending("a hostile server needs python3 and openssl")
  return
end

describe("#once a hostile server", function()
  local hostile, pid

  setup(function()
    sandbox.reset()
    hostile = hostile_server.start()
    local stat = assert(io.open "/proc/self/stat")
    pid = stat:read "*n"
    stat:close()
  end)

  teardown(function() hostile:stop() end)

  --- A login, and its error.
  local function refused(options, most)
    most = most or TIMEOUT + 1
    options.timeout, options.max_retries, options.max_body = TIMEOUT, 0, 2 ^ 20
    options.verify = false
    local started, before = core.now(), server.memory_of(pid)
    local session, err = sandbox.client(options):login()
    assert.is_nil(session)
    assert.is_true(KINDS[err.kind], err.kind)
    assert.is_true(core.now() - started < most, tostring(err))
    assert.is_true(server.memory_of(pid) - before < MEMORY, tostring(err))
    return err
  end

  for _, mode in ipairs(hostile_server.modes()) do
    local is_http2 = mode:find "^http2_" ~= nil
    it(mode:gsub("_", " ") .. " does no harm", function()
      hostile:set(mode)
      if not is_http2 then
        refused { base_url = hostile.http }
      end
      refused({ base_url = hostile.https, http2 = is_http2 }, is_http2 and 10 or nil)
    end)
  end

  --- How a program ends that meets such a server, and does not ignore SIGPIPE as this one does.
  local function meet(mode, bytes)
    hostile:set(mode)
    local pipe = io.popen(("env --default-signal=PIPE %s spec/support/requests_program.lua %s %s"
      .. " 2>&1; echo $?"):format(lua, hostile.https, bytes))
    local printed = pipe:read "*a"
    pipe:close()
    return printed
  end

  it("closes a connection over TLS during an upload, and the process lives", function()
    assert.equal("alive\n0\n", meet("close_during_upload", 2 ^ 22))
  end)

  it("closes a connection over TLS after its answer, and the process lives", function()
    assert.equal("alive\n0\n", meet("close_after_answer", ""))
  end)

  it("says that the headers of its answer are too long, and not to raise max_body", function()
    hostile:set "endless_headers"
    local err = refused { base_url = hostile.http }
    assert.equal("protocol", err.kind)
    assert.matches("headers", tostring(err))
    assert.is_nil(tostring(err):find("max_body", 1, true))
  end)
end)
