--- ai95.workbook: what a sheet is as CSV. workbook_damage_spec.lua has the workbooks that cannot be
--- read.
local files = require "support.files"
local workbook = require "ai95.workbook"
local xlsx = require "support.workbook"

--- The whole text of a sheet of an open workbook.
local function read(book, number)
  assert(book:sheet(number or 1))
  local blocks = {}
  for text in function() return assert(book:read() or true) end do
    if text == true then
      break
    end
    blocks[#blocks + 1] = text
  end
  return table.concat(blocks), blocks
end

local function text_of(options, number)
  local book = assert(workbook.open_bytes(xlsx.build(options)))
  local text, blocks = read(book, number)
  local rest, problem = book:read()
  assert.is_nil(rest)
  assert.is_nil(problem)
  book:close()
  return text, blocks
end

--- The text of cells in one row, given as XML.
local function row(cells, options)
  options = options or {}
  options.rows = "<row>" .. cells .. "</row>"
  return (text_of(options):gsub("\n$", ""))
end

local function inline(text)
  return ('<c t="inlineStr"><is>%s</is></c>'):format(text)
end

local function numbers(list, style)
  local cells = {}
  for i, value in ipairs(list) do
    cells[i] = ('<c s="%d"><v>%s</v></c>'):format(style or 0, value)
  end
  return table.concat(cells)
end

describe("a workbook", function()
  it("lists its sheets in order, with the hidden ones", function()
    local book = assert(workbook.open_bytes(xlsx.build { sheets = {
      { name = "名单" }, { name = "a &amp; b", hidden = true }, { name = "third" },
    } }))
    assert.same({
      { name = "名单", hidden = false }, { name = "a & b", hidden = true },
      { name = "third", hidden = false },
    }, book:sheets())
  end)

  it("is read from a file or from memory", function()
    local path = os.tmpname()
    files.write(path, xlsx.build { rows = "<row><c><v>1</v></c></row>" })
    local book = assert(workbook.open(path))
    os.remove(path)
    assert.equal("1\n", read(book))
    assert.equal("1\n", text_of { rows = "<row><c><v>1</v></c></row>" })
  end)

  it("is read from memory that nobody else keeps", function()
    local book = assert(workbook.open_bytes(xlsx.build { rows = numbers { 1 } }))
    for _ = 1, 3 do
      collectgarbage()
      book:sheet(1)
    end
    assert.equal("", read(book))
  end)

  it("gives each sheet, in any order and again", function()
    local book = assert(workbook.open_bytes(xlsx.build { sheets = {
      { name = "a", rows = "<row><c><v>1</v></c></row>" },
      { name = "b", rows = "<row><c><v>2</v></c></row>" },
    } }))
    assert.equal("2\n", read(book, 2))
    assert.equal("1\n", read(book, 1))
    assert(book:sheet(2))
    assert.equal("1\n", read(book, 1))
    assert.equal("1\n", read(book, 1))
  end)

  it("that Excel or LibreOffice saved is read", function()
    local book = assert(workbook.open "spec/fixtures/customers.xlsx")
    assert.equal("姓名,电话,地址\n客户1,13900000001,深圳\n", read(book):match("^.-\n.-\n"))
  end)

  it("raises if it is used wrongly", function()
    local book = assert(workbook.open_bytes(xlsx.build {}))
    assert.error_matches(function() book:read() end, "book:sheet%(n%) must choose a sheet")
    assert.error_matches(function() book:sheet(0) end, "no sheet of that number")
    assert.error_matches(function() book:sheet(2) end, "no sheet of that number")
    assert.error_matches(function() book:sheet("x") end, "number expected")
    assert.error_matches(function() book.read(io.stdout) end, "ai95.workbook")
    assert.error_matches(function() workbook.open "a\0b" end, "NUL byte")
    book:close()
    book:close()
    for _, name in ipairs { "read", "sheet", "sheets" } do
      assert.error_matches(function() book[name](book, 1) end, "the workbook is closed")
    end
    local finalizer = debug.getmetatable(book).__gc
    finalizer(book)
    finalizer(book)
  end)

  it("has sheets whose part is named by an absolute or a roundabout path", function()
    for _, target in ipairs {
      "/xl/worksheets/sheet1.xml", "worksheets/sheet1.xml", "./worksheets/../worksheets/sheet1.xml",
      "../xl/worksheets/sheet1.xml", "worksheets\\sheet1.xml", "Worksheets/Sheet1.XML",
    } do
      assert.equal("1\n", text_of { rows = "<row>" .. numbers { 1 } .. "</row>", parts = {
        ["xl/_rels/workbook.xml.rels"] = xlsx.relationships {
          xlsx.relationship("rId1", "worksheet", target),
        },
      } }, target)
    end
  end)

  it("has its texts and styles in the parts that it names, or nowhere", function()
    local parts = xlsx.parts {
      rows = '<row><c t="s"><v>0</v></c><c s="1"><v>1</v></c></row>',
      parts = { ["xl/_rels/workbook.xml.rels"] = xlsx.relationships {
        xlsx.relationship("rId1", "worksheet", "worksheets/sheet1.xml"),
        xlsx.relationship("a", "sharedStrings", "/texts.xml"),
        xlsx.relationship("b", "styles", "../other/look.xml"),
      } },
    }
    table.insert(parts, { "texts.xml", xlsx.strings { "<t>x</t>" } })
    table.insert(parts, { "other/look.xml", xlsx.styles { 0, 14 } })
    assert.equal("x,1900-01-01\n", read(assert(workbook.open_bytes(xlsx.zip(parts)))))
    assert.equal("1", row('<c s="1"><v>1</v></c>'))
    assert.equal("1", row('<c s="1"><v>1</v></c>', { strings = {}, styles = "x", parts = {
      ["xl/styles.xml"] = false, ["xl/sharedStrings.xml"] = false,
    } }))
  end)

  it("has chart sheets, which are left out", function()
    local parts = {
      ["xl/workbook.xml"] = '<workbook xmlns:r="x"><sheets><sheet name="chart" r:id="c"/>'
        .. '<sheet name="cells" r:id="s"/></sheets></workbook>',
      ["xl/_rels/workbook.xml.rels"] = xlsx.relationships {
        xlsx.relationship("c", "chartsheet", "chartsheets/sheet1.xml"),
        xlsx.relationship("s", "worksheet", "worksheets/sheet1.xml"),
      },
    }
    local book = assert(workbook.open_bytes(xlsx.build { rows = "<row/>", parts = parts }))
    assert.same({ { name = "cells", hidden = false } }, book:sheets())
    assert.equal("\n", read(book))
  end)

  it("may have any prefixes, strict namespaces and UTF-16", function()
    local strict = "http://purl.oclc.org/ooxml/"
    local sheet = ('<x:worksheet xmlns:x="%sspreadsheetml/main"><x:sheetData><x:row><x:c t="s">'
      .. "<x:v>0</x:v></x:c></x:row></x:sheetData></x:worksheet>"):format(strict)
    local parts = {
      ["xl/workbook.xml"] = ('<x:workbook xmlns:x="%sspreadsheetml/main" xmlns:rel="%s"><x:sheets>'
        .. '<x:sheet name="a" sheetId="1" rel:id="rId1"/></x:sheets></x:workbook>'):format(strict,
        strict .. "officeDocument/relationships"),
      ["xl/worksheets/sheet1.xml"] = "\255\254" .. sheet:gsub(".", "%0\0"),
      ["xl/sharedStrings.xml"] = "<y:sst xmlns:y='z'><y:si><y:t>text</y:t></y:si></y:sst>",
      ["xl/_rels/workbook.xml.rels"] = ('<r:Relationships xmlns:r="x"><r:Relationship Id="rId1" '
        .. 'Type="%sofficeDocument/relationships/worksheet" Target="worksheets/sheet1.xml"/>'
        .. '<r:Relationship Id="s" Type="%s/sharedStrings" Target="sharedStrings.xml"/>'
        .. "</r:Relationships>"):format(strict, strict),
    }
    assert.equal("text\n", text_of { strings = {}, parts = parts })
  end)
end)

describe("a sheet's rows and cells", function()
  it("are records: those that are left out are empty", function()
    assert.equal("\n\n1\n\n,,2,,,3\n4\n", text_of { rows = '<row r="3"><c r="A3"><v>1</v></c></row>'
      .. '<row r="5"><c r="C5"><v>2</v></c><c r="D5" s="1"/><c r="F5"><v>3</v></c></row>'
      .. '<row r="6"><c r="A6"><v>4</v></c><c r="XFD6" s="1"/></row>' })
    assert.equal("", text_of { rows = "" })
    assert.equal("\n\n", text_of { rows = '<row r="2"/>' })
    assert.equal("", text_of { parts = { ["xl/worksheets/sheet1.xml"] = "<worksheet/>" } })
  end)

  it("have places by order if they do not name them", function()
    assert.equal("1,2\n\n,,3,4\n", text_of { rows = "<row>" .. numbers { 1, 2 } .. "</row><row/>"
      .. '<row><c r="C1"><v>3</v></c><c><v>4</v></c></row>' })
    assert.equal("\n\n1\n2\n", text_of { rows = '<row r="3"><c><v>1</v></c></row><row><c><v>2</v>'
      .. "</c></row>" })
  end)

  it("are only those in the sheet's data", function()
    local cell = "<row><c><v>1</v></c></row>"
    assert.equal("1\n", text_of { parts = { ["xl/worksheets/sheet1.xml"] =
      "<worksheet><cols>" .. cell .. "</cols><sheetData>" .. cell .. "</sheetData><extLst><ext>"
      .. "<sheetData>" .. cell .. "</sheetData></ext></extLst></worksheet>" } })
    assert.equal("1", row "<c><f>A1+<x/>2</f><v>1</v><extLst><v>9</v></extLst></c>")
  end)

  it("begin with the byte 255 if they are hidden", function()
    local cells = '<c r="A%d" t="inlineStr"><is><t>a,b</t></is></c><c><v>1</v></c></row>'
    assert.equal('"a,b",1\n\255"a,b",1\n\n\255\n\255"a,b",1\n"a,b",1\n', text_of {
      rows = "<row>" .. cells:format(1) .. '<row hidden="1">' .. cells:format(2)
        .. '<row r="4" hidden="true"/><row hidden="1">' .. cells:format(5)
        .. '<row hidden="0">' .. cells:format(6),
    })
  end)

  it("reach to column 1000, and to Excel's last row", function()
    assert.equal((","):rep(999) .. "1", row '<c r="ALL1"><v>1</v></c>')
    local text = text_of { rows = '<row r="1048576"><c><v>1</v></c></row>' }
    assert.equal(1048577, #text)
    assert.equal("\n1\n", text:sub(-3))
  end)

  it("come in blocks, also if one text is in many cells", function()
    local cell = '<c t="s"><v>0</v></c>'
    local text, blocks = text_of {
      strings = { "<t>" .. ("long"):rep(8000) .. "</t>" },
      rows = ("<row>" .. cell:rep(10) .. "</row>"):rep(30),
    }
    local line = ("long"):rep(8000)
    line = line .. ("," .. line):rep(9) .. "\n"
    assert.equal(line:rep(30), text)
    assert.is_true(#blocks > 50)
    for _, block in ipairs(blocks) do
      assert.is_true(#block < 64 * 1024 + 33000)
    end
  end)
end)

describe("a cell with text", function()
  it("has a shared text, its own, or a formula's", function()
    assert.equal("b,a,own,result,b", row('<c t="s"><v>1</v></c><c t="s"><v>\n 0 </v></c>'
      .. inline "<t>own</t>" .. '<c t="str"><f>1</f><v>result</v></c><c t="s"><v>1</v></c>',
      { strings = { "<t>a</t>", "<t>b</t>" } }))
  end)

  it("has runs, whose texts are joined, without phonetic text", function()
    local rich = "<r><rPr><b/></rPr><t>张</t></r><r><t xml:space=\"preserve\"> 三</t></r>"
      .. "<rPh sb=\"0\" eb=\"1\"><t>ZHANG</t></rPh><phoneticPr fontId=\"1\"/>"
    assert.equal("张 三,张 三", row('<c t="s"><v>0</v></c>' .. inline(rich), { strings = { rich } }))
    assert.equal("ab", row(inline "<t>a</t><x><t>no</t></x><r><t>b</t><x><t>no</t></x></r>"))
  end)

  it("keeps its blanks", function()
    assert.equal("  a  ,\t,\" \n \"", row(inline "<t>  a  </t>" .. inline "<t>\t</t>"
      .. inline "<t> \n </t>"))
  end)

  it("is in quotes if it has a comma, a quote or a line break", function()
    assert.equal('"a,b","say ""hi""","1\n2","1\n2","1\n2",\';', row(inline "<t>a,b</t>"
      .. inline '<t>say "hi"</t>' .. inline "<t>1\r\n2</t>" .. inline "<t>1&#13;2</t>"
      .. inline "<t>1&#13;&#10;2</t>" .. inline "<t>';</t>"))
  end)

  it("has Excel's escapes decoded", function()
    for from, to in pairs {
      ["a_x000D_b"] = '"a\nb"', ["a_x000d__x000A_b"] = '"a\nb"', ["_x005F_x000D_"] = "_x000D_",
      ["_x4E2D__x6587_"] = "中文", ["_x00e9_"] = "é", ["_xD83D__xDE00_"] = "\240\159\152\128",
      ["_xD83D_"] = "_xD83D_", ["_xDE00__xD83D_"] = "_xDE00__xD83D_", ["_x0000_"] = "_x0000_",
      ["_x12_"] = "_x12_", ["_x12G4_"] = "_x12G4_", ["_x0041"] = "_x0041", ["__x0041_"] = "_A",
      ["_x0001_"] = "\1",
    } do
      assert.equal(to, row(inline("<t>" .. from .. "</t>")), from)
      assert.equal(to, row('<c t="s"><v>0</v></c>', { strings = { "<t>" .. from .. "</t>" } }))
      assert.equal(to, row('<c t="str"><v>' .. from .. "</v></c>"))
    end
    assert.equal("_x0041_", row(inline "<r><t>_x00</t></r><r><t>41_</t></r>"))
  end)

  it("may have Excel's 32,767 characters", function()
    local text = ("\240\160\128\128"):rep(32767)
    assert.equal(text, row(inline("<t>" .. text .. "</t>")))
    assert.equal(text, row('<c t="s"><v>0</v></c>', { strings = { "<t>" .. text .. "</t>" } }))
  end)

  it("is empty if there is no text", function()
    assert.equal("", row('<c t="s"/><c t="s"><v/></c><c t="inlineStr"/>' .. inline "" .. inline
      "<t/>" .. '<c t="str"><f>1</f><v></v></c><c t="str"><f>1</f><v/></c><c t="s"><v>0</v></c>',
      { strings = { "<t/>" } }))
  end)

  it("is #NO_VALUE! if its formula was never calculated", function()
    for _, cell in ipairs {
      "<c><f>1+1</f></c>", "<c><f>1+1</f><v/></c>", '<c t="n"><f>1+1</f><v></v></c>',
      '<c t="str"><f>A1</f></c>', "<c><f t='shared' si='0'/></c>", '<c t="b"><f>1</f></c>',
      '<c t="e"><f>1/0</f><v/></c>', '<c t="s"><f>A1</f></c>', '<c s="1"><f>TODAY()</f></c>',
    } do
      assert.equal("#NO_VALUE!", row(cell), cell)
      assert.equal(",x,#NO_VALUE!,,y", row("<c/>" .. inline "<t>x</t>" .. cell .. "<c/>"
        .. inline "<t>y</t>"))
    end
    assert.equal("2,x", row '<c><f>1+1</f><v>2</v></c><c t="str"><f>A1</f><v>x</v></c>')
  end)
end)

describe("a cell with a number", function()
  it("has all its digits", function()
    for from, to in pairs {
      ["13800000000"] = "13800000000", ["0"] = "0", ["-5"] = "-5", ["007"] = "007",
      ["123456789012345678901234567890"] = "123456789012345678901234567890",
      ["1.38E+10"] = "13800000000", ["1.38e10"] = "13800000000", ["13800000000.0"] = "13800000000",
      ["9007199254740991.0"] = "9007199254740991", ["0.30000000000000004"] = "0.3",
      ["1.5"] = "1.5", ["-1.25"] = "-1.25", [".5"] = "0.5", ["1E+20"] = "100000000000000000000",
      ["1.10101199001011E+17"] = "110101199001011000",
      ["-9.007199254740993E+15"] = "-9007199254740990",
      ["1E+21"] = "1e+21",
      ["1.7976931348623157E+308"] = "1.79769313486232e+308", ["1e-7"] = "1e-07",
      ["-0.0"] = "0", ["+7"] = "7", [" 12 "] = "12", ["\n1.5\n"] = "1.5",
    } do
      assert.equal(to, row(numbers { from }), from)
    end
  end)

  it("has its text as it is if that is no number", function()
    for _, text in ipairs {
      "abc", "0x10", "nan", "INF", "1e", "1e400", "-", ".", "1.2.3", "1 2",
    } do
      assert.equal(text, row(numbers { text }), text)
    end
    assert.equal('"1,5"', row(numbers { "1,5" }))
    assert.equal(("1"):rep(400) .. ".5", row(numbers { ("1"):rep(400) .. ".5" }))
  end)

  it("is TRUE, FALSE or an error by its type", function()
    assert.equal("TRUE,FALSE,#N/A,#DIV/0!,odd", row('<c t="b"><v>1</v></c><c t="b"><v>0</v></c>'
      .. '<c t="e"><v>#N/A</v></c><c t="e"><f>1/0</f><v>#DIV/0!</v></c><c t="new"><v>odd</v></c>'))
  end)
end)

describe("a date", function()
  --- Numbers in cells whose format has that number, or that code.
  local function dates(format, list, is_1904)
    local custom = type(format) == "string"
    return row(numbers(list, 1), { is_1904 = is_1904, styles = xlsx.styles({ 0,
      custom and 164 or format }, custom and { [164] = format } or {}) })
  end

  it("is Y-m-d, with the time of day if there is one", function()
    assert.equal("2026-03-01,2026-03-01 12:00:00,08:30:00,00:00:00,9999-12-31,2000-02-29",
      dates(14, { 46082, "46082.5", "0.35416666666666669", 0, 2958465, 36585 }))
  end)

  it("is rounded to seconds", function()
    assert.equal("2026-03-02,2026-03-01 10:20:30,00:00:00,9999-12-31 23:59:59", dates(22,
      { "46082.9999999", "46082.430902777778", "0.9999999", "2958465.9999999" }))
  end)

  it("has Excel's day that never was", function()
    assert.equal("1900-01-01,1900-02-28,1900-02-29,1900-03-01", dates(14, { 1, 59, 60, 61 }))
  end)

  it("counts from 1904 if the workbook does", function()
    assert.equal("1904-01-02,2026-03-01,12:00:00,9999-12-31",
      dates(14, { 1, 44620, "0.5", 2957003 }, true))
  end)

  it("stays a number if Excel has no such date", function()
    assert.equal("-1,2958466,100000000000000000000", dates(14, { -1, 2958466, "1e20" }))
    assert.equal("2957004", dates(14, { 2957004 }, true))
  end)

  it("is known by the built-in formats", function()
    local expected = {}
    for _, range in ipairs { { 14, 22 }, { 27, 36 }, { 45, 47 }, { 50, 58 } } do
      for number = range[1], range[2] do
        expected[number] = "1900-01-02"
      end
    end
    expected[46] = "48:00:00" -- [h]:mm:ss
    for number = 0, 60 do
      assert.equal(expected[number] or "2", dates(number, { 2 }), number)
    end
  end)

  it("is known by the workbook's own formats", function()
    for _, code in ipairs {
      "yyyy-mm-dd", "m/d", "[$-804]yyyy\"年\"m\"月\"", "dddd", "h:mm AM/PM", "SS.0", "[Red]d;@",
      "yyyy\\.mm", "[$-F800]dddd\\,\\ mmmm", "[$-804]aaaa;@", "aaa",
    } do
      assert.equal("1900-01-02", dates(code, { 2 }), code)
    end
    for _, code in ipairs {
      "General", "0.00", "#,##0", "[Red]0", "\"days\"0", "0\\d", "0_d", "* 0*y", "@", "0.00E+00",
      "[$USD-409]0", "\"m", "[Red", "0\\", "",
    } do
      assert.equal("2", dates(code, { 2 }), code)
    end
    for _, code in ipairs { "[h]:mm", "[hh]", "[mm]:ss", "[S]", "[Blue][h]:mm" } do
      assert.equal("36:30:00,00:15:00,-1",
        dates(code, { "1.5208333333", "0.0104166667", -1 }), code)
    end
  end)

  it("is known by a format of the workbook before the built-in one", function()
    assert.equal("2", row(numbers({ 2 }, 0), { styles = xlsx.styles({ 14 }, { [14] = "0" }) }))
    assert.equal("1900-01-02", row(numbers({ 2 }, 0), { styles = xlsx.styles({ 1 },
      { [1] = "yyyy" }) }))
  end)

  it("may be a text of ISO 8601", function()
    local cells = {}
    for i, text in ipairs { "2026-03-01", "2026-03-01T10:20:30", "2026-03-01T00:00:00.000Z",
      "2026-03-01T10:20:30.5", "10:20:30", "2026-03-01T10:20", "soon, maybe" } do
      cells[i] = '<c t="d"><v>' .. text .. "</v></c>"
    end
    assert.equal('2026-03-01,2026-03-01 10:20:30,2026-03-01,2026-03-01 10:20:30,10:20:30,'
      .. '2026-03-01,"soon, maybe"', row(table.concat(cells)))
  end)
end)

describe("#plain a workbook of openpyxl", function()
  --- Parses the CSV: every field is in quotes or has none.
  local function parse(text)
    local records, record = {}, {}
    local at = 1
    while at <= #text do
      local field
      if text:sub(at, at) == '"' then
        local stop = at
        repeat
          stop = text:find('"', stop + 1, true)
          local twice = text:sub(stop + 1, stop + 1) == '"'
          stop = twice and stop + 1 or stop
        until not twice
        field, at = text:sub(at + 1, stop - 1):gsub('""', '"'), stop + 1
      else
        local stop = text:find("[,\n]", at)
        field, at = text:sub(at, stop - 1), stop
      end
      record[#record + 1] = field
      if text:sub(at, at) == "\n" then
        records[#records + 1], record = record, {}
      end
      at = at + 1
    end
    return records
  end

  it("has the values that went in", function()
    local folder = files.folder()
    assert(os.execute(("export LD_PRELOAD=; for p in python3 /usr/bin/python3; do $p -c 'import "
      .. "openpyxl' 2>/dev/null && exec $p spec/support/workbooks.py %s; done; exit 1")
      :format(folder)))
    local count = 0
    for line in io.lines(folder .. "/names") do
      local book = assert(workbook.open(folder .. "/" .. line .. ".xlsx"))
      local records, number = parse((read(book))), 0
      for expected in (files.read(folder .. "/" .. line .. ".txt") .. "\30"):gmatch "(.-)\30" do
        number = number + 1
        local record = records[number] or { "no such row" }
        while record[#record] == "" do
          record[#record] = nil
        end
        assert.equal(expected, table.concat(record, "\31"), line .. ", row " .. number)
      end
      count = count + number
      assert.is_nil(records[number + 1])
    end
    files.remove_folder(folder)
    assert.is_true(count > 1000)
  end)
end)
