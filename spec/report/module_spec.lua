--- The report as a module of Lua, and the report about one campaign.
local Page = require "support.page"
local report = require "ai95_report"
local sandbox = require "support.sandbox"

describe("the module ai95_report", function()
  local client, sn
  local range = { from = "2026-03-02", to = "2026-03-08" }

  --- Calls of two days in one campaign, of one day in another one.
  before_each(function()
    sandbox.reset()
    sn = sandbox.seed {
      calls = 30, task = { source = "春季", created_at = "2026-03-02 23:45:00", spacing = 60 },
    }.dial_task_main_sn
    sandbox.seed { calls = 7, task = { source = "zweite", created_at = "2026-03-03 09:00:00" } }
    client = sandbox.client()
  end)

  it("reads the days that are given, as texts or as Unix times", function()
    local dates = require("ai95").dates
    for _, params in ipairs {
      range, { from = "2026-03-02 00:00:00", to = "2026-03-08 23:59:59" },
      { from = dates.parse "2026-03-02", to = dates.parse "2026-03-09" - 1 },
    } do
      local data = assert(report.collect(client, params))
      assert.same({ "2026-03-02 00:00:00", "2026-03-08 23:59:59" }, { data.from, data.to })
      assert.equal(37, data.numbers.total.calls)
      assert.is_nil(data.task)
    end
  end)

  it("tells the time range before it reads", function()
    assert.same({ "2026-03-02 00:00:00", "2026-03-08 23:59:59" }, { report.period(range) })
    assert.same({ "2026-03-01 00:00:00", "2026-03-07 12:00:00" },
      { report.period { to = "2026-03-07 12:00:00" } })
    assert.same({ "2026-03-05 00:00:00", "2026-03-04 23:59:59" },
      { report.period { from = "2026-03-05", to = "2026-03-04" } })
    local dates = require("ai95").dates
    assert.same({ dates.BEGINNING .. " 00:00:00", dates.END .. " 23:59:59" },
      { report.period { task = sn } })
  end)

  it("reads the last seven days by default", function()
    local dates = require("ai95").dates
    local now = os.time()
    local data = assert(report.collect(client))
    assert.equal(dates.format(now):sub(1, 10) .. " 23:59:59", data.to)
    assert.equal(dates.format(now - 6 * 86400):sub(1, 10) .. " 00:00:00", data.from)
    assert.is_true(data.open)
    assert.equal(0, data.numbers.total.calls)
  end)

  it("reads all calls of one campaign", function()
    local data = assert(report.collect(client, { task = sn }))
    assert.same({ "2026-03-02 00:00:00", "2026-03-03 23:59:59" }, { data.from, data.to })
    assert.same({ 30, 30 }, { data.numbers.total.calls, data.reported })
    assert.same({ "春季", sn }, { data.task.source, data.task.dial_task_main_sn })
    assert.is_false(data.open)
    assert.equal(data.numbers.total.connected, data.numbers.customers)
    local text = report.html(data, { language = "en" })
    local document = Page.parse(text)
    assert.equal("春季 · 2026-03-02 to 2026-03-03", document:all("p")[1]:text())
    assert.equal("Call report 春季 · 2026-03-02 to 2026-03-03", document:all("title")[1]:text())
    assert.is_nil(text:find("zweite", 1, true))
  end)

  it("reads the calls of one campaign on some days", function()
    local data = assert(report.collect(client, { task = sn, to = "2026-03-02" }))
    assert.equal(15, data.numbers.total.calls)
    assert.same({ "2026-03-02 00:00:00", "2026-03-02 23:59:59" }, { data.from, data.to })
    data = assert(report.collect(client, { task = sn, from = "2026-03-03" }))
    assert.equal(15, data.numbers.total.calls)
    assert.same({ "2026-03-03 00:00:00", "2026-03-03 23:59:59" }, { data.from, data.to })
  end)

  it("has a page for a campaign without calls", function()
    local empty = sandbox.seed { calls = 0, task = { source = "leer" } }.dial_task_main_sn
    local document = Page.parse(report.html(assert(report.collect(client, { task = empty }))))
    local articles = document:all "article"
    assert.truthy(articles[2]:text():find("This campaign has not dialled anybody yet", 1, true))
    assert.equal("leer", articles[2]:all("p")[1]:text())
  end)

  it("says that a campaign has not been dialled to its end", function()
    local task = assert(client.tasks:get(sn))
    assert(task:redial_failed())
    local data = assert(report.collect(client, { task = sn }))
    assert.is_true(data.open)
    assert.truthy(report.html(data):find("This campaign has not been dialled to its end", 1, true))
    assert.is_false(assert(report.collect(client, { task = sn, to = "2026-03-02" })).open)
  end)

  it("returns an error if there is no such campaign", function()
    local data, err = report.collect(client, { task = "dial_task_main_sn|none" })
    assert.is_nil(data)
    assert.same({ "api", 30011 }, { err.kind, err.code })
  end)

  it("raises at the caller's line if a parameter is wrong", function()
    for complaint, params in pairs {
      ['no parameter "tsk" %(did you mean "task"%?%)'] = { tsk = sn },
      ['"from" must be a date'] = { from = "2026-02-30" },
      ['"to" must be a date'] = { to = true },
      ['"task" must be an sn'] = { task = 5 },
      ['"interested" must be a list of labels'] = { interested = { 5 } },
      ['"progress" must be a function'] = { progress = "yes" },
      ['"from" %(2026%-03%-03 00:00:00%) is after "to" %(2026%-03%-02 23:59:59%)'] = {
        from = "2026-03-03", to = "2026-03-02",
      },
      ["must be a table, got a string"] = "2026-03-02",
    } do
      local ok, problem = pcall(function() return (report.collect(client, params)) end)
      assert.is_false(ok)
      assert.matches("module_spec.lua:%d+: report.collect: .*" .. complaint, problem)
    end
    local in_period, wrong = pcall(function() return (report.period { from = "soon" }) end)
    assert.is_false(in_period)
    assert.matches("module_spec.lua:%d+: report.period: \"from\" must be a date", wrong)
    for complaint, options in pairs {
      ['"language" must be "zh", "en" or "both"'] = { language = "fr" },
      ['no parameter "lang"'] = { lang = "en" },
      ['"title" must be a text'] = { title = 5 },
      ['"logo" must be the content of a PNG, JPEG or SVG'] = { logo = "logo.png" },
    } do
      local ok, problem = pcall(function() return (report.html({}, options)) end)
      assert.is_false(ok)
      assert.matches("module_spec.lua:%d+: report.html: .*" .. complaint, problem)
    end
  end)

  it("tells the progress", function()
    local seen = {}
    assert(report.collect(client, {
      from = range.from, to = range.to,
      progress = function(done, total) seen[#seen + 1] = ("%d/%d"):format(done, total) end,
    }))
    assert.equal("1/74", seen[1])
    assert.equal(74, #seen)
  end)
end)
