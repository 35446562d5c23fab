--- `ai95 import` reads workbooks, if the module ai95.workbook is installed.
local command = require "support.command"
local sandbox = require "support.sandbox"

local has_workbook = pcall(require, "ai95.workbook")

describe("#plain #command import, of a workbook,", function()
  local home

  before_each(function() home = command.folder() end)
  after_each(function() command.remove(home) end)

  local function check(...)
    return command.run(home, { "import", sandbox.WORKBOOK, "--dry-run",
      "--refused", home .. "/r.csv", ... })
  end

  if not has_workbook then
    it("says which module is missing", function()
      local result = check()
      assert.same({ 2, "" }, { result.status, result.out })
      assert.matches("reading .xlsx needs the module ai95.workbook", result.err)
    end)
    return
  end

  it("names the sheet", function()
    local result = check()
    assert.equal(0, result.status, result.err)
    assert.matches("^spec/fixtures/customers.xlsx: sheet Sheet\n3 rows\n", result.err)
  end)

  it("takes --sheet as a number or a name", function()
    assert.equal(0, check("--sheet", "1").status)
    assert.equal(0, check("--sheet", "Sheet").status)
    local result = check("--sheet", "名单")
    assert.same({ 2, "" }, { result.status, result.out })
    assert.matches("there is no sheet 名单; there are: Sheet", result.err)
  end)

  it("has no delimiter and no encoding", function()
    for option, value in pairs { delimiter = "tab", encoding = "GB18030" } do
      local result = check("--" .. option, value)
      assert.same({ 2, "" }, { result.status, result.out })
      assert.matches("the options delimiter and encoding are for CSV, and this is a workbook",
        result.err)
    end
  end)
end)
