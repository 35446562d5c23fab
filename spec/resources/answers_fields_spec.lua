--- Fields of rows in the forms that a PHP application gives them.
local sandbox = require "support.sandbox"

describe("a field", function()
  local client, dir

  before_each(function()
    client = sandbox.client { max_retries = 0 }
    dir = os.tmpname() .. ".d"
  end)

  after_each(function()
    os.execute("rm -rf " .. dir)
  end)

  --- The new calls since a watermark, and the next one.
  local function read_new(watermark)
    local calls, feed = {}, client.calls:since(watermark)
    for call in feed do
      calls[#calls + 1] = call
    end
    return calls, feed:watermark()
  end

  --- A sandbox that answers in this form, with calls of which some were not answered.
  local function begin(form, calls)
    sandbox.reset { forms = form }
    sandbox.seed { calls = calls or 12, task = { spacing = 1 } }
  end

  local function assert_read_once(count)
    local calls, mark = read_new(nil)
    assert.equal(count, #calls)
    calls, mark = read_new(mark)
    assert.same({}, calls)
    sandbox.seed { calls = 3 }
    calls, mark = read_new(mark)
    assert.equal(3, #calls)
    assert.same({}, (read_new(mark)))
  end

  for _, form in ipairs { "string_numbers", "big_ids", "big_ids,string_numbers", "null_times",
    "empty_times", "zero_times", "zero_dates", "iso_times", "zoned_times", "unix_times",
    "unix_times,string_numbers", "empty_recordings", "keyed_lists", "page_total",
    "string_numbers,empty_nulls,keyed_lists" } do
    it("does not make a call new twice: " .. form, function()
      begin(form)
      assert_read_once(12)
    end)

    it("does not keep recordings from the archive: " .. form, function()
      begin(form)
      local result = assert(client:archive { calls = client.calls:since(nil), dir = dir })
      assert.same({ 12, {} }, { result.calls, result.errors })
      local answered = assert(client.calls:list { talktimes_min = 1 })
      assert.is_true(#answered > 0 and #answered < 12)
      assert.is_true(result.files > #answered)
      local again = assert(client:archive { calls = client.calls:since(nil), dir = dir })
      assert.same({ 0, result.files, {} }, { again.files, again.skipped, again.errors })
    end)

    it("does not make details raise: " .. form, function()
      begin(form)
      for _, call in ipairs(assert(client.calls:list())) do
        local details, err = call:details()
        if call.talktimes > 0 then
          assert.is_true(#assert(details, tostring(err)).fragments > 0)
        else
          assert.same({ nil, "input", "not_sent" }, { details, err.kind, err.outcome })
        end
      end
    end)
  end

  it("with 64 bits keeps all its digits", function()
    begin("", 6)
    for _, form in ipairs { "big_ids", "big_ids,string_numbers" } do
      sandbox.fault("cdrlist", "form", { form = form })
      sandbox.fault("crmList", "form", { form = form })
      local calls, customers = assert(client.calls:list()), assert(client.customers:list())
      for i = 1, 6 do
        assert.equal("16180655071118354" .. 89 + i, tostring(calls[i].cdr_id))
        assert.equal("16180655071099085" .. 47 + i, tostring(customers[i].id))
        assert.equal(math.type and "integer", math.type and math.type(calls[i].cdr_id))
      end
    end
  end)

  it("with 64 bits keeps all its digits in an archive's manifest", function()
    begin("big_ids", 6)
    assert(client:archive { calls = client.calls:each(), dir = dir })
    local count = 0
    for line in io.lines(dir .. "/manifest.jsonl") do
      local id = line:match '"cdr_id":"?(%w+)'
      if id then
        assert.matches("^16180655071118354%d%d$", id)
        count = count + 1
      end
    end
    assert.is_true(count > 0)
  end)

  it("with 64 bits names a task to operateTask, or the call says why it cannot", function()
    begin "big_ids"
    local task = assert(client.tasks:list())[1]
    assert.equal("1618065507109855355", tostring(task.dial_task_main_id))
    local done, err = task:pause()
    assert.is_nil(done)
    if math.type then
      assert.equal(30011, err.code) -- the sandbox knows it by another number
      assert.matches('"pkeys":1618065507109855355[,}]', sandbox.last("operateTask").body)
    else
      assert.same({ "protocol", "not_sent" }, { err.kind, err.outcome })
      assert.matches("dial_task_main_id", err.message)
      assert.equal(0, sandbox.counts("operateTask").received)
    end
  end)

  it("that is a time and missing is nil", function()
    for _, form in ipairs { "null_times", "empty_times", "zero_times", "zero_dates" } do
      begin(form)
      for _, row in ipairs(assert(client.calls:list())) do
        assert.equal(row.talktimes == 0, row.connected_at == nil)
        assert.equal(row.connected_at, row.endring_at)
      end
      for _, row in ipairs(assert(client.customers:list())) do
        assert.equal(row.talktimes == 0, row.connected_at == nil)
      end
      local sn = assert(client:request("addJson", sandbox.addjson())).dial_task_main_sn
      assert.is_nil(assert(client.tasks:get(sn)).started_at)
    end
  end)

  it("that is a time goes to cdrshow in the document's form", function()
    sandbox.reset()
    sandbox.seed { calls = 5, task = { created_at = "2024-05-01 18:00:00" } }
    local params = { start_create_at = "2024-05-01", talktimes_min = 1 }
    for _, form in ipairs { "iso_times", "zoned_times", "unix_times",
      "unix_times,string_numbers" } do
      sandbox.fault("cdrlist", "form", { form = form })
      local call = assert(client.calls:list(params))[1]
      assert.equal("2024-05-01 18:00:00", call.connected_at)
      assert(call:details())
      assert.matches('"connected_at":"2024%-05%-01 18:00:00"', sandbox.last("cdrshow").body)
    end
  end)

  it("without a recording is nil, and says so", function()
    begin "empty_recordings"
    for _, group in ipairs { client.calls, client.customers } do
      local count = 0
      for row in group:each() do
        if row.talktimes == 0 then
          count = count + 1
          assert.is_nil(row.recordfile)
          for _, method in ipairs { "download", "recording_url" } do
            local saved, err = row[method](row)
            assert.same({ nil, "input" }, { saved, err.kind })
          end
        end
      end
      assert.is_true(count > 0)
    end
    assert.equal(0, sandbox.counts("cdrDownload").received)
  end)

  for _, form in ipairs { "talk_list", "talk_zero", "talk_null" } do
    it("without a talk has no turns: " .. form, function()
      begin(form)
      local answered = 0
      for call in client.calls:each() do
        assert.same({}, call:turns())
        answered = answered + (call.recordfile and 1 or 0)
      end
      for customer in client.customers:each() do
        assert.same({}, customer:turns())
      end
      local result = assert(client:archive { calls = client.calls:each(), dir = dir })
      assert.same({ 12, answered, {} }, { result.calls, result.files, result.errors })
    end)
  end

  it("of an AI user's hours may be a number, its last day zeros", function()
    begin "odd_windows"
    local user = assert(client.ai_users:list())[1]
    assert.equal("28800", user.start_at_one)
    assert.same({ "28800", "18:00:00" }, user:windows()[1])
    assert.equal("0000-00-00", user.expired)
  end)

  it("may be a fraction", function()
    begin ""
    for _, form in ipairs { "fraction", "fraction,string_numbers" } do
      sandbox.fault("cdrlist", "form", { form = form })
      sandbox.fault("crmList", "form", { form = form })
      assert.equal(87.5, assert(client.calls:list { talktimes_min = 1 })[1].asr_c)
      assert.equal(87.5, assert(client.customers:list { talktimes_min = 1 })[1].score)
    end
  end)

  it("may be a string instead of a number, in everything that a task does", function()
    begin "string_numbers,empty_nulls"
    local result = assert(client.tasks:import {
      project_sn = sandbox.PROJECT, ai_user_sn = sandbox.AI_USER, source = "测试",
      rows = sandbox.customers(20), columns = sandbox.COLUMNS, is_zidong = true,
    })
    assert.equal("20 20 0", ("%d %d %d"):format(result.total, result.success, result.fail))
    local task = assert(client.tasks:get(result.dial_task_main_sn))
    assert(task:pause())
    assert.equal("paused", assert(task:refresh()).state)
    assert(task:resume())
    assert(task:wait { interval = 0.05, timeout = 10 })
    assert.same({ "sent", 20, 20 }, { task.state, task.total_count, task.success + task.fail })
    assert(task:redial_failed())
    assert(task:delete())
    local gone, err = client.tasks:get(result.dial_task_main_sn)
    assert.same({ nil, "api", 30011 }, { gone, err.kind, err.code })
  end)
end)

describe("a row on two pages", function()
  local client

  before_each(function()
    sandbox.reset { forms = "repeated_rows" }
    client = sandbox.client { max_retries = 0 }
  end)

  it("is new once", function()
    sandbox.seed { calls = 1203 }
    local seen, count, feed = {}, 0, client.calls:since(nil)
    for call in feed do
      assert.is_nil(seen[call.cdr_sn])
      seen[call.cdr_sn], count = true, count + 1
    end
    assert.equal(1203, count)
    assert.is_nil(client.calls:since(feed:watermark())())
  end)

  it("is archived once", function()
    sandbox.seed { calls = 12 }
    local dir = os.tmpname() .. ".d"
    local rows = {}
    for page = 0, 3 do -- as a program that asks for the pages itself
      for _, call in ipairs(assert(client.calls:list { pageIndex = page, pageSize = 4 })) do
        rows[#rows + 1] = call
      end
    end
    assert.equal(13, #rows)
    local result = assert(client:archive { calls = rows, dir = dir, width = 4 })
    assert.same({ 12, 0, {} }, { result.calls, result.skipped, result.errors })
    os.execute("rm -rf " .. dir)
  end)
end)
