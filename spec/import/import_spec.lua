local ai95 = require "ai95"
local imports = require "support.imports"
local sandbox = require "support.sandbox"

local path = os.tmpname()

local function write(text)
  local file = assert(io.open(path, "wb"))
  file:write(text)
  file:close()
  return path
end

describe("an import", function()
  local client

  before_each(function()
    sandbox.reset()
    client = sandbox.client()
  end)

  local function import(more)
    return client.tasks:import(imports.params(more))
  end

  local function phones(dial_task_main_sn)
    local list = {}
    for i, row in ipairs(sandbox.rows(dial_task_main_sn)) do
      list[i] = row["电话"]
    end
    return list
  end

  it("goes in chunks into one task, from a list, an iterator or a CSV file", function()
    local customers, expected, csv = sandbox.customers(25), {}, { "姓名,电话,地址" }
    for i, row in ipairs(customers) do
      expected[i] = row[2]
      csv[i + 1] = table.concat(row, ",")
    end
    write(table.concat(csv, "\n"))
    for _, aes in ipairs { false, true } do
      local index = 0
      local sources = {
        customers,
        function()
          index = index + 1
          return customers[index]
        end,
        assert(ai95.rows(path)),
      }
      for _, rows in ipairs(sources) do
        local reports = {}
        local function progress(done, total)
          reports[#reports + 1] = { done, total }
        end
        local result = assert(import { rows = rows, aes = aes, chunk = 10, progress = progress })
        assert.same({ 25, 25, 0, 3 }, { result.total, result.success, result.fail, result.chunks })
        assert.same(expected, phones(result.dial_task_main_sn))
        assert.same({ { 10, 25 }, { 20, 25 }, { 25, 25 } }, reports)
      end
    end
    assert.equal(6, #sandbox.state().tasks)
    os.remove(path)
  end)

  it("does not start a stopped garbage collector", function()
    collectgarbage "stop"
    local ok, raised = pcall(import, { rows = sandbox.customers(3), chunk = 1 })
    local before = collectgarbage "count"
    local text
    for i = 1, 2000 do
      text = ("x"):rep(10000) .. i
    end
    local grown = collectgarbage "count" - before
    collectgarbage "restart"
    assert.is_true(ok, raised)
    assert.equal(10004, #text)
    assert.is_true(grown > 10000, grown) -- KB
  end)

  it("accepts rows with names, and the columns of a CSV file", function()
    local row = { ["姓名"] = "甲", ["电话"] = "13800000001" }
    local result = assert(import { columns = { "姓名", "电话" }, rows = { row } })
    assert.same(row, sandbox.rows(result.dial_task_main_sn)[1])
    local rows = assert(ai95.rows(write "姓名,电话\n乙,13800000002\n"))
    result = assert(client.tasks:import {
      project_sn = sandbox.PROJECT, source = "x", ai_user_sn = sandbox.AI_USER, rows = rows,
    })
    assert.equal("乙", sandbox.rows(result.dial_task_main_sn)[1]["姓名"])
  end)

  it("without rows sends nothing, and returns an error", function()
    for _, rows in ipairs { {}, function() end, assert(ai95.rows(write "姓名,电话\n")) } do
      local result, err = import { rows = rows }
      assert.is_nil(result)
      assert.equal("not_sent", err.outcome)
      assert.matches("there are no rows; nothing was sent", tostring(err))
    end
    assert.equal(0, sandbox.counts("addJson").received)
  end)

  it("that breaks off returns the counts until then, and sends nothing twice", function()
    sandbox.fault("addJson", "reset_after", { skip = 1 })
    local result, err = import { rows = sandbox.customers(30), chunk = 10 }
    assert.is_nil(result)
    assert.equal("unknown", err.outcome)
    assert.is_false(err.retryable)
    assert.same({ 10, 1 }, { err.partial.success, err.partial.chunks })
    assert.equal(20, #sandbox.rows(err.partial.dial_task_main_sn))
    assert.equal(2, sandbox.counts("addJson").received)
    assert.matches("it may have been carried out: look before you send it again", tostring(err))
  end)

  it("of a file that cannot be read to its end sends nothing, and names the line", function()
    local text = "姓名,电话\na,13800000001\nb,13800000002\nc,13800000003\n\"d,13800000004\n"
    local result, err = import { chunk = 2, rows = assert(ai95.rows(write(text))) }
    assert.is_nil(result)
    assert.same({ "file", "not_sent" }, { err.kind, err.outcome })
    assert.matches("line 5: a quote is opened and never closed", tostring(err))
    assert.equal(0, sandbox.counts("addJson").received)
    os.remove(path)
  end)

  it("refuses the damaged rows of a file, and sends the others", function()
    local text = "姓名,电话\na,13800000001\nb,13800000002,x\n\"c\"d,13800000003\n\255,13800000004\n"
      .. "e,13800000005\n"
    local result = assert(import { rows = assert(ai95.rows(write(text))) })
    assert.same({ 2, 3 }, { result.success, result.refused })
    assert.same({
      { row = 3, problem = "the row has 3 values for 2 columns" },
      { row = 4, problem = "the row has text after a closing quote" },
      { row = 5, problem = "column 姓名 is not valid UTF-8" },
    }, result.problems)
    assert.same({ "13800000001", "13800000005" }, phones(result.dial_task_main_sn))
    os.remove(path)
  end)

  it("does not take columns beside those of a file", function()
    local rows = assert(ai95.rows(write "姓名,电话\n"))
    assert.error_matches(function()
      client.tasks:import {
        project_sn = "-", source = "-", ai_user_sn = "-", rows = rows, columns = { "姓名", "电话" },
      }
    end, "ai95.rows has its own columns")
    os.remove(path)
  end)

  it("resumes a task that finished dialing between two chunks", function()
    sandbox.reset { dial_seconds = 0 }
    local result = assert(import { rows = sandbox.customers(30), chunk = 10, is_zidong = true })
    local task = assert(client.tasks:get(result.dial_task_main_sn))
    assert(task:wait { interval = 0.05, timeout = 5 })
    assert.equal("sent", task.state)
    assert.equal(30, task.send_count)
  end)

  it("of 30,000 rows is one request", function()
    local rows = {}
    for i = 1, 30000 do
      rows[i] = { "客户" .. i, ("139%08d"):format(i), "深圳市" }
    end
    local result = assert(import { rows = rows, chunk = 30000, aes = true })
    assert.equal(30000, result.success)
    assert.equal(1, result.chunks)
  end)

  it("of an invalid workbook is refused before it is sent", function()
    local function excel(upload)
      local result, err = client.tasks:import_excel {
        project_sn = sandbox.PROJECT, source = "x", ai_user_sn = sandbox.AI_USER, upload = upload,
      }
      assert.is_nil(result)
      assert.equal("file", err.kind)
      assert.equal("not_sent", err.outcome)
      assert.equal("addExcel", err.endpoint)
      return tostring(err)
    end
    assert.matches("no such file", excel("/nonexistent/x.xlsx"):lower())
    assert.matches("must end in .xlsx", excel("Makefile"))
    assert.matches("is a directory", excel("/tmp"):lower())
    assert.matches("is not a .xlsx workbook", excel { name = "x.xlsx", data = "text" })
    assert.matches("the file is empty", excel { name = "x.xlsx", data = "" })
    assert.equal(0, sandbox.counts("addExcel").received)
  end)
end)
