--- A report of the calls on the platform.
local Page = require "support.page"
local collect = require "ai95_report.collect"
local page = require("support.report").page
local sandbox = require "support.sandbox"

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

  it("counts the calls of the period before", function()
    local found = assert(collect(client, {
      from = "2026-03-09 00:00:00", to = "2026-03-15 23:59:59",
    }))
    assert.same({ "2026-03-02 00:00:00", "2026-03-08 23:59:59", 720, 0 }, {
      found.previous.from, found.previous.to, found.previous.numbers.total.calls,
      found.previous.numbers.customers,
    })
    assert.equal(40, found.numbers.total.calls)
    local text = page(found, "en")
    assert.truthy(text:find("Calls before", 1, true))
    assert.truthy(text:find("40 calls (720 in the period before, 2026-03-02 to 2026-03-08)", 1,
      true))
    local task = found.numbers.tasks:top(1)[1].name
    found = assert(collect(client, {
      from = "2026-03-09 00:00:00", to = "2026-03-15 23:59:59", task = task,
    }))
    assert.equal(0, found.previous.numbers.total.calls)
    assert.truthy(page(found, "en"):find(
      "The period before (2026-03-02 to 2026-03-08) had no calls", 1, true))
    assert.is_nil(page(found, "en"):find("Calls before", 1, true))
    assert.is_nil(assert(collect(client, {
      from = "2000-01-01 00:00:00", to = "2037-12-31 23:59:59", task = task,
    })).previous)
  end)

  it("compares a period that has not ended with as much of the one before", function()
    local dates = require("ai95").dates
    local today = dates.parse(dates.format(os.time()):sub(1, 10))
    local found = assert(collect(client, {
      from = dates.format(today), to = dates.format(today + 86399),
    }))
    assert.equal(dates.format(today - 86400), found.previous.from)
    assert.equal(dates.format(found.made - 86400), found.previous.to)
    assert.is_nil(assert(collect(client, {
      from = "2036-01-01 00:00:00", to = "2036-01-02 23:59:59",
    })).previous)
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
