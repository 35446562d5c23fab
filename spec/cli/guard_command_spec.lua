--- `ai95 guard` and `ai95 run`: the plan, the questions, the steps, the exit status, signals.
local command = require "support.command"
local sandbox = require "support.sandbox"
local terminal = require "ai95_cli.terminal"

local CAMPAIGN = { "--project", sandbox.PROJECT, "--ai-user", sandbox.AI_USER, "--source", "测试" }

describe("#plain #command", function()
  local home, csv

  before_each(function()
    home = command.folder()
    csv = home .. "/c.csv"
    sandbox.reset()
  end)

  after_each(function() command.remove(home) end)

  local function write_rows(count)
    local lines = { table.concat(sandbox.COLUMNS, ",") }
    for i, row in ipairs(sandbox.customers(count)) do
      lines[i + 1] = table.concat(row, ",")
    end
    command.write(csv, table.concat(lines, "\n") .. "\n")
  end

  local function words(...)
    local list = {}
    for _, each in ipairs { ... } do
      for _, word in ipairs(each) do
        list[#list + 1] = word
      end
    end
    return list
  end

  local function run_list(...)
    return command.run(home, words({ "run", csv }, CAMPAIGN, { "--interval", "1" }, { ... }))
  end

  local function first_task()
    return sandbox.state().tasks[1]
  end

  --- A campaign of so many numbers that waits.
  local function new_campaign(count)
    local client = sandbox.client()
    return assert(client.tasks:import {
      project_sn = sandbox.PROJECT, source = "测试", ai_user_sn = sandbox.AI_USER,
      columns = sandbox.COLUMNS, rows = sandbox.customers(count),
    }).dial_task_main_sn
  end

  --- Hours of an hour that begins some hours from now.
  local function hours_in(hours)
    local hour = (math.floor((os.time() + 8 * 3600) % 86400 / 3600) + hours) % 24
    return ("%02d:00-%02d:59"):format(hour, hour)
  end

  describe("ai95 run", function()
    it("prints a plan and sends nothing with --dry-run", function()
      write_rows(5)
      local result = run_list("--hours", hours_in(3), "--weekdays", "1-7", "--dry-run")
      assert.equal(0, result.status)
      assert.matches("nothing was sent; this is a plan\n$", result.err)
      assert.matches("the AI user hln2 may call at 08:00%-18:00, 08:30%-21:10", result.err)
      assert.matches("rows +5\n", result.out)
      assert.matches("first +import, then wait until %a+ 20%d%d%-", result.out)
      assert.equal(0, #sandbox.state().tasks)
      assert.is_false(command.exists(csv .. ".guard"))
    end)

    it("asks first, and without a terminal needs --yes", function()
      write_rows(5)
      local result = run_list("--hours", "0-24")
      assert.equal(2, result.status)
      assert.matches("confirm it with %-%-yes", result.err)
      assert.equal(0, #sandbox.state().tasks)
    end)

    it("imports, calls everybody once, and writes a report; again it sends only new people",
      function()
        write_rows(20)
        local report = home .. "/report.html"
        local result = run_list("--hours", "0-24", "--yes", "--report", report)
        assert.equal(0, result.status, result.err)
        assert.matches("\n%d+%-%d+%-%d+ [%d:]+  resumed: it is within the hours, 0 of 20 dialled",
          result.err)
        assert.matches("ended: all 20 numbers were dialled", result.err)
        assert.matches("reason +done\n", result.out)
        assert.matches("<!doctype html>", command.read(report):lower())
        write_rows(25)
        result = run_list("--hours", "0-24", "--yes", "--json")
        assert.equal(0, result.status, result.err)
        assert.matches("5 rows; 20 already in", result.err)
        assert.matches('"reason":"done"', result.out)
        assert.same(sandbox.customer_phones(25), sandbox.phones(first_task().dial_task_main_sn))
        assert.equal(1, #sandbox.state().tasks)
        for call in sandbox.client().calls:each() do
          assert.is_nil(home[call.callee])
        end
        assert.equal(25, sandbox.client().calls:list().total)
      end)

    it("remembers the redials of a campaign, whatever list is added to it", function()
      write_rows(30)
      local given = { "--hours", "0-24", "--yes", "--redials", "1", "--redial-pause", "1" }
      assert.equal(0, run_list((unpack or table.unpack)(given)).status)
      local sn = first_task().dial_task_main_sn
      os.rename(csv, home .. "/first.csv")
      write_rows(40)
      local result = command.run(home, words({ "run", csv, "--task", sn, "--interval", "1",
        "--ledger", home .. "/more.ledger" }, given))
      assert.equal(0, result.status, result.err)
      local pipe = io.popen(("ls %s/.local/state/ai95/*.guard | wc -l"):format(home))
      assert.equal(1, tonumber(pipe:read "*a"))
      pipe:close()
      local made, twice = {}, 0
      for call in sandbox.client().calls:each() do
        made[call.callee] = (made[call.callee] or 0) + 1
        twice = twice + (made[call.callee] == 2 and 1 or 0)
        assert.is_true(made[call.callee] <= 2)
      end
      assert.is_true(twice > 0)
    end)

    it("calls nobody outside the hours, and pauses a campaign of before that dials", function()
      write_rows(20)
      sandbox.set { dial_seconds = 3600 }
      assert.equal(0, command.run(home, words({ "import", csv, "--auto" }, CAMPAIGN)).status)
      assert.equal("sending", first_task().state)
      write_rows(30)
      local result = run_list("--hours", hours_in(3), "--yes", "--until", "2s")
      assert.equal(5, result.status, result.err)
      assert.equal("paused", first_task().state)
      assert.equal(30, first_task().rows)
      assert.matches("is paused before people are added\n.*10 rows; 20 already in\n.*"
        .. "waiting: the hours are over", result.err)
    end)

    it("pauses the campaign of --task before people are added, however it is named", function()
      sandbox.set { dial_seconds = 3600 }
      write_rows(5)
      assert.equal(0, command.run(home, words({ "import", csv, "--auto" }, CAMPAIGN)).status)
      local sn = first_task().dial_task_main_sn
      write_rows(8)
      local given = { "run", csv, "--hours", hours_in(3), "--yes", "--until", "2s", "--task" }
      local result = command.run(home, words(given, { "@last" }))
      assert.equal(2, result.status)
      assert.matches("%-%-task: give the campaign's name or sn", result.err)
      assert.equal("sending", first_task().state)
      result = command.run(home, words(given, { "测试" }))
      assert.equal(5, result.status, result.err)
      assert.matches("is paused before people are added\n", result.err)
      assert.same({ "paused", 8 }, { first_task().state, first_task().rows })
      result = command.run(home, words(given, { sn, "--dry-run" }))
      assert.equal(0, result.status, result.err)
    end)
  end)

  describe("ai95 guard", function()
    local STATUS = {
      { "--reached 1", 0, "reached" }, { "--max-failure-rate 1% --last 5", 4, "failure_rate" },
      { "--until 1s", 5, "deadline" },
    }
    for _, case in ipairs(STATUS) do
      it(("ends with status %d for %s"):format(case[2], case[3]), function()
        sandbox.set { dial_seconds = 0.4 }
        local sn = new_campaign(200)
        local result = command.run(home, ("guard '%s' --hours 0-24 --yes --interval 1 %s")
          :format(sn, case[1]))
        assert.equal(case[2], result.status, result.err)
        assert.matches("reason +" .. case[3] .. "\n", result.out)
        assert.equal("paused", first_task().state)
        assert.is_true(command.exists(("%s/.local/state/ai95/%s.guard"):format(home,
          (sn:gsub("|", "-")))))
      end)
    end

    it("keeps one state for a campaign, however it is named", function()
      local sn = new_campaign(3)
      for _, name in ipairs { sn, "测试", sn:match("|(.*)$"):sub(1, 12) } do
        local result = command.run(home, { "guard", name, "--hours", "0-24", "--yes" })
        assert.equal(0, result.status, result.err)
      end
      local pipe = io.popen(("ls %s/.local/state/ai95/*.guard | wc -l"):format(home))
      assert.equal(1, tonumber(pipe:read "*a"))
      pipe:close()
      local result = command.run(home, { "guard", "@last", "--hours", "0-24", "--yes" })
      assert.equal(2, result.status)
      assert.matches("%-%-yes: give the campaign's name or sn", result.err)
    end)

    it("prints nothing with --quiet if all goes well, and all if a limit ended it", function()
      local result = command.run(home, ("guard '%s' --hours 0-24 --yes --interval 1 --quiet")
        :format(new_campaign(3)))
      assert.same({ status = 0, out = "", err = "" }, result)
      result = command.run(home, ("guard '%s' --hours 0-24 --yes --until 1s --interval 1 --quiet")
        :format(new_campaign(2000)))
      assert.equal(5, result.status)
      assert.matches("ended: the deadline", result.err)
      assert.matches("reason +deadline\n", result.out)
    end)

    it("pauses before it ends by SIGTERM or Ctrl-C", function()
      sandbox.set { dial_seconds = 3600 }
      for signal, number in pairs { TERM = 15, INT = 2 } do
        local sn = new_campaign(10)
        local pid = home .. "/pid"
        -- `exec` keeps the number of the shell; a shell ignores SIGINT for what runs behind it.
        local pipe = io.popen(("sh -c 'echo $$ > %s; exec %s %s guard %s --hours 0-24 --yes"
          .. " --interval 1 --state %s/%s.guard' 2>%s/.err >/dev/null; echo $?"):format(pid,
          command.environment(home):gsub("'", "\""), command.program:gsub("'", "\""),
          '"' .. sn .. '"', home, signal, home))
        local till = os.time() + 20
        while not (command.exists(home .. "/.err")
          and command.read(home .. "/.err"):find("resumed", 1, true)) do
          assert(os.time() < till, "it was never resumed")
          terminal.sleep(0.05)
        end
        os.execute(("kill -%s %s"):format(signal, command.read(pid)))
        assert.equal(128 + number, tonumber(pipe:read "*l"))
        pipe:close()
        assert.matches("the campaign is paused before the command ends", command.read(home
          .. "/.err"))
        local state
        for _, task in ipairs(sandbox.state().tasks) do
          state = task.dial_task_main_sn == sn and task.state or state
        end
        assert.equal("paused", state)
        os.remove(home .. "/.err")
      end
    end)

    it("refuses what no guard can read, and says what is wrong", function()
      for option, problem in pairs {
        ["--hours 22:00-06:00"] = "goes over midnight; write it as two: 22:00%-24:00,00:00%-06:00",
        ["--hours 9-18 --weekdays 0-4"] = "%-%-weekdays: \"0%-4\" is no day of the week",
        ["--hours 9-18 --max-failure-rate 60"] = "a share such as 60%% or 0.6",
        ["--hours 9-18 --until someday"] = "%-%-until: \"someday\" is not a date",
        ["--hours 9-18 --until 0"] = "%-%-until: 0 is too short or too long a time",
        ["--hours 9-18 --until 99999999999d"] = "too short or too long a time",
        ["--hours 9-18 --until 20261231"] = "%-%-until: write 20261231 as 2026%-12%-31",
        ["--hours 9-18 --redial-pause soon"] = "a time such as 30m or 8h",
        ["--weekdays 1-5"] = "missing option '%-%-hours'",
      } do
        local result = command.run(home, "guard 'dial_task_main_sn|1' " .. option)
        assert.equal(2, result.status)
        assert.matches(problem, result.err)
      end
    end)
  end)
end)
