--- CSV files: dialects, encodings and errors.
local ai95 = require "ai95"
local files = require "support.files"

local path = os.tmpname()

local function write(text)
  files.write(path, text)
  return path
end

local function read_all(text)
  local rows = assert(ai95.csv(write(text)))
  local list = {}
  for row in rows do
    list[#list + 1] = row
  end
  return list, rows.columns
end

describe("a CSV file", function()
  teardown(function()
    os.remove(path)
  end)

  it("may have a byte order mark, CRLF, quotes, and line breaks in quotes", function()
    local expected = { { "张三", "13800000001", "a,b" }, { "李\n\"四\"", "13800000002", "" } }
    local text = "姓名,电话,备注\n张三,13800000001,\"a,b\"\n\"李\n\"\"四\"\"\",13800000002,\n"
    local rows, columns = read_all(text)
    assert.same(expected, rows)
    assert.same({ "姓名", "电话", "备注" }, columns)
    rows, columns = read_all("\239\187\191\"姓名\",电话,备注\r\n张三,13800000001,\"a,b\"\r\n\r\n"
      .. "\"李\n\"\"四\"\"\",13800000002,")
    assert.same(expected, rows)
    assert.same({ "姓名", "电话", "备注" }, columns)
  end)

  it("may be in GB18030, as Chinese Excel saves it", function()
    -- In GBK: 姓名,电话,备注 / 张三丰,13800000001,"㐀,€|\". The last field begins with characters of
    -- four and two bytes.
    local rows, columns = read_all(
      "\208\213\195\251,\181\231\187\176,\177\184\215\162\r\n"
      .. "\213\197\200\253\183\225,13800000001,\"\129\57\238\57,\162\227|\\\"\r\n")
    assert.same({ "姓名", "电话", "备注" }, columns)
    assert.same({ { "张三丰", "13800000001", "㐀,€|\\" } }, rows)
    local ok, raised = pcall(read_all, "\208\213\195\251,\181\231\187\176\n\213,13800000001\n")
    assert.is_false(ok)
    assert.matches("line 2: column 姓名 is not valid GB18030", tostring(raised))
  end)

  it("reads the same across the edges of its blocks", function()
    for _, size in ipairs { 65500, 65530, 65535, 65536, 65537, 131072, 200000 } do
      local long = ("x"):rep(size)
      assert.same({ { long, "\"" }, { "b", "\"\r\n\"" } }, (read_all("姓名,电话\r\n\"" .. long
        .. "\",\"\"\"\"\r\nb,\"\"\"\r\n\"\"\"\r\n")))
    end
    -- an edge before and after each character of these lines
    local lines = "\r\n张三,1\r\n,\r\n\"李,\"\"\n\",2\r\n"
    for size = 65536 - #lines, 65536 do
      local long = ("x"):rep(size - #"姓名,电话\r\n" - #",1")
      assert.same({ { long, "1" }, { "张三", "1" }, { "", "" }, { "李,\"\n", "2" } },
        (read_all("姓名,电话\r\n" .. long .. ",1" .. lines)))
    end
  end)

  it("may have quotes within a field, and NUL", function()
    assert.same({ { "a\"b\"", "1" }, { "\0", "\"" } }, (read_all("姓名,电话\na\"b\",1\n\0,\"\"\"\"\n")))
  end)

  it("raises errors with the problem and the line", function()
    local function problem(text)
      local ok, raised = pcall(read_all, text)
      assert.is_false(ok)
      assert.equal("file", raised.kind)
      return tostring(raised)
    end
    assert.matches("line 5: 3 fields", problem("姓名,电话\n\"a\n\n\",1\nb,2,3\n"))
    assert.matches("line 2: a quote is opened and never closed", problem("姓名,电话\n\"a,1\n"))
    assert.matches("line 4: a quote is opened and never closed", problem("姓名,电话\n\"a\n\n\",\"1\n"))
    assert.matches("line 5: 3 fields", problem("姓名,电话\n\"a\n\"\"\n\",1\nb,2,3\n"))
    assert.matches("line 2: there is text after a closing quote", problem("姓名,电话\n\"a\"b,1\n"))
    assert.matches("line 2: column 姓名 is not valid UTF%-8", problem("姓名,电话\n\196\227,1\n"))
    assert.matches("line 2: column 电话 is not valid UTF%-8", problem("姓名,电话\na,\255\n"))
    -- Together they would be a character.
    assert.matches("line 2: column 姓名 is not valid UTF%-8", problem("姓名,电话\n\228\184,\173\n"))
  end)

  it("may lack separators at the end of lines, or have more, as spreadsheets do", function()
    local rows, columns = read_all(" 姓名 ,电话,备注,,\na,1,x,,\nb,2\nc,3,,\n")
    assert.same({ "姓名", "电话", "备注" }, columns)
    assert.same({ { "a", "1", "x" }, { "b", "2", "" }, { "c", "3", "" } }, rows)
    local none, err = ai95.csv(write "姓名;电话\n")
    assert.is_nil(none)
    assert.matches("something else than commas", tostring(err))
  end)

  it("is an error at once if it is missing, empty, or not UTF-8 in its first line", function()
    for _, bad in ipairs { "/nonexistent/x.csv", write "" } do
      local rows, err = ai95.csv(bad)
      assert.is_nil(rows)
      assert.equal("file", err.kind)
    end
    for text, message in pairs {
      ["\255\254\211Y\r"] = "UTF%-16; save it as",
      ["\255\255,x\n"] = "column 1 is neither UTF%-8 nor GB18030",
      ["\n"] = "no line with the columns",
    } do
      local rows, err = ai95.csv(write(text))
      assert.is_nil(rows)
      assert.matches(message, tostring(err))
    end
    assert.error_matches(function() ai95.csv() end, "takes a path")
  end)
end)
