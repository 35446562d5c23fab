--- Campaigns by name, by the beginning of their sn, and as @last.
local command = require "support.command"
local sandbox = require "support.sandbox"

describe("#plain #command a campaign", function()
  local home, sns

  before_each(function()
    home, sns = command.folder(), {}
    sandbox.reset()
    for i, name in ipairs { "Spring", "Spring", "春季回访" } do
      sns[i] = sandbox.seed({ calls = i, task = { source = name,
        created_at = "2026-11-0" .. i .. " 10:00:00" } }).dial_task_main_sn
    end
  end)

  after_each(function() command.remove(home) end)

  local function run(...)
    return command.run(home, { ... })
  end

  --- The sn of the campaign that is shown for what is given.
  local function shown(given)
    local result = run("tasks", "show", given, "--csv", "--fields", "dial_task_main_sn")
    return result.out:match "\n(.+)\n", result
  end

  it("can be given by its sn, its name, the beginning of its sn, or as the newest one", function()
    local hash = sns[3]:match "|(.*)"
    for _, given in ipairs { sns[3], "春季回访", hash:sub(1, 12), "@last",
      sns[3]:sub(1, 30) .. "…" } do -- as a table has cut it
      assert.equal(sns[3], (shown(given)), given)
      assert.equal("callee\n13000000001\n13000000002\n13000000003\n",
        run("calls", "--task", given, "--csv", "--fields", "callee").out, given)
    end
  end)

  it("is not guessed: candidates are listed, and nothing is done", function()
    for _, given in ipairs { "Spring", "dial" } do
      for _, operation in ipairs { "show", "pause", "resume", "redial", "delete", "watch" } do
        local needs = ({ resume = "--yes", redial = "--yes", delete = "--yes" })[operation]
        local result = run("tasks", operation, given, needs)
        assert.same({ 2, "" }, { result.status, result.out }, operation)
        assert.matches(("^ai95: CAMPAIGN: \"%s\" can be %d campaigns; give the sn of one:\n")
          :format(given, given == "dial" and 3 or 2), result.err)
        assert.truthy(result.err:find(("\n   '%s'  2026-11-02 10:00:00  Spring\n   '%s'  ")
          :format(sns[2], sns[1]), 1, true))
      end
    end
    local path = home .. "/list.csv"
    command.write(path, "姓名,电话,地址\n张三,13800000001,深圳\n")
    assert.equal(2, run("import", path, "--task", "Spring", "--auto").status)
    assert.equal(0, sandbox.counts("operateTask").received + sandbox.counts("addJson").received)
  end)

  it("is not taken as @last if people are called or it is deleted without a question", function()
    local path = home .. "/list.csv"
    command.write(path, "姓名,电话,地址\n张三,13800000001,深圳\n")
    for _, words in ipairs { "tasks resume @last --yes", "tasks redial @last --yes",
      "tasks delete @last --yes", "import " .. path .. " --task @last" } do
      local result = command.run(home, words)
      assert.equal(2, result.status)
      assert.matches("give the campaign's name or sn", result.err)
    end
    assert.equal(0, sandbox.counts("operateTask").received + sandbox.counts("addJson").received)
  end)

  it("that was created in the same second as another is not the last one", function()
    sandbox.seed { calls = 1, task = { created_at = "2026-11-03 10:00:00" } }
    assert.matches('"@last" can be 2 campaigns', select(2, shown("@last")).err)
  end)

  it("is processed once if it is given twice", function()
    local result = run("tasks", "redial", "春季回访", sns[3], "--yes")
    assert.equal(0, result.status)
    assert.equal(1, sandbox.counts("operateTask").received)
  end)

  it("that is not there is reported with what there is", function()
    local result = run("tasks", "pause", "Spirng")
    assert.equal(2, result.status)
    assert.matches('^ai95: CAMPAIGN: no campaign is called "Spirng" %(did you mean "Spring"%?%);'
      .. " there are:\n   'dial_task_main_sn|%x+'  2026%-11%-03 10:00:00  春季回访\n", result.err)
    assert.matches("no campaign is called \"" .. sns[3]:sub(-32, -30), -- three characters
      run("tasks", "pause", sns[3]:sub(-32, -30)).err)
    sandbox.reset()
    assert.equal("ai95: CAMPAIGN: the account has no campaign\n",
      run("tasks", "pause", "Spring").err)
  end)

  it("can be added to by its name", function()
    local path = home .. "/list.csv"
    command.write(path, "姓名,电话,地址\n张三,13800000001,深圳\n")
    local result = run("import", path, "--task", "春季回访", "--csv")
    assert.equal(0, result.status, result.err)
    assert.truthy(result.out:find(sns[3], 1, true))
  end)
end)
