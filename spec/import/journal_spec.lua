--- Imports that survive anything: a journal, the platform's lists, and a great many violent ends.
local ai95 = require "ai95"
local cjson = require "cjson"
local files = require "support.files"
local phone_problem = require "ai95.import.phone"
local sandbox = require "support.sandbox"

local path = os.tmpname()

local read, write = files.read, files.write

describe("before anything is sent, an import", function()
  local client

  before_each(function()
    sandbox.reset()
    client = sandbox.client()
  end)

  local function import(more)
    local params = {
      project_sn = sandbox.PROJECT, source = "测试", ai_user_sn = sandbox.AI_USER, columns = { "姓名", "电话" },
    }
    for name, value in pairs(more) do
      params[name] = value
    end
    return client.tasks:import(params)
  end

  it("tells spoilt phone numbers from others", function()
    for _, good in ipairs {
      "13800000001", "12345678901", 13800000001, "+8613800000001", "8613800000001", "075512345678", "01012345678", "10086",
      "95588", "4001234567", "8001234567", "12345", "85212345678901", "12345678", "0085212345678",
    } do
      assert.is_nil(phone_problem(good), tostring(good))
    end
    local bad = {
      ["1.38E+10"] = "scientific notation", ["1.3800000001E+10"] = "scientific notation", ["1E10"] = "scientific notation",
      ["1380000000"] = "a mobile number has 11",
      ["75512345678"] = "lost a leading zero", ["1012345678"] = "lost a leading zero", ["755123456"] = "lost a leading zero",
      ["138-0000-0001"] = "other characters", [" 13800000001"] = "other characters", ["13800000001.0"] = "other characters",
      [""] = "is empty", ["12"] = "has 2 digits", ["1234567890123456"] = "has 16 digits", ["+"] = "other characters",
    }
    for phone, problem in pairs(bad) do
      assert.matches(problem, phone_problem(phone))
    end
    assert.matches("is empty", phone_problem(nil))
    assert.matches("is empty", phone_problem(true))
    assert.matches("other characters", phone_problem(1.5))
  end)

  it("says which rows would go, which not, and why; dry_run stops there", function()
    write(path, "姓名,电话\n张三,13800000001\n李四,1.38E+10\n,13800000002\n\"王\n五\",13800000003\n"
      .. "张三丰,13800000001\n赵六,75512345678\n")
    local result = assert(import { rows = assert(ai95.csv(path)), dry_run = true, journal = path .. ".journal" })
    assert.is_true(result.dry_run)
    assert.same({ 2, 4, 1, 0 }, { result.rows, result.refused, result.chunks, result.success })
    assert.same({ 3, 4, 7, 8 },
      { result.problems[1].row, result.problems[2].row, result.problems[3].row, result.problems[4].row })
    assert.matches("电话 was turned into scientific notation", result.problems[1].problem)
    assert.matches("姓名 is empty", result.problems[2].problem)
    assert.matches("电话 is the same as in line 2", result.problems[3].problem)
    assert.matches("电话 has lost a leading zero", result.problems[4].problem)
    for _, each in ipairs(result.problems) do
      assert.is_nil(each.problem:find("138000", 1, true))
    end
    assert.is_nil(io.open(path .. ".journal"))
    local endpoints = sandbox.state().endpoints
    assert.equal(0, endpoints.login.received + endpoints.addJson.received)
    os.remove(path)
  end)

  it("leaves out what is refused, and sends the rest", function()
    local rows = sandbox.customers(5)
    rows[2][2], rows[4] = "1.38E+10", { ["姓名"] = "同", ["电话"] = "13800000001" }
    for i, row in ipairs(rows) do
      rows[i] = row["姓名"] and row or { row[1], row[2] }
    end
    local result = assert(import { rows = rows, aes = true })
    assert.same({ 3, 2, 3 }, { result.rows, result.refused, result.success })
    assert.same({ { row = 2, problem = result.problems[1].problem }, { row = 4, problem = "电话 is the same as in row 1" } },
      result.problems)
    assert.same({ "13800000001", "13800000003", "13800000005" }, sandbox.phones(result.dial_task_main_sn))
  end)

  it("with nothing left to send says why", function()
    local result, err = import { rows = { { "a", "x" }, { "b", "" } } }
    assert.is_nil(result)
    assert.matches("there are no rows: all 2 were refused; nothing was sent", tostring(err))
    assert.equal(2, #err.partial.problems)
  end)

  it("takes as long a list of duplicates as there may be", function()
    local core = require "ai95.core"
    local phones = core.phones()
    for i = 1, 600000 do
      assert(phones:add(("%011d"):format(i), i) == nil)
    end
    assert.equal(7, phones:add("00000000007", 700000))
    assert.equal(600000, phones:add("+00000600000", 700000))
    assert.is_nil(phones:add("7", 700001))
    for _, bad in ipairs { "", "+", "1a", "1234567890123456789", "1 " } do
      assert.is_false(phones:add(bad, 1))
    end
  end)
end)

describe("an import with a journal", function()
  local client

  before_each(function()
    sandbox.reset()
    os.remove(path)
    client = sandbox.client { timeout = 0.5 }
  end)

  teardown(function()
    os.remove(path)
  end)

  local function params(more)
    local all = {
      project_sn = sandbox.PROJECT, source = "测试", ai_user_sn = sandbox.AI_USER, columns = sandbox.COLUMNS,
      rows = sandbox.customers(30), chunk = 10, journal = path, reconcile_timeout = 0,
    }
    for name, value in pairs(more or {}) do
      all[name] = value
    end
    return all
  end

  local function import(more)
    return client.tasks:import(params(more))
  end

  it("sends once, and again nothing however often it is run", function()
    local first = assert(import())
    for _ = 1, 3 do
      assert.same(first, assert(import()))
    end
    assert.equal(3, sandbox.counts("addJson").received)
    assert.same(sandbox.customer_phones(30), sandbox.phones(first.dial_task_main_sn))
    assert.matches("^ai95:%x+$", assert(client.tasks:get(first.dial_task_main_sn)).mark)
  end)

  it("holds nothing of the customers, and is its owner's alone", function()
    assert(import { mark = "春季" })
    local text = read(path)
    assert.is_nil(text:find("138000", 1, true) or text:find("客户", 1, true))
    assert.equal("600", io.popen("stat -c %a " .. path):read("*l"))
    for line in text:gmatch("[^\n]+") do
      assert.is_table(cjson.decode(line))
    end
  end)

  -- The answer is lost after the work was done, or before; for the first chunk, which makes the task, and for a later one.
  local losses = { "reset_after", "reset_before", "close_after", "truncate", "html", "bad_json", "stall", "delay_after" }
  for _, fault in ipairs(losses) do
    for _, skip in ipairs { 0, 1 } do
      it(("looks up what became of chunk %d after %s, and goes on"):format(skip + 1, fault), function()
        sandbox.fault("addJson", fault, { skip = skip, seconds = 1 })
        local result = assert(import())
        assert.equal(30, result.success)
        assert.same(sandbox.customer_phones(30), sandbox.phones(result.dial_task_main_sn))
        assert.equal(1, #sandbox.state().tasks)
        local received = fault == "reset_before" and 4 or 3
        assert.equal(received, sandbox.counts("addJson").received)
      end)
    end
  end

  for _, skip in ipairs { 0, 1 } do
    it(("waits for a platform that is slow with chunk %d, instead of sending it again"):format(skip + 1), function()
      sandbox.fault("addJson", "delay", { skip = skip, seconds = 1.2 })
      local result = assert(import { reconcile_timeout = 1.5 })
      assert.same(sandbox.customer_phones(30), sandbox.phones(result.dial_task_main_sn))
      assert.equal(1, #sandbox.state().tasks)
      assert.equal(3, sandbox.counts("addJson").received)
    end)
  end

  it("tells how long it may still wait for a trace of a lost request", function()
    sandbox.fault("addJson", "reset_before", { skip = 1 })
    local told = {}
    assert(import { reconcile_timeout = 0.3, progress = function(done, total, settling)
      told[#told + 1] = ("%d of %d%s"):format(done, total, settling and ", waiting" or "")
      assert.is_true(settling == nil or (settling > 0 and settling <= 0.3))
    end })
    assert.equal("10 of 30; 10 of 30, waiting; ", (table.concat(told, "; "):match("^(.-waiting; ).*20 of 30; 30 of 30$")))
  end)

  it("after a rejection says so, and goes on from there when run again", function()
    sandbox.fault("addJson", "code", { code = 30004, skip = 1 })
    local result, err = import()
    assert.is_nil(result)
    assert.same({ 30004, "rejected", 10 }, { err.code, err.outcome, err.partial.success })
    result = assert(import())
    assert.equal(30, result.success)
    assert.same(sandbox.customer_phones(30), sandbox.phones(result.dial_task_main_sn))
    assert.equal(4, sandbox.counts("addJson").received)
  end)

  it("lets the journal go if `progress` raises", function()
    local ok, raised = pcall(import, { progress = function() error("my own mistake", 0) end })
    assert.is_false(ok)
    assert.equal("my own mistake", raised)
    local result = assert(import())
    assert.same(sandbox.customer_phones(30), sandbox.phones(result.dial_task_main_sn))
    assert.equal(3, sandbox.counts("addJson").carried_out)
  end)

  it("says that nothing went in if three sends certainly failed", function()
    sandbox.fault("addJson", "reset_before", { times = 3 })
    local result, err = import()
    assert.is_nil(result)
    assert.same({ "rejected", true }, { err.outcome, err.retryable })
    result = assert(import())
    assert.same(sandbox.customer_phones(30), sandbox.phones(result.dial_task_main_sn))
  end)

  it("stops where the lists cannot tell, says what to look at, and finds out when run again", function()
    sandbox.fault("addJson", "reset_after", { skip = 1 })
    sandbox.fault("index", "status", { status = 404, skip = 2 }) -- after the time and the count before the second chunk
    local result, err = import()
    assert.is_nil(result)
    assert.same({ "unknown", false }, { err.outcome, err.retryable })
    assert.matches("not known whether chunk 2 was carried out; looking it up failed", tostring(err))
    result = assert(import())
    assert.same(sandbox.customer_phones(30), sandbox.phones(result.dial_task_main_sn))
    assert.equal(3, sandbox.counts("addJson").received)
  end)

  it("stops where somebody else adds to the task meanwhile", function()
    sandbox.fault("addJson", "reset_after", { skip = 1 })
    sandbox.fault("index", "delay", { seconds = 0 })
    local own = assert(import { rows = sandbox.customers(10), journal = path .. ".own" })
    os.remove(path .. ".own")
    -- Into a task that is there: the second chunk's answer is lost, and somebody adds three rows before we look.
    local other = sandbox.client()
    local raised_once
    local stolen = setmetatable({}, { __index = client })
    local tasks = setmetatable({}, { __index = function(_, name)
      return function(_, ...)
        if name == "get" and sandbox.counts("addJson").received >= 2 and not raised_once then
          raised_once = true
          assert(other:request("addJson", sandbox.addjson { dial_task_main_sn = own.dial_task_main_sn }))
        end
        return client.tasks[name](client.tasks, ...)
      end
    end })
    rawset(stolen, "tasks", tasks)
    for _, name in ipairs { "request", "server_time", "user_sn" } do
      rawset(stolen, name, function(_, ...) return client[name](client, ...) end)
    end
    rawset(stolen, "customers", client.customers)
    local result, err = require("ai95.import").run(stolen, params {
      rows = sandbox.customers(10, 100), dial_task_main_sn = own.dial_task_main_sn,
    })
    assert.is_nil(result)
    assert.same({ "undetermined", "unknown" }, { err.kind, err.outcome })
    assert.matches("has 11 more rows than before, but 10 were sent", tostring(err))
  end)

  it("refuses an input that changed since, another's journal, and a file that is none", function()
    assert(import())
    local rows = sandbox.customers(30)
    rows[30][3] = "上海"
    for _, more in ipairs { { rows = rows }, { chunk = 15 }, { source = "其他" }, { is_zidong = true } } do
      local result, err = import(more)
      assert.is_nil(result)
      assert.equal("file", err.kind)
      assert.equal("not_sent", err.outcome)
      assert.matches("the rows or the parameters have changed since", tostring(err))
    end
    write(path, "姓名,电话\n")
    local result, err = import()
    assert.is_nil(result)
    assert.matches("is not the journal of an import", tostring(err))
    result, err = import { journal = "/nonexistent/journal" }
    assert.is_nil(result)
    assert.matches("journal: /nonexistent/journal: No such file", tostring(err))
    assert.equal(3, sandbox.counts("addJson").received)
  end)

  it("begins anew where nothing of the earlier input was carried out", function()
    local result, err = import { ai_user_sn = "nobody" }
    assert.is_nil(result)
    assert.equal("rejected", err.outcome)
    local done = assert(import())
    assert.equal(30, done.success)
    assert.equal(30, #sandbox.rows(done.dial_task_main_sn))
    assert.equal(3, assert(import()).chunks) -- and it is this one's journal now
    assert.is_nil((import { source = "其他" }))
    -- Where it is not known, it is not begun anew.
    os.remove(path)
    sandbox.fault("addJson", "reset_after")
    result, err = import { reconcile_timeout = 0.1, source = "一" }
    assert(result, tostring(err))
    assert.is_nil((import { source = "二" }))
  end)

  it("is not used by two at once", function()
    local core = require "ai95.core"
    local held = assert(core.open_log(path))
    local result, err = import()
    assert.is_nil(result)
    assert.matches("another import is using it", tostring(err))
    held:close()
    assert(import())
  end)

  --- Lets the journal be written `writes` times, and then `fail`.
  local function after_writes(writes, fail)
    local core = require "ai95.core"
    local open_log = core.open_log
    core.open_log = function(...)
      local file = assert(open_log(...))
      core.open_log = open_log
      return { close = function() file:close() end, log = function(_, data)
        writes = writes - 1
        if writes < 0 then
          return fail(file, data)
        end
        return file:log(data)
      end }
    end
  end

  -- Written are the head, that a chunk is sent and that it is done for each of three, and that all is complete.
  for writes = 0, 7 do
    it(("goes on after a full disk at its line %d"):format(writes + 1), function()
      after_writes(writes, function() return nil, "write: No space left on device" end)
      local result, err = import()
      assert.is_nil(result)
      assert.equal("file", err.kind)
      assert.matches("journal: .*No space left", tostring(err))
      assert.equal(math.floor(writes / 2), sandbox.counts("addJson").received)
      result = assert(import())
      assert.same(sandbox.customer_phones(30), sandbox.phones(result.dial_task_main_sn))
      assert.equal(3, sandbox.counts("addJson").received)
    end)

    it(("goes on after a crash that tears its line %d"):format(writes + 1), function()
      after_writes(writes, function(file, data)
        file:log(data:sub(1, math.floor(#data / 2)))
        file:close()
        error("crash", 0)
      end)
      local ok, raised = pcall(import)
      assert.is_false(ok)
      assert.equal("crash", raised)
      local result = assert(import())
      assert.same(sandbox.customer_phones(30), sandbox.phones(result.dial_task_main_sn))
      assert.equal(3, sandbox.counts("addJson").received)
    end)
  end

  it("killed at random moments, with answers lost at random, sends each row exactly once", function()
    local kills_wanted = tonumber(os.getenv "AI95_KILLS" or 12)
    local lua = require("support.program").lua
    local rows, chunk = 600, 20
    local csv, program, output, store = os.tmpname(), os.tmpname(), os.tmpname(), os.tmpname()
    local lines = { "姓名,电话,地址" }
    for i, row in ipairs(sandbox.customers(rows)) do
      lines[i + 1] = table.concat(row, ",")
    end
    write(csv, table.concat(lines, "\n"))
    write(program, ([[
      local ai95 = require "ai95"
      local client = ai95.new { username = "hln", password = "secret", store = ai95.store.file(%q), timeout = 0.3 }
      local result, err = client.tasks:import { project_sn = %q, source = "测试", ai_user_sn = %q, rows = assert(ai95.csv(%q)),
        aes = true, chunk = %d, journal = arg[1], reconcile_timeout = 0.15 }
      print(result and "done " .. result.dial_task_main_sn or "failed " .. tostring(err.outcome) .. " " .. tostring(err))
    ]]):format(store, sandbox.PROJECT, sandbox.AI_USER, csv, chunk))
    local core = require "ai95.core"
    local function random(count)
      local a, b = core.random(2):byte(1, 2)
      return (a * 256 + b) % count
    end
    local lost = { "reset_before", "reset_after", "close_before", "close_after", "truncate", "html", "stall", "status" }
    local kills, imports = 0, 0
    while kills < kills_wanted do
      sandbox.reset()
      os.remove(path)
      imports = imports + 1
      for i = 1, 12 do
        sandbox.fault("addJson", lost[random(#lost) + 1], { skip = i * 2 + random(3), seconds = 0.5, carry_out = random(2) == 0 })
      end
      local finished
      for try = 1, 400 do
        -- `timeout` kills with SIGKILL after so many milliseconds, on a busy machine more and more; a process that has
        -- ended by then ended by itself.
        local command = ("AI95_BASE_URL=%s timeout -s KILL 0.%03d %s %s %s > %s 2>&1"):format(sandbox.url,
          10 + random(190 + try), lua, program, path, output)
        os.execute(command)
        local said = read(output)
        finished = said:match("^done (%S+)")
        if finished then
          break
        elseif said == "" or said:find("^Killed") then
          kills = kills + 1
        else
          assert.matches("^failed %a+ ", said)
        end
      end
      assert.is_string(finished, "the import never came to its end")
      assert.equal(1, #sandbox.state().tasks)
      assert.same(sandbox.customer_phones(rows), sandbox.phones(finished))
    end
    for _, name in ipairs { csv, program, output, store, store .. ".lock" } do
      os.remove(name)
    end
  end)
end)
