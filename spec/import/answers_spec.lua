--- Imports whose answers have other forms: nothing is sent after an answer that names no task.
local sandbox = require "support.sandbox"

describe("an import whose answer names no task", function()
  local client, path

  before_each(function()
    sandbox.reset()
    client = sandbox.client()
    path = os.tmpname()
    os.remove(path)
  end)

  after_each(function()
    os.remove(path)
  end)

  local function import(more)
    local params = {
      project_sn = sandbox.PROJECT, source = "测试", ai_user_sn = sandbox.AI_USER,
      columns = sandbox.COLUMNS, rows = sandbox.customers(30), chunk = 10, reconcile_timeout = 0,
    }
    for name, value in pairs(more or {}) do
      params[name] = value
    end
    return client.tasks:import(params)
  end

  local function assert_stopped(result, err)
    assert.is_nil(result)
    assert.same({ "protocol", "unknown", false }, { err.kind, err.outcome, err.retryable })
    assert.matches("`dial_task_main_sn` is missing", err.message)
    assert.matches("look before you send it again", tostring(err))
  end

  --- Each person was sent once, to one task.
  local function assert_sent_once(count)
    local tasks = sandbox.state().tasks
    assert.equal(1, #tasks)
    assert.same(sandbox.customer_phones(count), sandbox.phones(tasks[1].dial_task_main_sn))
  end

  for _, form in ipairs { "data_list", "data_object", "data_null", "no_task_sn" } do
    for chunk = 1, 3 do
      local where = (" (%s, chunk %d)"):format(form, chunk)

      it("sends nothing more" .. where, function()
        sandbox.fault("addJson", "form", { form = form, skip = chunk - 1, times = 0 })
        local result, err = import()
        assert_stopped(result, err)
        assert.equal(chunk - 1, err.partial.chunks)
        assert.equal(chunk, sandbox.counts("addJson").received)
      end)

      it("goes on from there with its ledger, if the lists have the task" .. where, function()
        sandbox.fault("addJson", "form", { form = form, skip = chunk - 1 })
        local result, err = import { ledger = path }
        assert_stopped(result, err)
        assert.matches("run the same import again with its ledger", err.message)
        assert.equal(chunk, sandbox.counts("addJson").received)
        result = assert(import { ledger = path })
        assert.same({ chunk * 10, 30 - chunk * 10 }, { result.already_in, result.success })
        assert_sent_once(30)
      end)
    end
  end

  it("is never sent again, even if the lists do not have the task", function()
    sandbox.fault("addJson", "form", { form = "data_list" })
    assert_stopped(import { ledger = path })
    sandbox.fault("index", "status", { status = 200, content_type = "application/json",
      body = '{"code":0,"data":{"total":0,"list":[]}}', times = 0 })
    for _ = 1, 2 do
      local result, err = import { ledger = path }
      assert.is_nil(result)
      assert.same({ "undetermined", "unknown", false }, { err.kind, err.outcome, err.retryable })
      assert.matches("the platform's answer said that it was, but no task has it", err.message)
    end
    assert.equal(1, sandbox.counts("addJson").received)
  end)

  it("is an error of every function that imports", function()
    for endpoint, call in pairs {
      addExcel = function()
        return client.tasks:import_excel { project_sn = sandbox.PROJECT, source = "测试",
          ai_user_sn = sandbox.AI_USER, upload = sandbox.WORKBOOK }
      end,
      addJson = function() return client:request("addJson", sandbox.addjson()) end,
    } do
      for _, form in ipairs { "data_list", "data_object", "data_null", "no_task_sn" } do
        sandbox.fault(endpoint, "form", { form = form })
        assert_stopped(call())
      end
      assert.equal(4, sandbox.counts(endpoint).received)
    end
    local task = assert(client.tasks:list())[1]
    sandbox.fault("addJson", "form", { form = "no_task_sn" })
    assert_stopped(task:import { rows = sandbox.customers(3, 100), columns = sandbox.COLUMNS,
      exclude = sandbox.customers(9) })
  end)
end)

describe("an import with encryption", function()
  for _, form in ipairs { "short_user_sn", "bare_user_sn" } do
    it("sends nothing if the account's user_sn is no key: " .. form, function()
      sandbox.reset { forms = form }
      local client = sandbox.client()
      local params = {
        project_sn = sandbox.PROJECT, source = "测试", ai_user_sn = sandbox.AI_USER, aes = true,
        columns = sandbox.COLUMNS, rows = sandbox.customers(3),
      }
      local result, err = client.tasks:import(params)
      assert.is_nil(result)
      assert.same({ "protocol", "not_sent" }, { err.kind, err.outcome })
      assert.matches("user_sn", err.message)
      result, err = client:request("addJson", sandbox.addjson { aes = true })
      assert.same({ nil, "protocol", "not_sent" }, { result, err.kind, err.outcome })
      assert.equal(0, sandbox.counts("addJson").received)
    end)
  end
end)

describe("an import whose answer was lost", function()
  it("is not sent again if the platform's list is empty but has a total", function()
    sandbox.reset()
    local client = sandbox.client { max_retries = 0 }
    assert(client:login())
    sandbox.fault("addJson", "reset_after")
    sandbox.fault("index", "status", { status = 200, content_type = "application/json",
      body = '{"code":0,"data":{"total":3,"list":[]}}', skip = 1, times = 0 })
    local path = os.tmpname()
    os.remove(path)
    local result, err = client.tasks:import {
      project_sn = sandbox.PROJECT, source = "测试", ai_user_sn = sandbox.AI_USER,
      columns = sandbox.COLUMNS, rows = sandbox.customers(3), ledger = path,
      reconcile_timeout = 0,
    }
    os.remove(path)
    assert.is_nil(result)
    assert.equal("unknown", err.outcome)
    assert.equal(1, sandbox.counts("addJson").received)
  end)
end)
