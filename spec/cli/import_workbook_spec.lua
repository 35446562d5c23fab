--- `ai95 import` reads workbooks, if the module ai95.workbook is installed.
local command = require "support.command"
local sandbox = require "support.sandbox"
local xlsx = require "support.workbook"

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

  it("says how many hidden rows it leaves out, and reads them with --hidden", function()
    local function row(number, hidden)
      return ('<row%s><c t="inlineStr"><is><t>a</t></is></c><c><v>%s</v></c></row>'):format(
        hidden and ' hidden="1"' or "", number)
    end
    command.write(home .. "/c.xlsx", xlsx.build {
      rows = '<row><c t="inlineStr"><is><t>姓名</t></is></c><c t="inlineStr"><is><t>电话</t></is></c>'
        .. "</row>" .. row("13800000001") .. row("13800000002", true) .. row("13800000003", true),
    })
    local function said(...)
      local result = command.run(home, { "import", home .. "/c.xlsx", "--dry-run", ... })
      return command.relative(home, result.err)
    end
    assert.equal("c.xlsx: sheet 名单\n1 row; 2 hidden rows left out (--hidden reads them)\n"
      .. "nothing was sent; this is a preview\n", said())
    assert.equal("c.xlsx: sheet 名单\n3 rows\nnothing was sent; this is a preview\n",
      said "--hidden")
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
