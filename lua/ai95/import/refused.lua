--- Writes the rows that were refused into a CSV file, as they were, each with the reason: to be
--- corrected and imported. The rows wait in a temporary file until all are there.
local core = require "ai95.core"
local errors = require "ai95.errors"
local problems = require "ai95.import.problems"
local temporary = require "ai95.import.temporary"

local BLOCK = 64 * 1024
local BOM = "\239\187\191" -- by which Excel recognises UTF-8
local REPLACEMENT = "\239\191\189" -- U+FFFD

---@class ai95.RefusedFile
local Refused = {}
Refused.__index = Refused

local function cell(value)
  if value == nil or value == core.null then
    return ""
  end
  -- The reader of lists writes 255 for a byte that is not in the list's encoding.
  local text = type(value) == "number" and value % 1 == 0 and ("%.0f"):format(value)
    or tostring(value)
  text = text:gsub("\255", REPLACEMENT)
  return text:find "[\",\r\n]" and "\"" .. text:gsub("\"", "\"\"") .. "\"" or text
end

--- How many values there are, without empty ones at the end.
local function count_filled(values)
  local count = #values
  while count > 0 and core.trim(tostring(values[count])) == "" do
    count = count - 1
  end
  return count
end

function Refused:fail(problem)
  error(errors.new { kind = "file", path = self.path, message = problem }, 0)
end

function Refused:put(cells)
  local line = table.concat(cells, ",") .. "\r\n"
  self.lines[#self.lines + 1] = line
  self.size = self.size + #line
  if self.size >= BLOCK then
    self:flush()
  end
end

function Refused:flush()
  local text = table.concat(self.lines)
  local ok, problem = self.file:write(text)
  if not ok then
    error(temporary.error("write", problem), 0)
  end
  self.written = self.written + #text
  self.lines, self.size = {}, 0
end

--- Notes what is at the path before anything is read. Raises an error if a file cannot be there.
function Refused:prepare()
  if self.path then
    local identity, problem = core.file_identity(self.path)
    if identity == nil then
      self:fail(problem)
    elseif identity and self.is_new then
      self:fail(self.path .. ": it exists already")
    end
    self.before = identity
  end
end

--- Makes the temporary file, with the header.
function Refused:begin()
  local err
  self.file, err = temporary.create()
  if not self.file then
    error(err, 0)
  end
  local cells = {}
  for i, index in ipairs(self.kept) do
    cells[i] = cell(self.header[index])
  end
  cells[#cells + 1] = cell(problems.COLUMN)
  cells[1] = BOM .. cells[1]
  self:put(cells)
end

--- The reason as `explain` says it, with the library's own words in brackets: they are what tells a
--- repeated row when the file is read again.
function Refused:explained(reason)
  local said = self.explain and self.explain(reason)
  return type(said) == "string" and said ~= reason and ("%s (%s)"):format(said, reason) or reason
end

--- Adds a row.
---@param values any[] its cells
---@param reason string
function Refused:add(values, reason)
  if not self.path then
    return
  elseif not self.file then
    self:begin()
  end
  local cells = {}
  for i, index in ipairs(self.kept) do
    cells[i] = cell(values[index])
  end
  -- In a cell of its own, what is beyond the header would move the reason.
  local count = count_filled(values)
  if count > #self.header then
    local last = self.kept[#self.kept]
    cells[#cells] = cell(tostring(values[last]) .. ","
      .. table.concat(values, ",", #self.header + 1, count))
  end
  cells[#cells + 1] = cell(self:explained(reason))
  self:put(cells)
end

--- Copies the rows into the file beside the path, and gives it its name.
function Refused:copy(part)
  for offset = 0, self.written - 1, BLOCK do
    local text, problem = self.file:read_at(offset, math.min(BLOCK, self.written - offset))
    if not text then
      error(temporary.error("read", problem), 0)
    end
    local ok
    ok, problem = part:write(text)
    if not ok then
      self:fail(self.path .. problem:gsub("^write", ""))
    end
  end
  -- Only the one who has the part, which is locked, gives the path a file.
  if core.file_identity(self.path) ~= self.before then
    self:fail(self.path .. ": somebody else has written it since this began")
  end
  local ok, problem = part:commit(self.path .. ".part", self.path)
  if not ok then
    self:fail(problem)
  end
end

--- Writes the file, if there are any rows.
function Refused:commit()
  if not self.file then
    return
  end
  self:flush()
  local part, problem = core.create(self.path .. ".part", true)
  if not part then
    self:fail((problem:gsub("%.part:", ":", 1)))
  end
  local ok, err = pcall(self.copy, self, part)
  if not ok then
    part:discard(self.path .. ".part")
    error(err, 0)
  end
  self:close()
end

function Refused:close()
  if self.file then
    self.file:close()
    self.file = nil
  end
end

local refused = {}

--- A file of refused rows; without a path one that keeps nothing.
---@param path string|nil
---@param header string[] the columns
---@param is_new boolean|nil whether no file of that name may be there
---@param explain (fun(reason: string): string)|nil see ai95.ListParams
---@return ai95.RefusedFile
function refused.new(path, header, is_new, explain)
  local kept = {} -- the cells to write: all but the reason of a file of refused rows
  for i, name in ipairs(header) do
    if core.trim(name) ~= problems.COLUMN then
      kept[#kept + 1] = i
    end
  end
  return setmetatable({ path = path, header = header, kept = kept, is_new = is_new,
    explain = explain, lines = {}, size = 0, written = 0 }, Refused)
end

return refused
