--- The command in a Chinese locale: its texts are those of the golden files.
local command = require "support.command"

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
