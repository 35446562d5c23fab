--- Lists as tables, JSON and CSV, compared with golden files.
local command = require "support.command"
local files = require "support.files"
local sandbox = require "support.sandbox"

describe("#plain #command lists", function()
  local home, task

  setup(function()
    home = command.folder()
    sandbox.reset()
    task = sandbox.seed {
      calls = 12, task = { source = "春季,\"回访\"", mark = "第一批" },
    }.dial_task_main_sn
  end)

  teardown(function() command.remove(home) end)

  local function run(...)
    local result = command.run(home, ...)
    assert.same({ 0, "" }, { result.status, result.err })
    return result.out
  end

  local CALL = "6c4f1498-3e0c-11e8-b262-0000001e3e0c" -- the fourth call, which connected

  local cases = {
    ["projects"] = { "projects" },
    ["ai-users"] = { "ai-users" },
    ["tasks"] = { "tasks", "list" },
    ["calls"] = { "calls" },
    ["customers"] = { "customers" },
    ["transcript"] = { "transcript", CALL },
  }
  for name, arguments in pairs(cases) do
    for _, format in ipairs { "table", "json", "csv" } do
      it(("print %s as %s"):format(name, format), function()
        local all = { (unpack or table.unpack)(arguments) }
        if format ~= "table" then
          all[#all + 1] = "--" .. format
        end
        assert.equal(command.golden(("%s.%s"):format(name, format), run(all)))
      end)
    end
  end

  it("print one campaign", function()
    assert.equal(command.golden("task.table", run { "tasks", "show", task }))
    assert.equal(command.golden("task.json", run { "tasks", "show", task, "--json" }))
    assert.equal(command.golden("task.csv", run { "tasks", "show", task, "--csv" }))
  end)

  it("print the account", function()
    local out = run "login":gsub("api_key_expire  %d+", "api_key_expire  1717127200")
    assert.equal(command.golden("login.table", out))
    assert.matches('"api_key":"%w+"', run "login --show-key --json")
    assert.is_nil(run "login --json":find('"api_key":', 1, true))
  end)

  it("mask phone numbers and names with --mask", function()
    for _, arguments in ipairs { "calls", "customers", "transcript " .. CALL } do
      for _, format in ipairs { "", " --json", " --csv" } do
        local out = run(arguments .. " --mask" .. format)
        assert.is_nil(out:find("130000000%d%d"), arguments .. format)
        assert.is_nil(out:find("客户%d"), arguments .. format)
        assert.truthy(out:find("130****0004", 1, true), arguments .. format)
      end
    end
    assert.equal(command.golden("masked.table",
      run "customers --mask --fields name,phone,recordfile"))
  end)

  it("print only the fields of --fields, in every format", function()
    assert.equal("callee       cdr_id\n13000000001  1981961\n",
      run "calls --limit 1 --fields callee,cdr_id")
    assert.equal("callee,cdr_id\n13000000001,1981961\n",
      run "calls --limit 1 --fields callee,cdr_id --csv")
    assert.equal('{"cdr_id":1981961,"callee":"13000000001"}\n',
      run "calls --limit 1 --fields cdr_id,callee --json")
    local result = command.run(home, { "transcript", CALL, "--json", "--fields", "turn,nosuch" })
    assert.same({ 0, 'ai95: no row has a field "nosuch" (--fields)\n' },
      { result.status, result.err })
  end)

  it("refuse an unknown field before they ask the platform, and take all that --help lists",
    function()
      local before = sandbox.counts("cdrlist").received
      for arguments, problem in pairs {
        ["calls --fields callee,caler"] = 'there is no field "caler" (did you mean "caller"?)',
        ["calls --fields download --csv"] = 'there is no field "download"',
        ["tasks list --fields pause"] = 'there is no field "pause" (there are: dial_task',
        ["ai-users --fields list"] = 'there is no field "list"',
        ["calls --json --excel"] = "--excel is for CSV, not for --json",
        ["calls -o " .. home .. "/calls"] = "-o: give --csv or --json too, or a name that ends in",
        ["calls --zone"] = "--zone is for --csv and --json",
        ["calls --new x --page-size 5"] = "--page-size cannot be used with --new",
        ["calls --page-size 0"] = "--page-size must be a whole number from 1 to 30000",
      } do
        local result = command.run(home, arguments)
        assert.same({ 2, "" }, { result.status, result.out }, arguments)
        assert.matches(problem, result.err, 1, true)
      end
      assert.equal(before, sandbox.counts("cdrlist").received)
      for _, list in ipairs { "calls", "customers", "tasks list", "ai-users", "projects" } do
        local names = run(list .. " --help"):match "Fields %(%-%-fields%), or all:\n(.-)\n\n"
        names = names:gsub("%s", "")
        local header = run(list .. " --csv --fields " .. names):match "^[^\n]+"
        assert.equal(names, header)
        assert.equal(names, run(list .. " --csv --fields all"):match "^[^\n]+")
        assert.is_nil(run(list .. " --fields all"):find("function", 1, true))
      end
    end)

  it("take a field that is nil in every row", function()
    assert.equal("recordfile\n\"\"\n", run "calls --limit 1 --csv --fields recordfile")
    assert.equal('{"recordfile":null}\n', run "calls --limit 1 --json --fields recordfile")
  end)

  it("write a file for Excel, and times with their zone", function()
    local path = home .. "/calls.csv"
    assert.equal("", run { "calls", "--limit", "1", "--excel", "--fields",
      "callee,asr_b,connected_at", "-o", path })
    assert.matches("^\239\187\191callee,asr_b,connected_at\r\n13000000001,,2%S+ %S+\r\n$",
      command.read(path))
    assert.matches('^{"connected_at":"%d+%-%d%d%-%d%dT%d%d:%d%d:%d%d%+08:00"}\n$',
      run "calls --limit 1 --json --zone --fields connected_at")
    assert.equal("", run { "calls", "--mask", "-o", home .. "/calls.jsonl" })
    local text = command.read(home .. "/calls.jsonl")
    assert.equal(12, select(2, text:gsub("\n", "")))
    assert.is_nil(text:find "130000000%d%d")
    assert.equal("callee\n13000000001\n", run "calls --limit 1 --csv --fields callee -o -")
  end)

  it("leave the file as it was if they fail", function()
    local path = home .. "/old.csv"
    command.write(path, "old")
    sandbox.fault("cdrlist", "status", { status = 503, times = 3 })
    local result = command.run(home, { "calls", "--max-retries", "0", "-o", path })
    assert.equal(1, result.status)
    assert.equal("old", command.read(path))
    assert.is_false(command.exists(path .. ".part"))
    sandbox.reset()
    sandbox.seed { calls = 12 }
    result = command.run(home, { "calls", "-o", home .. "/none/calls.csv" })
    assert.same({ 2, "" }, { result.status, result.out })
    assert.matches("none/calls.csv.part: No such file", result.err, 1, true)
    sandbox.reset()
    task = sandbox.seed {
      calls = 12, task = { source = "春季,\"回访\"", mark = "第一批" },
    }.dial_task_main_sn
  end)

  it("fetch pages of --page-size", function()
    run "login"
    local before = sandbox.counts("cdrlist").received
    assert.equal(12, select(2, run "calls --json --page-size 5":gsub("\n", "")))
    assert.equal(3, sandbox.counts("cdrlist").received - before)
  end)

  it("end at --limit, without superfluous requests", function()
    assert.equal(3, select(2, run "calls --limit 3 --csv --fields cdr_id":gsub("\n%d+", "")))
    sandbox.reset()
    sandbox.seed { calls = 450 }
    assert.equal(450, select(2, run "calls --json":gsub("\n", "")))
    assert.equal(451, select(2, run "calls":gsub("\n", "")))
    sandbox.reset()
    task = sandbox.seed {
      calls = 12, task = { source = "春季,\"回访\"", mark = "第一批" },
    }.dial_task_main_sn
  end)

  it("apply the filters", function()
    assert.equal("callee\n13000000004\n", run "calls --callee 13000000004 --csv --fields callee")
    assert.equal("callee\n", run "calls --to 2001-01-01 --csv --fields callee")
    local ranges = {
      "--from today", "--from yesterday --to today", "--from 7d", "--all", "--from last-month",
      "--from last-week --to this-week",
      "--from '2020-01-01 08:00' --to '2037-01-01 08:00'", "--from 2020-01-01",
    }
    for _, dates in ipairs(ranges) do
      assert.equal(13, select(2, run("calls --csv " .. dates):gsub("\n", "")), dates)
    end
    assert.equal(13, select(2, run { "calls", "--task", task, "--csv" }:gsub("\n", "")))
    assert.equal(2, select(2, run "tasks list --status sent --csv":gsub("\n", "")))
    assert.equal(1, select(2, run "tasks list --status paused --csv":gsub("\n", "")))
    assert.equal(2, select(2, run "tasks list --status 1 --csv":gsub("\n", "")))
  end)

  it("report to a person, not to a program, that they have no rows", function()
    local result = command.run(home, "calls --callee 1")
    assert.same({ 0, "", "no calls today (see --from, --to and --all)\n" },
      { result.status, result.out, result.err })
    assert.equal("no customers\n", command.run(home, "customers --all --phone 1").err)
    assert.equal("", run "calls --callee 1 --json")
  end)

  it("report that an account has no AI users", function()
    local env = { AI95_USERNAME = "noai" }
    local result = command.run(home, "ai-users", { env = env })
    assert.same({ 0, "", "no AI users\n" }, { result.status, result.out, result.err })
    assert.equal("", command.run(home, "ai-users --json", { env = env }).err)
  end)

  it("refuse a campaign that does not exist", function()
    local lists = { "calls", "customers --json", "archive " .. home .. "/none", "tasks list" }
    for _, arguments in ipairs(lists) do
      local result = command.run(home, arguments .. " --task nosuch")
      assert.equal(2, result.status)
      assert.matches("^ai95: %-%-task: no campaign is called \"nosuch\"; there are:\n", result.err)
      result = command.run(home, arguments .. " --task 'dial_task_main_sn|0'")
      assert.equal(1, result.status)
      assert.equal("ai95: there is no campaign 'dial_task_main_sn|0' (30011): "
        .. "`ai95 tasks list --all` lists them\n", result.err)
      assert.matches("--task is empty", command.run(home, arguments .. " --task ''").err, 1, true)
    end
  end)

  it("print the calls since the last run with --new", function()
    local mark = home .. "/mark"
    assert.equal(12, select(2, run { "calls", "--new", mark, "--json" }:gsub("\n", "")))
    assert.equal("", run { "calls", "--new", mark, "--json" })
    assert.equal("no new calls\n", command.run(home, { "calls", "--new", mark }).err)
    sandbox.seed { calls = 2 }
    assert.equal(2, select(2, run { "calls", "--new", mark, "--json" }:gsub("\n", "")))
    -- Calls that could not be printed are still new.
    sandbox.seed { calls = 3 }
    local result = command.run(home, { "calls", "--new", mark, "--json" }, { after = ">/dev/full" })
    assert.equal(2, result.status)
    assert.matches("^ai95: stdout: No space left", result.err)
    assert.equal(3, select(2, run { "calls", "--new", mark, "--json" }:gsub("\n", "")))
    -- A run without new calls also advances the watermark.
    sandbox.reset()
    assert.equal("", run { "calls", "--new", home .. "/other", "--json" })
    assert.matches("^2;20", command.read(home .. "/other"))
  end)

  it("begin the first run with --new at --since, and later ones at the mark", function()
    sandbox.reset()
    sandbox.seed { calls = 5, task = { created_at = "2019-03-08 10:00:00" } }
    sandbox.seed { calls = 4 }
    for list, expected in pairs { calls = { 4, 9 }, ["tasks list"] = { 1, 2 } } do
      local mark = home .. "/" .. #list
      local options = ("%s --json --new %s --since "):format(list, mark)
      assert.equal(expected[1], select(2, run(options .. "last-month"):gsub("\n", "")), list)
      assert.equal("", run(options .. "2000-01-01"))
      os.remove(mark)
      assert.equal(expected[2], select(2, run(options .. "2019-03-08"):gsub("\n", "")), list)
    end
  end)

  it("print the campaigns that are new or have changed with --new", function()
    local function sns()
      return run("tasks list --csv --fields dial_task_main_sn --new " .. home .. "/tasks.mark")
    end
    sandbox.reset()
    sandbox.seed { calls = 2 }
    local changing = sandbox.seed({ calls = 2 }).dial_task_main_sn
    assert.equal(3, select(2, sns():gsub("\n", "")))
    assert.equal("dial_task_main_sn\n", sns())
    assert.matches("no new campaigns\n",
      command.run(home, { "tasks", "list", "--new", home .. "/tasks.mark" }).err)
    run { "tasks", "redial", changing, "--yes" }
    assert.equal("dial_task_main_sn\n" .. changing .. "\n", sns())
  end)

  describe("with --new", function()
    local mark

    before_each(function()
      mark = home .. "/private"
      os.execute("rm -rf " .. mark .. "*")
    end)

    it("write a mark that only its owner can read", function()
      run { "calls", "--new", mark, "--json" }
      assert.equal(384, require("ai95.core").file_mode(mark)) -- 0600
    end)

    for what, case in pairs {
      ["a symbolic link"] = { "touch %s.to && ln -s %s.to %s", "it is a symbolic link" },
      ["a link to nothing"] = { "ln -s %s.to %s", "it is a symbolic link" },
      ["a pipe"] = { "mkfifo %s", "it is not a regular file" },
      ["a file that others can write"] = { "touch %s && chmod 666 %s", "other users can write it" },
      ["an empty file"] = { "touch %s && chmod 600 %s", "not a watermark of calls" },
      ["a mark of 0.1 with a mistake"] = { "echo '1;2024-05-01 00:00:00;1-999999999999' >%s",
        "not a watermark of calls" },
    } do
      it("refuse " .. what .. " before they ask the platform", function()
        os.execute("umask 022; " .. case[1]:gsub("%%s", mark))
        local before = sandbox.counts("cdrlist").received
        local result = command.run(home, { "calls", "--new", mark }, { before = "timeout 10" })
        assert.same({ 2, "" }, { result.status, result.out })
        assert.matches(case[2], result.err, 1, true)
        assert.equal(before, sandbox.counts("cdrlist").received)
      end)
    end

    it("refuse a mark in which one bit has flipped", function()
      run { "calls", "--new", mark, "--json" }
      local text = command.read(mark)
      for i = 1, #text - 1, 7 do
        local flipped = string.char((text:byte(i) + 1) % 256)
        files.write(mark, text:sub(1, i - 1) .. flipped .. text:sub(i + 1))
        local result = command.run(home, { "calls", "--new", mark })
        assert.same({ 2, "" }, { result.status, result.out })
        assert.matches("not a watermark of calls", result.err, 1, true)
      end
    end)
  end)

  it("print no text that moves the cursor", function()
    sandbox.reset()
    sandbox.seed { calls = 1, task = { source = "a\27[2Jb\194\155c\nd" } }
    local out = run "tasks list --fields source,state"
    assert.equal("source      state\na [2Jb c d  sent\n", out)
    assert.equal([[{"source":"a\u001b[2Jb\u009bc\nd"}]] .. "\n",
      (run "tasks list --fields source --json"))
    local function answer(body)
      sandbox.fault("cdrlist", "status", {
        status = 200, content_type = "application/json", body = body,
      })
    end
    answer '{"code":30011,"msg":"a\\u009b2Jb\\u001b[2Jc"}'
    assert.is_nil(command.run(home, "calls").err:find "[\27\155]")
    answer('{"code":0,"data":{"total":1,"list":[{"cdr_id":1,"cdr_sn":"1",'
      .. '"connected_at":"\\u001b[2J",'
      .. '"callee":"\\u009b2J","endreason":"\\u001b]0;title\\u0007"}]}}')
    out = run "transcript 1"
    assert.matches("%]0;title", out)
    assert.is_nil(out:find "[\7\27\155]")
  end)
end)

describe("#plain #command a transcript", function()
  local home

  setup(function()
    home = command.folder()
    sandbox.reset()
    sandbox.seed { calls = 5, task = { created_at = "2024-05-31 12:00:00" } }
  end)

  teardown(function() command.remove(home) end)

  it("finds an old call, with and without filters", function()
    local filters = {
      "", "--all", "--callee 13000000004 --all", "--from 2024-05-31 --to 2024-06-01",
    }
    for _, more in ipairs(filters) do
      local result = command.run(home, "transcript 6c4f1498-3e0c-11e8-b262-0000001e3e0c " .. more)
      assert.same({ 0, "" }, { result.status, result.err }, more)
      assert.matches("AI      您好", result.out)
    end
  end)

  it("refuses a call that does not exist", function()
    local result = command.run(home, "transcript 0000")
    assert.same({ 1, "", "ai95: there is no call 0000\n" },
      { result.status, result.out, result.err })
    assert.equal("ai95: there is no call 0000 that matches the filters\n",
      command.run(home, "transcript 0000 --callee 1").err)
  end)
end)
