--- Writes workbooks for specs: parts as XML, and a zip file around them.
local files = require "support.files"

local workbook = {}

local XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
local MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
local OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
local PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
local SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml."

-- xor of two numbers of 4 bits. Lua 5.1 has no operator for it.
local NIBBLES = {}
for a = 0, 15 do
  for b = 0, 15 do
    local value = 0
    for bit = 0, 3 do
      if math.floor(a / 2 ^ bit) % 2 ~= math.floor(b / 2 ^ bit) % 2 then
        value = value + 2 ^ bit
      end
    end
    NIBBLES[a * 16 + b] = value
  end
end

local function xor_bytes(a, b)
  local high_a, high_b = math.floor(a / 16), math.floor(b / 16)
  return NIBBLES[high_a * 16 + high_b] * 16 + NIBBLES[a % 16 * 16 + b % 16]
end

-- For each byte, the four bytes of the usual table of CRC-32, the lowest first.
local CRC_TABLE = {}
for byte = 0, 255 do
  local c = { byte, 0, 0, 0 }
  for _ = 1, 8 do
    local odd = c[1] % 2 == 1
    for i = 1, 4 do
      c[i] = math.floor(c[i] / 2) + (c[i + 1] and c[i + 1] % 2 or 0) * 128
    end
    if odd then
      for i, value in ipairs { 0x20, 0x83, 0xB8, 0xED } do
        c[i] = xor_bytes(c[i], value)
      end
    end
  end
  CRC_TABLE[byte] = c
end

--- The CRC-32 of a text, as the four bytes that a zip file has.
local function crc32(text)
  local a, b, c, d = 255, 255, 255, 255
  for i = 1, #text do
    local entry = CRC_TABLE[xor_bytes(a, text:byte(i))]
    a, b, c, d = xor_bytes(entry[1], b), xor_bytes(entry[2], c), xor_bytes(entry[3], d), entry[4]
  end
  return string.char(255 - a, 255 - b, 255 - c, 255 - d)
end

local function bytes_of(value, count)
  local list = {}
  for i = 1, count do
    list[i] = string.char(value % 256)
    value = math.floor(value / 256)
  end
  return table.concat(list)
end

