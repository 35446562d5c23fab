--- Writes the rows that were refused into a CSV file, as they were, each with the reason: to be
--- corrected and imported.
local core = require "ai95.core"
local errors = require "ai95.errors"
local problems = require "ai95.import.problems"

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

local function fail(problem)
  error(errors.new { kind = "file", message = problem }, 0)
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
  local ok, problem = self.file:write(table.concat(self.lines))
  if not ok then
    fail(self.path .. ": " .. problem)
  end
  self.lines, self.size = {}, 0
end

--- Makes the file, with the header.
function Refused:begin()
  local problem
  self.file, problem = core.create(self.path .. ".part", true)
  if not self.file then
    fail((problem:gsub("%.part:", ":", 1)))
  end
  local cells = {}
  for i, index in ipairs(self.kept) do
    cells[i] = cell(self.header[index])
  end
  cells[#cells + 1] = cell(problems.COLUMN)
  cells[1] = BOM .. cells[1]
  self:put(cells)
end

--- Adds a row. The file is made with the first one.
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
  cells[#cells + 1] = cell(reason)
  self:put(cells)
end

--- Gives the file its name.
function Refused:commit()
  if self.file then
    self:flush()
    local ok, problem = self.file:commit(self.path .. ".part", self.path)
    if not ok then
      fail(problem)
    end
    self.file = nil
  end
end

function Refused:abort()
  if self.file then
    os.remove(self.path .. ".part")
    self.file:close()
    self.file = nil
  end
end

local refused = {}

--- A file of refused rows; without a path one that keeps nothing.
---@param path string|nil
---@param header string[] the columns
---@return ai95.RefusedFile
function refused.new(path, header)
  local kept = {} -- the cells to write: all but the reason of a file of refused rows
  for i, name in ipairs(header) do
    if core.trim(name) ~= problems.COLUMN then
      kept[#kept + 1] = i
    end
  end
  return setmetatable({ path = path, header = header, kept = kept, lines = {}, size = 0 }, Refused)
end

return refused
