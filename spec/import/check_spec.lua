--- The checks of an import before it sends anything: phone numbers, duplicates, a dry run.
local ai95 = require "ai95"
local files = require "support.files"
local imports = require "support.imports"
local phone_problem = require "ai95.import.phone"
local sandbox = require "support.sandbox"

local path = os.tmpname()

describe("before it sends anything, an import", function()
  local client

  before_each(function()
    sandbox.reset()
    client = sandbox.client()
  end)

  local function import(more)
    more.columns = { "姓名", "电话" }
    return client.tasks:import(imports.params(more))
  end

  it("finds the phone numbers that a spreadsheet has spoilt", function()
    local good = {
      "13800000001", "12345678901", 13800000001, "+8613800000001", "8613800000001", "075512345678",
      "01012345678", "10086", "95588", "4001234567", "8001234567", "12345", "85212345678901",
      "12345678", "0085212345678",
    }
    for _, phone in ipairs(good) do
      assert.is_nil(phone_problem(phone), tostring(phone))
    end
    local bad = {
      ["1.38E+10"] = "scientific notation",
      ["1.3800000001E+10"] = "scientific notation",
      ["1E10"] = "scientific notation",
      ["1380000000"] = "a mobile number has 11",
      ["75512345678"] = "lost a leading zero",
      ["1012345678"] = "lost a leading zero",
      ["755123456"] = "lost a leading zero",
      ["138-0000-0001"] = "other characters",
      [" 13800000001"] = "other characters",
      ["13800000001.0"] = "other characters",
      [""] = "is empty",
      ["12"] = "has 2 digits",
      ["1234567890123456"] = "has 16 digits",
      ["+"] = "other characters",
    }
    for phone, problem in pairs(bad) do
      assert.matches(problem, phone_problem(phone))
    end
    assert.matches("is empty", phone_problem(nil))
    assert.matches("is empty", phone_problem(true))
    assert.matches("other characters", phone_problem(1.5))
  end)

  it("lists the refused rows and their problems, and dry_run stops there", function()
    files.write(path, "姓名,电话\n张三,13800000001\n李四,1.38E+10\n,13800000002\n"
      .. "\"王\n五\",13800000003\n张三丰,13800000001\n赵六,75512345678\n")
    local result = assert(import {
      rows = assert(ai95.csv(path)), dry_run = true, journal = path .. ".journal",
    })
    assert.is_true(result.dry_run)
    assert.same({ 2, 4, 1, 0 }, { result.rows, result.refused, result.chunks, result.success })
    local lines = {}
    for i, each in ipairs(result.problems) do
      lines[i] = each.row
      assert.is_nil(each.problem:find("138000", 1, true))
    end
    assert.same({ 3, 4, 7, 8 }, lines)
    assert.matches("电话 was turned into scientific notation", result.problems[1].problem)
    assert.matches("姓名 is empty", result.problems[2].problem)
    assert.matches("电话 is the same as in line 2", result.problems[3].problem)
    assert.matches("电话 has lost a leading zero", result.problems[4].problem)
    assert.is_nil(io.open(path .. ".journal"))
    local endpoints = sandbox.state().endpoints
    assert.equal(0, endpoints.login.received + endpoints.addJson.received)
    os.remove(path)
  end)

  it("skips the refused rows, and sends the others", function()
    local rows = sandbox.customers(5)
    rows[2][2], rows[4] = "1.38E+10", { ["姓名"] = "同", ["电话"] = "13800000001" }
    for i, row in ipairs(rows) do
      rows[i] = row["姓名"] and row or { row[1], row[2] }
    end
    local result = assert(import { rows = rows, aes = true })
    assert.same({ 3, 2, 3 }, { result.rows, result.refused, result.success })
    assert.same({
      { row = 2, problem = result.problems[1].problem },
      { row = 4, problem = "电话 is the same as in row 1" },
    }, result.problems)
    assert.same({ "13800000001", "13800000003", "13800000005" },
      sandbox.phones(result.dial_task_main_sn))
  end)

  it("returns an error with the problems if no row is left", function()
    local result, err = import { rows = { { "a", "x" }, { "b", "" } } }
    assert.is_nil(result)
    assert.matches("there are no rows: all 2 were refused; nothing was sent", tostring(err))
    assert.equal(2, #err.partial.problems)
  end)

  it("finds duplicates among 600,000 numbers", function()
    local core = require "ai95.core"
    local phones = core.phones()
    for i = 1, 600000 do
      assert(phones:add(("%011d"):format(i), i) == nil)
    end
    assert.equal(7, phones:add("00000000007", 700000))
    assert.equal(600000, phones:add("+00000600000", 700000))
    assert.is_nil(phones:add("7", 700001))
    for _, bad in ipairs { "", "+", "1a", "1234567890123456789", "1 " } do
      assert.is_false(phones:add(bad, 1))
    end
  end)
end)
