--- Writes project templates: workbooks of one sheet with a header row, packed by the `zip` command.

local shell = require "sandbox.shell"

local quoted = shell.quoted

local xlsx_writer = {}

local HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
local SHEET_NS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
local RELATION_NS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
local PACKAGE_NS = "http://schemas.openxmlformats.org/package/2006"
local TYPE_PREFIX = "application/vnd.openxmlformats-officedocument.spreadsheetml."

-- In the order in which spreadsheet programs expect them.
local PARTS = {
  "[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels",
  "xl/worksheets/sheet1.xml",
}

local RELATIONS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"

local FIXED = {
  ["[Content_Types].xml"] = '<Types xmlns="' .. PACKAGE_NS .. '/content-types">'
    .. '<Default Extension="rels" ContentType="' .. RELATIONS_TYPE .. '"/>'
    .. '<Default Extension="xml" ContentType="application/xml"/>'
    .. '<Override PartName="/xl/workbook.xml" ContentType="' .. TYPE_PREFIX .. 'sheet.main+xml"/>'
    .. '<Override PartName="/xl/worksheets/sheet1.xml" ContentType="' .. TYPE_PREFIX
    .. 'worksheet+xml"/></Types>',
  ["_rels/.rels"] = '<Relationships xmlns="' .. PACKAGE_NS .. '/relationships">'
    .. '<Relationship Id="rId1" Type="' .. RELATION_NS
    .. '/officeDocument" Target="xl/workbook.xml"/></Relationships>',
  ["xl/workbook.xml"] = '<workbook xmlns="' .. SHEET_NS .. '" xmlns:r="' .. RELATION_NS
    .. '"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>',
  ["xl/_rels/workbook.xml.rels"] = '<Relationships xmlns="' .. PACKAGE_NS
    .. '/relationships"><Relationship Id="rId1" Type="' .. RELATION_NS
    .. '/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
}

local ENTITIES = { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;" }

local directory, made, packed = nil, 0, {}

--- Sets the directory to work in.
function xlsx_writer.init(working_directory)
  directory = working_directory
end

local function sheet_xml(columns)
  local cells = {}
  for index, title in ipairs(columns) do
    local text = string.gsub(title, "[&<>]", ENTITIES)
    cells[index] = string.format('<c r="%s1" t="inlineStr"><is><t>%s</t></is></c>',
      string.char(64 + index), text)
  end
  return '<worksheet xmlns="' .. SHEET_NS .. '"><sheetData><row r="1">' .. table.concat(cells)
    .. "</row></sheetData></worksheet>"
end

local function run(command)
  if not shell.run(command) then error("failed: " .. command) end
end

local function write_file(path, text)
  local file = assert(io.open(path, "wb"))
  assert(file:write(text))
  assert(file:close())
end

local function pack(columns)
  made = made + 1
  local work = directory .. "/xlsx-" .. made
  run("mkdir -p " .. quoted(work .. "/_rels") .. " " .. quoted(work .. "/xl/_rels") .. " "
    .. quoted(work .. "/xl/worksheets"))
  local names = {}
  for index, part in ipairs(PARTS) do
    write_file(work .. "/" .. part, HEAD .. (FIXED[part] or sheet_xml(columns)))
    names[index] = quoted(part)
  end
  -- -nw: zip must not read the brackets in a part's name as a pattern.
  run("cd " .. quoted(work) .. " && zip -q -X -nw template.xlsx " .. table.concat(names, " ")
    .. " >&2")
  local file = assert(io.open(work .. "/template.xlsx", "rb"))
  local bytes = file:read("*a")
  file:close()
  run("rm -rf " .. quoted(work))
  return bytes
end

--- The bytes of the workbook; made once for each header (at most 26 columns).
function xlsx_writer.workbook(columns)
  local key = table.concat(columns, "\0")
  packed[key] = packed[key] or pack(columns)
  return packed[key]
end

return xlsx_writer
