--- The command in a Chinese locale: its texts are those of the golden files.
local command = require "support.command"
local sandbox = require "support.sandbox"
local tmux = require "support.tmux"

describe("#plain #command #once in a Chinese locale the command", function()
  local home

  setup(function() home = command.folder() end)
  teardown(function() command.remove(home) end)

  local function run(arguments, env)
    env = env or {}
    env.LC_ALL = "zh_CN.UTF-8"
    return command.run(home, arguments, { env = env, before = "cd " .. home .. " &&" })
  end

  local function check(name, text)
    local golden, own = command.golden(name, text)
    assert.equal(golden, own)
  end

  it("has its help in Chinese", function()
    check("zh-overview", run("").out)
    for _, name in ipairs { "import", "tasks", "guard" } do
      check("zh-help-" .. name, run("help " .. name).out)
    end
    check("zh-help", run("--help").out)
  end)

  it("says in Chinese what became of a list and of a campaign", function()
    sandbox.reset()
    sandbox.seed { calls = 3, task = { source = "春季", state = "paused" } }
    command.write(home .. "/list.csv", "姓名;手机\n张三;138 0000 0001\n;13800000002\n")
    local parts = {}
    for i, arguments in ipairs {
      "import list.csv --dry-run", "import list.csv --source x", "tasks resume 春季",
      "tasks show 夏季", "tasks list --from 2000-01-01 --to 2000-01-01",
      "calls --fields calle", "calls --all --from today", "tasks watch 春季", "archive x --limit 0",
      "guard 春季 --hours 0-24",
    } do
      local result = run(arguments)
      parts[i] = ("$ ai95 %s\n%s%s"):format(arguments, result.err, result.out)
    end
    check("zh-messages", table.concat(parts, "\n"))
  end)

  it("says in Chinese why it failed, and what to do", function()
    sandbox.reset()
    command.write(home .. "/bad.csv", "姓名,电话\n张三,1.38E+10\n李四,110\n")
    local parts = {}
    for i, each in ipairs {
      { "login", { AI95_PASSWORD = "wrong" } }, { "login", { AI95_BASE_URL = false } },
      { "import missing.csv --dry-run" }, { "import bad.csv --dry-run" },
      { "tasks show 'dial_task_main_sn|none'" }, { "calls --timeout x" }, { "calls --timeout 0" },
      { "guard x --hours 22-2 --yes" }, { "ledger show bad.csv" },
    } do
      local result = run(each[1], each[2])
      parts[i] = ("$ ai95 %s\n%s%s%d\n"):format(each[1], result.err, result.out, result.status)
    end
    check("zh-errors", table.concat(parts, "\n"))
  end)

  it("has its tables in Chinese on a terminal, and the fields' own names in a pipe", function()
    sandbox.reset()
    sandbox.seed { calls = 3, task = { source = "春季" } }
    assert.matches("created_at +source +state", run("tasks list").out)
    local terminal = tmux(home, 120, 20, { LC_ALL = "zh_CN.UTF-8" })
    finally(function() terminal:close() end)
    for _, columns in ipairs { 120, 80, 40 } do
      terminal:resize(columns, 20)
      terminal:run("clear; " .. command.program .. " tasks list; echo '<'" .. columns .. "'>'")
      local screen = terminal:wait(("\n<%d>"):format(columns))
      assert.matches("创建时间", screen)
      assert.matches("已发送", screen)
      assert.is_nil(screen:find("created_at", 1, true))
    end
  end)

  it("shows the progress in Chinese on a terminal, and takes 是 for yes", function()
    sandbox.reset { dial_seconds = 0.1, lines = 1 }
    assert(sandbox.client().tasks:import {
      project_sn = sandbox.PROJECT, ai_user_sn = sandbox.AI_USER, source = "春季回访",
      columns = sandbox.COLUMNS, rows = sandbox.customers(400),
    })
    local terminal = tmux(home, 110, 20, { LC_ALL = "zh_CN.UTF-8" })
    finally(function() terminal:close() end)
    terminal:run("clear; " .. command.program .. " tasks resume 春季回访")
    terminal:wait "将呼叫 400 人。确认请输入“是”或 yes："
    terminal:run "是"
    terminal:wait "operation +resume"
    terminal:run("clear; " .. command.program .. " tasks watch 春季回访 --interval 0.2")
    terminal:wait "发送中 +%[[#.]+%]  %d+ / 400  %S+，还需 %d:%d%d  接通 %d+，未接通 %d+"
    terminal:press "C-c"
    terminal:wait "ai95：不再查看，任务照常进行"
    terminal:run("clear; " .. command.program .. " ai-users")
    terminal:wait "hln5 .* 是"
  end)

  it("says in Chinese what is wrong with its arguments", function()
    local parts = {}
    for i, arguments in ipairs {
      "calls --lmit 1", "tasks", "help cals", "sync --password x", "report --lang x",
    } do
      local result = run(arguments)
      assert.equal(2, result.status)
      parts[i] = ("$ ai95 %s\n%s"):format(arguments, result.err)
    end
    check("zh-arguments.err", table.concat(parts, "\n"))
  end)
end)
