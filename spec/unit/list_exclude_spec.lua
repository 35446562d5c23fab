--- People who are left out of a list, and rows that are refused.
local ai95 = require "ai95"
local core = require "ai95.core"
local files = require "support.files"
local lists = require "support.lists"

local LIST = "姓名,电话\n张三,13800000001\n李四,13800000002\n王五,021-51000001\n赵六,+85212345678\n"

--- How many rows of LIST are left out, and the report.
local function excluded(exclude)
  local report = assert(lists.check(LIST, { exclude = exclude }))
  assert.equal(4, report.rows + report.excluded)
  return report.excluded, report
end

local function error_of(exclude)
  local report, err = lists.check(LIST, { exclude = exclude })
  assert.is_nil(report)
  return tostring(err), err.kind
end

describe("exclude", function()
  teardown(lists.remove)

  it("takes lists, of which only the phone numbers matter, in any form", function()
    local records = { { "备注", "手机号" }, { "x", "+86 138 0000 0001" }, { "", "02151000001" },
      { "", "" },
      { "y", "0085212345678" } }
    for _, encoding in ipairs(lists.encodings) do
      for i, delimiter in ipairs(lists.delimiters) do
        local text = lists.text(records, { delimiter = delimiter, eol = lists.eols[i % 3 + 1] })
        local count, report = excluded(lists.write(lists.encode(text, encoding), "exclude"))
        assert.equal(3, count)
        assert.same({}, report.exclude_problems)
      end
    end
  end)

  it("takes bare numbers without a header", function()
    for _, eol in ipairs(lists.eols) do
      for _, encoding in ipairs(lists.encodings) do
        local path = lists.write(lists.encode("138 0000 0001" .. eol .. eol .. "１３８00000002" .. eol,
          encoding), "exclude")
        assert.equal(2, (excluded(path)))
      end
    end
    assert.equal(1, (excluded(lists.write("13800000001", "exclude"))))
    assert.equal(1, (excluded(lists.write("\239\187\191\"13800000001\"\n", "exclude"))))
    assert.matches("no column is called 电话, and the first line is not a phone number",
      error_of(lists.write("黑名单\n13800000001\n", "exclude")))
    assert.matches("scientific notation", error_of(lists.write("1.38E+10\n13800000001\n",
      "exclude")))
    assert.matches("there are no rows", error_of(lists.write("\n", "exclude")))
  end)

  it("takes no row with a number for a header, and loses none above it", function()
    assert.matches("no column is called 电话", error_of(lists.write(
      "张三,13800000001,手机\n李四,13800000002,电话\n", "exclude")))
    assert.matches("line 1: this line has a phone number", error_of(lists.write(
      "13800000001\n手机号\n13800000002\n", "exclude")))
    local count, report = excluded(lists.write("手机号\n13800000001,13800000002\n", "exclude"))
    assert.equal(2, count)
    assert.matches("2 values for 1 columns", report.exclude_problems[1].problem)
  end)

  it("stops at numbers that belong to somebody and cannot be told", function()
    for _, number in ipairs { "13800000001;13800000002", "13800000001/2", "86000000",
      "0755-86000000-801", "75586000000" } do
      assert.matches("exclude: .*line 2: 电话 ", error_of(lists.write("电话,x\n" .. number .. ",\n",
        "exclude")))
    end
    assert.error_matches(function() excluded { a = { "a", "13800000001" } } end, "is not a list")
    local holed = { { "a", "13800000001" }, [3] = { "b", "13800000002" } }
    local built = { { "a", "13800000001" }, nil, { "b", "13800000002" } }
    for _, list in ipairs { holed, built } do
      assert.error_matches(function() excluded(list) end, "exclude: row 2 is nil")
    end
  end)

  it("takes several paths", function()
    local one, other = lists.write("13800000001\n", "exclude"), lists.write("电话\n13800000002\n",
      "other")
    assert.equal(2, (excluded { one, other }))
    assert.equal(0, (excluded {}))
    assert.equal(2, (excluded { one, "13800000002" }))
    assert.matches("/nonexistent.csv: No such file", error_of { one, "/nonexistent.csv" }, 1, true)
    assert.error_matches(function() excluded { one, 5 } end,
      "paths or rows, got a list with a number")
    assert.error_matches(function() excluded(5) end, "must be a path, a list of paths, or rows")
  end)

  it("takes rows, from tables, iterators and other lists", function()
    assert.equal(2, (excluded { { "x", "138-0000-0001" }, { ["电话"] = 13800000002 }, { "y" },
      { "z", core.null }, { "", "" } }))
    local rows = { { "x", 13800000001 }, { "y", "13800000009" } }
    local i = 0
    assert.equal(1, (excluded(function()
      i = i + 1
      return rows[i]
    end)))
    assert.equal(1, (excluded(assert(ai95.rows(lists.write("手机,name\n13800000001,\n",
      "exclude"))))))
    assert.error_matches(function() excluded { { "x", "1" }, 5 } end, "row 2 must be a table")
  end)

  it("reports numbers that cannot be used, and damaged rows", function()
    local path = lists.write("电话,备注\n1380000000,\n无,\n13800000001,x\n13800000002,\255\n\255,\n",
      "exclude")
    local count, report = excluded(path)
    assert.equal(2, count)
    assert.same({
      { path = path, row = 2, problem = "电话 has 10 digits; a mobile number has 11" },
      { path = path, row = 3, problem = "电话 contains \"无\"; write digits only" },
      { path = path, row = 6, problem = "column 电话 is not valid UTF-8" },
    }, report.exclude_problems)
    count, report = excluded { { "138 0000 0001" }, { ["姓名"] = "b" } }
    assert.equal(1, count)
    assert.same({ { row = 2, problem = "电话 is missing" } }, report.exclude_problems)
    count, report = excluded { { "a", "13800000001" }, { "b", "110" } }
    assert.equal(1, count)
    assert.same({ { row = 2, problem = "电话 is an emergency or service number" } },
      report.exclude_problems)
  end)

  it("is an error with scientific notation: nobody would be left out", function()
    local message, kind = error_of(lists.write("电话\n1.38E+10\n", "exclude"))
    assert.matches("exclude: .*, line 2: 电话 was turned into scientific notation.*nothing was sent",
      message)
    assert.equal("input", kind)
    assert.matches("exclude: row 1: 电话 was turned", (error_of { { "a", "1E10" } }))
  end)
end)

