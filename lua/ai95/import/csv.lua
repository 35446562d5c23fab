--- CSV files as rows: UTF-8 with or without a byte order mark, or GB18030 (GBK) as Chinese Excel
--- saves it; CRLF or LF, quotes, line breaks within quotes.
local core = require "ai95.core"
local errors = require "ai95.errors"

local READ = 64 * 1024

--- The rows of a CSV file: an iterator. `rows()` returns the next as a list of strings, or nil at
--- the end, and raises an error of kind `"file"` at a line that is wrong (too many fields, not in
--- the file's encoding, a quote that is never closed). UTF-8, or GB18030 (GBK) as Chinese Excel
--- saves it, is detected from the first line.
---
---     local rows = assert(ai95.csv "customers.csv")
---     print(table.concat(rows.columns, " "), rows.encoding)
---     for row in rows do print(rows.line, row[1], row[2]) end
---@class ai95.Csv
---@field columns string[] from the first line
---@field encoding "UTF-8"|"GB18030" detected from the first line
---@field path string the file's
---@field line integer the line in the file on which the last row begins

---@class ai95.CsvReader: ai95.Csv
local Csv = {}
Csv.__index = Csv

local function refuse(self, line, problem)
  return errors.new { kind = "file", message = ("%s, line %d: %s"):format(self.path, line,
    problem) }
end

--- Makes sure that there is something to read from `self.at` on.
function Csv:fill()
  if self.at <= #self.text then
    return true
  end
  local text, err = self.file:read(READ)
  if not text and err then
    error(errors.new { kind = "file", message = ("%s: %s"):format(self.path, err) }, 0)
  end
  self.text, self.at = text or "", 1
  return text ~= nil
end

--- The text up to the first of the characters in `set`, and that character (nil at the end of the
--- file).
function Csv:take_until(set)
  local parts
  while self:fill() do
    local from = self.text:find(set, self.at)
    local part = self.text:sub(self.at, (from or 0) - 1)
    self.at = (from or #self.text) + 1
    if from then
      return parts and parts .. part or part, self.text:sub(from, from)
    end
    parts = (parts or "") .. part
  end
  return parts or "", nil
end

--- The field as UTF-8, or nil. No byte of a character in GB18030 is a comma, a quote or a line
--- break, so fields can be split before decoding.
function Csv:decode(field)
  if self.charset then
    return self.charset:decode(field)
  end
  return not core.invalid_utf8(field) and field or nil
end

local function count_lines(text)
  local _, count = text:gsub("\n", "\n")
  return count
end

--- A quoted field, after its first quote; "" within is one quote.
function Csv:take_quoted()
  local parts = {}
  while true do
    local part, quote = self:take_until("\"")
    parts[#parts + 1] = part
    if not quote then
      error(refuse(self, self.next_line, "a quote is opened and never closed"), 0)
    end
    if not (self:fill() and self.text:sub(self.at, self.at) == "\"") then
      local field = table.concat(parts)
      self.next_line = self.next_line + count_lines(field)
      return field
    end
    self.at = self.at + 1
    parts[#parts + 1] = "\""
  end
end

--- The next field, and the comma or line break after it (nil at the end of the file).
function Csv:take_field()
  -- Most fields have no quotes and end in what was read.
  local field, stop = self.text:match("^([^\",\n]*)([,\n])", self.at)
  if field then
    self.at = self.at + #field + 1
  elseif self:fill() and self.text:sub(self.at, self.at) == "\"" then
    self.at = self.at + 1
    local after
    field = self:take_quoted()
    after, stop = self:take_until("[,\n]")
    if after ~= "" and after ~= "\r" then
      error(refuse(self, self.line, "there is text after a closing quote"), 0)
    end
    return field, stop
  else
    field, stop = self:take_until("[,\n]")
  end
  if stop ~= "," then
    field = field:gsub("\r$", "")
  end
  return field, stop
end

--- The fields of the next record; nil at the end of the file.
function Csv:record()
  if not self:fill() then
    return nil
  end
  local fields = {}
  self.line = self.next_line
  repeat
    local field, stop = self:take_field()
    fields[#fields + 1] = field
  until stop ~= ","
  self.next_line = self.next_line + 1
  return fields
end

function Csv:__call()
  if self.closed then
    return nil
  end
  local fields
  repeat
    fields = self:record()
  until not fields or #fields > 1 or fields[1] ~= "" -- an empty line is no row
  if not fields then
    self.file:close()
    self.closed = true
    return nil
  end
  -- Spreadsheets leave out separators at the end of a line, or write some for columns that were
  -- cleared.
  while #fields > #self.columns and fields[#fields] == "" do
    fields[#fields] = nil
  end
  for i = #fields + 1, #self.columns do
    fields[i] = ""
  end
  if #fields > #self.columns then
    error(refuse(self, self.line, ("%d fields, but the first line has %d"):format(#fields,
      #self.columns)), 0)
  end
  if not self.charset and not core.invalid_utf8(table.concat(fields, ",")) then
    return fields
  end
  for i, field in ipairs(fields) do
    fields[i] = self:decode(field)
    if not fields[i] then
      error(refuse(self, self.line, ("column %s is not valid %s"):format(self.columns[i],
        self.encoding)), 0)
    end
  end
  return fields
end

--- Detects the encoding from the first line: 姓名 in GB18030 is not valid UTF-8.
local function choose_encoding(self, columns)
  columns[1] = columns[1]:gsub("^\239\187\191", ""):gsub("^\"(.*)\"$", "%1")
  local first_line = table.concat(columns)
  if first_line:find("^\255\254") or first_line:find("^\254\255") then
    return refuse(self, 1, "the file is UTF-16; save it as \"CSV UTF-8\"")
  elseif core.invalid_utf8(first_line) then
    self.encoding, self.charset = "GB18030", core.charset "GB18030"
    if not self.charset then
      return refuse(self, 1, "it is not UTF-8, and this system's iconv does not know GB18030")
    end
  end
  for i, name in ipairs(columns) do
    columns[i] = self:decode(name)
    if not columns[i] then
      return refuse(self, 1, ("the name of column %d is neither UTF-8 nor GB18030"):format(i))
    end
  end
  for i, name in ipairs(columns) do
    columns[i] = name:match("^%s*(.-)%s*$")
  end
  while #columns > 1 and columns[#columns] == "" do
    columns[#columns] = nil
  end
  if #columns == 1 and columns[1] == "" then
    return refuse(self, 1, "there is no line with the columns' names")
  elseif #columns == 1 and columns[1]:find("[;\t]") then
    return refuse(self, 1,
      "the columns are separated by something else than commas; "
        .. "save it as \"CSV UTF-8 (comma delimited)\"")
  end
end

--- The rows of a CSV file, whose first line names the columns.
---@param path string
---@return ai95.Csv|nil rows
---@return ai95.Error|nil err
return function(path)
  if type(path) ~= "string" then
    errors.misuse("ai95.csv takes a path, got a %s", type(path))
  end
  local file, problem = io.open(path, "rb")
  if not file then
    return nil, errors.new { kind = "file", message = problem }
  end
  local self = setmetatable({ path = path, file = file, text = "", at = 1, line = 1, next_line = 1,
    encoding = "UTF-8" }, Csv)
  local ok, columns = pcall(self.record, self)
  local err = not ok and columns or nil
  if ok then
    columns = columns or { "" }
    err = choose_encoding(self, columns)
  end
  if err then
    file:close()
    return nil, err
  end
  self.columns = columns
  return self
end
