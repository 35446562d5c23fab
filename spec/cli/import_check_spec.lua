--- `ai95 import --dry-run` ends as the import would, and compares the columns with the template's.
local command = require "support.command"
local sandbox = require "support.sandbox"

local NO_ACCOUNT = { AI95_BASE_URL = false, AI95_USERNAME = false, AI95_PASSWORD = false }

describe("#plain #command import --dry-run", function()
  local home, path

  before_each(function()
    home = command.folder()
    path = home .. "/c.csv"
    sandbox.reset()
  end)

  after_each(function() command.remove(home) end)

  local function check(list, ...)
    command.write(path, list)
    local result = command.run(home, { "import", path, "--dry-run", ... })
    result.err = command.relative(home, result.err)
    return result
  end

  it("needs no account, and sends nothing", function()
    command.write(path, "姓名,电话\n张三,138 0000 0001\n李四,1.38E+10\n,13800000002\n")
    local result = command.run(home, { "import", path, "--dry-run", "--ai-user", "hln2" },
      { env = NO_ACCOUNT })
    assert.equal(0, result.status, result.err)
    assert.equal(command.golden("dry-run.err", command.relative(home, result.err)))
    assert.equal(command.golden("dry-run.table", result.out))
    assert.is_false(command.exists(path .. ".ledger"))
    assert.is_true(command.exists(path .. ".refused.csv"))
    result = command.run(home, { "import", path, "--dry-run", "--json" })
    assert.equal(command.golden("dry-run.json", command.relative(home, result.out)))
    result = command.run(home, { "import", path, "--dry-run", "--csv", "--chunk", "1" })
    assert.equal("rows,refused,cleaned,excluded,already_in,chunks\n1,2,1,0,0,1\n", result.out)
    assert.equal(0, sandbox.counts("login").received)
  end)

  it("refuses the ledger of another campaign, as the import does", function()
    command.write(path, "姓名,电话\n张三,13800000001\n")
    local campaign = { "--project", sandbox.PROJECT, "--ai-user", sandbox.AI_USER, "--source" }
    local function import(...)
      local words = { "import", path }
      for _, list in ipairs { campaign, { ... } } do
        for _, word in ipairs(list) do
          words[#words + 1] = word
        end
      end
      return command.run(home, words)
    end
    assert.equal(0, import("Spring").status)
    assert.matches("already_in +1\n", import("Spring", "--dry-run").out)
    local checked, imported = import("Summer", "--dry-run"), import("Summer")
    assert.same({ 2, "" }, { checked.status, checked.out })
    assert.equal(imported.status, checked.status)
    assert.matches('ledger: .* it belongs to another campaign, with name %(source%) "Spring"',
      checked.err)
  end)

  it("counts the requests", function()
    local lines = { "姓名,电话" }
    for i = 1, 21 do
      lines[i + 1] = ("客户,1380000%04d"):format(i)
    end
    assert.matches("chunks +3\n", check(table.concat(lines, "\n"), "--chunk", "10").out)
  end)

  it("ends with status 2 if no row can be sent, as the import does", function()
    local campaign = { "--project", sandbox.PROJECT, "--ai-user", sandbox.AI_USER, "--source", "a" }
    for list, message in pairs {
      ["姓名,电话\n张三,1\n"] = "there are no rows to send (1 refused); nothing was sent\n",
      ["姓名,电话\n"] = "there are no rows to send; nothing was sent\n",
      [""] = "there are no rows\n",
    } do
      local checked = check(list)
      local imported = command.run(home, { "import", path, (unpack or table.unpack)(campaign) })
      for _, result in ipairs { checked, imported } do
        assert.same({ 2, "" }, { result.status, result.out })
        assert.truthy(result.err:find(message, 1, true), result.err)
      end
      local err = command.relative(home, imported.err):gsub("the template has[^\n]*\n", "")
      assert.equal(checked.err, err)
    end
    assert.equal(0, sandbox.counts("addJson").received)
  end)

  it("compares the columns with the template's, if a project is given", function()
    local result = check("姓名,电话,备注,地址\n张三,13800000001,,\n", "--project", sandbox.PROJECT,
      "--json")
    assert.equal(0, result.status)
    assert.equal("c.csv: UTF-8\nthe list has columns that the template lacks: 备注\n1 row\n"
      .. "nothing was sent; this is a preview\n", result.err)
    assert.matches('"columns":%["姓名","电话","地址","备注"%]', result.out) -- in the template's order
    assert.matches('"extra_columns":%["备注"%].*"missing_columns":%[%]', result.out)
    assert.equal("c.csv: UTF-8\nthe template has columns that the list lacks: 欠费金额, 到期日\n"
      .. "the list has columns that the template lacks: 地址\n1 row\n"
      .. "nothing was sent; this is a preview\n",
      check("姓名,电话,地址\n张三,13800000001,\n", "--project", "测试项目").err)
    assert.equal(0, sandbox.counts("addJson").received)
  end)

  it("resolves the names that the import would, if a project is given", function()
    local list = "姓名,电话,地址\n张三,13800000001,\n"
    assert.equal(2, check(list, "--project", "没有").status)
    assert.equal(2, check(list, "--project", sandbox.PROJECT, "--ai-user", "none").status)
    assert.equal(0, check(list, "--project", sandbox.PROJECT, "--ai-user", "hln2").status)
  end)
end)

describe("#plain #command import and the template", function()
  local home, path

  before_each(function()
    home = command.folder()
    path = home .. "/c.csv"
    command.write(path, "姓名,电话,地址\n张三,13800000001,深圳\n")
    sandbox.reset()
  end)

  after_each(function() command.remove(home) end)

  local function import(project)
    local result = command.run(home, { "import", path, "--project", project, "--ai-user", "hln2",
      "--source", "测试" })
    result.err = command.relative(home, result.err)
    return result
  end

  it("are compared before anything is sent", function()
    sandbox.fault("addJson", "code", { code = 30004 })
    local result = import "测试项目"
    assert.equal(1, result.status)
    assert.matches("^c.csv: UTF%-8\nthe template has columns that the list lacks: 欠费金额, 到期日\n"
      .. "the list has columns that the template lacks: 地址\n", result.err)
  end)

  it("are not compared if the template has no columns", function()
    local result = import(sandbox.EMPTY_PROJECT)
    assert.equal(1, result.status)
    assert.matches("^the list is not compared with the template: the platform answered 30003",
      result.err)
    assert.matches("\nai95: the platform answered 30003[^\n]*\n$", result.err)
    assert.matches("^the list is not compared with the template: the account has no project"
      .. " template with this sn\n", import("project|0").err)
  end)

  it("are not compared if the template cannot be read as a list", function()
    sandbox.fault("exportModel", "code", { code = 30003 })
    local result = import(sandbox.PROJECT)
    assert.equal(0, result.status)
    assert.matches("^the list is not compared with the template: ", result.err)
    assert.equal(1, sandbox.counts("addJson").received)
  end)

  it("end the import if the platform cannot be reached", function()
    sandbox.fault("exportModel", "status", { status = 503, times = 10 })
    local result = import(sandbox.PROJECT)
    assert.equal(1, result.status)
    assert.equal(0, sandbox.counts("addJson").received)
  end)
end)
