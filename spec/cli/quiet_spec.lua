--- --quiet, for cron: nothing if all goes well, everything if it fails.
local command = require "support.command"
local sandbox = require "support.sandbox"

describe("#plain #command a quiet command", function()
  local home

  before_each(function()
    home = command.folder()
    sandbox.reset()
    sandbox.seed { calls = 20 }
  end)

  after_each(function() command.remove(home) end)

  local function run(words)
    return command.run(home, words .. " --quiet")
  end

  it("prints nothing if all goes well", function()
    command.write(home .. "/c.csv", "姓名,电话,地址\n张三,13800000001,深圳\n李四,123,深圳\n")
    local commands = {
      "archive " .. home .. "/recordings --new " .. home .. "/mark", "calls", "calls --callee 1",
      "tasks list", "doctor", "login",
      ("import %s/c.csv --project 测试项目 --ai-user hln2 --source x"):format(home),
    }
    for _, words in ipairs(commands) do
      local result = run(words)
      assert.same({ 0, "", "" }, { result.status, result.out, result.err }, words)
    end
    assert.truthy(command.exists(home .. "/mark"))
    assert.truthy(command.exists(home .. "/c.csv.refused.csv"))
    assert.equal(2, #sandbox.state().tasks)
  end)

  it("prints what a program asks for", function()
    assert.equal(21, select(2, run("calls --csv").out:gsub("\n", "")))
    assert.matches('"calls":20,', run("archive " .. home .. "/recordings --json").out)
    assert.matches("^http", run("url exportModel --project '" .. sandbox.PROJECT .. "'").out)
    assert.matches("^Usage: ai95 calls", run("help calls").out)
  end)

  it("prints everything if it fails, the result first", function()
    sandbox.fault("cdrDownload", "status", { status = 404 })
    local result = run("archive " .. home .. "/recordings")
    assert.equal(1, result.status)
    assert.matches("^calls    20\nfiles    %d+\n", result.out)
    assert.matches("^%d+%-%d+%-%d+/%S+%.wav: ai95: refused with HTTP status 404", result.err)
    assert.matches("\nai95: could not save 1 recording; run the same command again[^\n]*\n$",
      result.err)
    result = command.run(home, "doctor --quiet", { env = { AI95_PASSWORD = "wrong" } })
    assert.equal(1, result.status)
    assert.matches("\nfailed   login ", result.out)
  end)
end)
