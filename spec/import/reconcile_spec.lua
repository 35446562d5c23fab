--- Imports that lose a response find the outcome of the request in the platform's lists.
local imports = require "support.imports"
local sandbox = require "support.sandbox"

local path = os.tmpname()

describe("an import with a ledger", function()
  local client

  before_each(function()
    sandbox.reset()
    os.remove(path)
    client = sandbox.client { timeout = 0.5 }
  end)

  teardown(function()
    os.remove(path)
  end)

  local function import(more)
    return client.tasks:import(imports.with_ledger(path, more))
  end

  -- The connection or the response is lost before or after the request was carried out: for the
  -- first chunk, which makes the task, and for a later one.
  local losses = {
    "reset_after", "reset_before", "close_after", "truncate", "html", "bad_json", "stall",
    "delay_after",
  }
  for _, fault in ipairs(losses) do
    for _, skip in ipairs { 0, 1 } do
      local title = "finds the outcome of chunk %d after %s, and continues"
      it(title:format(skip + 1, fault), function()
        sandbox.fault("addJson", fault, { skip = skip, seconds = 1 })
        local result = assert(import())
        assert.equal(30, result.success)
        assert.same(sandbox.customer_phones(30), sandbox.phones(result.dial_task_main_sn))
        assert.equal(1, #sandbox.state().tasks)
        local received = fault == "reset_before" and 4 or 3
        assert.equal(received, sandbox.counts("addJson").received)
      end)
    end
  end

  for _, skip in ipairs { 0, 1 } do
    it(("waits for a slow platform instead of repeating chunk %d"):format(skip + 1), function()
      sandbox.fault("addJson", "delay", { skip = skip, seconds = 1.2 })
      local result = assert(import { reconcile_timeout = 1.5 })
      assert.same(sandbox.customer_phones(30), sandbox.phones(result.dial_task_main_sn))
      assert.equal(1, #sandbox.state().tasks)
      assert.equal(3, sandbox.counts("addJson").received)
    end)
  end

  it("reports how long it may still wait for a lost request", function()
    sandbox.fault("addJson", "reset_before", { skip = 1 })
    local reports = {}
    local function progress(done, total, left)
      reports[#reports + 1] = ("%d of %d%s"):format(done, total, left and ", waiting" or "")
      assert.is_true(left == nil or (left > 0 and left <= 1))
    end
    assert(import { reconcile_timeout = 1, progress = progress })
    local before = table.concat(reports, "; "):match("^(.-waiting; ).*20 of 30; 30 of 30$")
    assert.equal("10 of 30; 10 of 30, waiting; ", before)
  end)

  it("stops if the lists cannot be read, and finds the outcome in the next run", function()
    sandbox.fault("addJson", "reset_after", { skip = 1 })
    -- After the list of tasks that are there before the campaign is made.
    sandbox.fault("index", "status", { status = 404, skip = 1 })
    local result, err = import()
    assert.is_nil(result)
    assert.same({ "unknown", false }, { err.outcome, err.retryable })
    assert.matches("not known whether request 2 was carried out; looking it up failed",
      tostring(err))
    result = assert(import())
    assert.same(sandbox.customer_phones(30), sandbox.phones(result.dial_task_main_sn))
    assert.equal(3, sandbox.counts("addJson").received)
  end)

  it("stops if the count says no, but people of the request are customers of the task", function()
    local task = assert(import { rows = sandbox.customers(10) })
    sandbox.advance(100000)
    sandbox.set { count_lag = 50000 }
    sandbox.fault("addJson", "reset_after")
    local has_dialled = false
    local result, err = import {
      rows = sandbox.customers(20), reconcile_timeout = 1,
      progress = function(_, _, left)
        if left and not has_dialled then
          has_dialled = true
          assert(assert(sandbox.client().tasks:get(task.dial_task_main_sn)):resume())
          sandbox.advance(3600)
        end
      end,
    }
    assert.is_nil(result)
    assert.is_true(has_dialled)
    assert.same({ "undetermined", "unknown" }, { err.kind, err.outcome })
    assert.matches("as many numbers as before, and yet people of the request", tostring(err))
    assert.equal(2, sandbox.counts("addJson").received)
    local twice = 0
    for _, count in pairs(sandbox.imports().phones) do
      twice = twice + (count > 1 and 1 or 0)
    end
    assert.equal(0, twice)
  end)

  it("stops if another program adds to the task at the same time", function()
    sandbox.fault("addJson", "reset_after", { skip = 1 })
    local own = assert(import { rows = sandbox.customers(10), ledger = path .. ".own" })
    os.remove(path .. ".own")
    -- The rows go to an existing task. The second chunk's response is lost, and another program
    -- adds a row before the library reads the list.
    local other = sandbox.client()
    local has_added
    local tasks = setmetatable({}, { __index = function(_, name)
      return function(_, ...)
        if name == "get" and sandbox.counts("addJson").received >= 2 and not has_added then
          has_added = true
          local params = sandbox.addjson { dial_task_main_sn = own.dial_task_main_sn }
          assert(other:request("addJson", params))
        end
        return client.tasks[name](client.tasks, ...)
      end
    end })
    local wrapper = setmetatable({}, { __index = client })
    rawset(wrapper, "tasks", tasks)
    for _, name in ipairs { "request", "server_time", "user_sn" } do
      rawset(wrapper, name, function(_, ...) return client[name](client, ...) end)
    end
    rawset(wrapper, "customers", client.customers)
    local result, err = require("ai95.import").run(wrapper, imports.with_ledger(path, {
      rows = sandbox.customers(10, 100), exclude = sandbox.customers(10),
      dial_task_main_sn = own.dial_task_main_sn,
    }))
    assert.is_nil(result)
    assert.same({ "undetermined", "unknown" }, { err.kind, err.outcome })
    assert.matches("has 21 numbers and should have 10, or 20 with this request", tostring(err))
  end)
end)
