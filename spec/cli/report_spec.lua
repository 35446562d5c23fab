local Page = require "support.page"
local aggregate = require "ai95_cli.report.aggregate"
local page = require "ai95_cli.report.page"
local collect = require "ai95_cli.report.collect"
local sandbox = require "support.sandbox"
local style = require "ai95_cli.report.style"
local messages = require "ai95_cli.report.messages"

--- A connected outbound call of Monday, 2026-11-16. `fields` override; "none" removes a field.
local function call(fields)
  local row = {
    direction = "0", connected_at = "2026-11-16 10:30:00", talktimes = 20, ringtimes = 10,
    endreason = "对方挂机", asr_b = "有意向", asr_c = 80, dial_task_main_sn = "task|1",
    user_sn = "SYSUSER|1", user_name = "hln2", callee = "13812345678",
  }
  for name, value in pairs(fields or {}) do
    row[name] = value ~= "none" and value or nil
  end
  return row
end

local function missed(fields)
  local row = call { talktimes = 0, asr_b = "      ", asr_c = "none", endreason = "无人接听" }
  for name, value in pairs(fields or {}) do
    row[name] = value
  end
  return row
end

local function count(...)
  local numbers = aggregate.new()
  for _, row in ipairs { ... } do
    numbers:add_call(row)
  end
  return numbers
end

--- The data of an empty page; `fields` override it.
local function data(fields)
  local all = {
    from = "2026-11-16 00:00:00", to = "2026-11-22 23:59:59", made = 1795400000, open = false,
    numbers = aggregate.new(), reported = 0, tasks = {}, ai_users = {},
  }
  for name, value in pairs(fields or {}) do
    all[name] = value
  end
  all.reported = fields and fields.reported or all.numbers.total.calls + all.numbers.inbound
  return all
end

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
    local groups = require("ai95_cli.report.groups").new(3)
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

