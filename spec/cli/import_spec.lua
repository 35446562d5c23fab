--- `ai95 import` sends nothing twice, even if the command is killed. How it reads a list is in
--- import_list_spec.lua.
local command = require "support.command"
local sandbox = require "support.sandbox"

local CAMPAIGN = { "--project", sandbox.PROJECT, "--ai-user", sandbox.AI_USER, "--source", "测试" }

describe("#plain #command import", function()
  local home, csv

  before_each(function()
    home = command.folder()
    csv = home .. "/c.csv"
    sandbox.reset()
  end)

  after_each(function() command.remove(home) end)

  local function write_rows(count, path)
    local lines = { table.concat(sandbox.COLUMNS, ",") }
    for i, row in ipairs(sandbox.customers(count)) do
      lines[i + 1] = table.concat(row, ",")
    end
    command.write(path or csv, table.concat(lines, "\n") .. "\n")
  end

  local function import(more, options)
    local arguments = { "import", csv }
    for _, list in ipairs { more and more.instead or CAMPAIGN, more or {} } do
      for _, item in ipairs(list) do
        arguments[#arguments + 1] = item
      end
    end
    return command.run(home, arguments, options)
  end

  local function phones()
    return sandbox.phones(sandbox.state().tasks[1].dial_task_main_sn)
  end

  it("sends the rows once, however often it is run", function()
    write_rows(30)
    local result = import { "--chunk", "10" }
    assert.equal(0, result.status)
    assert.matches("^[^\n]+/c.csv: UTF%-8\n30 rows\nnobody is called yet: "
      .. "`ai95 tasks resume 'dial_task_main_sn|%x+'` starts the campaign\n$", result.err)
    assert.equal(command.golden("import.table", result.out))
    for _ = 1, 2 do
      result = import { "--chunk", "10" }
      assert.equal(0, result.status)
      assert.equal(csv .. ": UTF-8\n0 rows; 30 already in\n"
        .. "nothing was sent: everybody who can be called is in the campaign already\n", result.err)
      assert.equal(command.golden("import-again.table", result.out))
    end
    assert.equal(3, sandbox.counts("addJson").received)
    assert.same(sandbox.customer_phones(30), phones())
    result = import { "--chunk", "10", "--csv" }
    assert.equal(command.golden("import.csv", result.out))
  end)

  it("reports that it checks the lists after a lost response", function()
    write_rows(30)
    sandbox.fault("addJson", "reset_before", { skip = 1 })
    local result = import { "--chunk", "10", "--reconcile-timeout", "2" }
    assert.equal(0, result.status)
    assert.matches("\nai95: waiting for what the platform's lists show, for up to 0:0[12]\n"
      .. "30 rows\nnobody is called", result.err)
    assert.same(sandbox.customer_phones(30), phones())
  end)

  it("sends encrypted rows, the remark and --auto", function()
    write_rows(2)
    assert.equal(0, import { "--aes", "--mark", "第一批", "--auto" }.status)
    local body = sandbox.last("addJson").body
    assert.truthy(body:find('"is_zidong":"on"', 1, true))
    assert.truthy(body:find('"aes":true', 1, true))
    assert.is_nil(body:find("13800000001", 1, true))
    assert.same(sandbox.customer_phones(2), phones())
  end)

  it("reports that a running campaign calls the new people", function()
    sandbox.reset { dial_seconds = 5 }
    write_rows(3)
    local number = 13900000000
    local function added(task)
      number = number + 1
      command.write(home .. "/more.csv", ("姓名,电话,地址\n某,%.0f,北京\n"):format(number))
      local result = command.run(home, { "import", home .. "/more.csv", "--task", task,
        "--no-ledger", "--exclude", csv })
      command.write(csv, command.read(csv) .. ("某,%.0f,北京\n"):format(number))
      assert.equal(0, result.status, result.err)
      return result.err:match "([^\n]*\n)$"
    end
    assert.equal(0, import({ "--auto" }).status)
    local task = sandbox.state().tasks[1].dial_task_main_sn
    local running = "the campaign '%s' is running and calls the new people\n"
    assert.equal(running:format(task), added(task))
    assert.equal(0, command.run(home, { "tasks", "pause", task }).status)
    local paused = "nobody is called yet: the campaign is paused, "
      .. "and `ai95 tasks resume '%s'` continues it\n"
    assert.equal(paused:format(task), added(task))
  end)

  it("keeps the ledger in --ledger, or none with --no-ledger", function()
    write_rows(3)
    assert.equal(0, import { "--ledger", home .. "/j" }.status)
    assert.is_true(command.exists(home .. "/j"))
    assert.is_false(command.exists(csv .. ".ledger"))
    for _ = 1, 2 do
      assert.equal(0, import { "--no-ledger" }.status)
    end
    assert.is_false(command.exists(csv .. ".ledger"))
    assert.equal(3, sandbox.counts("addJson").received)
  end)

  it("adds to a campaign, and takes missing options from it", function()
    write_rows(3)
    assert.equal(0, import().status)
    local task = sandbox.state().tasks[1].dial_task_main_sn
    local more = home .. "/more.csv"
    command.write(more, "姓名,电话,地址\n某,13900000001,北京\n")
    -- The platform lists nobody as a customer who was not called yet.
    local result = command.run(home, { "import", more, "--task", task })
    assert.equal(1, result.status)
    assert.matches("it is not known who is in the task .* it has 3 numbers, and 3", result.err)
    command.write(home .. "/few.csv", "13900000009\n13900000008\n")
    result = command.run(home, { "import", more, "--task", task, "--exclude", home .. "/few.csv" })
    assert.equal(1, result.status)
    assert.matches("it has 3 numbers, and 3 of them are neither", result.err)
    result = command.run(home, { "import", more, "--task", task, "--exclude", csv, "--json" })
    assert.equal(0, result.status, result.err)
    command.write(more, "姓名,电话,地址\n某,13900000001,北京\n她,13900000002,北京\n")
    result = command.run(home, { "import", more, "--task", task, "--json" })
    assert.equal(1, result.status, result.err) -- of three nobody knows who they are
    result = command.run(home, { "import", more, "--task", task, "--exclude", csv, "--json" })
    assert.equal(0, result.status, result.err)
    assert.equal(1, #sandbox.state().tasks)
    assert.equal(5, #phones())
    -- The ledger that made the campaign knows who is in it, but not who was added without it.
    sandbox.advance(3600)
    result = command.run(home, { "import", more, "--task", task, "--ledger", csv .. ".ledger" })
    assert.equal(1, result.status)
    assert.matches("it has 5 numbers, and 5 of them are neither in the ledger", result.err)
    assert.equal(5, #phones())
    result = command.run(home, { "import", more, "--task", "dial_task_main_sn|0" })
    assert.equal(1, result.status)
    assert.matches("there is no campaign 'dial_task_main_sn|0' %(30011%); nothing was sent",
      result.err)
  end)

  it("sends only the new people of a list that was corrected, or of its refused rows", function()
    write_rows(3)
    assert.equal(0, import().status)
    command.write(csv, command.read(csv) .. "\n新,13900000001,北京\n错,1390000002,北京\n")
    local result = import()
    assert.equal(0, result.status, result.err)
    assert.matches("\n1 row; 3 already in; 1 row refused, see ", result.err)
    local refused = csv .. ".refused.csv"
    command.write(refused, (command.read(refused):gsub("1390000002", "13900000002")))
    local arguments = { "import", refused, (unpack or table.unpack)(CAMPAIGN) }
    for _, message in ipairs { ": UTF%-8\n1 row\n", "\n0 rows; 1 already in\n" } do
      result = command.run(home, arguments)
      assert.equal(0, result.status, result.err)
      assert.matches(message, result.err)
    end
    result = import { "--dry-run" }
    assert.matches("\n0 rows; 4 already in; 1 row refused", result.err)
    assert.equal(5, #phones())
    assert.equal(3, sandbox.counts("addJson").received)
    result = command.run(home, { "import", csv, "--project", sandbox.PROJECT,
      "--ai-user", sandbox.AI_USER, "--source", "其他" })
    assert.equal(2, result.status)
    assert.matches("it belongs to another campaign", result.err)
  end)

  it("suggests a check if the outcome is unknown", function()
    write_rows(3)
    sandbox.fault("addJson", "reset_after")
    local result = import { "--no-ledger" }
    assert.same({ 3, "" }, { result.status, result.out })
    assert.truthy(result.err:find("\nai95: check what was carried out with `ai95 tasks list`\n", 1,
      true))
    assert.matches("it may have been carried out: look before you send it again\n$", result.err)
    -- With a ledger the command checks itself.
    sandbox.reset()
    sandbox.fault("addJson", "reset_after")
    assert.equal(0, import().status)
    assert.same(sandbox.customer_phones(3), phones())
  end)

  it("reports the imported rows if it stops half-way", function()
    write_rows(30)
    sandbox.fault("addJson", "code", { code = 30004, skip = 1 })
    local result = import { "--chunk", "10" }
    assert.equal(1, result.status)
    assert.matches("\n30 rows\nimported 10 rows before the error, into 'dial_task_main_sn|%x+'\n",
      result.err)
    assert.matches("30004", result.err)
    assert.equal(0, import({ "--chunk", "10" }).status)
    assert.same(sandbox.customer_phones(30), phones())
  end)

  -- The second response of three is late, and the command is ended while it waits.
  for _, signal in ipairs { "INT", "TERM", "KILL" } do
    it("ended by SIG" .. signal .. " leaves a ledger, and the next run completes it", function()
      write_rows(30)
      sandbox.fault("addJson", "delay_after", { skip = 1, seconds = 3 })
      local state = ("curl -s %s/_sandbox/state"):format(sandbox.url)
      local second = state .. " | grep -c '\"addJson\":{\"received\":2'"
      local wait = ("while [ $(%s) = 0 ]; do sleep 0.02; done"):format(second)
      local arguments = {}
      for i, word in ipairs(CAMPAIGN) do
        arguments[i] = command.quoted(word)
      end
      -- A shell makes its background programs ignore SIGINT; env --default-signal undoes that.
      local start = "%s env --default-signal=INT %s import %s --chunk 10 %s >%s/.out 2>%s/.err"
      local line = ("%s & job=$!; %s; kill -%s $job; wait $job; echo $?"):format(
        start:format(command.environment(home), command.program, csv,
          table.concat(arguments, " "), home, home),
        wait, signal)
      local pipe = io.popen("bash -c " .. command.quoted(line) .. " 2>/dev/null")
      local status = tonumber(pipe:read("*l"))
      pipe:close()
      assert.equal(({ INT = 130, TERM = 143, KILL = 137 })[signal], status)
      local message = "\nai95: interrupted. %s.ledger records what was sent: "
        .. "run the same command again to send the rest\n"
      local expected = csv .. ": UTF-8\n" .. (signal == "KILL" and "" or message:format(csv))
      assert.equal(expected, command.read(home .. "/.err"))
      local result = import { "--chunk", "10", "--reconcile-timeout", "1" }
      assert.same({ 0, result.err }, { result.status, result.err })
      assert.equal(1, #sandbox.state().tasks)
      assert.same(sandbox.customer_phones(30), phones())
      assert.equal(3, sandbox.counts("addJson").received)
    end)
  end

  it("explains a wrong use", function()
    write_rows(3)
    local cases = {
      [{ "import" }] = "missing argument 'LIST'",
      [{ "import", csv }] =
        "--project, --ai-user and --source are missing (or --task, to add to a campaign)",
      [{ "import", csv, "--project", "a", "--source", "b" }] =
        "--ai-user is missing (or --task, to add to a campaign)",
      [{ "import", home .. "/none.csv", unpack = true }] = "No such file",
      [{ "import", "" }] = "LIST is empty",
      [{ "import", csv, "--project", "" }] = "--project is empty",
      [{ "import", csv, "--ai-user", "" }] = "--ai-user is empty",
      [{ "import", csv, "--source", "" }] = "--source is empty",
      [{ "import", csv, "--task", "" }] = "--task is empty",
      [{ "import", csv, "--chunk", "0" }] = "--chunk must be a whole number from 1 to 30000",
      [{ "import", csv, "--chunk", "30001" }] = "--chunk must be a whole number from 1 to 30000",
      [{ "import", csv, "--reconcile-timeout", "-1" }] = "unknown option '-1'",
      [{ "import", csv, "--ledger", "a", "--no-ledger" }] =
        "'--no-ledger' can not be used together with option '--ledger'",
      [{ "import", csv, "--dyr-run" }] = "Did you mean '--dry-run'?",
    }
    for arguments, problem in pairs(cases) do
      if arguments.unpack then
        for _, word in ipairs(CAMPAIGN) do
          arguments[#arguments + 1] = word
        end
      end
      local result = command.run(home, arguments)
      assert.same({ 2, "" }, { result.status, result.out }, problem)
      assert.truthy(result.err:find(problem, 1, true), result.err)
    end
    assert.equal(0, sandbox.counts("addJson").received)
  end)
end)
