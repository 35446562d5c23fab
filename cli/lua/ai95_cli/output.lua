--- What a command prints on stdout: a table for people, one JSON object a line or CSV for programs.
local terminal = require "ai95_cli.terminal"
local json_line = require "ai95_cli.json_line"
local mask = require "ai95_cli.mask"
local paint = require "ai95_cli.paint"
local print_table = require "ai95_cli.table"
local width = require "ai95_cli.width"

---@class ai95_cli.Output
---@field format "table"|"json"|"csv"
local Output = {}
Output.__index = Output

local STDOUT = 1
local GAP = "  "

---@param given table format, fields (text), mask (boolean)
---@return ai95_cli.Output
function Output.new(given)
  local self = setmetatable({ format = given.format, mask = given.mask, paint = paint(STDOUT) }, Output)
  if given.fields then
    self.fields, self.unseen = {}, {}
    for name in given.fields:gmatch("[^,%s]+") do
      self.fields[#self.fields + 1] = name
      self.unseen[name] = true
    end
  end
  return self
end

--- Whether this is for a person.
function Output:is_table()
  return self.format == "table"
end

--- Writes to stdout. Whoever reads it may have had enough: then there is nothing more to do, and nobody to tell.
function Output:write(...)
  local ok, problem, code = io.stdout:write(...)
  if not ok then
    self:fail(problem, code)
  end
end

function Output:fail(problem, code)
  local BROKEN_PIPE = 32
  if code == BROKEN_PIPE then
    os.exit(0)
  end
  io.stderr:write("ai95: stdout: ", tostring(problem), "\n")
  os.exit(2)
end

--- Puts out what is still in the buffer.
function Output:finish()
  local ok, problem, code = io.stdout:flush()
  if not ok then
    self:fail(problem, code)
  end
  for name in pairs(self.has_rows and self.unseen or {}) do
    io.stderr:write(("ai95: no row has a field \"%s\" (--fields)\n"):format(name))
  end
  self.unseen = nil
end

local function as_text(value)
  if value == nil then
    return ""
  end
  return type(value) == "string" and value or json_line(value)
end

local function csv_field(text)
  if text:find("[\",\r\n]") or text:find("^%s") or text:find("%s$") then
    return "\"" .. text:gsub("\"", "\"\"") .. "\""
  end
  return text
end

--- The columns that are asked for.
function Output:columns(columns)
  if not self.fields then
    return columns
  end
  local known, chosen = {}, {}
  for _, column in ipairs(columns) do
    known[column[1]] = column
  end
  for i, name in ipairs(self.fields) do
    chosen[i] = known[name] or { name }
  end
  return chosen
end

--- The row as it may be shown.
function Output:shown(row)
  self.has_rows = true
  for name in pairs(self.unseen or {}) do
    if row[name] ~= nil then
      self.unseen[name] = nil
    end
  end
  return self.mask and mask.row(row) or row
end

function Output:table(columns, next_row)
  return print_table({
    columns = columns, text_of = as_text, paint = self.paint, room = terminal.size(STDOUT),
    write = function(text) self:write(text) end,
  }, function()
    local row = next_row()
    return row and self:shown(row)
  end)
end

function Output:csv(columns, next_row)
  local function line(value_of)
    local fields = {}
    for i, column in ipairs(columns) do
      fields[i] = csv_field(value_of(column[1]))
    end
    return table.concat(fields, ",") .. "\n"
  end
  local header = line(function(name) return name end)
  if header ~= self.header then -- rows that are printed one after another have one
    self.header = header
    self:write(header)
  end
  local count = 0
  for row in next_row do
    row = self:shown(row)
    self:write(line(function(name) return as_text(row[name]) end))
    count = count + 1
  end
  return count
end

function Output:json(next_row)
  local count = 0
  for row in next_row do
    self:write(json_line(self:shown(row), self.fields), "\n")
    count = count + 1
  end
  return count
end

--- Prints rows: in a table and in CSV the columns, in JSON every field.
---@param columns ai95_cli.Column[]
---@param rows table[]|fun(): table|nil a list or an iterator
---@return integer count
function Output:rows(columns, rows)
  if type(rows) == "table" then
    local list, index = rows, 0
    rows = function()
      index = index + 1
      return list[index]
    end
  end
  columns = self:columns(columns)
  if self.format == "json" then
    return self:json(rows)
  elseif self.format == "csv" then
    return self:csv(columns, rows)
  end
  return self:table(columns, rows)
end

--- Prints what somebody said.
---@param who string
---@param text string|nil
function Output:said(who, text)
  if text then
    self:write(self.paint(width.pad(who, 6), "bold"), GAP, width.plain(text), "\n")
  end
end

--- Prints one thing: its fields beneath each other in a table, those of `order` first.
---@param row table
---@param order string[]
function Output:record(row, order)
  local columns, listed, others = {}, {}, {}
  for i, name in ipairs(order) do
    columns[i], listed[name] = { name }, true
  end
  if not self:is_table() then
    self:rows(columns, { row })
    return
  end
  row = self:shown(row)
  for name in pairs(row) do
    if not listed[name] then
      others[#others + 1] = name
    end
  end
  table.sort(others)
  for _, name in ipairs(others) do
    columns[#columns + 1] = { name }
  end
  local lines, widest = {}, 0
  for _, column in ipairs(self:columns(columns)) do
    local name, value = width.plain(column[1]), width.plain(as_text(row[column[1]]))
    if value ~= "" then
      lines[#lines + 1] = { name, value }
      widest = math.max(widest, terminal.width(name))
    end
  end
  for _, line in ipairs(lines) do
    self:write(self.paint(width.pad(line[1], widest), "bold"), GAP, line[2], "\n")
  end
end

return Output
