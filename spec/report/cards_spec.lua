--- The report as a part of another page.
local Page = require "support.page"
local module = require "ai95_report"
local report = require "support.report"

local call, missed, count, data = report.call, report.missed, report.count, report.data

describe("the cards of a report", function()
  local function full()
    local numbers = count()
    for i = 1, 60 do
      numbers:add_call(call { talktimes = i, asr_b = "<b>&标签" .. i % 9 .. " 13812345678",
        connected_at = ("2026-11-%d 10:30:00"):format(16 + i % 5) })
      numbers:add_call(missed { connected_at = "2026-11-17 15:00:00" })
      numbers:add_customer { talktimes = i, status = "A" }
    end
    return data { numbers = numbers, task = {
      dial_task_main_sn = "task|1", source = "会员日", state = "sending", total_count = 90,
      unsend_count = 0,
    }, open = true, tasks = {} }
  end

  --- The titles of the cards.
  local function titles(root)
    local list = {}
    for i, each in ipairs(root:all "h2") do
      list[i] = each:text()
    end
    return list
  end

  it("are one element in one language, with the cards of the page", function()
    for language, tag in pairs { zh = "zh-CN", en = "en" } do
      local root = Page.parse(module.cards(full(), language))
      assert.same({ "div", "ai95-report", tag },
        { root.name, root.attributes.class, root.attributes.lang })
      local document = Page.parse(report.page(full(), language))
      assert.same(titles(document), titles(root))
      assert.is_true(#titles(root) > 8)
      for _, name in ipairs { "svg", "table", "dl", "li" } do
        assert.equal(#document:all(name), #root:all(name), name)
      end
    end
  end)

  it("explain only what they show", function()
    local text = module.cards(full(), "en")
    assert.is_nil(text:find("Utilization", 1, true))
    assert.truthy(text:find("Wilson's method", 1, true))
    local all = full()
    all.task = nil
    assert.truthy(module.cards(all, "en"):find("Utilization = ", 1, true))
  end)

  it("say when they were made, of which days, and that the numbers will grow", function()
    local text = Page.parse(module.cards(full(), "en")):text()
    assert.truthy(text:find("2026-11-16 to 2026-11-22 · made 2026-11-23", 1, true))
    assert.truthy(text:find("This campaign has not been dialled to its end", 1, true))
  end)

  it("have nothing that a strict policy forbids, and no ids, which the page may have", function()
    local markup = module.cards(full(), "zh")
    for _, needle in ipairs { "style=", "<style", "<script", "http:", "https:", "src=", "href=" } do
      assert.is_nil(markup:find(needle, 1, true), needle)
    end
    assert.is_nil(markup:find "%son%a+=")
    assert.is_nil(markup:find "%sid=")
  end)

  it("escape the texts of the platform, and hide its phone numbers", function()
    local markup = module.cards(full(), "en")
    assert.is_nil(markup:find("<b>", 1, true))
    assert.truthy(markup:find("&lt;b&gt;&amp;标签1 1**********", 1, true))
    assert.is_nil(markup:find("1381234", 1, true))
  end)

  it("are there for a campaign without calls, too", function()
    local root = Page.parse(module.cards(data {
      from = "2000-01-01 00:00:00", to = "2037-12-31 23:59:59", task = { source = "leer" },
    }, "en"))
    assert.truthy(root:text():find("This campaign has not dialled anybody yet", 1, true))
    assert.is_nil(root:text():find("2000", 1, true))
    assert.equal(0, #root:all "svg")
  end)

  it("come in a language that the report has", function()
    for _, language in ipairs { "both", "fr", 5 } do
      local ok, problem = pcall(function() return (module.cards(full(), language)) end)
      assert.is_false(ok)
      assert.matches('cards_spec.lua:%d+: report.cards: "language" must be "zh" or "en"', problem)
    end
  end)
end)

describe("the style sheet of the cards", function()
  local sheet = module.stylesheet()

  it("has rules for the element of the cards only", function()
    local selectors_seen = 0
    for selectors in sheet:gmatch "([^{}]+){" do
      if not selectors:find "^%s*@media" then
        for selector in selectors:gmatch "[^,]+" do
          assert.matches("^%s*%.ai95%-report%f[%s]", selector)
          selectors_seen = selectors_seen + 1
        end
      end
    end
    assert.is_true(selectors_seen > 100)
    assert.equal(select(2, sheet:gsub("{", "")), select(2, sheet:gsub("}", "")))
  end)

  it("has the rules that the page has for its cards", function()
    local page = report.page(data(), "en")
    for selector, rule in sheet:gmatch "%.ai95%-report (%.[%w%-]+) ({[^{}]*})" do
      assert.truthy(selector == ".made" or page:find(selector .. " " .. rule, 1, true), selector)
    end
    assert.truthy(sheet:find(".ai95-report .tiles", 1, true))
  end)

  it("loads nothing", function()
    assert.is_nil(sheet:find("url(", 1, true))
    assert.is_nil(sheet:find("@import", 1, true))
  end)
end)
