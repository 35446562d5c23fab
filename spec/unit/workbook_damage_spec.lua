--- ai95.workbook and files that it cannot read: each has a clear problem, and none does harm.
local files = require "support.files"
local ole = require "ai95.import.ole"
local workbook = require "ai95.workbook"
local xlsx = require "support.workbook"

--- The whole text of the first sheet, or nil and the problem.
local function read(bytes)
  local book, problem = workbook.open_bytes(bytes)
  if not book then
    return nil, problem
  end
  local ok
  ok, problem = book:sheet(1)
  if not ok then
    return nil, problem
  end
  local text = ""
  while true do
    local block
    block, problem = book:read()
    if not block then
      return not problem and text or nil, problem
    end
    text = text .. block
  end
end

local function problem_of(options)
  local text, problem = read(type(options) == "string" and options or xlsx.build(options))
  assert.is_nil(text)
  return problem
end

local function sheet_problem(xml)
  return problem_of { parts = { ["xl/worksheets/sheet1.xml"] = xml } }
end

local function rows_problem(rows)
  return problem_of { rows = rows }
end

local DAMAGED, TOO_LARGE = "the workbook is damaged: ", "the workbook is too large: "
local SMALL = {
  rows = '<row r="1"><c t="s"><v>0</v></c><c s="1"><v>46082</v></c></row><row r="3">'
    .. '<c><v>1.5</v></c><c t="inlineStr"><is><t>x,y</t></is></c></row>',
  strings = { "<t>姓名</t>" }, styles = xlsx.styles { 0, 14 },
}
local SMALL_TEXT = '姓名,2026-03-01\n\n1.5,"x,y"\n'

describe("#once a file that is no workbook", function()
  it("says what it is", function()
    for bytes, problem in pairs {
      [""] = "it is empty",
      ["姓名,电话\n"] = "it is not an Excel workbook (.xlsx)",
      ["PK\3\4 and then something"] = DAMAGED .. "the zip file is truncated",
      ["\208\207\17\224\161\177\26\225"] = "it is not an Excel workbook (.xlsx)",
      [xlsx.zip { { "readme.txt", "text" } }] = "it is a zip file but not a workbook",
      [xlsx.zip {}] = "it is a zip file but not a workbook",
      [xlsx.zip { { "mimetype", "application/vnd.oasis.opendocument.spreadsheet" } }] =
        "it is an OpenDocument spreadsheet: save it as .xlsx",
      [xlsx.zip { { "_rels/.rels", xlsx.relationships {
        xlsx.relationship("a", "officeDocument", "xl/workbook.bin") } } }] =
        "it is a binary workbook (.xlsb): save it as .xlsx",
      [xlsx.zip { { "_rels/.rels", xlsx.relationships {
        xlsx.relationship("a", "officeDocument", "word/document.xml") } },
        { "word/document.xml", "<w:document xmlns:w='x'/>" } }] =
        "it is a zip file but not a workbook",
    } do
      assert.equal(problem, problem_of(bytes))
    end
    assert.equal("it is a workbook with macros (.xlsm): save it as .xlsx",
      problem_of { type = "application/vnd.ms-excel.sheet.macroEnabled.main+xml" })
  end)

  it("is named by the system if it cannot be opened", function()
    for path, problem in pairs {
      ["/nonexistent.xlsx"] = "No such file or directory", ["/tmp"] = "it is not a regular file",
      [""] = "the path is empty",
    } do
      local book, reason = workbook.open(path)
      assert.is_nil(book)
      assert.equal(problem, reason)
    end
  end)

  it("has sheets with cells, or says so", function()
    assert.equal("the workbook has no sheet with cells", problem_of { sheets = {} })
  end)
end)

