local core = require "ai95.core"
local encoded = require "support.encoded"
local not_utf8 = require "support.not_utf8"

local PHONE = "13800000009"

describe("the row encoder", function()
  local columns = { "姓名", "电话", "备注" }

  local function new(names)
    return core.rows(names, core.checker())
  end

  it("writes rows as the document's plaintext has them", function()
    local encoder = new { "姓名", "电话", "地址" }
    assert.equal(1, encoder:add({ "xxxx", "13800000001", "深圳" }, 1))
    local named = { ["姓名"] = "xxx", ["地址"] = "深圳", ["电话"] = "13800000002" }
    assert.equal(2, encoder:add(named, 2))
    assert.equal(2, #encoder)
    assert.equal('{"data":[{"姓名":"xxxx","电话":"13800000001","地址":"深圳"},'
      .. '{"姓名":"xxx","电话":"13800000002","地址":"深圳"}]}', encoded(encoder))
  end)

  it("escapes characters as JSON requires, and accepts values of any size", function()
    for _, size in ipairs { 0, 1, 500, 511, 512, 513, 4000, 12286, 12287, 12288, 12289, 50000 } do
      local encoder = new(columns)
      assert(encoder:add({ "张\"\\\n\1/三", 13800000000, ("中"):rep(size) }, 1))
      assert(encoder:add({ "b", "13800000001", ("x"):rep(size) }, 2))
      assert(encoder:add({ "c", "13800000002", core.null }, 3))
      assert.equal('{"data":[{"姓名":"张\\"\\\\\\n\\u0001/三","电话":"13800000000","备注":"'
        .. ("中"):rep(size) .. '"},{"姓名":"b","电话":"13800000001","备注":"' .. ("x"):rep(size)
        .. '"},{"姓名":"c","电话":"13800000002","备注":null}]}', encoded(encoder))
    end
  end)

  it("names the row and the column of a refused value", function()
    local bad = {
      [{ "a", PHONE }] = "row 8, column 备注: missing",
      [{ "a", PHONE, "x", "y" }] = "row 8 has 4 values for 3 columns",
      [{ "a", true, "x" }] = "row 8, column 电话: expected a string, got a boolean",
      [{ "a", PHONE, "\255" }] = "row 8, column 备注: not valid UTF%-8 %(byte 1%)",
      [{ "a", 0 / 0, "" }] = "row 8, column 电话: the number is not finite",
      [{ ["姓名"] = "a", ["电话"] = PHONE }] = "row 8, column 备注: missing",
      [{ ["姓名"] = "a", ["电话"] = PHONE, ["备注"] = "", ["住址"] = "x" }] =
        'row 8: "住址" is not among the columns',
      [{ ["姓名"] = "a", ["电话"] = PHONE, ["备注"] = "", [2] = "x" }] =
        "row 8: mixes a list with named columns",
    }
    for row, message in pairs(bad) do
      local encoder = new(columns)
      for number = 1, 7 do
        assert(encoder:add({ "ok", "1380000000" .. number, "" }, number))
      end
      local ok, problem = encoder:add(row, 8)
      assert.is_nil(ok)
      assert.matches(message, problem)
      assert.error_matches(function() encoded(encoder) end, "has failed or is finished")
    end
    local ok, problem = new(columns):add("text", 1)
    assert.is_nil(ok)
    assert.equal("row 1: expected a table, got a string", problem)
  end)

  it("accepts all of UTF-8 and nothing else, at any position", function()
    local wide = { "姓名", "电话", "甲", "乙", "丙" }
    local good = {
      "\194\128", "\223\191", "\224\160\128", "\225\128\128", "\236\191\191",
      "\237\159\191", "\238\128\128", "\239\191\191",
      "\240\144\128\128", "\243\191\191\191", "\244\143\191\191", "中", "\127", "😀é中x",
    }
    local lengths = {
      0, 1, 2, 5, 6, 7, 8, 9, 13, 14, 15, 16, 17, 30, 31, 32, 33, 509, 510, 511, 512, 513, 1023,
      12270, 12288,
    }
    for _, length in ipairs(lengths) do
      local before = ("x"):rep(length % 3) .. ("中"):rep((length - length % 3) / 3)
      for _, text in ipairs(good) do
        local encoder = new(wide)
        assert(encoder:add({ "a", PHONE, before .. text, text, text .. before .. text }, 1))
        local expected = '{"data":[{"姓名":"a","电话":"%s","甲":"%s","乙":"%s","丙":"%s"}]}'
        assert.equal(expected:format(PHONE, before .. text, text, text .. before .. text),
          encoded(encoder))
      end
      for _, text in ipairs(not_utf8) do
        for _, after in ipairs { "", "x", "中", ("y"):rep(20) } do
          local row = { "\"ok\"", PHONE, core.null, "", before .. text .. after }
          local ok, problem = new(wide):add(row, 1)
          assert.is_nil(ok)
          assert.equal(("row 1, column 丙: not valid UTF-8 (byte %d)"):format(length + 1), problem)
        end
      end
    end
    -- Together these would be a character.
    local ok, problem = new(wide):add({ "a", PHONE, "\228", "\184", "\173" }, 1)
    assert.is_nil(ok)
    assert.equal("row 1, column 甲: not valid UTF-8 (byte 1)", problem)
    ok, problem = new(columns):add({ "a\228", PHONE, "" }, 1)
    assert.is_nil(ok)
    assert.equal("row 1, column 姓名: not valid UTF-8 (byte 2)", problem)
  end)

  it("refuses invalid columns", function()
    for names, message in pairs {
      [{}] = "expected 2 to 1000 columns", [{ "姓名" }] = "expected 2 to 1000 columns",
      [{ "姓名", 1 }] = "column 2 is a number",
      [{ "\255", "电话" }] = "column 1 is not valid UTF%-8",
      [{ "姓名", ("x"):rep(513) }] = "column 2 is too long",
    } do
      assert.error_matches(function() new(names) end, message)
    end
    assert.error_matches(function() core.rows(columns) end, "ai95.checker expected")
  end)

  it("ignores later changes of the list of columns", function()
    local own = { "姓名", "电话" }
    local encoder = new(own)
    own[2] = nil
    assert(encoder:add({ ["姓名"] = "a", ["电话"] = PHONE }, 1))
    assert.equal('{"data":[{"姓名":"a","电话":"' .. PHONE .. '"}]}', encoded(encoder))
  end)
end)
