--- Every fault at every endpoint: which error the library returns, and how often the sandbox
--- carried out the request. Whatever breaks, an import or an operation is never carried out twice,
--- because people would be called twice.
local core = require "ai95.core"
local endpoints = require "ai95.api.endpoints"
local sandbox = require "support.sandbox"

local WRITES = { addJson = true, addExcel = true, operateTask = true }
local TIMEOUT = 0.25
local DELAY = 0.4

-- For each fault: the result of a read ("data" or the error's kind) and how many requests it takes;
-- the result of a write, which must not be repeated, its outcome, and how often it was carried out.
-- `file` is the result of a download: it may stall for `timeout`, rounded up to whole seconds, and
-- one more.
local FAULTS = {
  { "delay", { seconds = DELAY }, read = { "data", 2 }, file = { "data", 1 },
    write = { "timeout", "unknown", 1 } },
  { "delay_after", { seconds = DELAY }, read = { "data", 2 }, file = { "data", 1 },
    write = { "timeout", "unknown", 1 } },
  { "reset_before", {}, read = { "data", 2 }, write = { "network", "unknown", 0 } },
  { "reset_after", {}, read = { "data", 2 }, write = { "network", "unknown", 1 } },
  { "close_before", {}, read = { "data", 2 }, write = { "network", "unknown", 0 } },
  { "close_after", {}, read = { "data", 2 }, write = { "network", "unknown", 1 } },
  { "truncate", {}, read = { "data", 2 }, write = { "network", "unknown", 1 } },
  { "short_length", {}, read = { "protocol", 1 }, file = { "data", 1 },
    write = { "protocol", "unknown", 1 } },
  { "stall", { seconds = 2 }, read = { "data", 2 }, file = false,
    write = { "timeout", "unknown", 1 } },
  { "drip", { bytes = 700, interval = 0.001 }, read = { "data", 1 }, write = { "data", nil, 1 } },
  { "endless", {}, read = { "too_large", 1 }, write = { "too_large", "unknown", 1 } },
  { "status", { status = 500 }, read = { "data", 2 }, write = { "protocol", "unknown", 0 } },
  { "status", { status = 503, carry_out = true }, read = { "data", 2 },
    write = { "protocol", "unknown", 1 } },
  { "status", { status = 429, retry_after = 0 }, read = { "data", 2 },
    write = { "rate_limit", "rejected", 0 } },
  { "status", { status = 404 }, read = { "protocol", 1 }, write = { "protocol", "rejected", 0 } },
  { "redirect", { location = "http://127.0.0.1:1/" }, read = { "protocol", 1 },
    write = { "protocol", "unknown", 0 } },
  { "code", { code = 500 }, read = { "api", 1 }, write = { "api", "unknown", 0 } },
  { "code", { code = 30004, content_type = "audio/wav" }, read = { "api", 1 },
    write = { "api", "rejected", 0 } },
  { "bad_json", {}, read = { "protocol", 1 }, write = { "protocol", "unknown", 1 } },
  { "html", {}, read = { "protocol", 1 }, write = { "protocol", "unknown", 1 } },
  { "empty", {}, read = { "protocol", 1 }, write = { "protocol", "unknown", 1 } },
  { "shape", {}, read = { "protocol", 1 }, operateTask = { "data", nil, 1 },
    write = { "protocol", "unknown", 1 } },
  { "expire", {}, read = { "data", 2 }, login = false, write = { "data", nil, 1, requests = 2 } },
  { "revoke", {}, read = { "data", 2 }, login = false, write = { "data", nil, 1, requests = 2 } },
}

--- The counts of an endpoint, once the server has carried out so many of its requests.
local function wait_for(name, carried_out)
  local latest = core.now() + 5
  while sandbox.counts(name).carried_out < carried_out and core.now() < latest do
    require("socket").sleep(0.02)
  end
  return sandbox.counts(name)
end

describe("fault:", function()
  local client, impatient, seeded, call

  local function start()
    sandbox.reset()
    seeded = sandbox.seed { calls = 20 }
    client = sandbox.client { max_retries = 1, max_body = 2 ^ 20 }
    impatient = client:with { timeout = TIMEOUT }
    call = client.calls:list({ talktimes_min = 1 })[1]
  end

  setup(function()
    start()
  end)

  local function params_of(name)
    local all = {
      operateTask = { pkeys = seeded.dial_task_main_id, oper = "stop" },
      addJson = sandbox.addjson(),
      addExcel = {
        project_sn = sandbox.PROJECT, source = "x", ai_user_sn = sandbox.AI_USER,
        upload = sandbox.WORKBOOK,
      },
      exportModel = { project_sn = sandbox.PROJECT },
      cdrshow = { cdr_sn = call.cdr_sn, recordpath = call.recordpath, recordfile = call.recordfile,
        connected_at = call.connected_at },
      cdrDownload = { recordpath = call.recordpath, recordfile = call.recordfile },
      cdrFragmentDownload = { recordfile = call:turns()[1].recording },
    }
    return all[name]
  end

  for _, fault in ipairs(FAULTS) do
    local kind, settings = fault[1], fault[2]
    for _, name in ipairs(endpoints.names) do
      local expected = fault[name]
      local is_file = endpoints.by_name[name].answer == "file"
      if expected == nil and is_file then
        expected = fault.file
      end
      if expected == nil then
        expected = WRITES[name] and fault.write or fault.read
      end
      if expected then
        local label = settings.status or settings.code or ""
        it(("%s %s at %s"):format(kind, label, name), function()
          assert(client:request("getProjects")) -- logged in, and a connection is open
          local before = sandbox.counts(name)
          sandbox.fault(name, kind, settings)
          local own = settings.seconds and impatient or client
          local data, err = own:request(name, params_of(name))
          local after = sandbox.counts(name)
          if WRITES[name] and settings.seconds == DELAY then
            -- The server carries it out after the client has given up.
            require("socket").sleep(DELAY - TIMEOUT)
            after = wait_for(name, before.carried_out + expected[3])
          end
          if expected[1] == "data" then
            assert.is_nil(err)
            assert.is_table(data)
          else
            assert.is_nil(data)
            assert.equal(expected[1], err.kind, tostring(err))
            assert.equal(kind == "shape" and 0 or settings.code, err.code)
            assert.equal(name, err.endpoint)
            assert.matches("^ai95: ", tostring(err))
          end
          if WRITES[name] then
            assert.equal(expected.requests or 1, after.received - before.received)
            assert.equal(expected[3], after.carried_out - before.carried_out)
            if err then
              assert.equal(expected[2], err.outcome)
              assert.equal(err.outcome ~= "unknown", err.retryable)
            end
          else
            assert.equal(expected[2], after.received - before.received)
            assert.is_true(err == nil or err.retryable)
          end
        end)
      end
    end
  end

  it("a read fails after the last retry, and its error counts the attempts", function()
    sandbox.fault("cdrlist", "status", { status = 502, times = 2 })
    local data, err = client:request("cdrlist")
    assert.is_nil(data)
    assert.equal(502, err.http_status)
    assert.equal(2, err.attempts)
    assert.matches("%(after 2 attempts%)$", tostring(err))
  end)

  it("a refused connection has sent nothing, so even an import is tried again", function()
    local nowhere = sandbox.client { base_url = "http://127.0.0.1:1", max_retries = 2 }
    local store = nowhere and require("ai95").store.memory()
    local known = sandbox.client { store = store }
    assert(known:login())
    -- The store keeps the key for the sandbox's address; this one gives it to a client whose
    -- address is dead.
    local dead = sandbox.client { base_url = "http://127.0.0.1:1", max_retries = 2, store = {
      get = function() return select(2, next(store.entries)).value end,
      set = function() return true end,
      add = function() return true end,
      delete = function() return true end,
    } }
    local data, err = dead:request("addJson", sandbox.addjson())
    assert.is_nil(data)
    assert.equal("network", err.kind)
    assert.equal("not_sent", err.outcome)
    assert.equal(3, err.attempts)
    assert.equal("addJson", err.endpoint)
    data, err = nowhere:request("addJson", sandbox.addjson())
    assert.is_nil(data)
    assert.equal("login", err.endpoint)
    assert.equal("not_sent", err.outcome)
  end)

  it("a rejected key is renewed a limited number of times, and nothing is carried out", function()
    local before = sandbox.counts("addJson")
    sandbox.fault("addJson", "revoke", { times = 0 })
    local data, err = client:request("addJson", sandbox.addjson())
    assert.is_nil(data)
    assert.equal("auth", err.kind)
    assert.equal(20005, err.code)
    local after = sandbox.counts("addJson")
    assert.equal(3, after.received - before.received)
    assert.equal(0, after.carried_out - before.carried_out)
    start()
  end)

  it("429 waits as long as the server asks, and gives up if that is too long", function()
    sandbox.fault("cdrlist", "status", { status = 429, retry_after = 1 })
    local started = core.now()
    assert(client:request("cdrlist"))
    assert.is_true(core.now() - started >= 1)
    sandbox.fault("cdrlist", "status", { status = 429, retry_after = 600 })
    started = core.now()
    local data, err = client:request("cdrlist")
    assert.is_nil(data)
    assert.equal("rate_limit", err.kind)
    assert.equal(429, err.http_status)
    assert.equal(600, err.retry_after)
    assert.is_true(core.now() - started < 1)
  end)

  it("the deadline ends a request with all its retries", function()
    local hasty = sandbox.client { timeout = 10, deadline = 0.4, max_retries = 100 }
    assert(hasty:login())
    sandbox.fault("cdrlist", "delay", { seconds = 1, times = 1 })
    local started = core.now()
    local data, err = hasty:request("cdrlist")
    assert.is_nil(data)
    assert.equal("timeout", err.kind)
    assert.is_true(core.now() - started < 0.9)
  end)

  it("a download that stalls is ended, a slow one is not", function()
    local patient = sandbox.client { timeout = 1, max_retries = 0, deadline = 20 }
    local params = params_of("cdrDownload")
    sandbox.fault("cdrDownload", "drip", { bytes = 4000, interval = 0.2 })
    assert.equal(32044, assert(patient:request("cdrDownload", params)).size)
    sandbox.fault("cdrDownload", "stall", { seconds = 8 })
    local data, err = patient:request("cdrDownload", params)
    assert.is_nil(data)
    assert.equal("timeout", err.kind)
  end)
end)