describe("#once an old Office file", function()
  local function bytes_of(value, count)
    local list = {}
    for i = 1, count do
      list[i] = string.char(value % 256)
      value = math.floor(value / 256)
    end
    return table.concat(list)
  end

  local function entry(name)
    local utf16 = name:gsub(".", "%0\0") .. "\0\0"
    return utf16 .. ("\0"):rep(64 - #utf16) .. bytes_of(#utf16, 2) .. ("\0"):rep(62)
  end

  --- An OLE2 file: a header, the table of sectors, and the directory in sectors 2 and 1.
  local function file(names, size)
    local free, last = bytes_of(0xFFFFFFFF, 4), bytes_of(0xFFFFFFFE, 4)
    local header = "\208\207\17\224\161\177\26\225" .. ("\0"):rep(22)
      .. bytes_of(size == 4096 and 12 or 9, 2) .. ("\0"):rep(16) .. bytes_of(2, 4)
      .. ("\0"):rep(24) .. bytes_of(0, 4) .. free:rep(108)
    local entries = {}
    for i = 1, size * 2 / 128 do
      entries[i] = names[i] and entry(names[i]) or ("\0"):rep(128)
    end
    local directory = table.concat(entries)
    return header .. ("\0"):rep(size - 512) .. bytes_of(0xFFFFFFFD, 4) .. last .. bytes_of(1, 4)
      .. free:rep(size / 4 - 3) .. directory:sub(size + 1) .. directory:sub(1, size)
  end

  local NAMES = { "Root Entry", "a", "b", "c" }

  local function with(name, size)
    local names = { unpack = nil }
    for i = 1, #NAMES do
      names[i] = NAMES[i]
    end
    names[size / 128 + 2] = name -- in the second sector
    return file(names, size)
  end

  it("is a workbook, an encrypted one, or another file", function()
    for _, size in ipairs { 512, 4096 } do
      assert.equal("the workbook is protected with a password: remove the password in Excel and "
        .. "save it again", ole.problem(with("EncryptedPackage", size)))
      for _, name in ipairs { "Workbook", "Book", "WORKBOOK" } do
        assert.equal("it is an old Excel workbook (.xls): save it as .xlsx",
          ole.problem(with(name, size)))
      end
      assert.equal("it is an old Office document, but not a workbook",
        ole.problem(with("WordDocument", size)))
    end
    for _, text in ipairs { "", "PK\3\4", "姓名,电话", "\208\207\17\224" } do
      assert.is_nil(ole.problem(text))
    end
  end)

  it("may be so large that its table of sectors does not fit in the header", function()
    local free = bytes_of(0xFFFFFFFF, 4)
    local first = 109 * 128 -- the directory's first sector
    local header = "\208\207\17\224\161\177\26\225" .. ("\0"):rep(22) .. bytes_of(9, 2)
      .. ("\0"):rep(16) .. bytes_of(first, 4) .. ("\0"):rep(16) .. bytes_of(0, 4)
      .. bytes_of(1, 4) .. free:rep(109)
    local list = bytes_of(1, 4) .. free:rep(127)
    local table_part = bytes_of(first + 1, 4) .. bytes_of(0xFFFFFFFE, 4) .. free:rep(126)
    local directory = entry("Root Entry") .. ("\0"):rep(384) .. entry("EncryptedPackage")
    assert.matches("password", ole.problem(header .. list .. table_part
      .. ("\0"):rep((first - 2) * 512) .. directory .. ("\0"):rep(384)))
  end)

  it("is read from where it is, and left so", function()
    local path = os.tmpname()
    files.write(path, with("EncryptedPackage", 512))
    local handle = assert(io.open(path, "rb"))
    handle:seek("set", 5)
    assert.matches("password", ole.problem(handle))
    assert.equal(5, handle:seek())
    handle:close()
    os.remove(path)
  end)

  it("may be cut off or go round in circles", function()
    local whole = with("Workbook", 512)
    for length = 8, #whole, 7 do
      assert.is_string(ole.problem(whole:sub(1, length)))
    end
    local circle = whole:sub(1, 512 + 4) .. bytes_of(2, 4) .. whole:sub(512 + 9)
    assert.is_string(ole.problem(circle))
    for at = 8, 520, 3 do
      assert.is_string(ole.problem(whole:sub(1, at) .. "\255" .. whole:sub(at + 2)))
    end
  end)
end)

describe("#once a damaged workbook", function()
  it("says where the damage is", function()
    assert.equal(DAMAGED .. "sheet 名单, row 5: its rows are not in order",
      rows_problem '<row r="5"/><row r="5"/>')
    assert.equal(DAMAGED .. "sheet 名单, row 5: its rows are not in order",
      rows_problem '<row r="5"/><row r="4"/>')
    assert.equal(DAMAGED .. "sheet 名单, row 1: its cells are not in order",
      rows_problem '<row><c r="B1"/><c r="B1"/></row>')
    assert.equal(DAMAGED .. "sheet 名单: it holds no worksheet",
      sheet_problem "<chartsheet/>")
    assert.equal(DAMAGED .. "sheet 名单: the part is missing",
      sheet_problem(false))
    assert.equal(DAMAGED .. "xl/workbook.xml: the part is missing",
      problem_of { parts = { ["xl/workbook.xml"] = false } })
    assert.equal(DAMAGED .. "sheet 名单: the part is missing",
      problem_of { parts = { ["xl/_rels/workbook.xml.rels"] = false } })
    assert.equal(DAMAGED .. "xl/sharedStrings.xml: its XML is broken (no element found)",
      problem_of { strings = {}, parts = { ["xl/sharedStrings.xml"] = "" } })
    assert.equal(DAMAGED .. "xl/sharedStrings.xml: it holds no shared strings",
      problem_of { strings = {}, parts = { ["xl/sharedStrings.xml"] = "<x/>" } })
    assert.equal(DAMAGED .. "xl/styles.xml: it holds no styles",
      problem_of { styles = "<x/>" })
    assert.matches("^" .. DAMAGED .. "sheet 名单, row 1: its XML is broken %(mismatched tag%)$",
      rows_problem "<row></c></row>")
  end)

  it("has numbers of rows and cells that cannot be", function()
    for _, number in ipairs { "0", "-1", "x", "", "1048577", "99999999999999999999", "1.0" } do
      assert.matches("row", rows_problem(('<row r="%s"/>'):format(number)))
    end
    assert.matches("the number of a row is wrong", rows_problem '<row r="1048576"/><row/>')
    for _, place in ipairs {
      "", "1", "A", "A0", "XFE1", "AAAAAAAAAA1", "A1048577", "A-1", "$A$1",
    } do
      assert.matches("the place of a cell is wrong", rows_problem(('<row><c r="%s"/></row>')
        :format(place)))
    end
    assert.matches("the place of a cell is wrong", rows_problem '<row><c r="XFD1"/><c/></row>')
  end)

  it("has cells whose texts are missing", function()
    for _, index in ipairs { "1", "-1", "x", "4294967296", "0.0" } do
      assert.equal(DAMAGED .. "sheet 名单, row 1: a cell refers to a text that is missing",
        problem_of { strings = { "<t>a</t>" }, rows = '<row><c t="s"><v>' .. index
          .. "</v></c></row>" })
    end
    assert.matches("a text that is missing", rows_problem '<row><c t="s"><v>0</v></c></row>')
  end)

  it("has cells that are too long", function()
    local text = ("x"):rep(32767 * 4 + 1)
    for _, cell in ipairs { "<c><v>" .. text .. "</v></c>",
      '<c t="inlineStr"><is><t>' .. text .. "</t></is></c>" } do
      assert.matches("row 1: a cell has more than 32,767 characters",
        rows_problem("<row>" .. cell .. "</row>"))
    end
    assert.matches("xl/sharedStrings.xml: a cell has more than 32,767 characters",
      problem_of { strings = { "<t>" .. text .. "</t>" } })
  end)

  it("has XML that no program writes", function()
    assert.matches("its XML has a DOCTYPE", sheet_problem(
      '<!DOCTYPE worksheet [<!ENTITY a "aaaa">]><worksheet><sheetData/></worksheet>'))
    assert.matches("its XML has a DOCTYPE", problem_of { strings = {}, parts = {
      ["xl/sharedStrings.xml"] = "<!DOCTYPE sst SYSTEM 'file:///etc/passwd'><sst/>" } })
    assert.matches("undefined entity", rows_problem "<row><c><v>&nbsp;</v></c></row>")
    assert.matches("its XML is nested too deeply", sheet_problem(("<worksheet>"):rep(200)))
    assert.matches("its XML is broken %(unknown encoding%)",
      sheet_problem '<?xml version="1.0" encoding="x-none"?><worksheet/>')
    local long = ("x"):rep(3 * 2 ^ 20)
    assert.matches("its XML has a tag without end",
      sheet_problem('<worksheet a="' .. long .. '"/>'))
    assert.matches("its XML has a tag without end", sheet_problem("<worksheet><!--" .. long
      .. "--></worksheet>"))
    local comments = ("<!-- " .. ("x"):rep(1000) .. " -->"):rep(3000)
    assert.equal("", read(xlsx.build { parts = {
      ["xl/worksheets/sheet1.xml"] = "<worksheet>" .. comments .. "</worksheet>" } }))
  end)

  it("names its sheet also if the name is long or has line breaks", function()
    local problem = problem_of { sheets = { { name = "&#10;" .. ("名"):rep(200), rows = "<x" } } }
    assert.equal(DAMAGED .. "sheet  " .. ("名"):rep(33), problem:match "^(.-): its XML")
  end)

  it("says so again", function()
    local book = assert(workbook.open_bytes(xlsx.build { rows = "<row><c><v>1</v></c></row><row" }))
    assert(book:sheet(1))
    local _, problem = book:read()
    for _ = 1, 3 do
      local text, again = book:read()
      assert.is_nil(text)
      assert.equal(problem, again)
    end
    assert(book:sheet(1))
    assert.same({ nil, problem }, { book:read() })
  end)

  it("may have damage behind its first rows, which come before", function()
    local rows = ("<row><c><v>1</v></c></row>"):rep(100000)
    local book = assert(workbook.open_bytes(xlsx.build { rows = rows .. "<row" }))
    assert(book:sheet(1))
    assert.equal("1\n1\n", book:read():sub(1, 4))
    local text, problem
    repeat
      text, problem = book:read()
    until not text
    assert.matches("sheet 名单, row 100000: its XML is broken", problem)
  end)

  it("has a name of a part that leads nowhere", function()
    for _, target in ipairs {
      "../../etc/passwd", "../..", "..", "", "/", ("a"):rep(5000), "missing.xml",
    } do
      assert.equal(DAMAGED .. "sheet 名单: the part is missing", problem_of { parts = {
        ["xl/_rels/workbook.xml.rels"] = xlsx.relationships {
          xlsx.relationship("rId1", "worksheet", target) } } }, target)
    end
  end)
end)

describe("#once every small workbook", function()
  it("that is cut off has a problem or the right text", function()
    local whole = xlsx.build(SMALL)
    assert.equal(SMALL_TEXT, read(whole))
    for length = 0, #whole - 1 do
      local text, problem = read(whole:sub(1, length))
      assert.is_true(text == SMALL_TEXT or (text == nil and #problem > 10), length)
    end
  end)

  it("with one wrong byte has a problem or some text", function()
    local whole = xlsx.build(SMALL)
    local right, wrong = 0, 0
    for at = 1, #whole do
      local flip = 2 ^ (at % 8)
      local byte = whole:byte(at)
      byte = byte + (math.floor(byte / flip) % 2 == 0 and flip or -flip)
      local text, problem = read(whole:sub(1, at - 1) .. string.char(byte) .. whole:sub(at + 1))
      assert.is_true(text ~= nil or #problem > 10, at)
      right, wrong = right + (text and 1 or 0), wrong + (text and 0 or 1)
    end
    assert.is_true(right > 10 and wrong > 1000)
  end)
end)

describe("#plain #once a workbook that is too large", function()
  -- Blanks, which the program zip compresses fast: 65 MB in all.
  local BLANKS = (" "):rep(5000)
  local bomb = xlsx.build { rows = ("<row>" .. BLANKS .. "</row>"):rep(13600) }

  --- The sizes in the central directory: packed 0x7FFFFFFF, unpacked 1.
  local function lie(bytes)
    return (bytes:gsub("(PK\1\2" .. ("."):rep(16) .. ")........", function(head)
      return head .. "\255\255\255\127\1\0\0\0"
    end))
  end

  it("unpacks to much more than its size", function()
    assert.matches("^" .. TOO_LARGE .. "sheet 名单, row %d+: it unpacks to more than 500 times its "
      .. "size$", problem_of(bomb))
    assert.equal(TOO_LARGE .. "xl/sharedStrings.xml: it unpacks to more than 500 times its "
      .. "size", problem_of { strings = { BLANKS:rep(13600) } })
    assert.equal(TOO_LARGE .. "xl/styles.xml: it unpacks to more than 16 MB",
      problem_of { styles = xlsx.styles({}, {}) .. (" "):rep(17 * 2 ^ 20) })
  end)

  it("may lie about its size", function()
    local text, problem = read(lie(xlsx.compress(xlsx.parts(SMALL))))
    assert.is_true(text == SMALL_TEXT or problem:find("^" .. DAMAGED) ~= nil)
    problem = problem_of(lie(bomb)) -- a new libzip compares the sizes before it unpacks
    assert.is_true((problem:find("^" .. TOO_LARGE) or problem:find("^" .. DAMAGED)) ~= nil, problem)
  end)

  it("has too many columns, sheets, parts or styles", function()
    assert.equal(TOO_LARGE .. "sheet 名单, row 2: a cell in column XFD has a value, and only "
      .. "the first 1000 columns can be read",
      rows_problem '<row/><row><c r="XFD1"><v>1</v></c></row>')
    assert.matches("a cell in column ALM has a value",
      rows_problem '<row><c r="ALM1"><v>1</v></c></row>')
    assert.equal(TOO_LARGE .. "xl/workbook.xml: it has more than 4096 sheets",
      problem_of { parts = { ["xl/workbook.xml"] =
        "<workbook><sheets>" .. ("<sheet/>"):rep(4097) .. "</sheets></workbook>" } })
    assert.equal(TOO_LARGE .. "xl/_rels/workbook.xml.rels: it has too many parts",
      problem_of { parts = { ["xl/_rels/workbook.xml.rels"] = xlsx.relationships {
        xlsx.relationship("a", "b", "c"):rep(16385) } } })
    assert.equal(TOO_LARGE .. "xl/styles.xml: it has too many styles",
      problem_of { styles = "<styleSheet><cellXfs>" .. ("<xf/>"):rep(65537)
        .. "</cellXfs></styleSheet>" })
  end)
end)
