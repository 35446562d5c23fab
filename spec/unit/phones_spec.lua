--- Phone numbers: what is cleaned, what is refused and why, and whose they are.
local ai95 = require "ai95"
local core = require "ai95.core"
local encoded = require "support.encoded"
local problems = require "ai95.import.problems"

--- What is sent for a number, and whether it was cleaned; or false and the code.
local function read(text, strict)
  local checker = core.checker(strict)
  local encoder = core.rows({ "姓名", "电话" }, checker)
  local count, code, detail = encoder:add({ "a", text }, 1)
  if not count then
    return count, code, detail
  end
  return encoded(encoder):match '"电话":"([^"]*)"', checker:counts() == 1
end

local everybody, everybodys_checker = 0, core.checker()

--- Whether two texts are the same person's number.
local function is_same(a, b)
  local encoder = core.rows({ "姓名", "电话" }, everybodys_checker)
  everybody = everybody + 1
  local count, code, detail = encoder:add({ "a", a }, everybody)
  assert(count or code == "repeated", a)
  local expected = count and everybody or detail
  everybody = everybody + 1
  count, code, detail = encoder:add({ "b", b }, everybody)
  return count == false and code == "repeated" and detail == expected
end

local MOBILE = "13800000001"
local NBSP, ZWSP, BOM = "\194\160", "\226\128\139", "\239\187\191"
local LRO, PDF, SHY, LRM = "\226\128\173", "\226\128\172", "\194\173", "\226\128\142"
local SEPARATORS = { " ", "-", ".", "(", ")", "[", "]", "\t", "\n", "\r\n", "\0", "　", NBSP, ZWSP,
  BOM,
  LRO, PDF, SHY, LRM, "\226\129\160", "\226\128\175", "\226\128\168", "·", "‐", "‑", "‒", "–", "—",
  "―", "•", "‧", "−", "【", "】", "・", "﹘", "﹣", "（", "）", "－", "．", "［", "］", "--", " - ", ") (" }

--- Full-width digits and plus.
local function wide(text)
  return (text:gsub("[%d+]", function(character)
    return "\239\188" .. string.char(character:byte() + 0x60)
  end))
end

