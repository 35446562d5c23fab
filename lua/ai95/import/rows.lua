--- A customer list as rows: separated values of any kind, or a workbook.
local columns = require "ai95.import.columns"
local core = require "ai95.core"
local detect = require "ai95.import.detect"
local errors = require "ai95.errors"
local problems = require "ai95.import.problems"
local sources = require "ai95.import.sources"
local validator = require "ai95.api.validator"

--- Options of `ai95.rows`. Each overrides what is found in the file.
---@class ai95.RowsOptions
---@field columns table<string, string>|nil which columns are 姓名 and 电话, or have another name in
--- the template: `{ ["客户姓名"] = "姓名" }`
---@field template string[]|nil the template's columns (`project:columns()`): they come first, in
--- this order, and are not taken for 姓名 or 电话
---@field sheet integer|string|nil of a workbook: its number or name; the first that is not hidden
---@field delimiter string|nil one character
---@field encoding string|nil a name that the system's iconv knows
---@field hidden boolean|nil of a workbook: whether rows are read, too, that are hidden, for example
--- by a filter; false

--- How a list is written.
---@class ai95.RowsFormat
---@field type "csv"|"xlsx" separated values, or a workbook
---@field encoding string|nil of separated values: `"UTF-8"`, `"GB18030"`, `"UTF-16LE"`, …
---@field delimiter string|nil of separated values
---@field sheet string|nil of a workbook
---@field other_sheets string[]|nil of a workbook: those that are not hidden and not read
---@field hidden integer|nil of a workbook: rows read so far that were left out because they are
--- hidden
---@field header integer the line of the header
---@field renamed table<string, string> the list's own names of columns that are sent under another:
--- `{ ["手机号"] = "电话" }`
---@field unnamed integer columns without a name, which are left out

--- The rows of a customer list: an iterator. `rows()` returns the next as a list of strings in the
--- order of `columns`, or nil at the end. It raises an error of kind `"file"` at a row that cannot
--- be read (too many values, bytes that are not in the encoding, a formula without a value); called
--- again, it goes on.
---
---     local rows = assert(ai95.rows "customers.csv")
---     print(table.concat(rows.columns, " "), rows.format.type)
---     for row in rows do print(rows.line, row[1], row[2]) end
---@class ai95.Rows
---@field columns string[] 姓名, 电话, then the others
---@field line integer|nil the line in the file (the row of a sheet) of the last row
---@field format ai95.RowsFormat how the list is written
---@field path string the file's; `"-"` for standard input
---@field missing_columns string[] those that the option `template` has and the list lacks
---@field extra_columns string[] those that the list has and the template lacks

---@class ai95.RowsReader: ai95.Rows
---@field reader userdata the core's; an import reads from it without making Lua tables
---@field cells string[] the header as it stands in the file
---@field width integer cells that a row may have
---@field template string[]|nil the option
---@field is_taken boolean|nil whether rows were read: an import would miss them
---@field identity string|false|nil of the file that was opened
local Rows = {}
Rows.__index = Rows

local function is_sheet(value)
  return type(value) == "string" or (type(value) == "number" and value >= 1 and value % 1 == 0)
end

local schema = validator.schema("option", {
  { name = "columns", type = "list" },
  { name = "template", type = "list" },
  { name = "sheet", type = "any", expected = "a sheet's name or number", check = is_sheet },
  { name = "delimiter", type = "string", expected = "one character of ASCII, and no quote",
    check = detect.is_delimiter },
  { name = "encoding", type = "name" },
  { name = "hidden", type = "boolean" },
})

local file_error = sources.error

local UNREADABLE = {
  open_quote = "a quote is opened and never closed",
  too_long = "this row has more than a megabyte: is a quote opened and never closed?",
  cells = "this row has more than 1,000 values: is it a list at all?",
}

