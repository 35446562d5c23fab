--- What cannot be read in a list: rows that are damaged, and files that are no lists.
local ai95 = require "ai95"
local lists = require "support.lists"

local MEGABYTE = 2 ^ 20

--- The rows and errors of a list, in their order: the first value of a row, or the error.
local function read_on(text, options)
  local rows = assert(ai95.rows(lists.write(text), options))
  local list = {}
  while true do
    local ok, row = pcall(rows)
    if ok and not row then
      return list
    end
    list[#list + 1] = ok and row[1] or tostring(row):match ", (line.*)"
  end
end

describe("a damaged list", function()
  teardown(lists.remove)

  it("is read on behind a damaged row", function()
    assert.same({ "a", "line 3: the row has 3 values for 2 columns", "c",
      "line 5: the row has text after a closing quote", "e",
      "line 8: column 姓名 is not valid UTF-8", "line 9: column 电话 is not valid UTF-8", "h" },
      read_on("姓名,电话\na,1\nb,2,3\nc,4\n\"d\"x,5\ne,\"6\n\"\n\196\227,7\ng,\255\nh,8\n"))
  end)

  it("has its damaged rows refused one by one by a check", function()
    local report = assert(lists.check("姓名,电话,备注\na,13800000001\nb,2,,3,,\n\"d\"x,13800000002\n"
      .. "\255,13800000003\nf,\"13800000004\n\",\255\ng,13800000005\n"))
    assert.equal(2, report.rows)
    assert.same({ "3: the row has 4 values for 3 columns",
      "4: the row has text after a closing quote",
      "5: column 姓名 is not valid UTF-8", "6: column 备注 is not valid UTF-8" },
      lists.problems(report))
  end)

  it("counts columns without those at the end that have no name", function()
    local report = assert(lists.check "姓名,电话,,\na,13800000001,,\nb,13800000002,x,\n")
    assert.same({ "3: the row has 3 values for 2 columns" }, lists.problems(report))
  end)

  it("may have damage in columns without a name, which are left out", function()
    assert.same({ { "a", "1" } }, (lists.read "姓名,,电话\na,\255,1\n"))
  end)

  it("ends at a quote that is never closed", function()
    for text, line in pairs {
      ["姓名,电话\n\"a,1\n"] = 2, ["姓名,电话\n\"a\n\n\",\"1\n"] = 2, ["姓名,电话\na,1\n\nb,\""] = 4,
      ["姓名,电话\na,1\nb,\"\"\"\n"] = 3,
    } do
      assert.matches(("line %d: a quote is opened and never closed"):format(line),
        lists.error(text))
      local report, err = lists.check(text)
      assert.is_nil(report)
      assert.equal("file", err.kind)
      assert.matches(("line %d: a quote"):format(line), tostring(err))
    end
  end)

  it("ends at a row of more than a megabyte, and at one of more than 1,000 values", function()
    local long = ("x"):rep(MEGABYTE - 10)
    assert.same({ { long, "1" } }, (lists.read("姓名,电话\n" .. long .. ",1\n")))
    for _, text in ipairs { "姓名,电话\na,1\n\"" .. ("x\n"):rep(MEGABYTE),
      "姓名,电话\na,1\n" .. ("x"):rep(2 * MEGABYTE) } do
      assert.matches("line 3: this row has more than a megabyte", lists.error(text))
    end
    assert.matches("line 2: the row has 1000 values", lists.error("姓名,电话\n" .. (",1"):rep(999)
      .. "\n"))
    assert.matches("line 2: this row has more than 1,000 values",
      lists.error("姓名,电话\n" .. (",1"):rep(1000) .. "\n"))
    local header = { "姓名", "电话" }
    for i = 3, 1000 do
      header[i] = "c" .. i
    end
    assert.equal(1000, #lists.read(table.concat(header, ",") .. "\na,1\n")[1])
  end)

  it("has its undecodable bytes found in every encoding, and nothing else is lost", function()
    local bad = { ["UTF-8"] = "\228\184", ["GB18030"] = "\255", ["UTF-16LE"] = "\0\216",
      ["UTF-16BE"] = "\220\0" }
    for _, encoding in ipairs(lists.encodings) do
      local name = encoding:match "%S+"
      local text = lists.encode("姓名,电话,备注\n张三,13800000001,深圳\n李", encoding) .. bad[name]
        .. lists.encode("四,13800000002,上海\n王五,13800000003,北京\n", name)
      local report = assert(lists.check(text))
      assert.equal(2, report.rows, encoding)
      assert.same({ "3: column 姓名 is not valid " .. name }, lists.problems(report))
    end
    -- half a character at the end of the file
    for _, encoding in ipairs { "UTF-16LE", "UTF-16BE with BOM" } do
      local text = lists.encode("姓名,电话\n张三,13800000001\n李四,13800000002", encoding)
      assert.matches("line 3: column 电话 is not valid UTF%-16", lists.error(text:sub(1, -2)))
    end
    local gb18030 = lists.encode("电话,姓名\n1,张三\n2,李", "GB18030")
    assert.matches("line 3: column 姓名 is not valid GB18030", lists.error(gb18030:sub(1, -2)))
    -- Together they would be a character.
    assert.matches("line 2: column 姓名 is not valid UTF%-8", lists.error "姓名,电话\n\228\184,\173\n")
  end)

  it("may have damage in its title, but not in its header", function()
    assert.same({ { "a", "1" } }, (lists.read "\255客户名单\n姓名,电话\na,1\n"))
    assert.same({ { "a", "1" } }, (lists.read "\"客户\"名单\n姓名,电话\na,1\n"))
    assert.matches("line 2: the header is not valid UTF%-8",
      lists.error "客户名单\n姓名,电话,备\255注\na,1,x\n")
    assert.matches("line 1: the header has text after a closing quote",
      lists.error "姓名,电话,\"备\"注\na,1,x\n")
    assert.matches("line 1: the name of a column has 513 bytes",
      lists.error("姓名,电话," .. ("注"):rep(171) .. "\na,1,x\n"))
    assert.equal(1, lists.check("姓名,电话," .. ("注"):rep(170) .. "\na,13800000001,x\n").rows)
  end)
end)

describe("a file that is no list", function()
  teardown(lists.remove)

  local function error_of(path)
    local rows, err = ai95.rows(path)
    assert.is_nil(rows)
    assert.equal("file", err.kind)
    return tostring(err)
  end

  it("is an error: missing, a folder, empty, without a header, or without rows", function()
    assert.matches("/nonexistent/x.csv: No such file", error_of "/nonexistent/x.csv", 1, true)
    assert.matches("/: Is a directory", error_of "/", 1, true)
    for _, text in ipairs { "", "\n", "\r\n\r\n", " ,,\n　\n", "\239\187\191", "\255\254",
      "\255\254\n\0" } do
      assert.matches("there are no rows", lists.error(text), 1, true)
    end
    for _, text in ipairs { "a,b\n", "张三,13800000001\n李四,13800000002\n", "sep=,\n张三,13800000001\n",
      "姓名\n张三\n", ("a\n"):rep(100) .. "姓名,电话\na,1\n", "x" } do
      assert.matches("no line names the columns", lists.error(text), 1, true)
      assert.is_nil(lists.error(text):find("张三", 1, true))
      assert.is_nil(lists.error(text):find("1380000000", 1, true))
    end
    local rows = assert(ai95.rows(lists.write "姓名,电话\n"))
    assert.is_nil(rows())
    assert.same({ rows = 0, refused = 0 }, (function(report)
      return { rows = report.rows, refused = report.refused }
    end)(assert(lists.check "姓名,电话")))
  end)

  it("is an error: binary", function()
    local bytes = {}
    for i = 0, 255 do
      bytes[i + 1] = string.char((i * 167 + 13) % 256)
    end
    local noise = table.concat(bytes)
    for _, text in ipairs { "\137PNG\r\n\26\n\0\0\0\rIHDR" .. noise:rep(10), noise,
      noise:rep(10000),
      "\127ELF\2\1\1\0" .. ("\0"):rep(5000), ("\0"):rep(70000), ("\255"):rep(70000),
      "\255\216\255\224\0\16JFIF" .. noise:reverse():rep(1000), "%PDF-1.7\n%\226\227\207\211\n" } do
      local problem = lists.error(text)
      assert.is_truthy(problem:find("no line names the columns", 1, true)
        or problem:find("there are no rows", 1, true) or problem:find("more than", 1, true)
        or problem:find("never closed", 1, true), problem)
      assert.is_true(#problem < 300)
    end
  end)

  it("is an error if reading stops in the middle", function()
    local open = io.open
    local count = 0
    finally(function()
      io.open = open -- luacheck: ignore 122
    end)
    io.open = function() -- luacheck: ignore 122
      return {
        read = function()
          count = count + 1
          if count < 5 then
            return count == 1 and "姓名,电话\na,1" or ("\nb,%d"):format(count)
          end
          return nil, "Input/output error"
        end,
        seek = function() end, close = function() end,
      }
    end
    local rows = assert(ai95.rows "x.csv")
    local ok, err
    repeat
      ok, err = pcall(rows)
    until not ok
    assert.equal("ai95: x.csv: Input/output error", tostring(err))
    assert.equal("file", err.kind)
  end)

  it("cannot be read on behind a part that was lost", function()
    local path = lists.write(("姓名,电话\n" .. ("a,13800000001\n"):rep(20000)))
    local rows = assert(ai95.rows(path))
    assert(rows())
    local read = rows.source.read
    rows.source.read = function(source)
      read(source)
      error "not enough memory"
    end
    local function read_all()
      for _ in rows do end -- luacheck: ignore 542
    end
    assert.error_matches(read_all, "not enough memory")
    rows.source.read = read
    for _ = 1, 2 do
      local ok, err = pcall(read_all)
      assert.is_false(ok)
      assert.equal("file", err.kind)
      assert.matches("it could not be read to its end; open it again", err.message)
    end
  end)
end)
