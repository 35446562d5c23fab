--- The call console's filters.
local cjson = require "cjson"
local consoles = require "support.console"
local sandbox = require "support.sandbox"

local contains, lacks = consoles.contains, consoles.lacks
local seed, task_path = consoles.seed, consoles.task_path

local function day(ago)
  return os.date("!%Y-%m-%d", os.time() + 8 * 3600 - ago * 86400)
end

describe("the call console's filters #nginx", function()
  local visitor

  consoles.use(function(_, ...) visitor = ... end)

  describe("show", function()
    it("the campaigns of the requested days", function()
      seed(1, { source = "long ago", created_at = "2019-03-01" })
      lacks(visitor:page "/", "long ago")
      contains(visitor:page "/?start_create_at=&end_create_at=", "long ago")
      contains(visitor:page "/?start_create_at=2019-03-01&end_create_at=2019-03-01", "long ago")
      lacks(visitor:page "/?start_create_at=2019-03-02&end_create_at=2019-03-03", "long ago")
    end)

    it("the calls that match the filters", function()
      local sn = seed(30, { created_at = "2019-03-01 10:00:00" })
      local html = visitor:page(task_path(sn, {
        start_create_at = "2019-03-01", end_create_at = "2019-03-02", callee = "13000000004",
        caller = "900002", ai_user_sn = sandbox.AI_USER, talktimes_min = "1",
        talktimes_max = "900", asr_b = "有意向", asr_c = "16", asr_d = "1",
      }))
      contains(html, "1 in all")
      contains(html, "Filter (10 active)")
      local sent = cjson.decode(sandbox.last("cdrlist").body)
      assert.same({
        "2019-03-01", "2019-03-02 23:59:59", "13000000004", "900002", sandbox.AI_USER, 1, 900,
        "有意向", 16, 1, sn,
      }, {
        sent.start_create_at, sent.end_create_at, sent.callee, sent.caller, sent.ai_user_sn,
        sent.talktimes_min, sent.talktimes_max, sent.asr_b, sent.asr_c, sent.asr_d,
        sent.dial_task_main_sn,
      })
    end)

    it("a filter in an address that has no such choice", function()
      for _, path in ipairs { "/?status=9", "/?ai_user_sn=9" } do
        local html = visitor:page(path)
        contains(html, "Filter (1 active)")
        contains(html, "<option selected value=\"9\">9</option>")
      end
      local html = visitor:page "/?status=4"
      contains(html, "<option selected value=\"4\">Paused</option>")
      assert.equal(1, select(2, html:gsub("<option selected", "")))
    end)

  end)

  it("keep their period on the next page, after the dates were cleared", function()
    for i = 1, 30 do
      seed(1, { source = "old " .. i, created_at = "2019-03-01" })
    end
    local html = visitor:page "/?start_create_at=&end_create_at=&status="
    contains(html, "30 in all")
    contains(html, "<a aria-current=\"true\" href=\"/?day=all\">All time</a>")
    html = visitor:page(visitor.link(html, "/%?day=all[^\"]*pageIndex=1"))
    contains(html, "30 in all")
    contains(html, "Page 2 of 2")
    local _, _, headers = visitor:ask(visitor.link(html, "/%?day=all[^\"]*lang=zh[^\"]*"))
    assert.equal("/?day=all&pageIndex=1", headers.location)
  end)

  it("have links to the common periods", function()
    for ago, name in pairs { [0] = "fresh", [1] = "before", [6] = "lately", [29] = "older",
      [30] = "oldest" } do
      seed(1, { source = name .. ".", created_at = day(ago) .. " 09:00:00" })
    end
    for path, expected in pairs {
      ["/"] = { "fresh", "before", "lately", "older" },
      ["/?day=today"] = { "fresh" },
      ["/?day=yesterday"] = { "before" },
      ["/?day=week"] = { "fresh", "before", "lately" },
      ["/?day=all"] = { "fresh", "before", "lately", "older", "oldest" },
      ["/?day=never"] = { "fresh", "before", "lately", "older" },
    } do
      local html = visitor:page(path)
      contains(html, #expected .. " in all")
      for _, name in ipairs(expected) do
        contains(html, name .. ".")
      end
    end
    local html = visitor:page "/?day=yesterday"
    contains(html, "name=\"start_create_at\" type=\"date\" value=\"" .. day(1) .. "\"")
  end)

  it("find a number as people paste it", function()
    local sn = seed(30)
    for _, text in ipairs {
      "130 0000 0004", "+86 130-0000-0004", "0086-13000000004", "86 13000000004", "013000000004",
      "（130）00000004", "１３００００００００４", " 13000000004\226\128\172", "\194\16013000000004",
    } do
      local html = visitor:page(task_path(sn, { callee = text }))
      contains(html, "1 in all")
      contains(html, "type=\"tel\" value=\"13000000004\"")
    end
    visitor:page(task_path(sn, { callee = "0571-8888 8888", caller = "line 7" }))
    local sent = cjson.decode(sandbox.last("cdrlist").body)
    assert.same({ "057188888888", "line 7" }, { sent.callee, sent.caller })
  end)

  it("keep a rejected form, and say what is wrong with it", function()
    local sn = seed(3)
    local before = sandbox.counts("cdrlist").received
    for name, values in pairs {
      start_create_at = { "2026-02-31", "2026-13-01", "2025-02-29", "0000-00-00", "9999-12-31",
        "yesterday", "2026-02-01 10:00:00" },
      talktimes_min = { "many", "1.5", "-1", "99999999999" },
    } do
      for _, value in ipairs(values) do
        local html, status = visitor:ask(task_path(sn, { [name] = value, asr_b = "有意向" }))
        assert.equal(400, status)
        contains(html, "Nothing was searched.")
        contains(html, "aria-describedby=\"filter-" .. name .. "-problem\" aria-invalid=\"true\"")
        contains(html, "value=\"" .. value .. "\"")
        contains(html, "value=\"有意向\"")
        contains(html, "<details class=\"filter\" open>")
      end
    end
    local html, status = visitor:ask(task_path(sn,
      { start_create_at = "2026-02-02", end_create_at = "2026-02-01" }))
    assert.equal(400, status)
    contains(html, "This is before the first day.")
    assert.equal(before, sandbox.counts("cdrlist").received)
    html, status = visitor:ask "/?end_create_at=2026-02-30"
    assert.equal(400, status)
    contains(html, "There is no such day.")
    lacks(html, "No campaign matches.")
  end)
end)