--- Gives the reader the next piece. False if there is nothing more.
---@return boolean
function Rows:fill()
  self.format.hidden = self.source_type == "xlsx" and self.reader:hidden() or nil
  if self.is_broken then
    error(file_error(self.path, nil, "it could not be read to its end; open it again"), 0)
  elseif not self.source then
    return false
  end
  self.is_broken = true -- if something raises: called again, it would go on behind the gap
  local text = self.source:read()
  if not self.reader:feed(text) then
    error(file_error(self.path, nil,
      "it is not UTF-8, and this system's iconv does not know GB18030"), 0)
  end
  self.is_broken = false
  self.format.encoding = self.source.type == "csv" and (self.reader:encoding() or "UTF-8") or nil
  if not text then
    self:close()
  end
  return true
end

--- Whether the path still leads to the file that was opened. (A pipe has no identity.)
---@return boolean
function Rows:is_in_place()
  return self.identity == nil or core.file_identity(self.path) == self.identity
end

function Rows:close()
  if self.source then
    self.source:close()
    self.source = nil
  end
end

--- Raises the error for a code of the reader, if the file cannot be read on.
function Rows:raise_if_unreadable(code)
  if UNREADABLE[code] then
    self:close()
    error(file_error(self.path, self.reader:line(), UNREADABLE[code]), 0)
  end
end

--- The next row of the reader, whose columns may not be known yet.
function Rows:next()
  while true do
    local row, code, detail = self.reader:next()
    if row then
      self.line = self.reader:line()
      return row
    elseif row == false then
      self.line = self.reader:line()
      self:raise_if_unreadable(code)
      return false, code, detail
    elseif not self:fill() then
      return nil
    end
  end
end

function Rows:__call()
  self.is_taken = true
  local row, code, detail = self:next()
  if row == false then
    error(file_error(self.path, self.line, problems.of_row(code, detail, self.columns,
      "line", self)), 0)
  end
  return row
end

local NO_HEADER = "no line names the columns: put one on top that calls them 姓名 and 电话"
local NO_PHONE = "no column is called 电话, and the first line is not a phone number"

--- Whether a list of phone numbers alone begins without a header; if not, why.
local function is_phone(cells)
  if #cells ~= 1 then
    return false, NO_PHONE
  end
  local ok, code, detail = core.checker():exclude(cells[1])
  local problem = not ok and ("%s: it %s"):format(NO_PHONE, problems.of_phone(code, detail))
  return ok == true, problem
end

--- Reads up to the header, and arranges the columns.
local function read_header(self, dialect, options)
  local cells, code
  for i = 1, dialect.header or 1 do
    cells, code = self:next()
    if cells == nil then
      return nil, "there are no rows"
    elseif cells and i < (dialect.header or 1) and columns.has_phone(cells) then
      return nil, "this line has a phone number, but the line that names the columns comes later;"
        .. " move that one to the top"
    end
  end
  if not cells then
    return nil, dialect.header and problems.of_header(code, self.format.encoding) or NO_HEADER
  end
  local line = self.line
  if not dialect.header then
    local bare, why_not = false, NO_HEADER
    if options.phone_only then
      bare, why_not = is_phone(cells)
    end
    if not bare then
      return nil, why_not, { name = "电话", columns = {} }
    end
    self.first, cells, line = cells, { "电话" }, 0
  end
  local header, problem, choice = columns.arrange(cells, options)
  if not header then
    return nil, problem, choice
  end
  self.columns, self.cells, self.width = header.columns, cells, header.width
  local template = options.template or self.columns
  self.missing_columns = columns.difference(template, self.columns)
  self.extra_columns = columns.difference(self.columns, template)
  self.reader:select(header.indexes, header.width, not options.phone_only and header.reason or nil,
    problems.REPEATS)
  self.format = {
    type = self.source_type, encoding = self.format.encoding, delimiter = self.delimiter,
    hidden = self.format.hidden, sheet = self.sheet, other_sheets = self.other_sheets,
    header = line, renamed = header.renamed, unnamed = header.unnamed,
  }
  return true
end

