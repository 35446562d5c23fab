--- `ai95 import` and `ai95 import-excel` take the project and the AI user by name or by sn.
local command = require "support.command"
local names = require "ai95_cli.names"
local sandbox = require "support.sandbox"

local LIST = "姓名,电话,地址\n张三,13800000001,深圳\n"

describe("#plain #command import, by name,", function()
  local home, path

  before_each(function()
    home = command.folder()
    path = home .. "/c.csv"
    command.write(path, LIST)
    sandbox.reset()
  end)

  after_each(function() command.remove(home) end)

  local function import(project, ai_user, program)
    return command.run(home, { program or "import", program and sandbox.WORKBOOK or path,
      "--project", project, "--ai-user", ai_user, "--source", "测试" })
  end

  it("finds the project and the AI user", function()
    assert.equal(0, import("测试项目", "hln4").status)
    assert.equal(0, import("测试项目", "hln4", "import-excel").status)
    for _, task in ipairs(sandbox.client().tasks:list()) do
      assert.same({ "测试项目", "hln4" }, { task.project_caption, task.user_name })
    end
    assert.equal(2, #sandbox.state().tasks)
  end)

  it("lists what there is if nothing has the name", function()
    local result = import("测试项", "hln2")
    assert.same({ 2, "" }, { result.status, result.out })
    assert.equal("ai95: --project: no project template is called \"测试项\" (did you mean "
      .. "\"测试项目\"?); there are:\n"
      .. "   'project|8ac1cebd6407f30fb4f618615de41990'  云集购买的的韩后系列\n"
      .. "   'project|f3b5f18ca069f32e26824ba30c7167ea'  测试项目\n"
      .. "   'project|801e3bcb0c6caadedd2f68087403191b'  空白模板\n", result.err)
    for _, program in ipairs { false, "import-excel" } do
      result = import(sandbox.PROJECT, "nobody", program or nil)
      assert.equal(2, result.status)
      assert.matches("^ai95: %-%-ai%-user: no AI user is called \"nobody\"; there are:\n"
        .. "   'SYSUSER|%x+'  hln2\n   'SYSUSER|%x+'  hln4\n   'SYSUSER|%x+'  hln5\n$", result.err)
    end
    assert.equal(0, sandbox.counts("addJson").received + sandbox.counts("addExcel").received)
  end)

  it("asks the platform for no list of AI users if an sn is given", function()
    assert.equal(0, import(sandbox.PROJECT, sandbox.AI_USER).status)
    assert.equal(0, sandbox.counts("getAiUsers").received)
  end)

  it("reports that the list of projects cannot be read", function()
    local result = command.run(home, { "import", path, "--dry-run", "--project", "测试项目" },
      { env = { AI95_PASSWORD = "wrong" } })
    assert.same({ 1, "" }, { result.status, result.out })
    assert.matches("^ai95: the platform answered 20004", result.err)
  end)
end)

describe("a name", function()
  --- A context whose account has these projects.
  local function context(projects)
    return {
      projects = function() return projects end,
      check = function(_, value) return value end,
      usage = function(_, format, ...) error({ usage = format:format(...) }, 0) end,
    }
  end

  local function problem(projects, given)
    local ok, err = pcall(names.sn_of, context(projects), "project", given)
    assert.is_false(ok)
    return err.usage
  end

  local function project(number, caption)
    return { sn = "project|" .. number, project_caption = caption, project_name = "内部" .. number }
  end

  it("is the caption, the name, or an sn", function()
    local projects = context { project(1, "春"), project(2, "夏"), { sn = "p3" } }
    for given, sn in pairs {
      ["夏"] = "project|2", ["内部1"] = "project|1", ["p3"] = "p3", ["project|9"] = "project|9",
    } do
      assert.equal(sn, names.sn_of(projects, "project", given))
    end
  end)

  it("of several is refused with the sn of each", function()
    assert.equal("--project: \"春\" can be 2 project templates; give the sn of one:\n"
      .. "   'project|1'  春\n   'project|3'  春",
      problem({ project(1, "春"), project(2, "夏"), project(3, "春") }, "春"))
  end)

  it("of none is refused with ten candidates at most", function()
    local projects = {}
    for i = 1, 12 do
      projects[i] = project(i, "模板" .. i)
    end
    local message = problem(projects, "x")
    assert.matches("\n   'project|10'  模板10\n   … and 2 more: `ai95 projects` lists them$", message)
    assert.equal("--project: the account has no project template", problem({}, "x"))
  end)
end)
