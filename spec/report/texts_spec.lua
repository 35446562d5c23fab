--- The texts and the colours of a report.
local files = require "support.files"
local format = require "ai95_report.format"
local lfs = require "lfs"
local messages = require "ai95_texts.report"
local style = require "ai95_report.style"

describe("the texts of a report", function()
  --- Every text by its path.
  local function all(given, path, into)
    for key, value in pairs(given) do
      if type(value) == "table" then
        all(value, path .. "." .. key, into)
      else
        into[path .. "." .. key] = tostring(value)
      end
    end
    return into
  end

  --- Every text by its path, as the names of its placeholders.
  local function shape(given)
    local shapes = {}
    for path, text in pairs(all(given, "", {})) do
      local names = {}
      for name in text:gmatch "{(%w+)}" do
        names[#names + 1] = name
      end
      table.sort(names)
      shapes[path] = table.concat(names, " ")
    end
    return shapes
  end

  it("are complete in both languages", function()
    assert.same(shape(messages.zh), shape(messages.en))
  end)

  it("have a form for one and a form for several of what is counted, in English", function()
    local one = setmetatable({ few = "30" }, { __index = function() return "1" end })
    local filled = {}
    for path, text in pairs(all(messages.en, "", {})) do
      filled[path] = format.fill(text, one)
      -- The two words after a 1, as in "1 inbound call".
      for words in filled[path]:gmatch "%f[%w]1 (%a+ ?%a*)" do
        for word in words:gmatch "%a+" do
          local is_plural = word == "have" or word:find "%as$" ~= nil and word ~= "has"
          assert.is_false(is_plural, ("%s: %s"):format(path, filled[path]))
        end
      end
    end
    assert.equal("1 call has no time, so no hour or weekday includes it.",
      filled[".warning_untimed"])
    assert.equal("1 connected customer, 1 with a category", filled[".categories_finding"])
    assert.equal("2 calls have a score, mean 1,234",
      format.fill(messages.en.scores_finding, { n = "2", mean = "1,234" }))
    assert.equal("0 others", format.fill(messages.en.others, { n = "0" }))
    assert.equal("1,001 others", format.fill(messages.en.others, { n = "1,001" }))
  end)

  it("are all used", function()
    local sources = {}
    for name in lfs.dir "report/lua/ai95_report" do
      if name:find "%.lua$" then
        sources[#sources + 1] = files.read("report/lua/ai95_report/" .. name)
      end
    end
    local source = table.concat(sources)
    for key in pairs(messages.zh) do
      local kind = key:match "^hours(_%a+)$" or key:match "^weekdays(_%a+)$"
        or key:match "^trend_(%a+)$"
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
    assert.is_nil(style.page():find "[<>&]")
  end)
end)
