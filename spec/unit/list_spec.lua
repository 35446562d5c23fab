--- Separated values: dialects, blocks, pipes and options.
local ai95 = require "ai95"
local core = require "ai95.core"
local lists = require "support.lists"
local program = require "support.program"

local BLOCK = 65536

describe("a CSV file", function()
  teardown(lists.remove)

  it("may have a byte order mark, CRLF, quotes, and line breaks in quotes", function()
    local expected = { { "张三", "13800000001", "a,b" }, { "李\n\"四\"", "13800000002", "" } }
    local text = "姓名,电话,备注\n张三,13800000001,\"a,b\"\n\"李\n\"\"四\"\"\",13800000002,\n"
    local rows, list = lists.read(text)
    assert.same(expected, rows)
    assert.same({ "姓名", "电话", "备注" }, list.columns)
    assert.same({ type = "csv", encoding = "UTF-8", delimiter = ",", header = 1, renamed = {},
      unnamed = 0 }, list.format)
    rows, list = lists.read("\239\187\191\"姓名\",电话,备注\r\n张三,13800000001,\"a,b\"\r\n\r\n"
      .. "\"李\n\"\"四\"\"\",13800000002,")
    assert.same(expected, rows)
    assert.same({ "姓名", "电话", "备注" }, list.columns)
  end)

  it("may have quotes within a value, NUL, and a CR within a line", function()
    assert.same({ { "a\"b\"", "1" }, { "\0", "\"" }, { "c\rd", "2" } },
      (lists.read("姓名,电话\na\"b\",1\n\0,\"\"\"\"\nc\rd,2\n")))
  end)

  it("may have lines of different lengths, and separators at their ends", function()
    local rows, list = lists.read(" 姓名 ,电话,备注,,\na,1,x,,\nb,2\nc,3,,\nd,4,,, ,\t\n")
    assert.same({ "姓名", "电话", "备注" }, list.columns)
    assert.same({ { "a", "1", "x" }, { "b", "2", "" }, { "c", "3", "" }, { "d", "4", "" } }, rows)
  end)

  it("may have nothing but quotes and separators in its rows, which are then blank", function()
    assert.same({ { "a", "1" } },
      (lists.read "姓名,电话\n\"\",\"\"\n,\n\n \t,　\n\"\n\",\na,1\n\"\"\n,,,,,,\n"))
  end)

  it("has the lines that its rows begin on as numbers", function()
    local rows = assert(ai95.rows(lists.write
      "\n题目\n姓名,电话\n\na,1\n\"b\n\n\",\"2\r\n\"\nc,3\n,\nd,4"))
    local lines = {}
    for row in rows do
      lines[#lines + 1] = row[1]:sub(1, 1) .. rows.line
    end
    assert.same({ "a5", "b6", "c10", "d12" }, lines)
    assert.equal(3, rows.format.header)
    rows = assert(ai95.rows(lists.write "姓名,电话\r\"a\r\rb\",1\rc,2\r\"d\r\n\n\",3\re,4"))
    lines = {}
    for row in rows do
      lines[#lines + 1] = row[1]:sub(1, 1) .. rows.line
    end
    assert.same({ "a2", "c5", "d6", "e9" }, lines)
  end)

  it("of a Macintosh may have line breaks in quotes", function()
    assert.same({ { "a", "1\n2", "" }, { "b\r\nc", "3", "x" } },
      (lists.read "姓名,电话,备注\ra,\"1\n2\",\r\"b\r\nc\",3,x\r"))
    local list = { "姓名,电话" }
    for i = 1, 20000 do
      list[i + 1] = "a," .. i
    end
    assert.equal(20000, #(lists.read(table.concat(list, "\r"))))
  end)

  it("is read the same across the edges of its blocks", function()
    for _, size in ipairs { 65500, 65530, 65535, 65536, 65537, 131072, 200000 } do
      local long = ("x"):rep(size)
      assert.same({ { "a", long, "\"" }, { "b", "\"\r\n\"", "" } }, (lists.read("姓名,电话,备注\r\na,\""
        .. long .. "\",\"\"\"\"\r\nb,\"\"\"\r\n\"\"\",\r\n")))
    end
    -- an edge before and after each character of these lines
    for _, eol in ipairs(lists.eols) do
      local header = "姓名,电话" .. eol
      local lines = eol .. "张三,1" .. eol .. eol .. "\"李,\"\"\n\",2" .. eol
      for _, blocks in ipairs { 1, 2, 3 } do
        for edge = BLOCK * blocks - #lines, BLOCK * blocks do
          local long = ("x"):rep(edge - #header - #"a,1" - #eol - #",1")
          local rows = lists.read(header .. "a,1" .. eol .. long .. ",1" .. lines)
          assert.equal(long, rows[2][1])
          assert.same({ { "a", "1" }, { "张三", "1" }, { "李,\"\n", "2" } },
            { rows[1], rows[3], rows[4] })
        end
      end
    end
  end)

  it("may have any character at an edge, in every encoding", function()
    for _, encoding in ipairs(lists.encodings) do
      local name = encoding:match "%S+"
      local header, x = lists.encode("姓名,电话\r\n", encoding), lists.encode("x", name)
      local after = lists.encode("\"𠮷\"\r\n,1\r\n张,\"𠮷\r\n\"\r\n", name)
      for before = 0, 12 do
        local count = math.floor((BLOCK - #header) / #x) - before
        local rows = lists.read(header .. x:rep(count) .. after)
        assert.equal(("x"):rep(count) .. "\"𠮷\"", rows[1][1])
        assert.same({ { "", "1" }, { "张", "𠮷\r\n" } }, { rows[2], rows[3] })
      end
    end
  end)

  it("#program is read from standard input in whatever pieces come", function()
    local script = lists.write([[
      local ai95 = require "ai95"
      local rows = assert(ai95.rows "-")
      for row in rows do print(rows.line, table.concat(row, "|")) end
    ]], "script")
    for _, encoding in ipairs(lists.encodings) do
      local text = lists.encode("姓名,电话,备注\r\n张三,1,\"x\r\ny\"\r\n李四𠮷,2,\r\n", encoding)
      local command = {}
      for piece in text:gmatch ".?.?.?" do
        command[#command + 1] = ("printf '%s'"):format(piece:gsub(".", function(byte)
          return ("\\%03o"):format(byte:byte())
        end))
      end
      local pipe = io.popen(("(%s) | %s %s"):format(table.concat(command, "; "), program.lua,
        script))
      local output = pipe:read "*a"
      pipe:close()
      assert.equal("2\t张三|1|x\r\ny\n4\t李四𠮷|2|\n", output)
    end
  end)

  it("can be told its delimiter and its encoding", function()
    assert.same({ { "a,b", "1" } }, (lists.read("姓名^电话\na,b^1\n", { delimiter = "^" })))
    assert.same({ { "a", "1" } }, (lists.read("sep=;\n姓名,电话\na,1\n", { delimiter = "," })))
    assert.same({ { "a", "1" } }, (lists.read("姓名,电话\na,1\n", { encoding = "utf8" })))
    -- 姓名,电话 in Big5
    local big5 = "\169\109\166\87,\185\113\184\220\n\177\105,1\n"
    local rows, list = lists.read(big5, { encoding = "BIG5" })
    assert.same({ { "張", "1" } }, rows)
    assert.equal("BIG5", list.format.encoding)
    for _, encoding in ipairs { "UTF-16LE", "utf-16be", "gb18030", "UTF-8" } do
      for _, mark in ipairs { "", " with BOM" } do
        local name = encoding:upper() .. (encoding ~= "gb18030" and mark or "")
        rows = lists.read(lists.encode("姓名,电话\n张,1\n", name), { encoding = encoding })
        assert.same({ { "张", "1" } }, rows)
      end
    end
    local none, err = ai95.rows(lists.write "姓名,电话\na,1\n", { encoding = "Klingon" })
    assert.is_nil(none)
    assert.equal("file", err.kind)
    assert.matches("iconv does not know the encoding Klingon", tostring(err))
    for _, name in ipairs { ("x"):rep(32), "UTF-8\0", "\255" } do
      local ok, problem = pcall(ai95.rows, lists.write "姓名,电话\na,1\n", { encoding = name })
      assert.is_true(not ok or problem == nil, name)
    end
  end)

  it("cannot be read with options that make no sense", function()
    for _, delimiter in ipairs { "", ",,", "\"", "\n", "\r", "\0", "\255", "，", 5 } do
      assert.error_matches(function() ai95.rows("x", { delimiter = delimiter }) end, "delimiter")
    end
    assert.error_matches(function() ai95.rows("x", { delimeter = "," }) end, "did you mean")
    assert.error_matches(function() ai95.rows("x", { encoding = "" }) end, "encoding")
    assert.error_matches(function() ai95.rows() end, "must be a path, got a nil")
    assert.error_matches(function() ai95.rows("") end, "must be a path, got an empty string")
    assert.error_matches(function() core.reader { delimiter = ",," } end, "one character")
  end)

  it("is read once", function()
    local rows = assert(ai95.rows(lists.write "姓名,电话\na,13800000001\nb,13800000002\n"))
    assert.equal(2, ai95.check { rows = rows }.rows)
    assert.is_nil(rows())
    assert.error_matches(function() ai95.check { rows = rows } end, "were read already")
    assert.error_matches(function() ai95.check { rows = rows, columns = { "姓名", "电话" } } end,
      "has its own columns")
    -- An import would miss the rows that the program has read.
    rows = assert(ai95.rows(lists.write "姓名,电话\na,13800000001\nb,13800000002\n"))
    assert.equal("a", rows()[1])
    assert.error_matches(function() ai95.check { rows = rows } end, "were read already")
  end)

  it("refuses options of another kind, and for another format", function()
    local path = lists.write "姓名,电话\na,13800000001\n"
    for _, map in ipairs { { "姓名", "电话" }, { ["客户"] = 1 }, { ["客户"] = "" } } do
      assert.error_matches(function() ai95.rows(path, { columns = map }) end, "must map")
    end
    for _, sheet in ipairs { {}, 0, 1.5, true } do
      assert.error_matches(function() ai95.rows(path, { sheet = sheet }) end, "sheet")
    end
    local rows, err = ai95.rows(path, { sheet = "x" })
    assert.is_nil(rows)
    assert.matches("sheet is for workbooks", tostring(err))
  end)
end)
