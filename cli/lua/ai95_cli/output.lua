--- What a command prints on stdout: a table for people; JSON lines or CSV for programs.
local cjson = require("cjson").new() -- its settings are ours alone
local mask = require "ai95_cli.mask"
local print_table = require "ai95_cli.table"
local terminal = require "ai95_cli.terminal"
local text = require "ai95_cli.text"

---@class ai95_cli.Output
---@field format "table"|"json"|"csv"
local Output = {}
Output.__index = Output

local STDOUT = 1
local BROKEN_PIPE = 32 -- errno
local GAP = "  "

local function escape(byte)
  return ("\\u%04x"):format(byte:byte())
end

local function encode_text(value)
  -- lua-cjson writes / as \/, which is hard to read, and leaves C1, which terminals obey, as it is.
  return (cjson.encode(value):gsub("\\/", "/"):gsub("\194([\128-\159])", escape))
end

local encode

local function encode_list(list)
  local parts = {}
  for i, item in ipairs(list) do
    parts[i] = encode(item)
  end
  return "[" .. table.concat(parts, ",") .. "]"
end

local function encode_object(object, order)
  local parts = {}
  if not order then
    order = {}
    for name in pairs(object) do
      order[#order + 1] = name
    end
    table.sort(order)
  end
  for _, name in ipairs(order) do
    parts[#parts + 1] = encode_text(name) .. ":" .. encode(object[name])
  end
  return "{" .. table.concat(parts, ",") .. "}"
end

function encode(value)
  if value == nil then
    return "null"
  elseif type(value) == "table" then
    -- An empty table is a list: no object that is printed is empty.
    return (value[1] ~= nil or next(value) == nil) and encode_list(value) or encode_object(value)
  elseif math.type and math.type(value) == "integer" then -- of 64 bits
    return ("%d"):format(value)
  elseif type(value) == "number" and value == math.floor(value) and math.abs(value) < 2 ^ 53 then
    return ("%.0f"):format(value)
  elseif type(value) == "number" or type(value) == "boolean" then
    return cjson.encode(value)
  end
  return encode_text(tostring(value))
end

--- One value as one line of JSON, with the members of an object in alphabetical order, or only
--- those of `order`.
local function json_line(value, order)
  return order and encode_object(value, order) or encode(value)
end

---@param given { format: string, fields: string|nil, mask: boolean|nil }
---@return ai95_cli.Output
function Output.new(given)
  local self = setmetatable({ format = given.format, mask = given.mask,
    paint = text.painter(STDOUT) }, Output)
  if given.fields then
    self.fields, self.unseen = {}, {}
    for name in given.fields:gmatch("[^,%s]+") do
      self.fields[#self.fields + 1] = name
      self.unseen[name] = true
    end
  end
  return self
end

--- Whether the output is for a person.
function Output:is_table()
  return self.format == "table"
end

--- Ends the program if writing to stdout failed; quietly if the reader has closed the pipe.
local function check(ok, problem, code)
  if not ok then
    if code ~= BROKEN_PIPE then
      io.stderr:write("ai95: stdout: ", tostring(problem), "\n")
    end
    os.exit(code == BROKEN_PIPE and 0 or 2)
  end
end

--- Prints a text on stdout and ends the program.
---@param line string
function Output.print(line)
  check(io.stdout:write(line, "\n"))
  check(io.stdout:flush())
  os.exit(0)
end

--- Writes to stdout.
function Output:write(...)
  check(io.stdout:write(...))
end

--- Flushes stdout, and reports unknown names of --fields.
function Output:finish()
  check(io.stdout:flush())
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

local function csv_field(value)
  if value:find("[\",\r\n]") or value:find("^%s") or value:find("%s$") then
    return "\"" .. value:gsub("\"", "\"\"") .. "\""
  end
  return value
end

--- The columns of --fields, or all of them.
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

--- The row as it is shown: masked if --mask is set.
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
    write = function(line) self:write(line) end,
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
  if header ~= self.header then -- the command may print its rows in several steps
    self.header = header
    self:write(header)
  end
  local count = 0
  for row in next_row do
    local shown = self:shown(row)
    self:write(line(function(name) return as_text(shown[name]) end))
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

--- Prints rows: a table and CSV have the columns, JSON has every field.
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

--- Prints a line of a conversation.
---@param speaker string
---@param line string|nil
function Output:speech(speaker, line)
  if line then
    self:write(self.paint(text.pad(speaker, 6), "bold"), GAP, text.plain(line), "\n")
  end
end

--- Prints one row. In a table its fields are below each other, those of `order` first.
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
    local name, value = text.plain(column[1]), text.plain(as_text(row[column[1]]))
    if value ~= "" then
      lines[#lines + 1] = { name, value }
      widest = math.max(widest, terminal.width(name))
    end
  end
  for _, line in ipairs(lines) do
    self:write(self.paint(text.pad(line[1], widest), "bold"), GAP, line[2], "\n")
  end
end

return Output