--- A zip file of { { name, content }, … }, not compressed.
function workbook.zip(entries)
  local locals, central, at = {}, {}, 0
  for i, entry in ipairs(entries) do
    local name, content = entry[1], entry[2]
    local size = bytes_of(#content, 4)
    local common = "\20\0\0\0\0\0\0\0\33\0" .. crc32(content) .. size .. size
      .. bytes_of(#name, 2) .. "\0\0"
    locals[i] = "PK\3\4" .. common .. name .. content
    central[i] = "PK\1\2\20\0" .. common .. ("\0"):rep(10) .. bytes_of(at, 4) .. name
    at = at + #locals[i]
  end
  local directory = table.concat(central)
  local count = bytes_of(#entries, 2)
  return table.concat(locals) .. directory .. "PK\5\6\0\0\0\0" .. count .. count
    .. bytes_of(#directory, 4) .. bytes_of(at, 4) .. "\0\0"
end

--- The same, compressed by the program zip.
function workbook.compress(entries)
  local folder = files.folder()
  for _, entry in ipairs(entries) do
    local path = folder .. "/in/" .. entry[1]
    assert(os.execute(("mkdir -p '%s'"):format(path:match "^(.*)/")))
    files.write(path, entry[2])
  end
  -- Without the sanitizers, which specs.sh loads into every program.
  assert(os.execute(("cd '%s/in' && LD_PRELOAD= zip -q -X -r ../out.zip ."):format(folder)))
  local bytes = files.read(folder .. "/out.zip")
  files.remove_folder(folder)
  return bytes
end

--- A worksheet with these rows, as XML.
function workbook.sheet(rows)
  return ('%s<worksheet xmlns="%s"><sheetData>%s</sheetData></worksheet>'):format(XML, MAIN, rows)
end

--- Shared strings, each the XML in an <si>.
function workbook.strings(list)
  return ('%s<sst xmlns="%s"><si>%s</si></sst>'):format(XML, MAIN, table.concat(list, "</si><si>"))
end

--- Styles, with a style for each number of a format, and formats of the workbook by number.
function workbook.styles(numbers, formats)
  local custom, styles = {}, {}
  for number, code in pairs(formats or {}) do
    custom[#custom + 1] = ('<numFmt numFmtId="%d" formatCode="%s"/>'):format(number,
      (code:gsub('[&"<]', { ["&"] = "&amp;", ['"'] = "&quot;", ["<"] = "&lt;" })))
  end
  for i, number in ipairs(numbers) do
    styles[i] = ('<xf numFmtId="%d"/>'):format(number)
  end
  return ('%s<styleSheet xmlns="%s"><numFmts>%s</numFmts><cellStyleXfs><xf numFmtId="14"/>'
    .. "</cellStyleXfs><cellXfs>%s</cellXfs></styleSheet>"):format(XML, MAIN,
    table.concat(custom), table.concat(styles))
end

--- A <relationship>, with a target in the folder of its part.
function workbook.relationship(id, kind, target)
  return ('<Relationship Id="%s" Type="%s/%s" Target="%s"/>'):format(id, OFFICE, kind, target)
end

function workbook.relationships(list)
  return ('%s<Relationships xmlns="%srelationships">%s</Relationships>'):format(XML, PACKAGE,
    table.concat(list))
end

--- The parts of a workbook: { rows = XML of the rows, or sheets = { { name =, rows =, hidden = },
--- … }, strings = list, styles = XML, is_1904 =, type = the end of the content type, parts = other
--- content of some parts, by name, or false for a part that is to be missing }.
function workbook.parts(options)
  local sheets = options.sheets or { { name = "名单", rows = options.rows } }
  local list, relationships, names = {}, {}, {}
  local function add(name, content)
    local other = options.parts and options.parts[name]
    if other ~= false then
      list[#list + 1] = { name, other or content }
    end
  end
  for i, sheet in ipairs(sheets) do
    relationships[i] = workbook.relationship("rId" .. i, "worksheet",
      ("worksheets/sheet%d.xml"):format(i))
    names[i] = ('<sheet name="%s" sheetId="%d" %sr:id="rId%d"/>'):format(sheet.name, i + 10,
      sheet.hidden and 'state="hidden" ' or "", i)
  end
  if options.strings then
    table.insert(relationships, workbook.relationship("rIdS", "sharedStrings", "sharedStrings.xml"))
  end
  if options.styles then
    table.insert(relationships, workbook.relationship("rIdT", "styles", "styles.xml"))
  end
  add("[Content_Types].xml", ('%s<Types xmlns="%scontent-types"><Default Extension="xml" '
    .. 'ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="%s"/>'
    .. "</Types>"):format(XML, PACKAGE, options.type or SPREADSHEET .. "sheet.main+xml"))
  add("_rels/.rels", workbook.relationships {
    workbook.relationship("rId1", "officeDocument", "xl/workbook.xml"),
  })
  add("xl/workbook.xml", ('%s<workbook xmlns="%s" xmlns:r="%s"><workbookPr%s/><sheets>%s</sheets>'
    .. "</workbook>"):format(XML, MAIN, OFFICE, options.is_1904 and ' date1904="1"' or "",
    table.concat(names)))
  add("xl/_rels/workbook.xml.rels", workbook.relationships(relationships))
  for i, sheet in ipairs(sheets) do
    add(("xl/worksheets/sheet%d.xml"):format(i), workbook.sheet(sheet.rows or ""))
  end
  if options.strings then
    add("xl/sharedStrings.xml", workbook.strings(options.strings))
  end
  if options.styles then
    add("xl/styles.xml", options.styles)
  end
  return list
end

--- The bytes of a workbook; the options are those of `workbook.parts`. A large one is compressed,
--- since the checksum takes long in Lua.
function workbook.build(options)
  local parts, size = workbook.parts(options), 0
  for _, part in ipairs(parts) do
    size = size + #part[2]
  end
  return (size < 50000 and workbook.zip or workbook.compress)(parts)
end

return workbook
