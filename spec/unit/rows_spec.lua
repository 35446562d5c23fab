local core = require "ai95.core"
local not_utf8 = require "support.not_utf8"

describe("the row encoder", function()
  local columns = { "姓名", "电话", "备注" }

  it("writes the document's plaintext byte for byte", function()
    local encoder = core.rows { "姓名", "电话", "地址" }
    assert.equal(1, encoder:add { "xxxx", "12345678901", "深圳" })
    assert.equal(2, encoder:add { ["姓名"] = "xxx", ["地址"] = "深圳", ["电话"] = "12345678901" })
    assert.equal(2, #encoder)
    assert.equal('{"data":[{"姓名":"xxxx","电话":"12345678901","地址":"深圳"},'
      .. '{"姓名":"xxx","电话":"12345678901","地址":"深圳"}]}', encoder:finish())
  end)

  it("escapes characters as JSON requires, and accepts values of any size", function()
    for _, size in ipairs { 0, 1, 500, 511, 512, 513, 4000, 12286, 12287, 12288, 12289, 50000 } do
      local encoder = core.rows(columns)
      assert(encoder:add { "张\"\\\n\1/三", 13800000000, ("中"):rep(size) })
      assert(encoder:add { "b", "1", ("x"):rep(size) })
      assert(encoder:add { "c", "2", core.null })
      assert.equal('{"data":[{"姓名":"张\\"\\\\\\n\\u0001/三","电话":"13800000000","备注":"'
        .. ("中"):rep(size) .. '"},{"姓名":"b","电话":"1","备注":"' .. ("x"):rep(size)
        .. '"},{"姓名":"c","电话":"2","备注":null}]}', encoder:finish())
    end
  end)

  it("names the row and the column of a refused value", function()
    local bad = {
      [{ "a", "1" }] = "row 8, column 备注: missing",
      [{ "a", "1", "x", "y" }] = "row 8 has 4 values for 3 columns",
      [{ "a", true, "x" }] = "row 8, column 电话: expected a string, got a boolean",
      [{ "a", "1", "\255" }] = "row 8, column 备注: not valid UTF%-8 %(byte 1%)",
      [{ "a", 0 / 0, "" }] = "row 8, column 电话: the number is not finite",
      [{ ["姓名"] = "a", ["电话"] = "1" }] = "row 8, column 备注: missing",
      [{ ["姓名"] = "a", ["电话"] = "1", ["备注"] = "", ["住址"] = "x" }] =
        'row 8: "住址" is not among the columns',
      [{ ["姓名"] = "a", ["电话"] = "1", ["备注"] = "", [2] = "x" }] =
        "row 8: mixes a list with named columns",
    }
    for row, message in pairs(bad) do
      local encoder = core.rows(columns)
      for _ = 1, 7 do
        assert(encoder:add { "ok", "1", "" })
      end
      local ok, problem = encoder:add(row)
      assert.is_nil(ok)
      assert.matches(message, problem)
      assert.error_matches(function() encoder:finish() end, "has failed or is finished")
    end
    local ok, problem = core.rows(columns):add("text")
    assert.is_nil(ok)
    assert.equal("row 1: expected a table, got a string", problem)
  end)

  it("accepts all of UTF-8 and nothing else, at any position", function()
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
        local encoder = core.rows(columns)
        assert(encoder:add { before .. text, text, text .. before .. text })
        local expected = '{"data":[{"姓名":"%s","电话":"%s","备注":"%s"}]}'
        assert.equal(expected:format(before .. text, text, text .. before .. text),
          encoder:finish())
      end
      for _, text in ipairs(not_utf8) do
        for _, after in ipairs { "", "x", "中", ("y"):rep(20) } do
          local row = { "\"ok\"", core.null, before .. text .. after }
          local ok, problem = core.rows(columns):add(row)
          assert.is_nil(ok)
          assert.equal(("row 1, column 备注: not valid UTF-8 (byte %d)"):format(length + 1), problem)
        end
      end
    end
    -- Together these would be a character.
    local ok, problem = core.rows(columns):add { "\228", "\184", "\173" }
    assert.is_nil(ok)
    assert.equal("row 1, column 姓名: not valid UTF-8 (byte 1)", problem)
  end)

  it("refuses invalid columns", function()
    assert.error_matches(function() core.rows {} end, "expected 1 to 1000 columns")
    assert.error_matches(function() core.rows { 1 } end, "column 1 is a number")
    assert.error_matches(function() core.rows { "\255" } end, "column 1 is not valid UTF%-8")
    assert.error_matches(function() core.rows { ("x"):rep(513) } end, "column 1 is too long")
  end)

  it("ignores later changes of the list of columns", function()
    local own = { "姓名", "电话" }
    local encoder = core.rows(own)
    own[2] = nil
    assert(encoder:add { ["姓名"] = "a", ["电话"] = "1" })
    assert.equal('{"data":[{"姓名":"a","电话":"1"}]}', encoder:finish())
  end)
end)
