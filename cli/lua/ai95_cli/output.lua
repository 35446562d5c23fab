--- What a command prints on stdout: a table for people; JSON lines or CSV for programs.
local ai95 = require "ai95"
local cjson = require("cjson").new() -- its settings are ours alone
local mask = require "ai95_cli.mask"
local print_table = require "ai95_cli.table"
local say = require("ai95_texts").say
local terminal = require "ai95_cli.terminal"
local text = require "ai95_cli.text"

---@class ai95_cli.Output
---@field format "table"|"jsonl"|"csv"
---@field fields string[]|nil the names of --fields
---@field is_all boolean|nil whether they are all
---@field known ai95.AnswerField[]|nil
---@field to string|nil the file of -o
---@field paint fun(text: string, style: string|nil): string
---@field room integer|nil the cells of a line; nil: no limit
---@field held string[]|nil with --quiet: what a person would have been shown
local Output = {}
Output.__index = Output

local STDOUT = 1
local BROKEN_PIPE = 32 -- errno
local GAP = "  "

-- The format of a file that -o names, by its ending.
local endings = { csv = "csv", json = "jsonl", jsonl = "jsonl", ndjson = "jsonl" }

local function format_of(args, to)
  if args.json then
    return "jsonl"
  elseif args.csv or args.excel then
    return "csv"
  end
  return to and endings[(to:match "%.(%w+)$" or ""):lower()] or "table"
end

--- What is wrong with the options; nil if nothing is.
local function problem_of(self, args)
  if args.json and args.excel then
    return say "--excel is for CSV, not for --json"
  elseif self.to and self:is_table() then
    return say "-o: give --csv or --json too, or a name that ends in .csv, .json or .jsonl"
  elseif args.zone and self:is_table() then
    return say "--zone is for --csv and --json"
  end
end

