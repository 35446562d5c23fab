--- Reads the first sheet of an .xlsx workbook with lua-expat. The `unzip` command unpacks it.

local lxp = require "lxp"
local shell = require "sandbox.shell"

local xlsx_reader = {}

local directory = nil
local last = {} -- the workbook read last: it is often sent again

--- Sets the directory for an upload while it is read.
function xlsx_reader.init(working_directory)
  directory = working_directory
end

local function local_name(name)
  return string.match(name, "[^:]+$")
end

local function read_file(path)
  local file = assert(io.open(path, "rb"))
  local bytes = file:read("*a")
  file:close()
  return bytes
end

--- A part of the package; nil if it is missing or damaged.
local function part_of(archive, path)
  local file = directory .. "/part.xml"
  -- unzip takes a part's name as a pattern. With a password, it does not ask for one. Its status 1
  -- is a warning.
  local name = string.gsub(path, "[][*?\\]", "\\%0")
  local found = shell.run("unzip -p -P '' " .. shell.quoted(archive) .. " " .. shell.quoted(name)
    .. " >" .. shell.quoted(file) .. " 2>/dev/null || [ $? -eq 1 ]")
  local text = found and read_file(file) or nil
  os.remove(file)
  return text
end

--- Runs expat over a part of the package; false if the part is missing or not XML.
local function parse_part(archive, path, callbacks)
  local text = part_of(archive, path)
  if not text then return false end
  local parser = lxp.new(callbacks)
  local parsed = parser:parse(text) and parser:parse()
  parser:close()
  return parsed and true or false
end

--- The path of the first sheet: the workbook names a relation, the relation a file.
local function first_sheet_path(archive)
  local relation, target
  local found = parse_part(archive, "xl/workbook.xml", {
    StartElement = function(_, name, attributes)
      if local_name(name) == "sheet" and not relation then relation = attributes["r:id"] end
    end,
  })
  if not found then return nil end
  parse_part(archive, "xl/_rels/workbook.xml.rels", {
    StartElement = function(_, name, attributes)
      if local_name(name) == "Relationship" and attributes.Id == relation then
        target = attributes.Target
      end
    end,
  })
  if not target then return "xl/worksheets/sheet1.xml" end
  return string.match(target, "^/(.*)$") or "xl/" .. target
end

--- The strings that cells refer to by number. A string may have several runs; phonetic hints are
-- left out.
local function shared_strings(archive)
  local strings, pieces, in_text, in_hint = {}, nil, false, false
  parse_part(archive, "xl/sharedStrings.xml", {
    StartElement = function(_, name)
      name = local_name(name)
      if name == "si" then pieces = {} end
      if name == "rPh" then in_hint = true end
      in_text = name == "t" and not in_hint
    end,
    CharacterData = function(_, text)
      if in_text and pieces then pieces[#pieces + 1] = text end
    end,
    EndElement = function(_, name)
      name = local_name(name)
      in_text = false
      if name == "rPh" then in_hint = false end
      if name == "si" then strings[#strings + 1] = table.concat(pieces) end
    end,
  })
  return strings
end

--- 1 for "A7", 27 for "AA7".
local function column_of(reference)
  local column = 0
  for letter in string.gmatch(reference, "%u") do
    column = column * 26 + string.byte(letter) - 64
  end
  return column
end

--- A cell's text. Whole numbers are written without a fraction: phone numbers are often numbers.
local function cell_text(kind, text, strings)
  if kind == "s" then return strings[(tonumber(text) or -1) + 1] or "" end
  local number = (kind == nil or kind == "n") and tonumber(text)
  if number and number % 1 == 0 and math.abs(number) < 2 ^ 53 then
    return string.format("%.0f", number)
  end
  return text
end

--- Fills a row's gaps with empty strings.
local function dense(row)
  local width = 0
  for column in pairs(row) do width = math.max(width, column) end
  for column = 1, width do row[column] = row[column] or "" end
  return row
end

local function read_sheet(archive, path, strings)
  local rows, row, column, kind, pieces, in_value = {}, nil, 0, nil, nil, false
  local parsed = parse_part(archive, path, {
    StartElement = function(_, name, attributes)
      name = local_name(name)
      if name == "row" then
        row, column = {}, 0
      elseif name == "c" then
        column = attributes.r and column_of(attributes.r) or column + 1
        kind, pieces = attributes.t, {}
      end
      in_value = name == "v" or name == "t"
    end,
    CharacterData = function(_, text)
      if in_value and pieces then pieces[#pieces + 1] = text end
    end,
    EndElement = function(_, name)
      name = local_name(name)
      in_value = false
      if name == "c" then
        local text = cell_text(kind, table.concat(pieces), strings)
        if row and text ~= "" then row[column] = text end
        pieces = nil
      elseif name == "row" then
        -- Rows that were emptied stay in the file.
        if next(row) then rows[#rows + 1] = dense(row) end
        row = nil
      end
    end,
  })
  return parsed and rows or nil
end

local function read_workbook(bytes)
  local path = directory .. "/upload.xlsx"
  local file = assert(io.open(path, "wb"))
  assert(file:write(bytes))
  assert(file:close())
  local sheet = first_sheet_path(path)
  local rows = sheet and read_sheet(path, sheet, shared_strings(path))
  os.remove(path)
  return rows
end

--- The rows of a workbook's first sheet that are not empty, each a list of strings, not to be
-- changed; nil if the bytes are not an .xlsx workbook.
function xlsx_reader.read(bytes)
  if string.sub(bytes, 1, 4) ~= "PK\3\4" then return nil end
  if last.bytes ~= bytes then last = { bytes = bytes, rows = read_workbook(bytes) } end
  return last.rows
end

return xlsx_reader
