--- The command with answers in other forms.
local cjson = require "cjson"
local command = require "support.command"
local sandbox = require "support.sandbox"

local SAME = "string_numbers,empty_nulls,keyed_lists"

describe("#plain #command the command", function()
  local home

  before_each(function() home = command.folder() end)
  after_each(function() command.remove(home) end)

  local function run(...)
    return command.run(home, ...)
  end

  local function lines_of(text)
    local lines = {}
    for line in text:gmatch "[^\n]+" do
      lines[#lines + 1] = cjson.decode(line)
    end
    return lines
  end

  for _, form in ipairs { "data_list", "data_object", "no_task_sn" } do
    for _, more in ipairs { "--no-ledger", "--json" } do
      it(("exits with 3 if an import's answer names no task: %s, %s"):format(form, more), function()
        sandbox.reset()
        local lines = { table.concat(sandbox.COLUMNS, ",") }
        for _, row in ipairs(sandbox.customers(30)) do
          lines[#lines + 1] = table.concat(row, ",")
        end
        command.write(home .. "/c.csv", table.concat(lines, "\n"))
        sandbox.fault("addJson", "form", { form = form, times = 0 })
        local result = run { "import", home .. "/c.csv", "--project", sandbox.PROJECT, "--ai-user",
          sandbox.AI_USER, "--source", "测试", "--chunk", "10", more }
        assert.equal(3, result.status)
        assert.matches("`dial_task_main_sn` is missing", result.err)
        assert.matches("look before you send it again", result.err)
        assert.equal(1, sandbox.counts("addJson").received)
      end)
    end
  end

  for _, form in ipairs { "empty_recordings", "big_ids", "zero_times", "null_times", "unix_times",
    "iso_times", "talk_list", "talk_zero", "repeated_rows", "page_total", SAME } do
    it("archives what is new, and then nothing: " .. form, function()
      sandbox.reset { forms = form }
      sandbox.seed { calls = 12, task = { spacing = 1 } }
      local new = { "archive", home .. "/recordings", "--new", home .. "/mark", "--json" }
      local result = run(new)
      assert.same({ 0, "" }, { result.status, result.err })
      local saved = cjson.decode(result.out)
      assert.same({ 12, 0, 0 }, { saved.calls, saved.failed, saved.skipped })
      local mark = command.read(home .. "/mark")
      assert.matches("^2;20", mark)
      result = run(new)
      assert.equal(0, result.status)
      assert.equal(0, cjson.decode(result.out).calls)
      sandbox.seed { calls = 3 }
      result = run(new)
      assert.same({ 0, 3 }, { result.status, cjson.decode(result.out).calls })
    end)
  end

  it("prints ids of 64 bits with all their digits", function()
    sandbox.reset { forms = "big_ids" }
    sandbox.seed { calls = 3 }
    local result = run { "calls", "--json" }
    assert.same({ 0, "" }, { result.status, result.err })
    for i = 0, 2 do
      assert.matches('"cdr_id":"?161806550711183549' .. i .. '"?[,}]', result.out)
    end
  end)

  it("prints the same lists", function()
    sandbox.reset()
    sandbox.seed { calls = 6 }
    local lists = { "tasks list", "calls", "customers", "ai-users", "projects" }
    local plain = {}
    for i, list in ipairs(lists) do
      plain[i] = run(list .. " --csv")
      assert.same({ 0, "" }, { plain[i].status, plain[i].err })
    end
    sandbox.fault("*", "form", { form = "string_numbers,keyed_lists", times = 0 })
    for i, list in ipairs(lists) do
      assert.same(plain[i], run(list .. " --csv"))
    end
  end)

  it("names the row that is none, and exits with 1", function()
    sandbox.reset { forms = "null_row" }
    sandbox.seed { calls = 6 }
    for list, where in pairs { calls = "row 2 of `list`", ["ai-users"] = "row 2 of `data`",
      projects = "row 2 of `data`", customers = "row 2 of `list`" } do
      local result = run { list }
      assert.equal(1, result.status)
      local expected = where .. ": it must be an object, got null"
      assert.truthy(result.err:find(expected, 1, true), result.err)
    end
  end)

  it("lists AI users whose hours are numbers and whose last day is zeros", function()
    sandbox.reset { forms = "odd_windows" }
    local result = run { "ai-users", "--json" }
    assert.same({ 0, "" }, { result.status, result.err })
    assert.equal("0000-00-00", lines_of(result.out)[1].expired)
    assert.equal(0, run { "ai-users" }.status)
  end)

  for _, form in ipairs { SAME, "big_ids", "unix_times,string_numbers", "zero_times", "odd_windows",
    "empty_recordings", "page_total", "mark", "no_date" } do
    it("finds no fault in the setup: " .. form, function()
      sandbox.reset { forms = form }
      sandbox.seed { calls = 12 }
      local result = run { "doctor", "--json" }
      for _, check in ipairs(lines_of(result.out)) do
        assert.is_true(check.result ~= "failed", cjson.encode(check))
      end
      assert.same({ 0, "" }, { result.status, result.err })
    end)
  end

  it("names the field that is wrong in the doctor's checks", function()
    sandbox.reset()
    sandbox.seed { calls = 12 }
    sandbox.fault("cdrlist", "form", { form = "no_id", times = 0 }) -- it asks for one row
    local result = run { "doctor", "--json" }
    assert.equal(1, result.status)
    for _, check in ipairs(lines_of(result.out)) do
      if check.check == "cdrlist" then
        assert.equal("failed", check.result)
        assert.matches("row 1 of `list`: `cdr_id` is missing", check.detail)
      end
    end
  end)
end)
