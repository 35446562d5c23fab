--- The texts and the colours of a report.
local files = require "support.files"
local lfs = require "lfs"
local messages = require "ai95_report.messages"
local style = require "ai95_report.style"

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
    for name in lfs.dir "report/lua/ai95_report" do
      if name:find "%.lua$" and name ~= "messages.lua" then
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
