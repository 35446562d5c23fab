--- The numbers and the statistics of a report.
local aggregate = require "ai95_report.aggregate"
local report = require "support.report"

local call, missed, count = report.call, report.missed, report.count

describe("the numbers of a report", function()
  local function pick(group)
    return { group.calls, group.connected, group.talk, group.ring }
  end

  it("are those of the added calls", function()
    local other = call {
      asr_b = "      ", asr_c = "none", dial_task_main_sn = "task|2", user_sn = "SYSUSER|2",
      endreason = "本方挂机",
    }
    local numbers = count(call(), call { talktimes = "41", ringtimes = "5", asr_c = "60" },
      missed(), other)
    assert.same({ 4, 3, 81, 35 }, pick(numbers.total))
    assert.same({ 4, 3, 81, 35 }, pick(numbers.hours[10]))
    assert.same({ 4, 3, 81, 35 }, pick(numbers.weekdays[1]))
    assert.same({ 3, 2, 61, 25 }, pick(numbers.tasks:at "task|1"))
    assert.same({ 1, 1, 20, 10 }, pick(numbers.tasks:at "task|2"))
    assert.same({ 3, 2, 61, 25 }, pick(numbers.ai_users:at "SYSUSER|1"))
    assert.same({ 2, 2, 61, 15 }, pick(numbers.reasons:at "对方挂机"))
    assert.same({ 1, 0, 0, 10 }, pick(numbers.reasons:at "无人接听"))
    assert.same({ 2, 2, 61, 15 }, pick(numbers.labels:at "有意向"))
    assert.equal(1, numbers.unlabelled)
    assert.same({ [80] = 1, [60] = 1 }, numbers.scores)
    assert.same({ count = 2, sum = 140 }, numbers.scored)
    assert.same({ [20] = 2, [41] = 1 }, numbers.seconds)
  end)

  it("put each call in its hour and weekday in China", function()
    local numbers = count(
      call { connected_at = "2026-11-15 23:59:59" }, -- a Sunday
      call { connected_at = "2026-11-16 00:00:00" },
      call { connected_at = "2026-11-16 00:59:59" },
      missed { connected_at = "2026-11-16 01:00:00" },
      call { connected_at = "2024-02-29 12:00:00" }) -- a Thursday
    assert.same({ 1, 2, 1, 1 }, {
      numbers.hours[23].calls, numbers.hours[0].calls, numbers.hours[1].calls,
      numbers.hours[12].calls,
    })
    local by_weekday = {}
    for weekday = 1, 7 do
      by_weekday[weekday] = numbers.weekdays[weekday].calls
    end
    assert.same({ 3, 0, 0, 1, 0, 0, 1 }, by_weekday)
    assert.equal(0, numbers.hours[1].connected)
    assert.equal(3, numbers.ai_users:at("SYSUSER|1").day_count)
  end)

  it("count a call as connected if its talk time is more than 0, whatever else it has", function()
    for _, seconds in ipairs { 0, "0", "none", "", -3, "-3", "abc", math.huge, "1e999", 0.4 } do
      assert.equal(0, count(call { talktimes = seconds }).total.connected)
    end
    for _, seconds in ipairs { 1, "1", 21 } do
      assert.equal(1, count(call { talktimes = seconds, endreason = "none" }).total.connected)
    end
  end)

  it("exclude inbound calls", function()
    local numbers = count(call { direction = "1" }, call { direction = 1 },
      call { direction = "none" }, call { direction = 0 })
    assert.equal(2, numbers.inbound)
    assert.equal(2, numbers.total.calls)
    assert.equal(2, numbers.hours[10].calls)
  end)

  it("use another time if connected_at is missing", function()
    local numbers = count(call { connected_at = "none", startring_at = "2026-11-17 09:00:00" },
      call { connected_at = "0000-00-00 00:00:00", disconnected_at = "2026-11-18 08:00:00" },
      call { connected_at = "2026-02-30 10:00:00" }, call { connected_at = "none" })
    assert.same({ 1, 1, 2 }, { numbers.hours[9].calls, numbers.hours[8].calls, numbers.untimed })
    assert.equal(4, numbers.total.calls)
  end)

  it("count the categories of customers", function()
    local numbers = aggregate.new()
    local customers = {
      { talktimes = 5, status = "A" }, { talktimes = "9", status = " A " }, { talktimes = 3 },
      { talktimes = 0, status = "B" },
    }
    for _, row in ipairs(customers) do
      numbers:add_customer(row)
    end
    assert.equal(3, numbers.customers)
    assert.equal(1, numbers.uncategorised)
    assert.equal(2, numbers.categories:at("A").calls)
    assert.equal(1, numbers.categories.names)
  end)

  it("count the people who were called, connected and interested", function()
    local numbers = aggregate.new { "要买", "B" }
    for _, row in ipairs {
      { talktimes = 5, labelling = " 要买 " }, { talktimes = "9", labelling = "B" },
      { talktimes = 3, labelling = "有意向" }, { talktimes = 3, labelling = "      " },
      { talktimes = 0, labelling = "B", connected_at = "2026-11-16 10:00:00" },
      { talktimes = 0, endreason = "关机" }, { disconnected_at = "2026-11-16 10:00:00" },
      { talktimes = 0, endreason = "" }, {}, -- these two were not called
    } do
      numbers:add_customer(row)
    end
    assert.same({ 7, 4, 2 }, { numbers.called, numbers.customers, numbers.interested })
  end)

  it("count the calls with interest of each campaign", function()
    local numbers = count(call(), call(), call { asr_b = "再联系" }, missed { asr_b = "有意向" },
      call { dial_task_main_sn = "task|2", asr_b = " 有意向 " })
    assert.equal(3, numbers.total.interested)
    assert.equal(2, numbers.tasks:at("task|1").interested)
    assert.equal(1, numbers.tasks:at("task|2").interested)
    assert.equal(3, numbers.hours[10].interested)
  end)

  it("need no more memory for more calls", function()
    local numbers, row = aggregate.new(), call()
    local function feed(many)
      for i = 1, many do
        row.connected_at = ("2026-11-%02d %02d:%02d:00"):format(i % 28 + 1, i % 24, i % 60)
        row.talktimes, row.asr_c = i % 400, i % 101
        numbers:add_call(row)
      end
      collectgarbage()
      collectgarbage()
      return collectgarbage "count"
    end
    local before = feed(5000)
    assert.is_true(feed(20000) - before < 16) -- KiB
  end)

  it("count a limited number of names separately", function()
    local groups = require("ai95_report.groups").new(3)
    for i = 1, 5 do
      groups:at("n" .. i).calls = i
    end
    groups:at("n2").calls = 20
    local list, rest, others = groups:top(2)
    assert.same({ "n2", "n3" }, { list[1].name, list[2].name })
    assert.equal(1 + 5, rest.calls) -- n1, and n5, which is beyond the limit
    assert.equal(2, others)
    assert.is_nil(select(2, groups:top(3)).name)
  end)
end)