describe("refused rows", function()
  local path = os.tmpname()

  before_each(function()
    os.remove(path)
  end)

  teardown(function()
    os.remove(path)
    lists.remove()
  end)

  local function refuse(text, more)
    more = more or {}
    more.refused = path
    return assert(lists.check(text, more)), files.read(path)
  end

  it("are written as they were, with the reason, for Excel", function()
    local _, text = refuse("备注, 手机 ,姓名\n\"x,\"\"y\"\"\n\",1380000000, 张三\nb,13800000001,李四\n"
      .. ",13800000002,\n")
    assert.equal("\239\187\191备注, 手机 ,姓名,拒绝原因\r\n\"x,\"\"y\"\"\n\",1380000000, 张三,"
      .. "line 2: 电话 has 10 digits; a mobile number has 11\r\n"
      .. ",13800000002,,line 5: 姓名 is empty\r\n", text)
  end)

  it("are not written if there are none, or people are left out", function()
    local report, text = refuse(LIST, { exclude = { { "", "13800000001" } } })
    assert.same({ 3, 1, 0 }, { report.rows, report.excluded, report.refused })
    assert.is_nil(text)
    assert.is_nil(files.read(path .. ".part"))
  end)

  it("keep their values apart, however many they are", function()
    local _, text = refuse "姓名,电话\na,1,,\nb,2,x,,\nc\n"
    assert.equal("\239\187\191姓名,电话,拒绝原因\r\na,1,line 2: 电话 has 1 digit; no number of that length"
      .. " can be called\r\nb,\"2,x\",line 3: the row has 3 values for 2 columns\r\n"
      .. "c,,line 4: 电话 is empty\r\n", text)
  end)

  it("can be corrected and imported, and refused again, with one column of reasons", function()
    local _, text = refuse("手机,姓名,地址\n1380000000,张三,深圳\n110,李四,\n\255,王五,x\n")
    local report, again = refuse(text)
    assert.same({ "姓名", "电话", "地址" }, report.columns)
    assert.same({ "手机", "姓名", "地址", "拒绝原因" }, (function(rows)
      return rows.cells
    end)(assert(ai95.rows(lists.write(text)))))
    assert.equal(3, report.refused)
    assert.equal(3, select(2, again:gsub("line %d", "")))
    assert.equal(1, select(2, again:gsub("拒绝原因", "")))
    os.remove(path)
    local corrected = text:gsub("\r\n110,", "\r\n13800000002,"):gsub("\n1380000000,",
      "\n13800000001,")
    report, again = refuse(corrected)
    assert.same({ 2, 1 }, { report.rows, report.refused })
    assert.equal(2, select(2, again:gsub("\r\n", "")))
  end)

  it("lose a column of reasons wherever it is, and several of them", function()
    for _, list in ipairs { "拒绝原因,姓名,电话\nold,a,1\n",
      " 拒绝原因 ,姓名,电话,拒绝原因\nold,a,1,old\n" } do
      local report, text = refuse(list)
      assert.same({ "姓名", "电话" }, report.columns)
      assert.equal("\239\187\191姓名,电话,拒绝原因\r\na,1,line 2", text:match "^[^:]*")
      assert.is_nil(text:find("old", 1, true))
      os.remove(path)
    end
  end)

  it("can be written in any number, and are an error if they cannot be", function()
    local list = { "姓名,电话" }
    for i = 1, 3000 do
      list[i + 1] = "甲乙丙丁,1" .. i
    end
    local report, text = refuse(table.concat(list, "\n"))
    assert.equal(3000, report.refused)
    assert.equal(1000, #report.problems)
    assert.equal(3001, select(2, text:gsub("\n", "")))
    local none, err = lists.check("姓名,电话\na,1\n", { refused = "/nonexistent/refused.csv" })
    assert.is_nil(none)
    assert.equal("file", err.kind)
  end)

  it("leave nothing behind if the list cannot be read to its end", function()
    local none, err = lists.check("姓名,电话\na,1\n\"b,2\n", { refused = path })
    assert.is_nil(none)
    assert.matches("line 3: a quote is opened", tostring(err))
    assert.is_nil(files.read(path))
    assert.is_nil(files.read(path .. ".part"))
  end)

  --- Two rows, of which one is refused; `between` is called before the second.
  local function rows_with(between)
    local count = 0
    return function()
      count = count + 1
      if count == 2 then
        between()
      end
      return ({ { "a", "1" }, { "b", "13800000001" } })[count]
    end
  end

  local function check(rows, more)
    local params = { columns = { "姓名", "电话" }, rows = rows, refused = path }
    for name, value in pairs(more or {}) do
      params[name] = value
    end
    return ai95.check(params)
  end

  local function nothing() end

  it("replace those of an earlier run, but none that appeared since this one began", function()
    local other = { { "c", "2" } }
    for _, before in ipairs { false, "what was there" } do
      if before then
        files.write(path, before)
      end
      local none, err = check(rows_with(function()
        assert.equal(before or nil, files.read(path))
        assert.is_nil(files.read(path .. ".part"))
        assert(check(other))
      end))
      assert.is_nil(none)
      assert.same({ "file", "not_sent" }, { err.kind, err.outcome })
      assert.equal(path .. ": somebody else has written it since this began", err.message)
      assert.matches("\r\nc,2,", files.read(path))
      assert.is_nil(files.read(path .. ".part"))
    end
    assert.equal(1, assert(check(rows_with(nothing))).refused)
    assert.matches("\r\na,1,", files.read(path))
    local none, err = check(rows_with(function() files.write(path, "corrected by hand") end))
    assert.is_nil(none)
    assert.matches("since this began", err.message)
    assert.equal("corrected by hand", files.read(path))
  end)

  it("replace nothing if they must not", function()
    local once = { replace_refused = false }
    assert.equal(1, assert(check(rows_with(nothing), once)).refused)
    local text = files.read(path)
    local none, err = check(function() error "a row was read" end, once)
    assert.is_nil(none)
    assert.equal(path .. ": it exists already", err.message)
    assert.equal(text, files.read(path))
  end)

  it("wait for nobody who writes the same file", function()
    local writer = core.create(path .. ".part", true)
    local none, err = check(rows_with(nothing))
    assert.is_nil(none)
    assert.equal(path .. ": somebody else is writing it", err.message)
    assert.is_nil(files.read(path))
    writer:close()
    os.remove(path .. ".part")
  end)

  it("are no pipe, no device and no folder, and then no row is read", function()
    os.execute("mkfifo " .. path)
    for _, place in ipairs { path, "/dev/null", "/tmp" } do
      local none, err = check(function() error "a row was read" end, { refused = place })
      assert.is_nil(none)
      assert.equal("file", err.kind)
      assert.matches(place .. ": it is not a regular file", err.message, 1, true)
    end
  end)

  it("are not written over a list or a ledger, whatever it is called there", function()
    local folder = files.folder()
    local list, link = folder .. "/list.csv", folder .. "/link"
    files.write(list, "姓名,电话\na,1\nb,13800000001\n")
    assert(os.execute(("ln -s list.csv %s && ln %s %s/hard"):format(link, list, folder)))
    for _, place in ipairs { list, link, folder .. "/hard", folder .. "/./list.csv" } do
      for _, params in ipairs {
        { rows = assert(ai95.rows(list)) }, { exclude = list }, { exclude = { "110", list } },
      } do
        params.rows = params.rows or { { "a", "1" } }
        params.columns = not params.rows.columns and { "姓名", "电话" } or nil
        params.refused = place
        assert.error_matches(function() ai95.check(params) end, "must be another file than the l")
      end
      assert.error_matches(function()
        ai95.new({ base_url = "http://127.0.0.1:1" }).tasks:import {
          project_sn = "-", source = "-", ai_user_sn = "-", columns = { "姓名", "电话" },
          rows = { { "a", "1" } }, refused = place, ledger = list,
        }
      end, "must be another file than the lists and the ledger")
    end
    files.remove_folder(folder)
  end)
end)
