--- The page of a report.
local Page = require "support.page"
local aggregate = require "ai95_report.aggregate"
local messages = require "ai95_texts.report"
local report = require "support.report"

local call, missed, count, data = report.call, report.missed, report.count, report.data
local page = report.page

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
      numbers:add_call(missed { connected_at = ("2026-11-%d 15:00:00"):format(14 + i % 2 * 7),
        endreason = "原因" .. i % 9 })
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
    local hours = document:all("table")[2]:rows()
    assert.same({ "10:00–10:59", "100", "100", "100.0%", "96.3%–100.0%" }, hours[4])
    assert.same({ "15:00–15:59", "100", "0", "0.0%", "0.0%–3.7%" }, hours[9])
    assert.same({ "21:00–21:59", "100", "100", "100.0%", "96.3%–100.0%" }, hours[15])
    local week = document:all("table")[3]:rows()
    assert.same({ "Hour", "Mon", "Tue", "Sat" }, week[1])
    assert.same({ "09:00–09:59", "0.0% (1)", "–", "–" }, week[3])
    assert.same({ "10:00–10:59", "100.0% (100)", "–", "–" }, week[4])
    assert.same({ "21:00–21:59", "–", "100.0% (100)", "–" }, week[15])
    assert.same({ "Sat", "100", "0", "0.0%", "0.0%–3.7%" }, document:all("table")[4]:rows()[7])
    assert.same({ "0–1 min", "115", "57.5%" }, document:all("table")[6]:rows()[2])
    assert.same({
      "会员日", "sent", "201", "101", "50.2%", "43.4%–57.1%", "3 min 20 s", "5 h 37 min", "10", "3",
    }, document:all("table")[11]:rows()[2])
    assert.truthy(text:find("81 others", 1, true))
    assert.truthy(text:find("the 1 inbound call of this period", 1, true))
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
    for _, rect in ipairs(document:all("svg")[2]:all "rect") do
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
        numbers:add_call((i <= 50 and call or missed) {
          connected_at = ("2026-11-%02d 10:00:00"):format(9 + i % 2 * 7),
        })
        numbers:add_call((i <= connected and call or missed) {
          connected_at = ("2026-11-%d 11:00:00"):format(10 + i % 2 * 7),
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

  it("compares weekdays only if they occur on more than one date", function()
    --- A text about weekdays, of calls that all connect on the first day of `days` and never on the
    --- others.
    local function about(days)
      local numbers = aggregate.new()
      for i, day in ipairs(days) do
        for _ = 1, 100 do
          numbers:add_call((i == 1 and call or missed) {
            connected_at = ("2026-11-%02d 10:00:00"):format(day),
          })
        end
      end
      local document = Page.parse(page(data { numbers = numbers }, "en"))
      for _, section in ipairs(document:all "section") do
        if section:text():find("^Connected rate by weekday") then
          return section:text():match "^Connected rate by weekday%s*(.-)%s*Hollow"
        end
      end
    end
    assert.is_nil(about { 16, 17 })
    assert.is_nil(about { 16, 17, 18, 19, 20, 21, 22 })
    assert.matches("fewer than two weekdays", about { 16, 17, 9 }) -- two Mondays, one Tuesday
    assert.equal("Highest Mon (50.0%), lowest Tue (0.0%)", about { 16, 17, 9, 10 })
  end)

  it("colours the hours of the week by their rates, and those of few calls not", function()
    --- The cells of a chart: its class and its text.
    local function cells(numbers)
      local list = {}
      for _, chart in ipairs(Page.parse(page(data { numbers = numbers }, "en")):all "svg") do
        if chart.attributes["aria-label"] == messages.en.week_title then
          for _, group in ipairs(chart:all "g") do
            list[#list + 1] = ("%s %s"):format(group:all("rect")[1].attributes.class,
              group:all("text")[1]:text())
          end
        end
      end
      return list
    end
    local numbers = aggregate.new()
    local function add(day, hour, calls, connected)
      for i = 1, calls do
        numbers:add_call((i <= connected and call or missed) {
          connected_at = ("2026-11-%02d %02d:00:00"):format(day, hour),
        })
      end
    end
    add(16, 9, 50, 10)
    assert.same({}, cells(numbers)) -- one cell
    add(16, 10, 50, 20)
    assert.same({}, cells(numbers)) -- one weekday
    add(17, 9, 30, 30)
    add(17, 11, 29, 29)
    add(18, 20, 100, 60)
    assert.same({ "heat heat-1 20", "heat heat-2 40", "heat heat-5 100", "heat few 100",
      "heat heat-3 60" }, cells(numbers))
    numbers = aggregate.new()
    add(16, 9, 30, 15)
    add(17, 9, 30, 15)
    assert.same({ "heat heat-1 50", "heat heat-1 50" }, cells(numbers))
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

  it("gives each campaign a name", function()
    local campaign = require "ai95_report.campaign"
    local sn = "dial_task_main_sn|4d9a58b2ffcc"
    for _, case in ipairs {
      { "", nil, "No campaign" },
      { sn, { source = " Spring " }, "Spring" },
      { sn, { source = "call 13812345678" }, "call 1**********" },
      { sn, { created_at = "2026-11-16 09:30:00" }, "Unnamed campaign, 2026-11-16 09:30" },
      { sn, { source = "  ", created_at = "2026-11-16 09:30:00" },
        "Unnamed campaign, 2026-11-16 09:30" },
      { sn, {}, "Unnamed campaign, 4d9a58b2…" },
      { sn, nil, "Campaign 4d9a58b2… (no longer on the platform)" },
      { "7", nil, "Campaign 7 (no longer on the platform)" },
      { "任务编号一二三", nil, "Campaign 任务编号… (no longer on the platform)" },
    } do
      assert.equal(case[3], campaign.name(messages.en, case[1], case[2]))
    end
  end)

  it("contains no phone number, even if a name does", function()
    local sanitize = require "ai95_report.sanitize"
    assert.equal("给 1********** 和 1********** 回电", sanitize "给 13812345678 和 8613912345678 回电")
    assert.equal("hln20180508154010", sanitize "hln20180508154010")
    assert.equal("20261116", sanitize "20261116")
    local text = page(data { numbers = count(call { asr_b = "联系13812345678" }) }, "both")
    assert.is_nil(text:find("1381234", 1, true))
  end)

  it("has no mark that changes the direction of the text around it", function()
    local sanitize = require "ai95_report.sanitize"
    for _, code in ipairs { "\216\156", "\226\128\142", "\226\128\143", "\226\128\170",
      "\226\128\174", "\226\129\166", "\226\129\169" } do
      assert.equal("联系1**********", sanitize("联" .. code .. "系1381234" .. code .. "5678"))
    end
  end)

  it("cuts long texts between characters", function()
    local sanitize = require "ai95_report.sanitize"
    local format = require "ai95_report.format"
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

  it("has a title of its own", function()
    local text = page(data(), "both", { title = "<b>王牌</b> 13812345678 " })
    local document = Page.parse(text)
    for _, heading in ipairs(document:all "h1") do
      assert.equal("<b>王牌</b> 1**********", heading:text())
    end
    assert.equal("<b>王牌</b> 1**********  2026-11-16 至 2026-11-22",
      document:all("title")[1]:text())
  end)

  it("has a logo of its own, once, and its policy allows nothing else", function()
    local document = Page.parse(page(full(), "both", { logo = "<svg xmlns='x'></svg>" }))
    local images = document:all "img"
    assert.equal(1, #images)
    assert.equal("data:image/svg+xml;base64,PHN2ZyB4bWxucz0neCc+PC9zdmc+", images[1].attributes.src)
    assert.equal("", images[1].attributes.alt)
    local policy = document:all("meta")[2].attributes.content
    assert.equal("default-src 'none'; style-src 'unsafe-inline'; base-uri 'none';"
      .. " form-action 'none'; img-src data:", policy)
  end)

  it("takes a logo only if it is a PNG, a JPEG or an SVG", function()
    local logo = require "ai95_report.logo"
    local png = "\137PNG\r\n\26\n\0\0\0\rIHDR\0\0\0\1"
    local type_of = {
      [png] = "image/png", ["\255\216\255\224"] = "image/jpeg", ["<svg></svg>"] = "image/svg+xml",
      ["\239\187\191<?xml version='1.0'?>\n<!-- <a> -->\n<!DOCTYPE svg PUBLIC 'x'>\n"
        .. "<svg a='b'><script>alert(1)</script></svg >\n"] = "image/svg+xml",
    }
    for bytes, expected in pairs(type_of) do
      assert.equal(expected, assert(logo.uri(bytes)):match "^data:(.-);base64,")
    end
    for _, bytes in ipairs {
      "", "GIF89a", "<html><svg></svg></html>", "<svg>", "text <svg></svg>", "<svgx></svgx>",
      "<!DOCTYPE svg [<!ENTITY a 'b'>]><svg>&a;</svg>", "\137PNG", png:sub(2), "<svg></svg>\0",
    } do
      local uri, problem = logo.uri(bytes)
      assert.is_nil(uri)
      assert.equal("is no PNG, JPEG or SVG", problem)
    end
    assert.equal("is larger than 512 KiB", select(2, logo.uri(png .. ("x"):rep(512 * 1024))))
    assert.truthy(logo.uri(png .. ("x"):rep(512 * 1024 - #png)))
    for text, expected in pairs { ["\255\216\255"] = "/9j/", ["\255\216\255a"] = "/9j/YQ==",
      ["\255\216\255ab"] = "/9j/YWI=", ["\255\216\255\0\1\254"] = "/9j/AAH+" } do
      assert.equal("data:image/jpeg;base64," .. expected, logo.uri(text))
    end
  end)

  it("names the period without calls", function()
    local document = Page.parse(page(data(), "zh"))
    assert.truthy(document:text():find("这段时间没有外呼记录", 1, true))
    assert.truthy(document:text():find("2026-11-16 至 2026-11-22", 1, true))
    assert.equal(0, #document:all "svg")
    assert.is_nil(document:text():find("nan", 1, true))
  end)

  it("compares no period of few calls with the one before", function()
    local function finding(calls)
      local numbers, before = aggregate.new(), aggregate.new()
      for i = 1, calls do
        numbers:add_call(call())
        before:add_call((i > calls / 2 and missed or call) {
          connected_at = "2026-11-09 10:00:00",
        })
      end
      local document = Page.parse(page(data {
        numbers = numbers,
        previous = { from = "2026-11-09 00:00:00", to = "2026-11-15 23:59:59", numbers = before },
      }, "en"))
      return document:text():match "Connected rate over time%s*(.-)%s*This period"
    end
    assert.equal("29 calls (29 in the period before, 2026-11-09 to 2026-11-15): too few to"
      .. " compare.", finding(29))
    assert.equal("30 calls (30 in the period before, 2026-11-09 to 2026-11-15); 100.0% connected,"
      .. " clearly more than 50.0% before.", finding(30))
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

  it("scales the bars of AI users to their capacity", function()
    local function bars(talk, lines)
      local numbers = count(call { talktimes = talk, ringtimes = 1800 })
      local document = Page.parse(page(data { numbers = numbers, ai_users = { {
        user_sn = "SYSUSER|1", user_name = "hln2", max_call_count = lines,
        windows = function() return { { "09:00:00", "19:00:00" } } end,
      } } }, "en"))
      for _, chart in ipairs(document:all "svg") do
        if chart.attributes["aria-label"] == messages.en.ai_title then
          local widths = {}
          for _, rect in ipairs(chart:all "rect") do
            if rect.attributes.class == "bar" or rect.attributes.class == "other" then
              widths[#widths + 1] = rect.attributes.width
            end
          end
          return table.concat(widths, " "), chart:text():match "· ([^ ]+ busy)"
        end
      end
    end
    assert.same({ "50.00% 5.00%", "55.0% busy" }, { bars(18000, 1) })
    assert.same({ "5.00% 0.50%", "5.5% busy" }, { bars(18000, 10) })
    assert.same({ "95.00% 5.00%", "100.0% busy" }, { bars(34200, 1) })
    assert.same({ "96.00% 4.00%", "125.0% busy" }, { bars(43200, 1) }) -- wrong calling hours
    assert.same({ "", "– busy" }, { bars(18000, nil) })
  end)

  it("shows the people from the lists to interest", function()
    local numbers = count(call(), missed())
    for i = 1, 8 do
      numbers:add_customer { talktimes = i > 4 and 5 or 0, endreason = "x",
        labelling = i > 7 and "有意向" or "" }
    end
    local tasks = { ["task|1"] = { source = "A", total_count = 20 } }
    local document = Page.parse(page(data { numbers = numbers, tasks = tasks }, "en"))
    local rows
    for _, section in ipairs(document:all "section") do
      if section:text():find("^" .. messages.en.funnel_title) then
        rows = section:all("table")[1]:rows()
        assert.truthy(section:text():find(
          "25.0% of the connected customers are interested (label 有意向)", 1, true))
      end
    end
    assert.same({
      { "Step", "People", "Of the first step", "Of the step before" },
      { "In the lists", "20", "100.0%", "–" }, { "Called", "8", "40.0%", "40.0%" },
      { "Connected", "4", "20.0%", "50.0%" }, { "Interested", "1", "5.0%", "25.0%" },
    }, rows)
    numbers = aggregate.new { "A", "<b>" }
    numbers:add_call(call())
    numbers:add_customer { talktimes = 1 }
    document = Page.parse(page(data { numbers = numbers }, "zh"))
    assert.truthy(document:text():find("没有接通客户的标签是 A、<b>", 1, true))
  end)

  it("shows the interest of each campaign, if there is any", function()
    local function card(numbers)
      for _, section in ipairs(Page.parse(page(data { numbers = numbers, tasks = {
        ["task|1"] = { source = "A", created_at = "2026-11-16 09:00:00" },
        ["task|2"] = { source = "A", created_at = "2026-11-17 09:00:00" },
      } }, "en")):all "section") do
        if section:text():find("^" .. messages.en.interest_title) then
          return section
        end
      end
    end
    assert.is_nil(card(count(call { asr_b = "B" }, missed())))
    local numbers = count(call { dial_task_main_sn = "task|3", talktimes = 0 })
    for i = 1, 40 do
      numbers:add_call(call { asr_b = i <= 10 and "有意向" or "无意向" })
    end
    for _ = 1, 20 do
      numbers:add_call(call { dial_task_main_sn = "task|2" })
    end
    local section = card(numbers)
    assert.same({
      { "Campaign", "Connected", "Interested", "Rate", "95% interval" },
      { "11-16 09:00 A", "40", "10", "25.0%", "14.2%–40.2%" },
      { "11-17 09:00 A", "20", "20", "100.0%", "83.9%–100.0%" },
      { "Campaign 3 (no longer on the platform)", "0", "0", "–", "–" },
    }, section:all("table")[1]:rows())
    local classes = {}
    for _, rect in ipairs(section:all "rect") do
      if rect.attributes.class:find "^bar" then
        classes[#classes + 1] = rect.attributes.class .. " " .. rect.attributes.width
      end
    end
    assert.same({ "bar 25.00%", "bar few 100.00%" }, classes)
    assert.truthy(section:text():find("Dashed line: all calls, 50.0%", 1, true))
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
    assert.equal("外呼报告 / Call report 2026-11-16 至 2026-11-22", both:all("title")[1]:text())
    for language, title in pairs { zh = "外呼报告 2026-11-16 至 2026-11-22",
      en = "Call report 2026-11-16 to 2026-11-22" } do
      local document = Page.parse(language == "zh" and zh or en)
      assert.equal(title, document:all("title")[1]:text())
      assert.equal(messages[language].tag, document.attributes.lang)
    end
    assert.equal("checked", inputs[1].attributes.checked)
    assert.is_nil(inputs[2].attributes.checked)
    local articles = both:all "article"
    assert.same({ "zh-CN", "en" }, { articles[1].attributes.lang, articles[2].attributes.lang })
  end)

  it("formats numbers for people", function()
    local format = require "ai95_report.format"
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
