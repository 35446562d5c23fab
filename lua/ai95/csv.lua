--- CSV files as rows: UTF-8 with or without a byte order mark, CRLF or LF, quotes, line breaks within quotes.
local core = require "ai95.core"
local errors = require "ai95.errors"

local READ = 64 * 1024

---@class ai95.Csv an iterator: rows() → a list of strings, or nil at the end; raises an ai95.Error for a line that is wrong
---@field columns string[] from the first line
---@field line integer the line in the file on which the last row begins
local Csv = {}
Csv.__index = Csv

local function refuse(self, line, problem)
  return errors.new { kind = "file", message = ("%s, line %d: %s"):format(self.path, line, problem) }
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

--- The text up to the first of the characters in `set`, and that character (nil at the end of the file).
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

local function count_lines(text)
  local _, count = text:gsub("\n", "\n")
  return count
end

--- A quoted field, after its first quote; "" within is one quote.
function Csv:take_quoted()
  local parts, started = {}, self.next_line
  while true do
    local part, quote = self:take_until("\"")
    self.next_line = self.next_line + count_lines(part)
    parts[#parts + 1] = part
    if not quote then
      error(refuse(self, started, "a quote is opened and never closed"), 0)
    end
    if not (self:fill() and self.text:sub(self.at, self.at) == "\"") then
      return table.concat(parts)
    end
    self.at = self.at + 1
    parts[#parts + 1] = "\""
  end
end

--- The fields of the next record; nil at the end of the file.
function Csv:record()
  if not self:fill() then
    return nil
  end
  local fields = {}
  self.line = self.next_line
  while true do
    local field, stop
    if self:fill() and self.text:sub(self.at, self.at) == "\"" then
      self.at = self.at + 1
      local after
      field = self:take_quoted()
      after, stop = self:take_until("[,\n]")
      if after ~= "" and after ~= "\r" then
        error(refuse(self, self.line, "there is text after a closing quote"), 0)
      end
    else
      field, stop = self:take_until("[,\n]")
      if stop ~= "," then
        field = field:gsub("\r$", "")
      end
    end
    fields[#fields + 1] = field
    if stop ~= "," then
      self.next_line = self.next_line + 1
      return fields
    end
  end
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
  if #fields ~= #self.columns then
    error(refuse(self, self.line, ("%d fields, but the first line has %d"):format(#fields, #self.columns)), 0)
  end
  for i, field in ipairs(fields) do
    local bad = core.invalid_utf8(field)
    if bad then
      error(refuse(self, self.line, ("column %s is not valid UTF-8"):format(self.columns[i])), 0)
    end
  end
  return fields
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
  local self = setmetatable({ path = path, file = file, text = "", at = 1, line = 1, next_line = 1 }, Csv)
  local ok, columns = pcall(self.record, self)
  if ok and columns then
    columns[1] = columns[1]:gsub("^\239\187\191", ""):gsub("^\"(.*)\"$", "%1")
  end
  if not ok or not columns or (#columns == 1 and columns[1] == "") then
    file:close()
    return nil, ok and refuse(self, 1, "there is no line with the columns' names") or columns
  end
  for i, name in ipairs(columns) do
    if core.invalid_utf8(name) then
      file:close()
      return nil, refuse(self, 1, ("the name of column %d is not valid UTF-8"):format(i))
    end
  end
  self.columns = columns
  return self
end
