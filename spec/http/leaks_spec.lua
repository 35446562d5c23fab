--- Errors, events and printed clients contain no passwords, api_keys or customers' data.
local sandbox = require "support.sandbox"

local PASSWORD, PHONE, NAME = "secret", "13800001234", "王小明"

local function texts_of(value, into, seen)
  into, seen = into or {}, seen or {}
  if type(value) == "table" and not seen[value] then
    seen[value] = true
    into[#into + 1] = tostring(value)
    for key, each in pairs(value) do
      texts_of(key, into, seen)
      texts_of(each, into, seen)
    end
  elseif type(value) ~= "table" then
    into[#into + 1] = tostring(value)
  end
  return into
end

describe("secrets:", function()
  local client, events, api_key

  setup(function()
    sandbox.reset()
    events = {}
    local options = { timeout = 0.3, max_retries = 0, max_body = 2 ^ 20 }
    function options.log(event)
      events[#events + 1] = event
    end
    client = sandbox.client(options)
    api_key = assert(client:login()).api_key
  end)

  local function assert_clean(value)
    for _, text in ipairs(texts_of(value)) do
      for _, secret in ipairs { PASSWORD, api_key, PHONE, NAME } do
        assert.is_nil(text:find(secret, 1, true), text)
      end
    end
  end

  it("no error and no event contains one, whatever goes wrong", function()
    local requests = {
      function() return client:login() end,
      function() return client:request("cdrlist", { callee = PHONE }) end,
      function()
        local params = { recordpath = "/" .. NAME, recordfile = "/" .. PHONE }
        return client:request("cdrDownload", params)
      end,
      function()
        return client.tasks:import {
          project_sn = sandbox.PROJECT, source = "x", ai_user_sn = sandbox.AI_USER,
          columns = { "姓名", "电话" }, rows = { { NAME, PHONE } },
        }
      end,
    }
    local names = { "login", "cdrlist", "cdrDownload", "addJson" }
    local faults = {
      { "reset_after" }, { "html" }, { "bad_json" }, { "endless" }, { "delay", { seconds = 0.4 } },
      { "status", { status = 502 } },
      { "status", { status = 403, body = "user " .. PASSWORD .. " of " .. PHONE } },
      { "code", { code = 30008, msg = "password " .. PASSWORD .. " is wrong, api_key KEY too" } },
    }
    for i, request in ipairs(requests) do
      for _, fault in ipairs(faults) do
        local settings = fault[2] or {}
        if settings.msg then
          local key = names[i] == "login" and "-" or api_key
          settings = { code = settings.code, msg = settings.msg:gsub("KEY", key) }
        end
        sandbox.fault(names[i], fault[1], settings)
        local data, err = request()
        api_key = data and data.api_key or api_key
        if fault[1] == "delay" then
          require("socket").sleep(0.4)
        end
        -- libcurl repeats a read over a new connection, and a slow download may succeed.
        if not (data and (fault[1] == "reset_after" or fault[1] == "delay")) then
          assert.is_nil(data)
          assert_clean(err)
        end
      end
    end
    assert.is_true(#events >= 30)
    assert_clean(events)
  end)

  it("the error of a misused parameter contains none", function()
    local _, raised = pcall(client.request, client, "cdrlist", { calee = PHONE })
    assert_clean(raised)
    _, raised = pcall(client.request, client, "cdrlist", { talktimes_min = PHONE })
    assert_clean(raised)
    _, raised = pcall(client.tasks.import, client.tasks, {
      project_sn = "p", source = "x", ai_user_sn = "a",
      columns = { "姓名", "电话" }, rows = { { NAME, PHONE, PHONE } },
    })
    assert_clean(raised)
  end)

  it("a printed client or row shows none", function()
    sandbox.seed { calls = 1 }
    assert_clean(client)
    assert_clean(getmetatable(client.tasks:list()[1]).client)
  end)

  it("the event of a successful request describes it and contains none", function()
    events = {}
    assert(client:request("getProjects"))
    assert(client:request("getProjects"))
    local event = events[2]
    assert.equal("getProjects", event.name)
    assert.equal(0, event.code)
    assert.equal(1, event.attempt)
    assert.is_true(event.reused)
    assert.is_true(event.duration > 0 and event.duration < 1)
    assert_clean(events)
  end)

  it("a logger that raises does not lose the response", function()
    local noisy = sandbox.client { log = function() error("disk full") end }
    assert(noisy:request("addJson", sandbox.addjson()))
    assert.equal(1, #sandbox.state().tasks - 0 > 0 and 1)
  end)

  it("no error contains an api_key that is used or was used before, in any letter case", function()
    sandbox.reset()
    client = sandbox.client { max_retries = 0 }
    local keys = {}
    for i = 1, 3 do
      keys[i] = assert(client:login()).api_key
    end
    local writes = {
      ["%s"] = function(key) return key end,
      upper = string.upper, lower = string.lower,
      swapped = function(key)
        return (key:gsub("%a", function(letter)
          return letter:upper() == letter and letter:lower() or letter:upper()
        end))
      end,
    }
    for _, key in ipairs(keys) do
      for _, write in pairs(writes) do
        for _, name in ipairs { "getProjects", "login" } do
          for _, code in ipairs { 20007, 30008 } do
            local text = write(key)
            sandbox.fault(name, "code", { code = code, msg = "key " .. text .. ", of 13800138000" })
            local data, err
            if name == "login" then
              data, err = client:login()
            else
              data, err = client:request(name)
            end
            assert.is_nil(data)
            assert.equal("key ***, of ***", err.msg)
            assert.is_nil(tostring(err):lower():find(key:lower(), 1, true))
            sandbox.fault("getProjects", "status", { status = 403, body = "key " .. text })
            assert.equal("key ***", select(2, client:request "getProjects").excerpt)
          end
        end
      end
    end
  end)

  it("the error after a renewed key does not contain the one before", function()
    sandbox.reset()
    client = sandbox.client()
    local before = assert(client:login()).api_key
    sandbox.fault("addJson", "expire")
    sandbox.fault("addJson", "code", { code = 30008, msg = "not " .. before:upper() })
    local _, err = client:request("addJson", sandbox.addjson())
    assert.equal("not ***", err.msg)
    assert.equal(2, err.attempts)
  end)
end)
