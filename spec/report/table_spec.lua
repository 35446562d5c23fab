--- The numbers of a report as a plain table, compared with those of the page, and with numbers that
--- are counted here from the platform's rows.
local Page = require "support.page"
local ai95 = require "ai95"
local cjson = require "cjson"
local format = require "ai95_report.format"
local messages = require "ai95_texts.report"
local report = require "ai95_report"
local sandbox = require "support.sandbox"
local support = require "support.report"

local call, missed, count = support.call, support.missed, support.count

describe("the numbers of a report, as a table", function()
  it("are those of the platform's rows", function()
    sandbox.reset()
    for day = 2, 9 do
      sandbox.seed {
        calls = 100,
        task = { source = day % 2 == 0 and "even" or nil, spacing = 300,
          created_at = ("2026-03-%02d 08:30:00"):format(day) },
      }
    end
    local client = sandbox.client()
    local numbers = report.numbers(assert(report.collect(client, {
      from = "2026-03-05", to = "2026-03-08", interested = { "再联系" },
    })))
    local own = {
      calls = 0, connected = 0, talk = 0, ring = 0, interested = 0, hours = {}, week = {},
      days = {}, labels = {}, reasons = {}, tasks = {}, scores = 0, scored = 0,
    }
    local function add(into, key)
      into[key] = (into[key] or 0) + 1
    end
    for row in client.calls:each {
      start_create_at = "2026-03-05 00:00:00", end_create_at = "2026-03-08 23:59:59",
    } do
      local day, hour = row.connected_at:match "^%S+%-(%d+) (%d+):"
      own.calls, own.ring = own.calls + 1, own.ring + row.ringtimes
      add(own.hours, tonumber(hour))
      add(own.days, "2026-03-" .. day)
      -- 2026-03-02 was a Monday
      add(own.week, ("%d %d"):format((tonumber(day) - 2) % 7 + 1, tonumber(hour)))
      add(own.reasons, row.endreason)
      add(own.tasks, row.dial_task_main_sn)
      if row.talktimes > 0 then
        own.connected, own.talk = own.connected + 1, own.talk + row.talktimes
        add(own.labels, row.asr_b)
        own.interested = own.interested + (row.asr_b == "再联系" and 1 or 0)
        own.scores, own.scored = own.scores + row.asr_c, own.scored + 1
      end
    end
    for _, name in ipairs { "calls", "connected", "talk", "ring", "interested" } do
      assert.equal(own[name], numbers.total[name], name)
    end
    assert.near(own.connected / own.calls, numbers.total.rate, 1e-9)
    for _, each in ipairs(numbers.hours) do
      assert.equal(own.hours[each.hour] or 0, each.calls)
    end
    for _, each in ipairs(numbers.days) do
      assert.equal(own.days[each.from], each.calls)
      assert.equal(each.from, each.to)
    end
    assert.equal(4, #numbers.days)
    for _, each in ipairs(numbers.week) do
      local key = ("%d %d"):format(each.weekday, each.hour)
      assert.equal(own.week[key], each.calls)
      own.week[key] = nil
    end
    assert.is_nil(next(own.week))
    assert.equal(own.labels["      "], numbers.labels.without.calls)
    for _, each in ipairs(numbers.labels.list) do
      assert.equal(own.labels[each.name], each.calls)
    end
    for _, each in ipairs(numbers.reasons.list) do
      assert.equal(own.reasons[each.name], each.calls)
    end
    for _, each in ipairs(numbers.campaigns.list) do
      assert.equal(own.tasks[each.sn], each.calls)
      assert.same({ 100, 0 }, { each.rows, each.left })
    end
    assert.near(own.scores / own.scored, numbers.scores.mean, 1e-9)
    assert.same({ "list", 400 }, { numbers.funnel[1].name, numbers.funnel[1].people })
    assert.same({ own.calls, own.connected, own.interested },
      { numbers.funnel[2].people, numbers.funnel[3].people, numbers.funnel[4].people })
    assert.equal(own.calls, numbers.ai_users.list[1].calls)
    assert.equal(4, numbers.ai_users.list[1].days)
    -- the period before has three days
    assert.same({ "2026-03-01 00:00:00", "2026-03-04 23:59:59", 300 },
      { numbers.previous.from, numbers.previous.to, numbers.previous.total.calls })
  end)

  it("are those of the page", function()
    local numbers = count(call { direction = 1 })
    for i = 1, 200 do
      numbers:add_call((i % 3 == 0 and missed or call) {
        connected_at = ("2026-11-%02d %02d:00:00"):format(16 + i % 3, 9 + i % 5), talktimes =
          i % 3 == 0 and 0 or i * 2, asr_c = i % 7 * 10,
      })
    end
    local data = support.data { numbers = numbers }
    local plain = report.numbers(data)
    local tables = {}
    for _, svg in ipairs(Page.parse(report.html(data, { language = "en" })):all "svg") do
      tables[svg.attributes["aria-label"]] = svg.parent:all("table")[1]:rows()
    end
    local en = messages.en
    local function same(rows, list, first)
      for i = 2, #rows do
        local group = list[first + i - 2]
        assert.same({ format.whole(group.calls), format.whole(group.connected),
          format.percent(group.rate) }, { rows[i][2], rows[i][3], rows[i][4] })
      end
    end
    same(tables[en.hours_title], plain.hours, 9) -- the page begins at eight o'clock
    same(tables[en.trend_title], plain.days, 1)
    for i, bin in ipairs(plain.talk_times) do
      assert.equal(format.whole(bin.count), tables[en.talk_title][i + 1][2])
    end
    for i, bin in ipairs(plain.scores.bins) do
      assert.equal(format.whole(bin.count), tables[en.scores_title][i + 1][2])
    end
    assert.equal(1, plain.inbound)
  end)

  it("have no phone number, and can be encoded, whatever the platform sent", function()
    local bad = "call 13812345678 \255\1"
    local numbers = count(call { asr_b = bad, endreason = bad, user_name = bad, user_sn = bad,
      dial_task_main_sn = bad, asr_c = "nan" }, call { talktimes = "1e300" })
    numbers:add_customer { talktimes = 3, status = bad }
    for _, task in ipairs { { source = bad, state = bad, total_count = "1e999" }, false } do
      local plain = report.numbers(support.data {
        numbers = numbers, tasks = { [bad] = task or nil },
        ai_users = { { user_sn = bad, user_name = bad, max_call_count = "nan",
          windows = function() return { { "08:00:00", "x" } } end } },
      })
      local text = assert(ai95.export { rows = { plain }, format = "jsonl" }).body
      assert.is_nil(text:find("1381234", 1, true))
      assert.is_nil(require("ai95.core").invalid_utf8(text))
      assert.equal(2, cjson.decode(text).total.calls)
    end
    local empty = report.numbers(support.data())
    assert.same({ 0, nil, {}, {} }, { empty.total.calls, empty.total.rate, empty.week,
      empty.talk_times })
  end)

  it("are of one campaign without the others", function()
    local numbers = report.numbers(support.data {
      numbers = count(call()), task = {
        dial_task_main_sn = "task|1", source = "A", state = "sent", total_count = 5,
        unsend_count = 1,
      },
    })
    assert.same({ sn = "task|1", name = "A", state = "sent", rows = 5, left = 1 }, numbers.campaign)
    assert.is_nil(numbers.campaigns)
    assert.is_nil(numbers.ai_users)
  end)
end)
