--- Whatever type a field of a row has, the library neither raises nor crashes.
local core = require "ai95.core"
local endpoints = require "ai95.api.endpoints"
local errors = require "ai95.errors"
local odd_rows = require "support.odd_rows"
local resource = require "ai95.resources.resource"
local sandbox = require "support.sandbox"

local ENDPOINTS = {
  ["ai95.Task"] = "index", ["ai95.Call"] = "cdrlist", ["ai95.Customer"] = "crmList",
  ["ai95.AiUser"] = "getAiUsers", ["ai95.Project"] = "getProjects",
}

describe("a row in which one field has another type", function()
  local client

  before_each(function()
    sandbox.reset()
    client = sandbox.client { max_retries = 0 }
    assert(client:login())
  end)

  local function answer(endpoint, body, times)
    sandbox.fault(endpoint, "status",
      { status = 200, content_type = "application/json", body = body, times = times })
  end

  --- What a function returned: a value, or nil and an error. It must not raise.
  local function survived(what, ok, value, err)
    assert.is_true(ok, what .. ": " .. tostring(value))
    if value == nil and err ~= nil then
      assert.is_true(errors.is(err), what)
      assert.is_nil(tostring(err):find "%c", what)
    end
    return value
  end

  local function calls_of(row, methods)
    for _, method in ipairs(methods) do
      survived(method .. " of " .. tostring(row.cdr_sn or row.sn), pcall(row[method], row))
    end
  end

  local METHODS = {
    ["ai95.Call"] = { "turns", "recording_url", "details", "download" },
    ["ai95.Customer"] = { "turns", "recording_url", "download" },
    ["ai95.Task"] = { "pause", "resume", "redial_failed", "refresh", "delete" },
    ["ai95.AiUser"] = { "windows" },
    ["ai95.Project"] = { "template_url", "download_template" },
  }

  --- All rows that the reader accepts, read over HTTP.
  local function read(class)
    local rows = odd_rows.of(class)
    local endpoint = endpoints.by_name[ENDPOINTS[class]]
    answer(endpoint.name, (endpoint.answer == "page" and odd_rows.page or odd_rows.list)(rows))
    local groups = {
      index = client.tasks, cdrlist = client.calls, crmList = client.customers,
      getAiUsers = client.ai_users, getProjects = client.projects,
    }
    local page = assert(groups[endpoint.name]:list())
    assert.equal(#rows, #page)
    return page
  end

  for class, methods in pairs(METHODS) do
    it("survives every method: " .. class, function()
      local rows = read(class)
      assert.is_true(#rows > 50)
      for _, row in ipairs(rows) do
        calls_of(row, methods)
      end
    end)

    it("is refused with the name of the field: " .. class, function()
      local _, refused = odd_rows.of(class)
      assert.is_true(#refused > 10)
      local shape = core.shape("list", require("ai95.api.answers")[class])
      for _, row in ipairs(refused) do
        local _, _, _, problem = core.decode_answer(odd_rows.list { row.text }, shape)
        assert.matches("row 1 of `data`: `" .. row.field .. "`", problem, 1, true)
      end
    end)
  end

  it("survives the feed, whose watermark can be read again", function()
    local rows = odd_rows.of "ai95.Call"
    answer("cdrlist", odd_rows.page(rows), 0)
    local feed, count = client.calls:since(nil), 0
    for _ in feed do
      count = count + 1
    end
    assert.is_true(count > 500 and count <= #rows)
    local again = {}
    for call in client.calls:since(feed:watermark()) do
      again[#again + 1] = call.connected_at
    end
    -- This platform lists calls of 2018 as of today.
    for _, connected_at in ipairs(again) do
      assert.matches("^2018", connected_at)
    end
  end)

  it("survives the archive", function()
    local folder = os.tmpname()
    os.remove(folder)
    local result = assert(client:archive { calls = read "ai95.Call", dir = folder })
    assert.is_true(result.calls > 500)
    for _, failure in ipairs(result.errors) do
      assert.is_true(errors.is(failure.error))
    end
    result = assert(client:archive { calls = read "ai95.Customer", dir = folder })
    assert.is_true(result.calls > 500)
    os.execute("rm -rf " .. folder)
  end)

  it("survives waiting, and the lists of a task", function()
    for _, row in ipairs(read "ai95.Task") do
      local body = odd_rows.page { require("cjson").encode(row) }
      answer("index", body)
      survived("tasks:get", pcall(client.tasks.get, client.tasks, row.dial_task_main_sn))
      answer("index", body)
      survived("wait", pcall(row.wait, row, { timeout = 0 }))
    end
    local task = read("ai95.Task")[1]
    assert.is_nil(task:calls()())
    assert.is_nil(task:customers()())
  end)

  it("survives finding out what became of an import", function()
    local rows = odd_rows.of "ai95.Task"
    sandbox.fault("addJson", "reset_before")
    answer("index", odd_rows.page(rows), 0)
    local path = os.tmpname()
    os.remove(path)
    survived("import", pcall(client.tasks.import, client.tasks, {
      project_sn = sandbox.PROJECT, ai_user_sn = sandbox.AI_USER, source = "text",
      columns = sandbox.COLUMNS, rows = sandbox.customers(3), ledger = path,
      reconcile_timeout = 0,
    }))
    os.remove(path)
    assert.equal(1, sandbox.counts("addJson").carried_out)
  end)

  it("survives as details of a call", function()
    local cases = odd_rows.of "ai95.CallDetails"
    local rows = odd_rows.of "ai95.Fragment"
    for i, row in ipairs(rows) do
      cases[#cases + 1] = ('{"fragment":[%s]}'):format(row)
      rows[i] = nil
    end
    answer("cdrlist", odd_rows.page { odd_rows.of("ai95.Call")[1] })
    local call = assert(client.calls:list())[1]
    call.recordpath, call.recordfile, call.connected_at = "/home/record", "/1.wav", "2018-05-08"
    for _, data in ipairs(cases) do
      answer("cdrshow", ('{"code":0,"data":%s}'):format(data))
      local details = survived("details", pcall(call.details, call))
      for _, fragment in ipairs(details.fragments) do
        calls_of(fragment, { "url" })
      end
    end
  end)

  it("has the class's methods, however it was read", function()
    local class = resource.class("call", {}, "cdr_sn")
    assert.equal("cdr_sn", class.key)
    answer("cdrlist", odd_rows.page(odd_rows.of "ai95.Call"), 2)
    local listed, iterated = assert(client.calls:list()), {}
    for call in client.calls:each() do
      iterated[#iterated + 1] = call
    end
    assert.same(#listed, #iterated)
    for i, call in ipairs(listed) do
      assert.same(call, iterated[i])
      assert.equal(getmetatable(call), getmetatable(iterated[i]))
    end
  end)
end)
