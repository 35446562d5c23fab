--- Lists in workbooks: which rows of a sheet are read, and values that are missing.
local ai95 = require "ai95"
local core = require "ai95.core"
local lists = require "support.lists"
local xlsx = require "support.workbook"

local ERRORS = { "#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!",
  "#CALC!", "#FIELD!", "#CONNECT!", "#BUSY!", "#GETTING_DATA", "#BLOCKED!", "#ERROR!", "#PYTHON!",
  "#TIMEOUT!", "#UNKNOWN!", "#EXTERNAL!", "Err:502" }

--- A workbook whose rows are lists of texts. A row may be `hidden`, and a cell a table with XML.
local function book(rows)
  local parts = {}
  for i, row in ipairs(rows) do
    parts[#parts + 1] = row.hidden and '<row hidden="1">' or "<row>"
    for k, cell in ipairs(row) do
      parts[#parts + 1] = type(cell) == "table" and cell[1]
        or ('<c r="%s%d" t="inlineStr"><is><t>%s</t></is></c>'):format(("ABCD"):sub(k, k), i, cell)
    end
    parts[#parts + 1] = "</row>"
  end
  return xlsx.build { rows = table.concat(parts) }
end

local HEADER = { "姓名", "电话", "地址" }

describe("the hidden rows of a sheet", function()
  after_each(lists.remove)

  local LIST = { HEADER, { "a", "13800000001", "" }, { "b,\"", "13800000002", "", hidden = true },
    { "", "", "", hidden = true }, { "c", "13800000003", "" },
    { "a", "13800000001", "", hidden = true }, { "d", "1", "", hidden = true } }

  it("are left out and counted", function()
    local text = book(LIST)
    local list, rows = lists.read(text)
    assert.same({ { "a", "13800000001", "" }, { "c", "13800000003", "" } }, list)
    assert.equal(3, rows.format.hidden)
    assert.equal(5, (function()
      local last
      rows = assert(ai95.rows(lists.write(text)))
      for _ in rows do
        last = rows.line
      end
      return last
    end)())
    local report = lists.check(text)
    assert.same({ 2, 0, {}, 3 },
      { report.rows, report.refused, report.problems, report.format.hidden })
  end)

  it("are read if the option `hidden` says so", function()
    local list, rows = lists.read(book(LIST), { hidden = true })
    assert.equal(5, #list)
    assert.same({ "b,\"", "13800000002", "" }, list[2])
    assert.equal(0, rows.format.hidden)
    list, rows = lists.read(book(LIST), { hidden = false })
    assert.same({ 2, 3 }, { #list, rows.format.hidden })
  end)

  it("may have the header", function()
    for _, title in ipairs { {}, { { "名单", hidden = true } }, { { "名单" } } } do
      title[#title + 1] = { "姓名", "电话", "地址", hidden = true }
      title[#title + 1] = LIST[2]
      assert.same({ { "a", "13800000001", "" } }, (lists.read(book(title))))
    end
  end)

  it("are there in every block", function()
    local rows, expected = { HEADER }, 0
    for i = 1, 6000 do
      rows[i + 1] = { "客户客户客户", ("138%08d"):format(i), "", hidden = i % 3 == 0 }
      expected = expected + (i % 3 == 0 and 0 or 1)
    end
    local report = lists.check(book(rows))
    assert.same({ expected, 0, 6000 - expected },
      { report.rows, report.refused, report.format.hidden })
  end)

  it("name people to leave out, too", function()
    local path = lists.write(book(LIST), "exclude")
    local report = lists.check("姓名,电话\na,13800000001\nb,13800000002\nc,13800000009\n",
      { exclude = path })
    assert.same({ 1, 2 }, { report.rows, report.excluded })
  end)

  it("are no option for CSV, where the byte means nothing", function()
    local rows, err = ai95.rows(lists.write "姓名,电话\n", { hidden = true })
    assert.is_nil(rows)
    assert.matches("the option hidden is for workbooks, and this is not one", tostring(err))
    local list = lists.read("name,phone\n\255a,13800000001\n", { encoding = "ISO-8859-1" })
    assert.same({ { "ÿa", "13800000001" } }, list)
    local _, of_csv = lists.read "姓名,电话\na,13800000001\n"
    assert.is_nil(of_csv.format.hidden)
  end)
end)

describe("a value that is missing", function()
  after_each(lists.remove)

  local UNKNOWN = { "<c><f>1+1</f></c>" }

  it("because its formula was never calculated is refused, in every column", function()
    local report = lists.check(book {
      HEADER, { UNKNOWN, "13800000001", "" }, { "b", UNKNOWN, "" }, { "c", "13800000003", UNKNOWN },
      { "d", "13800000004", "" }, { { '<c t="str"><f>A1</f><v></v></c>' }, "13800000005" },
    })
    local function problem(line, column)
      return ("%d: column %s has a formula without a value: open the list in Excel or WPS and save"
        .. " it"):format(line, column)
    end
    assert.same({ problem(2, "姓名"), problem(3, "电话"), problem(4, "地址"), "6: 姓名 is empty" },
      lists.problems(report))
    assert.equal(1, report.rows)
  end)

  it("because of an error is refused, in every column, also in CSV", function()
    for _, text in ipairs(ERRORS) do
      for column, name in ipairs(HEADER) do
        local row = { "a", "13800000001", "x" }
        row[column] = text
        local cell = { ('<c t="e"><v>%s</v></c>'):format(text) }
        local with_cell = { row[1], row[2], row[3] }
        with_cell[column] = cell
        for _, list in ipairs { book { HEADER, with_cell }, book { HEADER, row },
          lists.text({ HEADER, row }, {}) } do
          assert.same({ ("2: column %s has an error of the spreadsheet, such as #N/A or #REF!")
            :format(name) }, lists.problems(lists.check(list)))
        end
      end
    end
  end)

  it("is only that if the text is nothing else", function()
    for _, text in ipairs { "#", "#1", "#N/A ", "n/a", "N/A", "#REF", "Err:", "Err:5", "Err:50a",
      "Erika", "#N/A!", "#NO_VALUE" } do
      assert.equal(1, lists.check(lists.text({ HEADER, { "a", "13800000001", text } }, {})).rows,
        text)
    end
  end)

  it("matters only where it is sent", function()
    assert.same({ 1, 0 }, (function(report) return { report.rows, report.refused } end)(
      lists.check(book { { "姓名", "", "电话" }, { "a", UNKNOWN, "13800000001" } })))
  end)

  it("stops the import if it is a number to exclude", function()
    local people = { { "a", "13800000001" } }
    local path = lists.write(book { HEADER, { "a", UNKNOWN, "" } }, "exclude")
    local report, err = ai95.check { rows = people, columns = { "姓名", "电话" }, exclude = path }
    assert.is_nil(report)
    assert.equal("input", err.kind)
    assert.matches(path .. ", line 2: column 电话 has a formula without a value.*nothing was sent",
      err.message)
    path = lists.write(book { HEADER, { UNKNOWN, "13800000001", "" }, { "b", "#N/A", "" } },
      "exclude")
    report = ai95.check { rows = people, columns = { "姓名", "电话" }, exclude = path }
    assert.same({ 0, 1, 1 }, { report.rows, report.excluded, #report.exclude_problems })
    assert.matches("error of the spreadsheet", report.exclude_problems[1].problem)
  end)
end)

describe("the core's reader of a sheet", function()
  it("finds a hidden row wherever the text is cut", function()
    local text = "姓名,电话\n\255\"a\nb\",1\n\255\n\255c,2\nd,3\n"
    for at = 0, #text do
      local reader = core.reader { delimiter = ",", encoding = "UTF-8", is_sheet = true }
      local pieces, rows, header = { text:sub(1, at), text:sub(at + 1) }, {}, nil
      for i = 1, 3 do
        reader:feed(pieces[i])
        for row in function() return (reader:next()) end do
          if header then
            rows[#rows + 1] = row[1] .. row[2] .. reader:line()
          else
            header = row
            reader:select({ 1, 2 }, 2)
          end
        end
      end
      assert.same({ "姓名", "电话" }, header)
      assert.same({ "d35" }, rows, at)
      assert.equal(2, reader:hidden())
    end
  end)
end)
