--- Passwords, api_keys and customers' data do not get into an error, an event, or what printing a client shows.
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

describe("no secret", function()
  local client, events, api_key

  setup(function()
    sandbox.reset()
    events = {}
    client = sandbox.client { timeout = 0.3, max_retries = 0, max_body = 2 ^ 20, log = function(event)
      events[#events + 1] = event
    end }
    api_key = assert(client:login()).api_key
  end)

  local function assert_clean(value)
    for _, text in ipairs(texts_of(value)) do
      for _, secret in ipairs { PASSWORD, api_key, PHONE, NAME } do
        assert.is_nil(text:find(secret, 1, true), text)
      end
    end
  end

  it("is in any error or event, whatever goes wrong", function()
    local calls = {
      function() return client:login() end,
      function() return client:request("cdrlist", { callee = PHONE }) end,
      function() return client:request("cdrDownload", { recordpath = "/" .. NAME, recordfile = "/" .. PHONE }) end,
      function()
        return client.tasks:import { project_sn = sandbox.PROJECT, source = "x", ai_user_sn = sandbox.AI_USER,
          columns = { "姓名", "电话" }, rows = { { NAME, PHONE } } }
      end,
    }
    local names = { "login", "cdrlist", "cdrDownload", "addJson" }
    local faults = {
      { "reset_after" }, { "html" }, { "bad_json" }, { "endless" }, { "delay", { seconds = 0.4 } },
      { "status", { status = 502 } },
      { "status", { status = 403, body = "user " .. PASSWORD .. " of " .. PHONE } },
      { "code", { code = 30008, msg = "password " .. PASSWORD .. " is wrong, api_key " .. "KEY" .. " too" } },
    }
    for i, call in ipairs(calls) do
      for _, fault in ipairs(faults) do
        local settings = fault[2] or {}
        if settings.msg then
          settings = { code = settings.code, msg = settings.msg:gsub("KEY", names[i] == "login" and "-" or api_key) }
        end
        sandbox.fault(names[i], fault[1], settings)
        local data, err = call()
        api_key = data and data.api_key or api_key
        if fault[1] == "delay" then
          require("socket").sleep(0.4)
        end
        -- libcurl sends a read again over a new connection, and a slow download may be slow.
        if not (data and (fault[1] == "reset_after" or fault[1] == "delay")) then
          assert.is_nil(data)
          assert_clean(err)
        end
      end
    end
    assert.is_true(#events >= 30)
    assert_clean(events)
  end)

  it("is in the misuse that names a parameter", function()
    local _, raised = pcall(client.request, client, "cdrlist", { calee = PHONE })
    assert_clean(raised)
    _, raised = pcall(client.request, client, "cdrlist", { talktimes_min = PHONE })
    assert_clean(raised)
    _, raised = pcall(client.tasks.import, client.tasks, { project_sn = "p", source = "x", ai_user_sn = "a",
      columns = { "姓名", "电话" }, rows = { { NAME, PHONE, PHONE } } })
    assert_clean(raised)
  end)

  it("is shown by a client or a row that is printed", function()
    sandbox.seed { calls = 1 }
    assert_clean(client)
    assert_clean(getmetatable(client.tasks:list()[1]).client)
  end)

  it("is in an event of one that works, which tells the rest", function()
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

  it("may be lost, and neither the answer, by a logger that raises", function()
    local noisy = sandbox.client { log = function() error("disk full") end }
    assert(noisy:request("addJson", sandbox.addjson()))
    assert.equal(1, #sandbox.state().tasks - 0 > 0 and 1)
  end)
end)