--- Opens a list. `options` has `phone_only` if only the phone numbers matter.
---@return ai95.Rows|nil
---@return string|nil problem
---@return integer|nil line where
---@return table|nil choice see ai95.Error
local function open(path, options)
  local identity = core.file_identity(path)
  local source, problem = sources.open(path, options)
  if not source then
    return nil, problem
  end
  local is_csv = source.type == "csv"
  local for_sheets = options.sheet and "sheet" or options.hidden ~= nil and "hidden"
  local misfit = is_csv and for_sheets
    and ("the option %s is for workbooks, and this is not one"):format(for_sheets)
    or not is_csv and (options.delimiter or options.encoding)
    and "the options delimiter and encoding are for CSV, and this is a workbook"
  if misfit then
    source:close()
    return nil, misfit
  end
  local known = source.dialect or options
  local dialect = detect.dialect(source:sample(), {
    delimiter = known.delimiter, encoding = known.encoding, is_sheet = known.is_sheet,
    map = options.map, template = options.template,
  })
  local self = setmetatable({
    path = path, identity = identity, source = source, source_type = source.type,
    sheet = source.sheet, format = {},
    other_sheets = source.other_sheets,
    template = options.template,
    delimiter = is_csv and dialect.delimiter or nil,
    reader = core.reader {
      delimiter = dialect.delimiter, cr_ends = dialect.cr_ends, encoding = known.encoding,
      is_sheet = known.is_sheet, with_hidden = options.hidden or options.phone_only,
    },
  }, Rows)
  if not self.reader then
    self:close()
    return nil, ("this system's iconv does not know the encoding %s"):format(options.encoding)
  end
  local ok, header_problem, choice = read_header(self, dialect, options)
  if not ok then
    self:close()
    return nil, header_problem, self.line, choice
  end
  return self
end

local rows = {}

--- The rows of a list for the import, or of the phone numbers to exclude.
---@param path string
---@param options table ai95.RowsOptions with `map` for `columns`; `phone_only`
---@return ai95.Rows|nil rows
---@return ai95.Error|nil err
function rows.open(path, options)
  local ok, self, problem, line, choice = pcall(open, path, options)
  if ok and self then
    return self
  elseif not ok and not errors.is(self) then
    error(self, 0)
  end
  return nil, not ok and self or file_error(path, line, problem, choice)
end

local function check_map(map)
  for given, name in pairs(map or {}) do
    if type(given) ~= "string" or type(name) ~= "string" or name == "" then
      errors.misuse("ai95.rows: option \"columns\" must map the list's names to others:"
        .. " { [\"客户姓名\"] = \"姓名\" }")
    end
  end
end

---@param path string
---@param given ai95.RowsOptions|nil
---@return ai95.Rows|nil rows
---@return ai95.Error|nil err
function rows.new(path, given)
  validator.value("ai95.rows", "parameter", { name = "path", type = "path" }, path)
  local options = validator.check("ai95.rows", schema, given)
  check_map(options.columns)
  options.map, options.columns = options.columns, nil
  return rows.open(path, options)
end

--- Whether a list has an entry behind its first `number`. The length alone cannot tell: of a list
--- with a hole, it may be that of the part in front of the hole.
local function has_more(list, number)
  if #list > number then
    return true
  end
  for key in pairs(list) do
    if type(key) == "number" and key > number then
      return true
    end
  end
  return false
end

--- An iterator over rows from Lua, each with its number. A list with a hole is misuse: what is
--- behind the hole would be lost.
---@param given table|function a list of rows, or an iterator
---@param what string whose rows they are, for the message
---@return fun(): any, integer
function rows.numbered(given, what)
  local number = 0
  local is_list = not validator.is_callable(given)
  return function()
    local row
    if is_list then
      row = given[number + 1]
    else
      row = given()
    end
    if row == nil and is_list and has_more(given, number) then
      errors.misuse("%s: row %d is nil", what, number + 1)
    end
    number = number + 1
    return row, number
  end
end

function rows.is(value)
  return getmetatable(value) == Rows
end

return rows
