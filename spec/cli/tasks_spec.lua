--- `ai95 tasks`: the operations on campaigns.
local command = require "support.command"
local sandbox = require "support.sandbox"

describe("#plain #command tasks", function()
  local home, task

  setup(function() home = command.folder() end)
  teardown(function() command.remove(home) end)

  before_each(function()
    sandbox.reset { dial_seconds = 0.01 }
    task = sandbox.client().tasks:import {
      project_sn = sandbox.PROJECT, ai_user_sn = sandbox.AI_USER, source = "测试",
      columns = sandbox.COLUMNS,
      rows = sandbox.customers(5),
    }.dial_task_main_sn
  end)

  local function run(...)
    return command.run(home, { "tasks", ... })
  end

  local function state()
    return sandbox.state().tasks[1] and sandbox.state().tasks[1].state
  end

  it("resume, pause and redial change the campaign and print the operation", function()
    local result = run("resume", task, "--yes")
    assert.same({ 0, ("operation          resume\ndial_task_main_sn  %s\n"):format(task), "" },
      { result.status, result.out, result.err })
    assert.same({ 0, ('{"dial_task_main_sn":"%s","operation":"pause"}\n'):format(task) },
      { run("pause", task, "--json").status, run("pause", task, "--json").out })
    assert.equal("paused", state())
    assert.equal(0, run("resume", task, "--yes").status)
    assert.equal(0, run("watch", task, "--interval", "0.1").status)
    assert.equal("sent", state())
    local calls = #sandbox.client():request("cdrlist", { pageSize = 100 }).list
    assert.equal(0, run("redial", task, "--yes").status)
    assert.equal(0, run("watch", task, "--interval", "0.1").status)
    assert.is_true(#sandbox.client():request("cdrlist", { pageSize = 100 }).list > calls)
  end)

  it("several campaigns are changed one after another, or none if one does not exist", function()
    local other = sandbox.seed { calls = 1 }.dial_task_main_sn
    local refused = run("pause", task, "dial_task_main_sn|0")
    assert.same({ 1, "", "ai95: there is no campaign 'dial_task_main_sn|0' (30011); "
      .. "nothing was done: `ai95 tasks list --all` lists them\n" },
      { refused.status, refused.out, refused.err })
    assert.equal(0, sandbox.counts("operateTask").received)
    local result = run("delete", task, other, "--yes", "--csv")
    assert.equal(0, result.status)
    assert.equal(("operation,dial_task_main_sn\ndelete,%s\ndelete,%s\n"):format(task, other),
      result.out)
    assert.equal(2, sandbox.counts("operateTask").carried_out)
    assert.is_nil(state())
  end)

  it("nothing is deleted and nobody is called without a confirmation", function()
    for _, operation in ipairs { "delete", "resume", "redial" } do
      local result = run(operation, task)
      assert.same({ 2, "", ("ai95: %s cannot be undone: confirm it with --yes\n")
        :format(operation) }, { result.status, result.out, result.err })
    end
    assert.equal(0, sandbox.counts("operateTask").received)
  end)

  it("an operation with a lost response is not repeated, and a check is suggested", function()
    sandbox.fault("operateTask", "reset_after")
    local result = run("pause", task)
    assert.same({ 3, "" }, { result.status, result.out })
    assert.equal(("ai95: check the campaign with `ai95 tasks show '%s'`\n"):format(task),
      result.err:match("^[^\n]*\n"))
    assert.equal(1, sandbox.counts("operateTask").received)
  end)

  it("a refusal of the platform is reported", function()
    local env = { AI95_USERNAME = "guest" }
    local result = command.run(home, { "tasks", "pause", task }, { env = env })
    assert.same({ 1, "" }, { result.status, result.out })
    assert.matches("20007", result.err)
    assert.equal(1, run("show", "dial_task_main_sn|0").status)
  end)

  it("watch prints each change of state without a terminal, and the result", function()
    local watching = command.start(home, {
      "tasks", "watch", task, "--interval", "0.1", "--json", "--fields", "state,send_count",
    })
    watching:wait_for "resume"
    sandbox.client():request("operateTask", {
      pkeys = sandbox.state().tasks[1].dial_task_main_id, oper = "keepOn",
    })
    local result = watching:wait()
    assert.same({ 0, '{"state":"sent","send_count":5}\n' }, { result.status, result.out })
    local TIME = "%d+%-%d+%-%d+ %d+:%d+:%d+  "
    assert.matches(("^%s%s  测试: unsent, 0 of 5 dialled\n"
      .. "it waits to be started: `ai95 tasks resume '%s'`\n"):format(TIME, task, task), result.err)
    assert.matches(TIME .. task .. "  测试: sent, 5 of 5 dialled\n$", result.err)
    result = run("watch", task)
    assert.same({ 0, "" }, { result.status, result.err })
    sandbox.seed { calls = 2 }
    assert(sandbox.client().tasks:import {
      project_sn = sandbox.PROJECT, ai_user_sn = sandbox.AI_USER, source = "never started",
      columns = sandbox.COLUMNS, rows = sandbox.customers(3),
    })
    result = run("watch", "--csv", "--fields", "state")
    assert.same({ 0, "state\nsent\nsent\nunsent\n", "" },
      { result.status, result.out, result.err })
    sandbox.reset()
    result = run "watch"
    assert.same({ 0, "", "no campaigns today: name one (`ai95 tasks list --all` lists them)\n" },
      { result.status, result.out, result.err })
  end)

  it("watch retries transient errors, and ends after a refusal", function()
    sandbox.reset { dial_seconds = 1 }
    sandbox.client():request("addJson", sandbox.addjson { is_zidong = true })
    local function watch()
      return command.run(home, "tasks watch --store memory --max-retries 0 --interval 0.1 --json "
        .. "--fields state")
    end
    sandbox.fault("index", "status", { status = 503, skip = 1, times = 2 })
    sandbox.fault("index", "code", { code = 500, skip = 1 })
    local result = watch()
    assert.same({ 0, '{"state":"sent"}\n' }, { result.status, result.out }, result.err)
    assert.equal(1, select(2, result.err:gsub("HTTP status 503%); trying again\n", "")), result.err)
    assert.equal(2, select(2, result.err:gsub("; trying again\n", "")), result.err)
    sandbox.fault("index", "status", { status = 503 })
    assert.equal(1, watch().status) -- it has nothing to watch yet
  end)

  it("a wrong use is explained", function()
    local cases = {
      [{}] = "a command is required",
      [{ "lits" }] = "Did you mean 'list'?",
      [{ "show" }] = "missing argument 'CAMPAIGN'",
      [{ "pause" }] = "missing argument 'CAMPAIGN'",
      [{ "show", "a", "b" }] = "too many arguments",
      [{ "watch", "--interval", "0" }] = "--interval must be 0.1 to 3600 seconds",
      [{ "list", "--status", "x" }] =
        '--status must be a whole number or paused, sending, sent, not "x"',
      [{ "list", "--from", "31.5.2024" }] = '--from: "31.5.2024" is not a date',
      [{ "list", "--to", "2026-02-30" }] = '--to: "2026-02-30" is not a day of the calendar',
      [{ "list", "--to", "2026-02-28 24:00" }] = '--to: "2026-02-28 24:00" is not a time of day',
      [{ "list", "--from", "2026-03-02", "--to", "2026-03-01 10:00" }] =
        "--from 2026-03-02 00:00:00 is after --to 2026-03-01 10:00:59",
      [{ "list", "--limit", "0" }] =
        "--limit must be a whole number from 1 to 1000000000, not \"0\"",
      [{ "list", "--all", "--from", "today" }] = "--all cannot be used with --from or --to",
    }
    for arguments, problem in pairs(cases) do
      local result = run((unpack or table.unpack)(arguments))
      assert.same({ 2, "" }, { result.status, result.out }, problem)
      assert.truthy(result.err:find(problem, 1, true), result.err)
    end
  end)
end)