--- The names of --fields, without those that are there twice.
local function names_of(list)
  local names, seen = {}, {}
  for name in list:gmatch "[^,%s]+" do
    if not seen[name] then
      names[#names + 1], seen[name] = name, true
    end
  end
  return names
end

--- Chooses the fields of --fields.
---@return string|nil problem
local function choose(self, list)
  local names, known = names_of(list), nil
  if #names == 1 and names[1] == "all" then
    self.is_all = true
    return
  end
  self.fields = names
  if not self.known then
    self.unseen = {}
    for _, name in ipairs(names) do
      self.unseen[name] = true
    end
    return
  end
  for _, name in ipairs(names) do
    if not self.by_name[name] then
      known = known or self:names()
      return say("--fields: there is no field \"%s\"%s"):format(name,
        text.suggestion(name, known))
    end
  end
end

---@param args table what argparse read
---@param known ai95.AnswerField[]|nil the fields of the command's rows, if they are known before
---@return ai95_cli.Output|nil
---@return string|nil problem with the options
function Output.new(args, known)
  local to = args.export_to ~= "-" and args.export_to or nil
  local self = setmetatable({
    format = format_of(args, to), mask = args.mask, to = to, excel = args.excel, zone = args.zone,
    held = args.quiet and {} or nil,
    paint = text.painter(STDOUT), room = terminal.size(STDOUT), known = known, by_name = {},
  }, Output)
  for _, field in ipairs(known or {}) do
    self.by_name[field.name] = field
  end
  local problem = problem_of(self, args) or args.fields and choose(self, args.fields)
  if problem then
    return nil, problem
  end
  return self
end

--- The names of the known fields.
function Output:names()
  local names = {}
  for i, field in ipairs(self.known) do
    names[i] = field.name
  end
  return names
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

--- Writes what only a person reads; holds it back with --quiet.
function Output:show(...)
  if self.held then
    self.held[#self.held + 1] = table.concat { ... }
  else
    self:write(...)
  end
end

--- Writes what was held back. From now on nothing is.
function Output:release()
  local held = self.held or {}
  self.held = nil
  self:write(table.concat(held))
end

--- Flushes stdout, and reports unknown names of --fields.
function Output:finish()
  check(io.stdout:flush())
  for name in pairs(self.has_rows and self.unseen or {}) do
    io.stderr:write(say("ai95: no row has a field \"%s\" (--fields)\n"):format(name))
  end
  self.unseen = nil
end

--- A value in a table.
local function as_text(value)
  if value == nil then
    return ""
  elseif math.type and math.type(value) == "integer" then -- of 64 bits
    return ("%d"):format(value)
  elseif type(value) == "number" and value == math.floor(value) and math.abs(value) < 2 ^ 53 then
    return ("%.0f"):format(value)
  end
  return type(value) == "table" and cjson.encode(value) or tostring(value)
end

--- The columns of --fields, or all of them.
function Output:columns(columns)
  if self.is_all and self.known then
    local all = {}
    for i, field in ipairs(self.known) do
      all[i] = { field.name }
    end
    return all
  elseif not self.fields then
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
    if rawget(row, name) ~= nil then
      self.unseen[name] = nil
    end
  end
  return self.mask and mask.row(row) or row
end

--- The rows as they are shown.
function Output:all_shown(next_row)
  if not self.mask and not self.unseen then
    return next_row
  end
  return function()
    local row = next_row()
    return row and self:shown(row)
  end
end

--- The title of a column, and the text of its value: on a terminal in the reader's language, for a
--- pipe the same in all.
function Output:title_of(column)
  local word = column.word or column[1]
  local said = self.room and say(word) or word
  return said ~= word and said or column[1]
end

function Output:text_of(value, column)
  local shown = as_text(value)
  return self.room and column.is_word and say(shown) or shown
end

--- A sentence of ours, or one that the library made, in the reader's language. Programs read
--- English.
---@param sentence string
---@return string
function Output:retold(sentence)
  return self:is_table() and text.retold(sentence) or sentence
end

function Output:table(columns, next_row)
  return print_table({
    columns = columns, title_of = function(column) return self:title_of(column) end,
    text_of = function(value, column) return self:text_of(value, column) end,
    paint = self.paint, room = self.room, write = function(line) self:show(line) end,
  }, self:all_shown(next_row))
end

--- The fields that are exported; nil for all that a row has.
function Output:exported(columns)
  if not self.fields and (self.format == "jsonl" or self.is_all and self.known) then
    return self.known
  end
  local fields = {}
  for i, column in ipairs(self.fields or columns) do
    local name = self.fields and column or column[1]
    fields[i] = self.by_name[name] or name
  end
  return fields
end

--- Writes rows as CSV or JSON lines.
function Output:export(columns, next_row)
  local fields = self:exported(columns)
  local names = {}
  for i, field in ipairs(fields or {}) do
    names[i] = type(field) == "table" and field.name or field
  end
  local header = table.concat(names, ",")
  local written, err = ai95.export {
    rows = self:all_shown(next_row),
    fields = fields, others = not self.fields, format = self.format, excel = self.excel,
    zone = self.zone,
    header = header ~= self.header, -- the command may print its rows in several steps
    to = self.to or function(piece) self:write(piece) end,
  }
  if not written then
    error(err, 0)
  end
  self.header = header
  return written.rows
end

--- Prints rows. Without --fields a table and CSV have the columns, JSON has every field.
---@param columns ai95_cli.Column[]
---@param rows table[]|fun(): table|nil a list or an iterator
---@return integer count
function Output:rows(columns, rows)
  if type(rows) == "table" and not (getmetatable(rows) or {}).__call then -- a feed can be called
    local list, index = rows, 0
    rows = function()
      index = index + 1
      return list[index]
    end
  end
  if self:is_table() then
    return self:table(self:columns(columns), rows)
  end
  return self:export(columns, rows)
end

--- Prints a label and a text beside it.
---@param label string with the gap behind it
---@param value string
---@param style string|nil of the label's first word; bold
function Output:labelled(label, value, style)
  local function paint(shown)
    return (shown:gsub("%S+", function(word) return self.paint(word, style or "bold") end, 1))
  end
  self:show(text.hang(label, text.plain(value), self.room, paint), "\n")
end

--- Prints a line of a conversation.
---@param speaker string
---@param line string|nil
function Output:speech(speaker, line)
  if line then
    self:labelled(text.pad(speaker, 6) .. GAP, line)
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
    local name, value = text.plain(column[1]), text.plain(as_text(rawget(row, column[1])))
    if value ~= "" then
      lines[#lines + 1] = { name, value }
      widest = math.max(widest, terminal.width(name))
    end
  end
  for _, line in ipairs(lines) do
    self:labelled(text.pad(line[1], widest) .. GAP, line[2])
  end
end

return Output