describe("the funnel of a report", function()
  local funnel = require "ai95_report.funnel"

  local function stages(fields)
    local numbers = count(call(), call { dial_task_main_sn = "task|2" })
    for i = 1, 10 do
      numbers:add_customer { talktimes = i > 4 and 5 or 0, endreason = "x",
        labelling = i > 7 and "有意向" or "" }
    end
    fields.numbers = numbers
    local texts = {}
    for i, stage in ipairs(funnel.stages(report.data(fields))) do
      texts[i] = ("%s %d"):format(stage.name, stage.people)
    end
    return table.concat(texts, ", ")
  end

  local PEOPLE = "called 10, connected 6, interested 3"

  it("begins with the lists of the campaigns, if all are known", function()
    local one, two = { total_count = 7 }, { total_count = "5" }
    assert.equal("list 12, " .. PEOPLE, stages { tasks = { ["task|1"] = one, ["task|2"] = two } })
    assert.equal(PEOPLE, stages { tasks = { ["task|1"] = one } })
    for _, odd in ipairs { "many", "nan", "1e999", -20, {} } do
      assert.equal(PEOPLE, stages { tasks = { ["task|1"] = one, ["task|2"] = {
        total_count = odd } } })
    end
    assert.equal("list 99, " .. PEOPLE, stages { task = { total_count = 99 } })
  end)

  it("leaves out lists that are shorter than the people who were called", function()
    assert.equal(PEOPLE, stages { task = { total_count = 9 } })
    assert.equal("list 10, " .. PEOPLE, stages { task = { total_count = 10 } })
  end)
end)

