--- What an answer's HTTP status and the platform's code say of a request that must not be sent
--- twice: every code with every kind of status at every such endpoint. Each request is carried out
--- before it is answered, which is the worst that a status can hide.
local codes = require "ai95.api.codes"
local sandbox = require "support.sandbox"

local WRITES = { "addJson", "addExcel", "operateTask" }

-- The statuses that say that a request was not carried out. A status belongs here only if no server
-- and no proxy gives it after the work.
local REFUSING = {
  [400] = true, [401] = true, [404] = true, [405] = true, [407] = true, [411] = true, [413] = true,
  [414] = true, [415] = true, [429] = true, [431] = true,
}

local AUTH = { 20004, 20005, 20006, 20007, 40001 }
local KEY_REFUSED = { [20005] = true, [20006] = true, [40001] = true }
local IS_AUTH = {}
for _, code in ipairs(AUTH) do
  IS_AUTH[code] = true
end

local STATUSES = {}
for _, range in ipairs { { 201, 206 }, { 300, 308 }, { 400, 431 }, { 449, 451 }, { 460, 460 },
  { 494, 499 }, { 500, 511 }, { 520, 530 }, { 598, 599 } } do
  for status = range[1], range[2] do
    STATUSES[#STATUSES + 1] = status
  end
end

describe("the outcome of a request that must not be sent twice", function()
  local client, params

  before_each(function()
    sandbox.reset()
    local seeded = sandbox.seed { calls = 1 }
    client = sandbox.client { max_retries = 2 }
    params = {
      addJson = sandbox.addjson(),
      addExcel = {
        project_sn = sandbox.PROJECT, source = "x", ai_user_sn = sandbox.AI_USER,
        upload = sandbox.WORKBOOK,
      },
      operateTask = { pkeys = seeded.dial_task_main_id, oper = "stop" },
    }
    assert(client:login())
  end)

  local function check(name, fault, settings, expected)
    local before = sandbox.counts(name)
    settings.carry_out = settings.carry_out == nil or settings.carry_out
    sandbox.fault(name, fault, settings)
    local data, err = client:request(name, params[name])
    local after = sandbox.counts(name)
    local what = ("%s %s %s"):format(name, settings.status or 200, settings.code or "")
    assert.is_nil(data, what)
    assert.equal(expected, err.outcome, what)
    assert.equal(expected ~= "unknown", err.retryable, what)
    assert.equal(settings.status or 200, err.http_status, what)
    assert.equal(settings.code, err.code, what)
    assert.equal(1, after.received - before.received, what)
    if expected == "unknown" then
      assert.matches("look before you send it again", tostring(err))
    end
    return err
  end

  for _, name in ipairs(WRITES) do
    it("is \"rejected\" for a short list of statuses, and for no other: " .. name, function()
      for _, status in ipairs(STATUSES) do
        if status ~= 204 and status ~= 304 and status ~= 205 then
          local err = check(name, "status", { status = status },
            REFUSING[status] and "rejected" or "unknown")
          assert.equal(status == 429 and "rate_limit" or "protocol", err.kind)
        end
      end
    end)

    it("is \"unknown\" for a refused account or key with another status than 200 and 401: "
      .. name, function()
      for _, code in ipairs(AUTH) do
        for _, status in ipairs { 201, 302, 400, 403, 404, 408, 429, 499, 500, 502, 503 } do
          check(name, "code", { code = code, status = status }, "unknown")
        end
      end
    end)

    it("#once is \"rejected\" for the document's other codes with the statuses of that list: "
      .. name, function()
      for code in pairs(codes.meanings) do
        if not IS_AUTH[code] then
          for _, status in ipairs { 200, 201, 302, 400, 403, 404, 408, 429, 499, 500, 503 } do
            local refused = REFUSING[status] or status == 200 and code ~= 500
            check(name, "code", { code = code, status = status },
              refused and "rejected" or "unknown")
          end
        end
      end
    end)

    it("is \"rejected\" for any code but a failure, if the status agrees: " .. name, function()
      for _, code in ipairs { 1, 200, 404, 408, 429, 499, 501, 502, 503, 504, 30007, 99999 } do
        local is_failure = code >= 500 and code <= 599
        check(name, "code", { code = code, status = 200 }, is_failure and "unknown" or "rejected")
        check(name, "code", { code = code, status = 500 }, "unknown")
        check(name, "code", { code = code, status = 404 }, "rejected")
      end
    end)

    it("is the second request's if a key was refused with HTTP 200 or 401: " .. name, function()
      for code in pairs(KEY_REFUSED) do
        for _, status in ipairs { 200, 401 } do
          local before = sandbox.counts(name)
          sandbox.fault(name, "code", { code = code, status = status })
          assert(client:request(name, params[name]))
          local after = sandbox.counts(name)
          assert.equal(2, after.received - before.received)
          assert.equal(1, after.carried_out - before.carried_out)
        end
      end
    end)
  end

  it("does not keep the next request from using a new key", function()
    local logins = sandbox.counts("login").received
    check("addJson", "code", { code = 20006, status = 500 }, "unknown")
    assert(client:request("operateTask", params.operateTask))
    assert.equal(logins + 1, sandbox.counts("login").received)
  end)
end)

describe("a request that may be sent twice", function()
  it("is repeated with a new key, whatever status comes with the refusal", function()
    sandbox.reset()
    local client = sandbox.client { max_retries = 0 }
    assert(client:login())
    for _, name in ipairs { "cdrlist", "index", "getProjects" } do
      for code in pairs(KEY_REFUSED) do
        for _, status in ipairs { 200, 401, 403, 500 } do
          local logins = sandbox.counts("login").received
          sandbox.fault(name, "code", { code = code, status = status })
          assert(client:request(name))
          assert.equal(logins + 1, sandbox.counts("login").received)
        end
      end
    end
  end)
end)