describe("#once a phone number", function()
  it("is sent as it is if it can be called", function()
    for _, number in ipairs { MOBILE, "13000000000", "14900000000", "15012345678", "16600000000",
      "17000000000", "18999999999", "19912345678", "02151000001", "01051000001", "075586000002",
      "07316000001", "037182345678", "4001234567", "8001234567", "+85212345678", "0085212345678",
      "+12025550123", "+2984567", "+298456789012345", "002984567", "00298456789012345",
      "+390612345678" } do
      for _, strict in ipairs { false, true } do
        local text, is_cleaned = read(number, strict)
        assert.equal(number, text)
        assert.is_false(is_cleaned)
      end
    end
  end)

  it("may have anything between its digits and around them that people write there", function()
    for _, separator in ipairs(SEPARATORS) do
      for _, number in ipairs { MOBILE, "02151000001", "075586000002", "4001234567",
        "+85212345678" } do
        for _, form in ipairs { number:sub(1, 3) .. separator .. number:sub(4),
          number:sub(1, 4) .. separator .. number:sub(5, 8) .. separator .. number:sub(9),
          separator .. number, number .. separator, separator .. number .. separator } do
          local text, is_cleaned = read(form)
          assert.equal(number, text, ("%q"):format(form))
          assert.is_true(is_cleaned)
          assert.is_true(is_same(form, number))
          local _, code = read(form, true)
          assert.equal("character", code)
        end
      end
    end
  end)

  it("loses the prefixes of China, and what spreadsheets add", function()
    local forms = {
      [MOBILE] = { "+8613800000001", "+86 138 0000 0001", "008613800000001", "8613800000001",
        "86-138-0000-0001", "(+86)13800000001", "+ 86 13800000001", "（+86）13800000001",
        "013800000001",
        "0138-0000-0001", "+86 013800000001", "0086 013800000001", "13800000001.0",
        "13800000001.00",
        "13800000001.", "1.3800000001E10", "1.3800000001e+10", "8.613800000001E+12",
        "1.3800000001E+010", "'13800000001", "‘13800000001", "’13800000001", "`13800000001",
        "＇13800000001",
        "=\"13800000001\"", "=\"+8613800000001\"", " =\"138 0000 0001\" ", "'+8613800000001",
        "8613800000001.0", "+0086 13800000001" },
      ["02151000001"] = { "+862151000001", "+86 21 5100 0001", "+86 (0)21 5100 0001",
        "+8602151000001",
        "0086-21-51000001", "(021)51000001", "（021）5100－0001" },
      ["01051000001"] = { "+861051000001", "+86 10 5100 0001" },
      ["075586000002"] = { "+8675586000002", "+86 755 8600 0002", "0086-0755-86000002" },
      ["4001234567"] = { "400-123-4567", "+86 400 123 4567", "400.123.4567" },
    }
    for number, list in pairs(forms) do
      for _, form in ipairs(list) do
        for _, text in ipairs { form, wide(form) } do
          if not text:find "．０" and not (text ~= form and text:find "%.[^%d]*$") then
            local sent, is_cleaned = read(text)
            assert.equal(number, sent, text)
            assert.is_true(is_cleaned)
            assert.is_true(is_same(text, number), text)
          end
        end
        assert.is_false((read(form, true)), form)
      end
    end
  end)

  it("of another country is the same with + and with 00", function()
    assert.is_true(is_same("+85212345678", "0085212345678"))
    assert.is_true(is_same("+852 1234-5678", "00 852 12345678"))
    assert.is_false(is_same("+85212345678", "+85212345679"))
    assert.equal("+85212345678", (read "+852 1234 5678"))
    assert.equal("0085212345678", (read "00852-1234-5678"))
  end)

  it("is refused if it cannot be called, and the reason is given", function()
    local bad = {
      empty = { "", " ", "　", "-", "()", "+", "'", "=\"\"", ZWSP .. NBSP, "...", "\0" },
      scientific = { "1.38E+10", "1.38e10", "1.380000000E+10",
        "1.38000000010E+10", "1.3800000001E-10",
        "1.3800000001E9",
        "1.3800000001E11", "13.800000001E9", "13800000001E0", ".13800000001E11",
        "1.3800000001E99999999999999999999", "1E10", "1e+9", " 1.38E+10 ",
        "'1.38E+10",
        "=\"1.38E+10\"", "8.61E12", "1.E5" },
      character = { "x", "无", "13800000001转2", "1380000000x", "13800000001/13800000002",
        "13800000001;13800000002", "13800000001、13800000002", "1380000000\255", "13800000001#1",
        "*13800000001",
        "138+00000001", "++13800000001", "+86+13800000001", "\"13800000001\"", "=13800000001",
        "E10", "1.5E",
        "1E+", "--1E5x", "１.38E+10", "N/A", "13800000001'" },
      mobile = { "10000000001", "11012345678", "12345678901", "12000000000" },
      mobile_length = { "1380000000", "138000000011", "1380000000111", "138", "1399999", "15",
        "18000000" },
      service = { "110", "119", "120", "122", "12345", "10086", "100860", "95588", "95595555",
        "96110",
        "114", "+86 110", "+86 10086", "1 1 0" },
      no_area = { "86120000", "5100000", "4001234", "8600-0002", "5100000", "40012345",
        "81000000", "23456789" },
      lost_zero = { "7558234567", "75586000002", "2151000001", "1051000001", "755 8600 0002",
        "3718234567" },
      fraction = { "1380000000.1", "138000000.01", "13800000001.5", "13800000001.01",
        "1380000.0001",
        "13800000000.0000001", "12345.6", "'1380000000.1", "=\"1380000000.1\"", "1380000000．1",
        "１３８００００００００.１", "1380000000.10" },
      ["local"] = { "075516000002", "07550600000", "075596000002", "07551234567", "02111000001",
        "02101000001", "02195588000", "01012345678", "01001234567", "01096110000", "0755 1600 0002",
        "+86 755 1600 0002", "0371 9558 8123" },
      area = { "0755860000", "0755860000022", "0215100000", "021510000011", "0105100000",
        "010510000011",
        "0755", "021", "010", "03", "0400-800-0000", "+86 0400 800 0000" },
      extension = { "0755-86000000-802", "0533-2345678-8", "(0311)8600000(8)", "021 51000000 1",
        "+86 400 123 4567 8", "0755 8600000 2" },
      foreign = { "+0", "+1", "+123456", "+1234567890123456", "00", "00123456",
        "001234567890123456", "+0123456789",
        "0001234567", "+852", "85291234567", "85366123456", "+86 852 9123 4567", "+13800000001",
        "0013800000001", "+1 138 0000 0001", "+120255501234", "+44 (0)20 7946 0000",
        "+8860912345678" },
      length = { "1", "12", "1234567", "400123456", "40012345678", "0", "0110", "99999", "955",
        "9551112345", "91000000", "9123456", "+86 95588 12345",
        "13800000001 13800000002", "8613800000001000", "123456789", ("1"):rep(40), "2"
          .. ("0"):rep(17) },
    }
    for code, list in pairs(bad) do
      for _, number in ipairs(list) do
        for _, strict in ipairs { false, true } do
          local sent, why, detail = read(number, strict)
          assert.is_false(sent, number)
          assert.equal(code, why, number)
          local text = problems.of_phone(why, detail)
          assert.is_truthy(text ~= "" and not text:find "%%")
          local digits = number:gsub("%D", "")
          assert.is_true(#digits < 7 or not text:find(digits, 1, true), text)
        end
      end
    end
  end)

  it("has its offending character named, and no other part of it", function()
    local function why(text, strict)
      local _, code, detail = read(text, strict)
      return problems.of_phone(code, detail)
    end
    assert.equal("contains \"转\"; write digits only", why "13800000001转2")
    assert.equal("contains a quote; write digits only", why "\"13800000001\"")
    assert.equal("contains \"%\"; write digits only", why "1380000000%")
    assert.equal("contains the invisible character U+FFFD; write digits only", why "1380000000\255")
    assert.equal("contains the invisible character U+200B; write digits only", why("138" .. ZWSP
      .. "00000001", true))
    assert.equal("contains \"-\"; write digits only", why("138-00000001", true))
    assert.matches("has a prefix that would have to be removed", why("+8613800000001", true))
    assert.equal("has 1 digit; no number of that length can be called", why "1")
    assert.equal("has 10 digits; a mobile number has 11", why "1380000000")
  end)

  it("may be a number of Lua, or missing", function()
    assert.equal(MOBILE, (read(13800000001)))
    assert.equal(MOBILE, (read(13800000001.0)))
    for _, decimal in ipairs { 1380000000.1, 13800000001.5 } do
      assert.same({ false, "fraction" }, { (read(decimal)), (select(2, read(decimal))) })
      local report, err = ai95.check { columns = { "姓名", "电话" },
        rows = { { "a", MOBILE } }, exclude = { { decimal } } }
      assert.is_nil(report)
      assert.matches("exclude: row 1: 电话 is a decimal number", err.message)
    end
    for _, nothing in ipairs { core.null, "" } do
      local sent, code = read(nothing)
      assert.is_false(sent)
      assert.equal("empty", code)
    end
    local encoder = core.rows({ "姓名", "电话", "备注" }, core.checker())
    assert.equal(1, encoder:add({ "a", MOBILE, "x" }, 1))
    local sent, code = encoder:add({ "b", core.null, "x" }, 2)
    assert.same({ false, "empty" }, { sent, code })
    sent, code = encoder:add({ core.null, "13800000002", "x" }, 3)
    assert.same({ false, "name" }, { sent, code })
    sent, code = encoder:add({ ["备注"] = "x" }, 4)
    assert.same({ false, "name" }, { sent, code })
  end)
end)

describe("#once any phone number", function()
  -- The same numbers every time, on every Lua.
  local state = 1
  local function random(most)
    state = state * 16807 % 2147483647
    return state % most + 1
  end

  local function digits(count)
    local list = {}
    for i = 1, count do
      list[i] = random(10) - 1
    end
    return table.concat(list)
  end

  local MAKERS = {
    function() return "1" .. random(7) + 2 .. digits(9), { "+86", "0086", "86", "0", "+86 0" } end,
    function()
      return "0" .. random(7) + 2 .. random(9) .. digits(1) .. random(7) + 1
          .. digits(5 + random(2)), { "+86", "0086" }
    end,
    function() return "02" .. digits(1) .. random(7) + 1 .. digits(7), { "+86", "0086" } end,
    function() return "400" .. digits(7), { "+86", "0086" } end,
  }

  it("is the same however it is written", function()
    for round = 1, 1000 do
      local number, prefixes = MAKERS[round % #MAKERS + 1]()
      local parts = { random(2) == 1 and prefixes[random(#prefixes)] or "" }
      for index, digit in number:gmatch "()(.)" do
        -- A twelfth digit on its own may be an extension.
        if random(4) == 1 and index < 12 then
          -- A single dot may make it a decimal number.
          local separator = SEPARATORS[random(#SEPARATORS)]
          parts[#parts + 1] = separator:gsub("%.", "-"):gsub("．", "-")
        end
        parts[#parts + 1] = random(5) == 1 and wide(digit) or digit
      end
      local form = table.concat(parts)
      if random(6) == 1 then
        form = "=\"" .. form .. "\""
      elseif random(6) == 1 then
        form = " '" .. form .. SEPARATORS[random(#SEPARATORS)]
      end
      assert.equal(number, (read(form)), ("%q"):format(form))
      assert.is_true(is_same(form, number))
    end
  end)

  it("is not one any more if its first local digit is 0, 1 or 9", function()
    for round = 1, 300 do
      local area = ({ "010", "02" .. digits(1), "0" .. random(7) + 2 .. random(9) .. digits(1) })
        [round % 3 + 1]
      local wrong = ({ "0", "1", "9" })[random(3)]
      local number = area .. wrong .. digits(7)
      local sent, code = read(number)
      assert.same({ false, "local" }, { sent, code }, number)
      sent, code = read("+86 " .. number)
      assert.same({ false, "local" }, { sent, code }, number)
    end
  end)

  it("is read from scientific notation only with all its digits, and from no fraction", function()
    for _ = 1, 300 do
      local number = "1" .. random(7) + 2 .. digits(8) .. random(9)
      local mantissa = number:sub(1, 1) .. "." .. number:sub(2)
      for _, exponent in ipairs { "E10", "e10", "E+10", "e+10" } do
        assert.equal(number, (read(mantissa .. exponent)))
        assert.is_true(is_same(mantissa .. exponent, number))
      end
      local kept = random(9)
      assert.equal("scientific", select(2, read(mantissa:sub(1, 2 + kept) .. "E+10")))
      local whole = 4 + random(7)
      assert.equal("fraction",
        select(2, read(number:sub(1, whole) .. "." .. number:sub(whole + 1) .. random(9))))
    end
  end)
end)