describe("the trend of a report", function()
  local trend = require "ai95_report.trend"

  --- The steps as texts: first and last day, calls, calls before.
  local function shape(from, to, numbers, previous)
    local texts = {}
    for i, step in ipairs(trend.steps(report.data {
      from = from .. " 00:00:00", to = to .. " 23:59:59", numbers = numbers, previous = previous,
    })) do
      texts[i] = ("%s %s %d%s"):format(step.from, step.to, step.group.calls,
        step.before and "/" .. step.before.calls or "")
    end
    return texts
  end

  it("has each day, also one without calls", function()
    assert.same({ "2026-11-15 2026-11-15 0", "2026-11-16 2026-11-16 2", "2026-11-17 2026-11-17 1" },
      shape("2026-11-15", "2026-11-17", count(call(), missed(),
        call { connected_at = "2026-11-17 00:00:00" }, call { connected_at = "none" })))
  end)

  it("has the same day of the period before", function()
    local previous = {
      from = "2026-11-14 00:00:00", to = "2026-11-15 23:59:59",
      numbers = count(call { connected_at = "2026-11-14 08:00:00" },
        call { connected_at = "2026-11-15 08:00:00" },
        call { connected_at = "2026-11-15 23:59:59" },
        call { connected_at = "2026-11-13 08:00:00" }),
    }
    assert.same({ "2026-11-16 2026-11-16 1/1", "2026-11-17 2026-11-17 0/2" },
      shape("2026-11-16", "2026-11-17", count(call()), previous))
  end)

  it("has longer steps of equal length for more than 62 days", function()
    local numbers = count(call(), call { connected_at = "2026-12-31 10:00:00" })
    assert.equal(62, #shape("2026-11-01", "2027-01-01", numbers))
    local steps = shape("2026-11-01", "2027-01-02", numbers)
    assert.equal(9, #steps)
    assert.same({ "2026-11-15 2026-11-21 1", "2026-12-27 2027-01-02 1" }, { steps[3], steps[9] })
    assert.equal("2027-01-01 2027-01-01 0", shape("2026-10-30", "2027-01-01", numbers)[10])
    assert.equal(53, #shape("2026-01-01", "2026-12-31", numbers))
    assert.equal(39, #shape("2000-01-01", "2037-12-31", numbers))
    assert.equal(62, #shape("0001-01-01", "9999-12-31", numbers))
  end)
end)

describe("the statistics of a report", function()
  local statistics = require "ai95_report.statistics"
  local utilization = require "ai95_report.utilization"

  it("compute Wilson's interval", function()
    local low, high = statistics.interval(5, 10) -- Wilson's formula gives 0.2366 and 0.7634
    assert.near(0.23659, low, 1e-4)
    assert.near(0.76341, high, 1e-4)
    low, high = statistics.interval(0, 10)
    assert.near(0, low, 1e-12)
    assert.near(0.27753, high, 1e-4)
    assert.is_nil((statistics.interval(0, 0)))
  end)

  it("compare rates by their intervals, and only those of enough calls", function()
    local function compare(k, n, l, m)
      return statistics.compare({ connected = k, calls = n }, { connected = l, calls = m })
    end
    assert.equal("higher", compare(50, 100, 20, 100))
    assert.equal("lower", compare(20, 100, 50, 100))
    assert.equal("alike", compare(50, 100, 45, 100))
    assert.equal("alike", compare(29, 29, 0, 100))
    assert.equal("alike", compare(0, 100, 29, 29))
    assert.equal("alike", compare(0, 0, 0, 0))
    assert.equal("higher", compare(30, 30, 0, 30))
  end)

  it("compute the median", function()
    assert.is_nil(statistics.median {})
    assert.equal(7, statistics.median { [7] = 3 })
    assert.equal(3, statistics.median { [1] = 2, [3] = 3 })
    assert.equal(2, statistics.median { [1] = 2, [3] = 2 })
  end)

  it("bin values by a round width, each value once", function()
    local function shape(counts)
      local bins = {}
      for i, bin in ipairs(statistics.bins(counts)) do
        bins[i] = ("%d-%d:%d"):format(bin.from, bin.to, bin.count)
      end
      return table.concat(bins, " ")
    end
    assert.equal("", shape {})
    assert.equal("3-3:1 4-4:0 5-5:2", shape { [3] = 1, [5] = 2 })
    assert.equal("0-9:1 10-19:0 20-29:0 30-39:1 40-49:0 50-59:0 60-69:0 70-79:0 80-89:0 90-99:2"
      .. " 100-100:4", shape { [0] = 1, [39] = 1, [90] = 1, [99] = 1, [100] = 4 })
    assert.equal("-20--1:1 0-19:0 20-39:0 40-59:0 60-79:0 80-99:0 100-119:0 120-139:0 140-159:0"
      .. " 160-179:0 180-185:1", shape { [-3] = 1, [185] = 1 })
  end)

  it("bin durations by one width, the longest together", function()
    local function shape(counts)
      local bins, width = statistics.duration_bins(counts)
      local texts = { width .. ":" }
      for i, bin in ipairs(bins) do
        texts[i + 1] = ("%d-%s:%d"):format(bin.from, bin.to or "", bin.count)
      end
      return table.concat(texts, " ")
    end
    assert.equal("5: 1-5:2", shape { [1] = 1, [5] = 1 })
    assert.equal("5: 1-5:2 6-10:1", shape { [5] = 2, [6] = 1 })
    assert.equal("5: 1-5:0 6-10:0 11-15:0 16-20:0 21-25:0 26-30:0 31-35:0 36-40:0 41-45:0 46-50:0"
      .. " 51-55:95 56-:5", shape { [55] = 95, [56] = 3, [86400] = 2 })
    assert.equal("10: 1-10:0 11-20:0 21-30:0 31-40:0 41-50:0 51-60:100",
      shape { [55] = 94, [56] = 6 })
    local _, width = statistics.duration_bins { [86400] = 1 }
    assert.equal(7200, width)
    assert.same({}, (statistics.duration_bins {}))
  end)

  it("count calling hours once, even if windows overlap or cross midnight", function()
    local open_seconds = utilization.open_seconds
    assert.equal(13 * 3600 + 600,
      open_seconds { { "08:30:00", "21:10:00" }, { "08:00:00", "18:00:00" } })
    assert.equal(4 * 3600, open_seconds { { "22:00:00", "02:00:00" } })
    assert.equal(2 * 3600,
      open_seconds { { "09:00", "10:00" }, { "11:00:00", "12:00:00" }, { "x", "12:00:00" } })
    assert.equal(0, open_seconds {})
  end)

  it("measure an AI user by its lines, its hours and its days", function()
    local numbers = count(call { talktimes = 3590 },
      call { connected_at = "2026-11-17 11:00:00", talktimes = 3590 },
      missed { connected_at = "2026-11-17 11:30:00", ringtimes = 0 })
    local each = utilization.of(numbers.ai_users:at "SYSUSER|1", {
      user_name = "hln2", max_call_count = 2,
      windows = function() return { { "09:00:00", "14:00:00" } } end,
    })
    assert.equal(7200, each.busy)
    assert.equal(2 * 2 * 5 * 3600, each.capacity)
    assert.equal(11, each.peak)
    assert.is_nil(utilization.of(numbers.ai_users:at "SYSUSER|1", nil).capacity)
  end)
end)