describe("the statistics of a report", function()
  local statistics = require "ai95_cli.report.statistics"
  local utilization = require "ai95_cli.report.utilization"

  it("compute Wilson's interval", function()
    local low, high = statistics.interval(5, 10) -- Wilson's formula gives 0.2366 and 0.7634
    assert.near(0.23659, low, 1e-4)
    assert.near(0.76341, high, 1e-4)
    low, high = statistics.interval(0, 10)
    assert.near(0, low, 1e-12)
    assert.near(0.27753, high, 1e-4)
    assert.is_nil((statistics.interval(0, 0)))
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

describe("the page of a report", function()
  local ai_users = {
    {
      user_sn = "SYSUSER|1", user_name = "hln2", max_call_count = 5,
      windows = function() return { { "08:00:00", "18:00:00" } } end,
    },
    {
      user_sn = "SYSUSER|9", user_name = "idle", max_call_count = 1,
      windows = function() return {} end,
    },
  }

  local function full()
    local numbers = count(call { direction = "1" })
    for i = 1, 100 do
      numbers:add_call(call {
        talktimes = i * 4, asr_c = i, asr_b = "标签" .. i % 10, connected_at = "2026-11-16 10:00:00",
      })
      numbers:add_call(missed { connected_at = "2026-11-21 15:00:00", endreason = "原因" .. i % 9 })
      numbers:add_call(call {
        dial_task_main_sn = "task|" .. i, connected_at = "2026-11-17 21:00:00",
      })
      numbers:add_customer { talktimes = i, status = i % 3 > 0 and "A" or nil }
    end
    numbers:add_call(missed {
      connected_at = "2026-11-16 09:00:00", endreason = " ", dial_task_main_sn = "",
    })
    return data {
      numbers = numbers, ai_users = ai_users, open = true, reported = 7,
      tasks = {
        ["task|1"] = { source = "会员日", state = "sent", total_count = 10, unsend_count = "3" },
      },
    }
  end

  it("is well-formed in each language, and has a table for each chart", function()
    local cases = {
      full(), data(), data { numbers = count(missed()) }, data { numbers = count(call()) },
    }
    for _, language in ipairs { "zh", "en", "both" } do
      for _, each in ipairs(cases) do
        local document = Page.parse(page(each, language))
        assert.equal("html", document.name)
        for _, svg in ipairs(document:all "svg") do
          assert.equal("img", svg.attributes.role)
          assert.is_string(svg.attributes["aria-label"])
          assert.equal(1, #svg.parent:all "table")
          assert.is_true(#svg:all "title" > 0)
        end
        local ids = {}
        for _, element in ipairs(document:all()) do
          local id = element.attributes.id
          assert.is_nil(id and ids[id], id)
          ids[id or ""] = id
        end
      end
    end
  end)

  it("shows the numbers of the calls", function()
    local document = Page.parse(page(full(), "en"))
    local text = document:text()
    local hours = document:all("table")[1]:rows()
    assert.same({ "10:00–10:59", "100", "100", "100.0%", "96.3%–100.0%" }, hours[4])
    assert.same({ "15:00–15:59", "100", "0", "0.0%", "0.0%–3.7%" }, hours[9])
    assert.same({ "21:00–21:59", "100", "100", "100.0%", "96.3%–100.0%" }, hours[15])
    assert.same({ "Sat", "100", "0", "0.0%", "0.0%–3.7%" }, document:all("table")[2]:rows()[7])
    assert.same({ "1–5 s", "1", "0.5%" }, document:all("table")[3]:rows()[2])
    assert.same({ "over 5 min", "25", "12.5%" }, document:all("table")[3]:rows()[9])
    assert.same({
      "会员日", "sent", "201", "101", "50.2%", "43.4%–57.1%", "3 min 20 s", "5 h 37 min", "10", "3",
    }, document:all("table")[8]:rows()[2])
    assert.truthy(text:find("81 others", 1, true))
    assert.truthy(text:find("the 1 inbound calls", 1, true))
    assert.truthy(text:find("This period has not ended yet", 1, true))
    assert.truthy(text:find("it counted 302, and then the platform had 7", 1, true))
    assert.truthy(text:find("idle", 1, true))
  end)

  it("marks rates of few calls", function()
    local numbers = count(call())
    for _ = 1, 30 do
      numbers:add_call(missed { connected_at = "2026-11-17 15:00:00" })
    end
    local document = Page.parse(page(data { numbers = numbers }, "en"))
    local few = {}
    for _, rect in ipairs(document:all("svg")[1]:all "rect") do
      if (rect.attributes.class or ""):find "^bar" then
        few[#few + 1] = rect.attributes.class
      end
    end
    assert.same({ "bar few", "bar" }, few) -- at ten o'clock and at fifteen o'clock
    assert.truthy(document:text():find(
      "Too few calls to compare: fewer than two hours have 30.", 1, true))
  end)

  it("compares rates only if their intervals do not overlap", function()
    local function found(connected)
      local numbers = aggregate.new()
      for i = 1, 100 do
        numbers:add_call((i <= 50 and call or missed) { connected_at = "2026-11-16 10:00:00" })
        numbers:add_call((i <= connected and call or missed) {
          connected_at = "2026-11-17 11:00:00",
        })
      end
      return Page.parse(page(data { numbers = numbers }, "en")):text()
    end
    assert.truthy(found(50):find("No clear difference between the hours", 1, true))
    assert.truthy(found(60):find("No clear difference between the days", 1, true))
    assert.truthy(found(90):find("Highest 11:00–11:59 (90.0%), lowest 10:00–10:59 (50.0%)", 1,
      true))
    assert.truthy(found(10):find("Highest Mon (50.0%), lowest Tue (10.0%)", 1, true))
  end)

  it("shows any text of the platform as text", function()
    local bad = "<script>alert(\"1\")</script>&amp;'\"><img src=x onerror=y>"
      .. "\1\27[31m\226\128\174\239\191\191\255 ]]>"
    local hostile = call {
      asr_b = bad, endreason = bad, dial_task_main_sn = bad, user_sn = bad, user_name = bad,
    }
    local numbers = count(hostile, call { dial_task_main_sn = "task|2" })
    numbers:add_customer { talktimes = 1, status = bad }
    local ai_user = {
      user_sn = "x", user_name = bad, max_call_count = bad,
      windows = function() return { { bad, bad } } end,
    }
    local text = page(data {
      numbers = numbers, ai_users = { ai_user },
      tasks = { ["task|2"] = { source = bad, state = bad, total_count = bad } },
    }, "both")
    assert.is_nil(text:find("<script", 1, true))
    assert.is_nil(text:find("<img", 1, true))
    assert.is_nil(text:find("[%z\1-\9\11-\31]"))
    assert.is_nil(text:find("\226\128\174", 1, true))
    assert.is_nil(require("ai95.core").invalid_utf8(text))
    local document = Page.parse(text)
    assert.equal(0, #document:all "img")
    assert.truthy(document:text():find(
      "<script>alert(\"1\")</script>&amp;'\"><img src=x onerror=y>", 1, true))
  end)

  it("accepts values that are not numbers", function()
    local odd = call {
      talktimes = 5, ringtimes = "nan", asr_c = "nan", asr_b = {}, user_sn = "none",
      dial_task_main_sn = 7,
    }
    local numbers = count(odd, call { asr_c = "1e999" },
      call { asr_c = "-inf", talktimes = {} }, call { asr_c = 90.5 })
    assert.same({ [90] = 1 }, numbers.scores)
    local task = { source = "odd", state = "sent", total_count = "1e999", unsend_count = "nan" }
    local ai_user = {
      user_name = "no sn", max_call_count = "1e999",
      windows = function() return { { 8, "x" } } end,
    }
    local document = Page.parse(page(data {
      numbers = numbers, tasks = { ["7"] = task }, ai_users = { ai_user },
    }, "en"))
    assert.same({ "odd", "sent", "1", "1", "100.0%", "20.7%–100.0%", "5 s", "5 s", "–", "–" },
      document:all("table")[7]:rows()[3])
    assert.equal(1, numbers.unlabelled)
    assert.truthy(document:text():find("no sn", 1, true))
  end)

  it("contains no phone number, even if a name does", function()
    local sanitize = require "ai95_cli.report.sanitize"
    assert.equal("给 1********** 和 1********** 回电", sanitize "给 13812345678 和 8613912345678 回电")
    assert.equal("hln20180508154010", sanitize "hln20180508154010")
    assert.equal("20261116", sanitize "20261116")
    local text = page(data { numbers = count(call { asr_b = "联系13812345678" }) }, "both")
    assert.is_nil(text:find("1381234", 1, true))
  end)

  it("cuts long texts between characters", function()
    local sanitize = require "ai95_cli.report.sanitize"
    local format = require "ai95_cli.report.format"
    assert.equal(("长"):rep(66) .. "…", sanitize(("长"):rep(500)))
    assert.equal("中国电信深…", format.fit("中国电信深圳分公司", 12))
    assert.equal("中国电信深圳", format.fit("中国电信深圳", 12))
    assert.equal("abcdefg…", format.fit("abcdefghi", 8))
  end)

  it("loads nothing, runs nothing, and its policy forbids both", function()
    local text = page(full(), "both")
    local needles = {
      "http:", "https:", "//", "url(", "@import", "src=", "href=", "<script", "<link", "<iframe",
      "<form", "javascript:", "style=",
    }
    for _, needle in ipairs(needles) do
      assert.is_nil(text:find(needle, 1, true), needle)
    end
    assert.is_nil(text:find "%son%a+=")
    assert.truthy(text:find("default-src 'none'; style-src 'unsafe-inline'", 1, true))
  end)

  it("names the period without calls", function()
    local document = Page.parse(page(data(), "zh"))
    assert.truthy(document:text():find("这段时间没有外呼记录", 1, true))
    assert.truthy(document:text():find("2026-11-16 至 2026-11-22", 1, true))
    assert.equal(0, #document:all "svg")
    assert.is_nil(document:text():find("nan", 1, true))
  end)

  it("draws bars in proportion to their shares", function()
    local charts = {
      [messages.en.labels_title] = true, [messages.en.reasons_title] = true,
      [messages.en.categories_title] = true,
    }
    local function drawn(row)
      local width = 0
      for _, rect in ipairs(row:all "rect") do
        local class = rect.attributes.class
        if class == "bar" or class == "other" then
          width = width + tonumber((rect.attributes.width:gsub("%%", "")))
        end
      end
      return width
    end
    local seen = 0
    for _, chart in ipairs(Page.parse(page(full(), "en")):all "svg") do
      local label = chart.attributes["aria-label"]
      if charts[label] then
        for _, row in ipairs(chart:all "g") do
          local share, width = tonumber((row:text():match "· ([%d.]+)%%")), drawn(row)
          assert.is_true(math.abs(share - width) <= 0.5,
            ("%s: %s, %g"):format(label, row:text(), width))
          seen = seen + 1
        end
      end
    end
    assert.is_true(seen >= 3, tostring(seen))
  end)

  it("names a range of whole days by the days", function()
    local function heading(from, to)
      local list = Page.parse(page(data { from = from, to = to }, "en")):all "p"
      return list[1]:text()
    end
    assert.equal("2026-11-16", heading("2026-11-16 00:00:00", "2026-11-16 23:59:59"))
    assert.equal("2026-11-16 00:00:00 to 2026-11-16 12:00:00",
      heading("2026-11-16 00:00:00", "2026-11-16 12:00:00"))
  end)

  it("has the requested languages, and a switch if there are two", function()
    local zh, en, both = page(full(), "zh"), page(full(), "en"), Page.parse(page(full(), "both"))
    assert.is_nil(zh:find("Connected rate", 1, true))
    assert.is_nil(en:find("接通率", 1, true))
    assert.equal(0, #Page.parse(zh):all "input")
    local inputs = both:all "input"
    assert.same({ "pick-zh", "pick-en" }, { inputs[1].attributes.id, inputs[2].attributes.id })
    assert.equal("checked", inputs[1].attributes.checked)
    assert.is_nil(inputs[2].attributes.checked)
    local articles = both:all "article"
    assert.same({ "zh-CN", "en" }, { articles[1].attributes.lang, articles[2].attributes.lang })
  end)

  it("formats numbers for people", function()
    local format = require "ai95_cli.report.format"
    assert.equal("1,234,567", format.whole(1234567))
    assert.equal("999", format.whole(999))
    local short = {}
    for i, number in ipairs { 9999, 12345, 10000, 1234567 } do
      short[i] = format.short(number, messages.zh)
    end
    assert.same({ "9,999", "1.2万", "1万", "123万" }, short)
    local durations = {}
    for i, seconds in ipairs { 0, 29.44, 59.7, 60, 200, 3600, 45000, 360000 } do
      durations[i] = format.duration(seconds, messages.en)
    end
    assert.same({ "0 s", "29.4 s", "1 min", "1 min", "3 min 20 s", "1 h", "12 h 30 min", "100 h" },
      durations)
  end)
end)

describe("the texts of a report", function()
  --- Every text by its path, as the names of its placeholders.
  local function shape(given, path, into)
    for key, value in pairs(given) do
      local at = path .. "." .. key
      if type(value) == "table" then
        shape(value, at, into)
      else
        local names = {}
        for name in tostring(value):gmatch "{(%w+)}" do
          names[#names + 1] = name
        end
        table.sort(names)
        into[at] = table.concat(names, " ")
      end
    end
    return into
  end

  it("are complete in both languages", function()
    assert.same(shape(messages.zh, "", {}), shape(messages.en, "", {}))
  end)

  it("are all used", function()
    local sources = {}
    for _, name in ipairs { "card", "compare", "format", "outcomes", "page", "rates" } do
      local file = assert(io.open("cli/lua/ai95_cli/report/" .. name .. ".lua"))
      sources[#sources + 1] = file:read "*a"
      file:close()
    end
    local source = table.concat(sources)
    for key in pairs(messages.zh) do
      local kind = key:match "^hours(_%a+)$" or key:match "^weekdays(_%a+)$"
      local used = source:find("texts%." .. key .. "%f[^%w_]")
        or kind and source:find('"' .. kind .. '"', 1, true)
      assert.truthy(used, key)
    end
  end)
end)

describe("the colours of a report", function()
  local function luminance(colour)
    local sum = 0
    for i, weight in ipairs { 0.2126, 0.7152, 0.0722 } do
      local channel = tonumber(colour:sub(2 * i, 2 * i + 1), 16) / 255
      local linear = channel <= 0.03928 and channel / 12.92 or ((channel + 0.055) / 1.055) ^ 2.4
      sum = sum + weight * linear
    end
    return sum
  end

  local function contrast(a, b)
    local of_a, of_b = luminance(a), luminance(b)
    local lighter, darker = math.max(of_a, of_b), math.min(of_a, of_b)
    return (lighter + 0.05) / (darker + 0.05)
  end

  it("have the contrast of WCAG AA in both schemes", function()
    for scheme = 1, 2 do
      local function check(least, fore, back)
        local found = contrast(style.colours[fore][scheme], style.colours[back][scheme])
        assert.is_true(found >= least, ("%s on %s: %.2f"):format(fore, back, found))
      end
      for _, back in ipairs { "card", "paper", "track" } do
        check(4.5, "ink", back)
        check(4.5, "muted", back)
      end
      check(4.5, "accent", "card")
      check(4.5, "warning", "card")
      for _, back in ipairs { "card", "track" } do
        check(3, "accent", back)
        check(3, "volume", back)
      end
    end
  end)

  it("mean the same in HTML and in XML", function()
    assert.is_nil(style.sheet():find "[<>&]")
  end)
end)

describe("a report from the platform", function()
  local SOURCE = "<script>alert(1)</script> 春季 & 13912345678"
  local client
  local range = { from = "2026-03-02 00:00:00", to = "2026-03-08 23:59:59" }

  setup(function()
    sandbox.reset()
    sandbox.seed {
      calls = 600, task = { source = SOURCE, created_at = "2026-03-02 08:00:00", spacing = 60 },
    }
    sandbox.seed {
      calls = 120,
      task = {
        source = "第二批", created_at = "2026-03-07 09:00:00", spacing = 30,
        ai_user_sn = "SYSUSER|7e319be661f57a0a1800eac51b24c811",
      },
    }
    sandbox.seed { calls = 40, task = { source = "later", created_at = "2026-03-09 00:00:00" } }
    client = sandbox.client()
  end)

  it("counts the calls of its period and no others", function()
    local progress = {}
    local found = assert(collect(client, range, function(done, total)
      assert.is_true(done > #progress and done <= total)
      progress[#progress + 1] = done
    end))
    local calls, connected, talk, labels, at_ten, saturday = 0, 0, 0, {}, 0, 0
    for row in client.calls:each { start_create_at = range.from, end_create_at = range.to } do
      calls, talk = calls + 1, talk + row.talktimes
      if row.talktimes > 0 then
        connected = connected + 1
        labels[row.asr_b] = (labels[row.asr_b] or 0) + 1
      end
      at_ten = at_ten + (row.connected_at:sub(12, 13) == "10" and 1 or 0)
      saturday = saturday + (row.connected_at:sub(1, 10) == "2026-03-07" and 1 or 0)
    end
    local numbers = found.numbers
    assert.same({ 720, connected, talk }, { calls, numbers.total.connected, numbers.total.talk })
    assert.equal(720, numbers.total.calls)
    assert.equal(720, found.reported)
    assert.equal(1440, progress[#progress]) -- the calls, and a customer for each
    assert.equal(at_ten, numbers.hours[10].calls)
    assert.equal(120, saturday)
    assert.equal(saturday, numbers.weekdays[6].calls)
    assert.equal(labels["有意向"], numbers.labels:at("有意向").calls)
    assert.equal(labels["      "], numbers.unlabelled)
    assert.equal(connected, numbers.customers)
    assert.is_false(found.open)

    local text = page(found, "both")
    Page.parse(text)
    assert.truthy(text:find("&lt;script&gt;alert(1)&lt;/script&gt; 春季 &amp; 1**********", 1, true))
    assert.is_nil(text:find("<script", 1, true))
    assert.truthy(text:find("hln4", 1, true))
    assert.truthy(text:find("hln5", 1, true)) -- an AI user without calls
    assert.is_nil(text:find("later", 1, true))
    assert.is_nil(text:find("130000", 1, true), "a customer's number")
    assert.is_nil(text:find("客户1", 1, true), "a customer's name")
    assert.is_nil(text:find("深圳", 1, true), "a customer's address")
  end)

  it("has a page for a period without calls", function()
    local empty = { from = "2001-01-01 00:00:00", to = "2001-01-01 23:59:59" }
    local found = assert(collect(client, empty))
    assert.equal(0, found.numbers.total.calls)
    assert.truthy(Page.parse(page(found, "zh")):text():find("这段时间没有外呼记录", 1, true))
  end)

  it("knows that its period has not ended", function()
    local future = { from = "2030-01-01 00:00:00", to = "2037-01-01 23:59:59" }
    assert.is_true(assert(collect(client, future)).open)
  end)

  it("returns an error if a list cannot be read", function()
    for _, endpoint in ipairs { "cdrlist", "crmList", "index", "getAiUsers" } do
      sandbox.fault(endpoint, "code", { code = 500, times = 0 })
      local found, err = collect(sandbox.client { max_retries = 0 }, range)
      assert.is_nil(found)
      assert.equal(500, err.code)
      sandbox.reset()
      sandbox.seed { calls = 3, task = { created_at = "2026-03-02 08:00:00" } }
    end
  end)

  it("names a deleted campaign by its sn", function()
    local sn = sandbox.seed {
      calls = 2, task = { source = "weg", created_at = "2026-03-05 08:00:00" },
    }.dial_task_main_sn
    assert(assert(client.tasks:get(sn)):delete())
    local found = assert(collect(client, range))
    assert.is_nil(found.tasks[sn])
    assert.truthy(page(found, "en"):find("(no longer on the platform)", 1, true))
  end)
end)
