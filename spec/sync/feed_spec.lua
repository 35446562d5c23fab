local dates = require "ai95.util.dates"
local fake_client = require "support.fake_client"
local feeds = require "ai95.resources.feeds"
local resource = require "ai95.resources.resource"
local sandbox = require "support.sandbox"

describe("calls since a watermark", function()
  local client

  before_each(function()
    sandbox.reset()
    client = sandbox.client()
  end)

  local function read_new(watermark)
    local ids, feed = {}, client.calls:since(watermark)
    for call in feed do
      ids[#ids + 1] = call.cdr_id
    end
    return ids, feed:watermark()
  end

  it("are all calls, then the new ones, each once", function()
    sandbox.seed { calls = 1200 }
    local ids, mark = read_new(nil)
    assert.equal(1200, #ids)
    assert.same({}, (read_new(mark)))
    sandbox.seed { calls = 7 }
    ids, mark = read_new(mark)
    assert.equal(7, #ids)
    assert.same({}, (read_new(mark)))
    assert.matches("^2;%d%d%d%d%-%d%d%-%d%d %d%d:%d%d:%d%d;[%w_%-]+;;%x+$", mark)
    assert.is_true(#mark < 1207 * 8 + 40) -- all of them are of the last two hours
  end)

  it("of old days leave the watermark, which stays small", function()
    sandbox.seed { calls = 50, task = { created_at = "2019-03-08 10:00:00" } }
    sandbox.seed { calls = 5 }
    local ids, mark = read_new(nil)
    assert.equal(55, #ids)
    assert.is_nil(mark:find("2019", 1, true))
    assert.is_true(#mark < 5 * 8 + 40)
    assert.same({}, (read_new(mark)))
  end)

  it("include records that arrive late, under an earlier time", function()
    sandbox.seed { calls = 5 }
    local _, mark = read_new(nil)
    local half_an_hour_ago = os.date("!%Y-%m-%d %H:%M:%S", os.time() + 8 * 3600 - 1800)
    sandbox.seed { calls = 3, task = { created_at = half_an_hour_ago } }
    local ids = read_new(mark)
    assert.equal(3, #ids)
  end)

  it("can be left at any call, and continued from there", function()
    sandbox.seed { calls = 20 }
    local count, feed = 0, client.calls:since()
    for _ in feed do
      count = count + 1
      if count == 8 then
        break
      end
    end
    local ids = read_new(feed:watermark())
    assert.equal(12, #ids)
  end)

  it("are neither lost nor repeated while records arrive and pages shift", function()
    -- A platform that lists the newest first, and gets a record with every page it sends.
    local records = {}
    local function add(id)
      table.insert(records, 1,
        { cdr_id = id, cdr_sn = "sn-" .. id, connected_at = "2026-11-22 10:00:00" })
    end
    for id = 1, 1300 do
      add(id * 3)
    end
    local arriving = 10000
    local fake = fake_client(function(_, params)
      local list, total = {}, #records
      for i = 1, params.pageSize do
        list[i] = records[params.pageIndex * params.pageSize + i]
      end
      if arriving < 10007 then
        arriving = arriving + 1
        add(arriving)
      end
      return { total = total, list = list }
    end)
    local class = resource.class("call", {})
    function fake.server_time() return 1795000000 end
    local seen, count = {}, 0
    local first = feeds(fake, "cdrlist", class)
    for call in first do
      assert.is_nil(seen[call.cdr_id])
      seen[call.cdr_id], count = true, count + 1
    end
    for call in feeds(fake, "cdrlist", class, first:watermark()) do
      assert.is_nil(seen[call.cdr_id])
      seen[call.cdr_id], count = true, count + 1
    end
    assert.equal(1307, count)
  end)

  for _, form in ipairs { "no_connected_at", "null_times", "zero_times" } do
    it("are yielded once without connected_at: " .. form, function()
      sandbox.reset { forms = form }
      sandbox.seed { calls = 40 }
      local ids, mark = read_new(nil)
      assert.equal(40, #ids)
      for _ = 1, 2 do
        ids, mark = read_new(mark)
        assert.same({}, ids)
      end
      sandbox.seed { calls = 3 }
      assert.equal(3, #read_new(mark))
    end)
  end

  --- A platform that lists calls by their created_at, whatever their connected_at is.
  local function feed_of(records, watermark, now)
    local fake = fake_client(function(_, params)
      local list = {}
      for _, record in ipairs(records) do
        if record.created_at >= params.start_create_at then
          list[#list + 1] = record
        end
      end
      return { total = #list, list = list }
    end)
    function fake.server_time() return now end
    local feed = feeds(fake, "cdrlist", resource.class("call", {}), watermark)
    local sns = {}
    for call in feed do
      sns[#sns + 1] = call.cdr_sn
    end
    return sns, feed:watermark()
  end

  local NOW = 1795000000 -- 2026-11-18 18:26:40 in China

  it("are yielded once if they are listed under another time than connected_at", function()
    local records = {}
    for hours = 0, 30, 3 do
      for _, sign in ipairs { -1, 1 } do
        local sn = ("sn%+d"):format(sign * hours)
        records[#records + 1] = { cdr_id = #records + 1, cdr_sn = sn .. #records,
          created_at = dates.format(NOW), connected_at = dates.format(NOW + sign * hours * 3600) }
      end
    end
    local sns, mark = feed_of(records, nil, NOW)
    assert.equal(#records, #sns)
    for _ = 1, 3 do
      sns, mark = feed_of(records, mark, NOW)
      assert.same({}, sns)
    end
  end)

  it("are not lost if the Date header is ahead of the lists", function()
    local ahead, records = 30 * 3600, {}
    local function add(time)
      records[#records + 1] = { cdr_id = #records + 1, cdr_sn = "sn" .. #records,
        created_at = dates.format(time), connected_at = dates.format(time) }
    end
    local _, mark = feed_of(records, nil, NOW + ahead)
    for run = 1, 4 do
      local time = NOW + run * 3600
      add(time)
      local sns
      sns, mark = feed_of(records, mark, time + ahead)
      assert.same({ "sn" .. run - 1 }, sns)
    end
  end)

  describe("that were postponed", function()
    it("are yielded by the next run, and then no more", function()
      sandbox.seed { calls = 9 }
      local feed, late = client.calls:since(), nil
      for call in feed do
        late = late or call
      end
      feed:postpone(late) -- also after the last call
      local ids, mark = read_new(feed:watermark())
      assert.same({ late.cdr_id }, ids)
      assert.same({}, (read_new(mark)))
    end)

    it("hold the watermark back for a day, and not longer", function()
      local function at(hours)
        local time = dates.format(NOW - hours * 3600)
        return { cdr_id = hours, cdr_sn = "sn" .. hours, created_at = time, connected_at = time }
      end
      local records = { at(0), at(5), at(23), at(25) }
      for _, record in ipairs(records) do
        local fake = fake_client(function() return { total = #records, list = records } end)
        function fake.server_time() return NOW end
        local feed = feeds(fake, "cdrlist", resource.class("call", {}))
        for _ in feed do end
        feed:postpone(record)
        local sns = feed_of(records, feed:watermark(), NOW + 60)
        assert.same(record.cdr_id < 24 and { record.cdr_sn } or {}, sns)
      end
    end)
  end)

  it("refuse an invalid watermark", function()
    sandbox.seed { calls = 2 }
    local _, mark = read_new(nil)
    local bad = {
      "x", "", "\n", "1;2026-13-01 00:00:00;", "2;2026-11-22 00:00:00;1", "1-999999999999",
      "1;2026-11-22 00:00:00;1-999999999999", "1;2026-11-22 00:00:00;9-1-2", mark .. "0",
    }
    for i = 1, #mark do -- one bit flips, or the end is missing
      bad[#bad + 1] = mark:sub(1, i - 1) .. string.char((mark:byte(i) + 1) % 256) .. mark:sub(i + 1)
      bad[#bad + 1] = mark:sub(1, i - 1)
    end
    for _, text in ipairs(bad) do
      assert.error_matches(function() client.calls:since(text) end, "that is not a watermark")
    end
    assert.error_matches(function() client.calls:since(5) end, "takes a watermark, or nil")
    local feed = client.tasks:since()
    for _ in feed do end
    assert.error_matches(function() client.calls:since(feed:watermark()) end,
      "calls:since: that is not a watermark of calls")
    assert.error_matches(function() client.tasks:since(mark) end,
      "tasks:since: that is not a watermark of tasks")
  end)
end)

describe("tasks since a watermark", function()
  local client

  before_each(function()
    sandbox.reset()
    client = sandbox.client()
  end)

  local function read_new(watermark, beginning)
    local sns, feed = {}, client.tasks:since(watermark, beginning)
    for task in feed do
      sns[#sns + 1] = task.dial_task_main_sn
    end
    return sns, feed:watermark()
  end

  it("are all tasks, then those that are new or have changed, each once", function()
    local old = sandbox.seed { calls = 3, task = { created_at = "2019-03-08 10:00:00" } }
    local recent = sandbox.seed({ calls = 3 }).dial_task_main_sn
    local sns, mark = read_new(nil)
    assert.same({ old.dial_task_main_sn, recent }, sns)
    sns, mark = read_new(mark)
    assert.same({}, sns)
    local added = assert(client.tasks:import {
      project_sn = sandbox.PROJECT, ai_user_sn = sandbox.AI_USER, source = "new",
      columns = sandbox.COLUMNS, rows = sandbox.customers(3), is_zidong = true,
    }).dial_task_main_sn
    sns, mark = read_new(mark)
    assert.same({ added }, sns)
    sandbox.advance(3600) -- its calls are made
    sns, mark = read_new(mark)
    assert.same({ added }, sns)
    assert(client.tasks:get(recent)):redial_failed()
    sandbox.advance(3600) -- otherwise the calls are made whenever this machine comes to it
    sns, mark = read_new(mark)
    assert.same({ recent }, sns)
    assert.same({}, (read_new(mark)))
    assert.matches("^tasks%-1;[%d%- :]+;[%w_%-]+;;%x+$", mark)
    assert.is_nil(mark:find("2019", 1, true))
    assert.is_true(#mark < 2 * 16 + 50)
  end)

  it("come again if they change back to what they were", function()
    local row = { dial_task_main_id = 1, dial_task_main_sn = "sn", status = 4,
      created_at = "2026-11-18 10:00:00" }
    local fake = fake_client(function() return { total = 1, list = { row } } end)
    function fake.server_time() return 1795000000 end
    local class = resource.class("task", {}, "dial_task_main_sn", function(read)
      read.state = read.status
    end)
    local mark
    for _, expected in ipairs { { 4, 1 }, { 3, 1 }, { 3, 0 }, { 4, 1 }, { 4, 0 } } do
      row.status = expected[1]
      local count, feed = 0, feeds(fake, "index", class, mark)
      for _ in feed do
        count = count + 1
      end
      assert.equal(expected[2], count)
      mark = feed:watermark()
    end
  end)

  it("are looked at for 90 days", function()
    local sn = sandbox.seed({ calls = 3 }).dial_task_main_sn
    local _, mark = read_new(nil)
    for _, step in ipairs { { 89, { sn } }, { 2, { sn } }, { 1, {} } } do
      sandbox.advance(step[1] * 86400)
      client = sandbox.client()
      assert(client.tasks:get(sn)):redial_failed()
      local newer = sandbox.seed({ calls = 1 }).dial_task_main_sn
      local sns
      sns, mark = read_new(mark)
      assert.same({ newer, step[2][1] }, { sns[#sns], #sns > 1 and sns[1] or nil })
      sns, mark = read_new(mark)
      assert.same({}, sns)
    end
  end)
end)

describe("a feed with a beginning", function()
  local client

  before_each(function()
    sandbox.reset()
    client = sandbox.client()
    sandbox.seed { calls = 3, task = { created_at = "2019-03-08 10:00:00" } }
    sandbox.seed { calls = 4, task = { created_at = "2026-11-01 00:00:00" } }
    sandbox.seed { calls = 5 }
  end)

  local function count(group, watermark, beginning)
    local number, feed = 0, client[group]:since(watermark, beginning)
    for _ in feed do
      number = number + 1
    end
    return number, feed:watermark()
  end

  it("begins there at the first run, and afterwards where the watermark says", function()
    local beginnings = {
      { nil, 12, 3 }, { "2019-03-09", 9, 2 }, { "2026-11-01", 9, 2 }, { "today", 5, 1 },
      { dates.parse "2026-11-01 12:00:00", 5, 1 }, { "2037-01-01", 0, 0 },
    }
    for _, each in ipairs(beginnings) do
      for place, group in ipairs { "calls", "tasks" } do
        local number, mark = count(group, nil, each[1])
        assert.equal(each[place + 1], number)
        assert.equal(0, (count(group, mark, "2000-01-01")))
      end
    end
  end)

  it("keeps it if the first run is left, or has no calls", function()
    local feed = client.calls:since(nil, "today")
    feed()
    assert.equal(4, (count("calls", feed:watermark())))
    local _, mark = count("calls", nil, "2037-01-01")
    assert.equal(0, (count("calls", mark)))
  end)

  it("refuses one that is no date", function()
    for _, wrong in ipairs { "tomorrow", "2026-13-01", -1, true } do
      assert.error_matches(function() client.tasks:since(nil, wrong) end,
        'tasks:since: parameter "beginning" must be a date')
    end
  end)
end)
