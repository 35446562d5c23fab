--- The checks of an import before it sends anything: phone numbers, duplicates, people to
--- leave out.
local ai95 = require "ai95"
local files = require "support.files"
local imports = require "support.imports"
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

  it("lists the refused rows and their problems; ai95.check does so without a request", function()
    files.write(path, "姓名,电话\n张三,13800000001\n李四,1.38E+10\n,13800000002\n"
      .. "\"王\n五\",138 0000 0003\n张三丰,+8613800000001\n赵六,75582345678\n")
    local report = assert(ai95.check { rows = assert(ai95.rows(path)) })
    local result = assert(client.tasks:import {
      project_sn = sandbox.PROJECT, source = "x", ai_user_sn = sandbox.AI_USER,
      rows = assert(ai95.rows(path)),
    })
    for _, each in ipairs { report, result } do
      assert.same({ 2, 4, 1, 0 }, { each.rows, each.refused, each.cleaned, each.excluded })
      local lines = {}
      for i, problem in ipairs(each.problems) do
        lines[i] = problem.row
        assert.is_nil(problem.problem:find("138000", 1, true))
      end
      assert.same({ 3, 4, 7, 8 }, lines)
      assert.matches("电话 was turned into scientific notation", each.problems[1].problem)
      assert.matches("姓名 is empty", each.problems[2].problem)
      assert.matches("电话 is the same as in line 2", each.problems[3].problem)
      assert.matches("电话 has lost the zero", each.problems[4].problem)
    end
    assert.same({ 1, 1 }, { sandbox.counts("login").received, sandbox.counts("addJson").received })
    assert.same({ "13800000001", "13800000003" }, sandbox.phones(result.dial_task_main_sn))
    os.remove(path)
  end)

  it("compares the columns with those of the template", function()
    local report = assert(ai95.check {
      rows = { { "a", "13800000001", "x" } }, columns = { "姓名", "电话", "备注" },
      template = { "姓名", "电话", "地址" },
    })
    assert.same({ "地址" }, report.missing_columns)
    assert.same({ "备注" }, report.extra_columns)
    report = assert(ai95.check { rows = {}, columns = { "姓名", "电话" } })
    assert.same({ 0, {}, {} }, { report.rows, report.missing_columns, report.extra_columns })
  end)

  it("refuses the ledger of another campaign, as the import would", function()
    local ledger = path .. ".ledger"
    local function check(campaign)
      local given = { rows = { { "a", "13800000001" } }, columns = { "姓名", "电话" },
        ledger = ledger }
      for name, value in pairs(campaign) do
        given[name] = value
      end
      return ai95.check(given)
    end
    local result = assert(import { source = "Spring", rows = { { "a", "13800000001" } },
      ledger = ledger })
    local own = { project_sn = sandbox.PROJECT, source = "Spring", ai_user_sn = sandbox.AI_USER,
      dial_task_main_sn = result.dial_task_main_sn }
    assert.equal(1, assert(check {}).already_in)
    assert.equal(1, assert(check(own)).already_in)
    for name, value in pairs(own) do
      assert.equal(1, assert(check { [name] = value }).already_in)
      local report, err = check { [name] = "another" }
      assert.same({ nil, "file" }, { report, err.kind })
      assert.matches("it belongs to another campaign", err.message)
      assert.matches('not "another"', err.message)
    end
    os.remove(ledger)
  end)

  it("refuses numbers that would be cleaned if it is strict", function()
    local rows = { { "a", "138 0000 0001" }, { "b", "+8613800000002" }, { "c", "13800000003" } }
    local result = assert(import { rows = rows, strict = true })
    assert.same({ 1, 2, 0 }, { result.success, result.refused, result.cleaned })
    assert.same({ "电话 contains a space; write digits only",
      "电话 has a prefix that would have to be removed (+86, 0086, 86 or a zero)" },
      { result.problems[1].problem, result.problems[2].problem })
  end)

  it("takes an iterator, and no list with a hole", function()
    local i = 0
    local report = assert(ai95.check { columns = { "姓名", "电话" }, rows = function()
      i = i + 1
      return i <= 2 and { "a", "1380000000" .. i } or nil
    end })
    assert.same({ 2 }, { report.rows })
    assert.is_nil(report.format)
    assert.error_matches(function()
      ai95.check { columns = { "姓名", "电话" }, rows = { { "a", "13800000001" }, nil,
        { "b", "13800000002" } } }
    end, "row 2 is nil")
  end)

  it("refuses rows with other lines in a value, and characters that were lost", function()
    files.write(path, "姓名,电话\n\"张三,13800000001\n李四,13800000002\n王五\",13800000003\n"
      .. "谢\239\191\189,13800000004\n\"赵\n六\",13800000005\n")
    local file = path .. ".refused.csv"
    local report = assert(ai95.check { rows = assert(ai95.rows(path)), refused = file })
    assert.same({ 1, 2 }, { report.rows, report.refused })
    assert.matches("is a quote missing", report.problems[1].problem)
    assert.matches("not valid UTF%-8", report.problems[2].problem)
    assert.equal(0, assert(ai95.check { rows = assert(ai95.rows(file)) }).rows)
    assert.error_matches(function()
      ai95.check { rows = assert(ai95.rows(path)), refused = path }
    end, "must be another file")
    assert.error_matches(function()
      ai95.check { rows = assert(ai95.rows(path)), exclude = { file }, refused = file }
    end, "must be another file")
    os.remove(file)
    os.remove(path)
  end)

  it("does not take a row for the header, and loses none above it", function()
    files.write(path, "赵一,13800000009\n姓名,电话\n张三,13800000001\n")
    local rows, err = ai95.rows(path)
    assert.is_nil(rows)
    assert.matches("line 1: this line has a phone number", tostring(err))
    files.write(path, "张三,13800000001,手机\n李四,01062345678,电话\n")
    rows, err = ai95.rows(path)
    assert.is_nil(rows)
    assert.matches("no line names the columns", tostring(err))
    os.remove(path)
  end)

  it("begins another request if the rows are long", function()
    local rows = {}
    for i = 1, 20 do
      rows[i] = { "a", ("138%08d"):format(i), ("x"):rep(900000) }
    end
    local result = assert(client.tasks:import(imports.params { rows = rows }))
    assert.same({ 20, 2 }, { result.success, result.chunks })
  end)

  it("leaves out the people that `exclude` names", function()
    files.write(path, "13800000001\n+86 138 0000 0002\n12345\n")
    for _, exclude in ipairs {
      path, { path }, { { "x", "138-0000-0001" }, { ["电话"] = 13800000002 } },
    } do
      local rows = sandbox.customers(4)
      rows[5] = rows[1]
      local result = assert(client.tasks:import {
        project_sn = sandbox.PROJECT, source = "x", ai_user_sn = sandbox.AI_USER,
        columns = sandbox.COLUMNS, rows = rows, exclude = exclude,
      })
      assert.same({ 2, 3, 0 }, { result.rows, result.excluded, result.refused })
      assert.same({ "13800000003", "13800000004" }, sandbox.phones(result.dial_task_main_sn))
      if exclude == path then
        assert.same({ { path = path, row = 3, problem = "电话 is an emergency or service number" } },
          result.exclude_problems)
      end
    end
    files.write(path, "电话\n1.38E+10\n")
    local result, err = import { rows = sandbox.customers(2), exclude = path }
    assert.is_nil(result)
    assert.same({ "input", "not_sent" }, { err.kind, err.outcome })
    assert.matches("line 2: 电话 was turned into scientific notation.*nothing was sent",
      tostring(err))
    result, err = import { rows = sandbox.customers(2), exclude = "/nonexistent/list" }
    assert.is_nil(result)
    assert.same({ "file", "not_sent" }, { err.kind, err.outcome })
    os.remove(path)
  end)

  it("explains the reasons in another language, and knows repeated rows all the same", function()
    local file, again = path .. ".refused.csv", path .. ".again.csv"
    files.write(path, "姓名,电话\n张三,13800000001\n李四,13800000001\n王五,110\n")
    local function explain(reason)
      return reason:find "emergency" and reason or "重复, \"第 2 行\""
    end
    local rows = assert(ai95.rows(path))
    local report = assert(ai95.check { rows = rows, refused = file, explain = explain })
    assert.equal("电话 is the same as in line 2", report.problems[1].problem)
    local text = files.read(file)
    assert.truthy(text:find('"重复, ""第 2 行"" (line 3: 电话 is the same as in line 2)"', 1, true))
    assert.truthy(text:find("王五,110,line 4: 电话 is an emergency or service number", 1, true))
    report = assert(ai95.check { rows = assert(ai95.rows(file)), refused = again })
    assert.same({ 0, 2 }, { report.rows, report.refused })
    assert.has_error(function()
      ai95.check { rows = assert(ai95.rows(path)), explain = "zh" }
    end)
    os.remove(file)
    os.remove(again)
    os.remove(path)
  end)

  it("does not take a repeated row from the file of refused rows, where it is alone", function()
    local file, again = path .. ".refused.csv", path .. ".again.csv"
    files.write(path, "姓名,电话\na,13800000001\nb,+86 13800000001\nc,110\n")
    assert(ai95.check { rows = assert(ai95.rows(path)), refused = file })
    for _ = 1, 2 do
      local report = assert(ai95.check { rows = assert(ai95.rows(file)), refused = again })
      assert.same({ 0, 2 }, { report.rows, report.refused })
      assert.matches("电话 is the same as in an earlier list", report.problems[1].problem)
      assert.matches("service number", report.problems[2].problem)
      os.rename(again, file)
    end
    files.write(file, (files.read(file):gsub(",\"line 2[^\n]*", ",", 1)))
    assert.equal(1, assert(ai95.check { rows = assert(ai95.rows(file)) }).rows)
    os.remove(file)
    os.remove(path)
  end)

  it("writes the refused rows with the reasons, ready to be corrected and imported", function()
    local file = path .. ".refused.csv"
    files.write(path, "手机号;姓名;备注\n1.38E+10;\"甲;\"\"\";a,b\n13800000002;乙;\n138;丙;c\n")
    local report = assert(ai95.check { rows = assert(ai95.rows(path)), refused = file })
    assert.same({ 1, 2 }, { report.rows, report.refused })
    local text = files.read(file)
    assert.equal("\239\187\191手机号,姓名,备注,拒绝原因\r\n"
      .. "1.38E+10,\"甲;\"\"\",\"a,b\",\"line 2: " .. report.problems[1].problem .. "\"\r\n"
      .. "138,丙,c,line 4: " .. report.problems[2].problem .. "\r\n", text)
    files.write(file, (text:gsub("1%.38E%+10", "13800000001"):gsub("\n138,", "\n13800000003,")))
    local rows = assert(ai95.rows(file))
    assert.same({ "姓名", "电话", "备注" }, rows.columns)
    local result = assert(client.tasks:import {
      project_sn = sandbox.PROJECT, source = "x", ai_user_sn = sandbox.AI_USER, rows = rows,
    })
    assert.same({ { ["姓名"] = "甲;\"", ["电话"] = "13800000001", ["备注"] = "a,b" },
      { ["姓名"] = "丙", ["电话"] = "13800000003", ["备注"] = "c" } },
      sandbox.rows(result.dial_task_main_sn))
    os.remove(file)
    assert(ai95.check { rows = assert(ai95.rows(path)), refused = file .. "/none" } == nil)
    files.write(path, "姓名,电话\na,13800000001\n")
    assert(ai95.check { rows = assert(ai95.rows(path)), refused = file })
    assert.is_nil(io.open(file))
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
end)
