--- A server that wants to do harm: whatever it sends, the request ends in time with an error, in
--- little memory, and the process goes on.
local core = require "ai95.core"
local hostile_server = require "support.hostile_server"
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

  it("closes a connection over TLS during an upload, and the process lives", function()
    hostile:set "close_during_upload"
    local client = sandbox.client { base_url = hostile.https, verify = false, max_retries = 0 }
    for _ = 1, 20 do
      local session, err = client:request("login", {
        username = ("x"):rep(2 ^ 22), password = "y",
      })
      assert.is_nil(session)
      assert.is_true(KINDS[err.kind], tostring(err))
    end
  end)

  it("closes a connection over TLS after its answer, and the process lives", function()
    hostile:set "close_after_answer"
    local pool, profile = core.pool(), core.profile { headers = "", insecure = true }
    for _ = 1, 20 do
      local transfer = pool:start(profile, hostile.https .. "/", nil, 5)
      while not transfer:ready() do
        pool:run(0.1)
      end
      assert.is_number(transfer:result())
      require("socket").sleep(0.1) -- the connection is free, and gone
    end
    pool:close()
  end)

  it("says that the headers of its answer are too long, and not to raise max_body", function()
    hostile:set "endless_headers"
    local err = refused { base_url = hostile.http }
    assert.equal("protocol", err.kind)
    assert.matches("headers", tostring(err))
    assert.is_nil(tostring(err):find("max_body", 1, true))
  end)
end)
