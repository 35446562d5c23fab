--- `ai95 import-excel` uploads a workbook unread.
local command = require "support.command"
local sandbox = require "support.sandbox"

local CAMPAIGN = { "--project", sandbox.PROJECT, "--ai-user", sandbox.AI_USER, "--source", "测试" }

describe("#plain #command import-excel", function()
  local home

  before_each(function()
    home = command.folder()
    sandbox.reset()
  end)

  after_each(function() command.remove(home) end)

  local function import(path, ...)
    local arguments = { "import-excel", path, ... }
    for _, word in ipairs(CAMPAIGN) do
      arguments[#arguments + 1] = word
    end
    return command.run(home, arguments)
  end

  it("uploads the workbook", function()
    local result = import(sandbox.WORKBOOK)
    assert.equal(0, result.status)
    assert.matches("total%s+3\nsuccess%s+3\n", result.out)
    assert.matches("nobody is called yet", result.err)
    local task = sandbox.state().tasks[1].dial_task_main_sn
    result = command.run(home, { "import-excel", sandbox.WORKBOOK, "--task", task, "--auto" })
    assert.same({ 0, "" }, { result.status, result.err })
    assert.equal(6, sandbox.state().tasks[1].rows)
  end)

  it("suggests a check after a lost response", function()
    sandbox.fault("addExcel", "close_after")
    local result = import(sandbox.WORKBOOK)
    assert.same({ 3, "" }, { result.status, result.out })
    assert.matches("^ai95: check what was carried out with `ai95 tasks list`\n", result.err)
    assert.equal(1, sandbox.counts("addExcel").received)
  end)

  it("explains a wrong use", function()
    assert.equal(2, import(home .. "/none.xlsx").status)
    assert.equal(2, command.run(home, "import-excel").status)
    assert.equal(2, command.run(home, "import-excel x.xlsx").status)
    assert.equal(0, sandbox.counts("addExcel").received)
  end)
end)
