--- Checks and cleans rows, encodes the valid ones, and records why it refused the others.
local core = require "ai95.core"
local errors = require "ai95.errors"
local exclude = require "ai95.import.exclude"
local problems = require "ai95.import.problems"
local refused = require "ai95.import.refused"
local rows = require "ai95.import.rows"

--- What became of the rows of an input.
---@class ai95.Intake
---@field rows integer that can be sent
---@field refused integer that cannot be sent
---@field excluded integer left out, because `exclude` has their numbers
---@field already_in integer left out, because the campaign has them already
---@field cleaned integer of `rows`: those whose phone number was cleaned
---@field problems { row: integer, problem: string }[] why rows were refused: the row's number (the
--- line's, in a file); the first 1,000
---@field exclude_problems ai95.ExcludeProblem[] numbers of `exclude` that cannot be read

---@class ai95.IntakeRun: ai95.Intake
---@field exclusions integer people whom `exclude` has
local Intake = {}
Intake.__index = Intake

function Intake:refuse(number, values, code, detail)
  if code == "excluded" or code == "already_in" then
    return
  end
  local problem = problems.of_row(code, detail, self.columns, self.label, self.list)
  self.refused = self.refused + 1
  if #self.problems < problems.MAX then
    self.problems[#self.problems + 1] = { row = number, problem = problem }
  end
  self.refused_file:add(values, ("%s %d: %s"):format(self.label, number, problem))
end

--- Reads a file's rows, which do not become Lua tables.
---@param list ai95.RowsReader
function Intake:read_file(list, chunk)
  local encoder = self:encoder()
  while true do
    local count, code, detail = encoder:read(list.reader, chunk)
    if count then
      encoder = self:finish_chunk(encoder)
    elseif count == false then
      list:raise_if_unreadable(code)
      self:refuse(list.reader:line(), list.reader:cells(), code, detail)
    elseif not list:fill() then
      break
    end
  end
  self:finish_chunk(encoder)
end

--- The values of a row in the columns' order.
local function values_of(row, columns)
  if #row > 0 then
    return row
  end
  local values = {}
  for i, name in ipairs(columns) do
    values[i] = row[name]
  end
  return values
end

--- Reads a list of rows, or what an iterator returns.
function Intake:read_tables(given, chunk)
  local encoder = self:encoder()
  for row, number in rows.numbered(given, "rows") do
    local count, code, detail = encoder:add(row, number)
    if count == nil then
      errors.misuse("rows: %s", (code:gsub("^row %d+", "row " .. number)))
    elseif count == false then
      self:refuse(number, values_of(row, self.columns), code, detail)
    elseif count == chunk or encoder:is_full() then
      encoder = self:finish_chunk(encoder)
    end
  end
  self:finish_chunk(encoder)
end

function Intake:encoder()
  return core.rows(self.columns, self.checker)
end

--- Passes on the rows of an encoder, and returns another one.
function Intake:finish_chunk(encoder)
  if #encoder > 0 then
    self.rows = self.rows + #encoder
    if self.sink then
      self.sink(encoder)
    end
  end
  encoder:close() -- the collector does not see how large it is
  return self:encoder()
end

function Intake:run(params)
  self.refused_file:prepare()
  self.exclude_problems = exclude(params.exclude, self.checker)
  if self.list then
    self:read_file(self.list, params.chunk)
  else
    self:read_tables(params.rows, params.chunk)
  end
  self.refused_file:commit()
  self.cleaned, self.excluded, self.already_in, self.exclusions = self.checker:counts()
end

--- Takes all rows in.
---@param params table the import's or the check's: `rows`, `columns`, `chunk`, `exclude`,
--- `refused`, `replace_refused`, `explain`, `strict`
---@param sink (fun(encoder: userdata))|nil gets an encoder with up to `chunk` rows
---@param campaign userdata|nil core.people: who is in the campaign already
---@return ai95.Intake|nil
---@return ai95.Error|nil err if a file cannot be read or written
return function(params, sink, campaign)
  local list = rows.is(params.rows) and params.rows or nil
  if list and list.is_taken then
    errors.misuse("the rows of %s were read already; open the list again with ai95.rows", list.path)
  elseif list then
    list.is_taken = true
  end
  local self = setmetatable({
    columns = params.columns, list = list, label = list and "line" or "row", sink = sink,
    rows = 0, refused = 0, problems = {}, checker = core.checker(params.strict, campaign),
    refused_file = refused.new(params.refused, list and list.cells or params.columns,
      params.replace_refused == false, params.explain),
  }, Intake)
  local ok, raised = pcall(self.run, self, params)
  if ok then
    return self
  end
  self.refused_file:close()
  if errors.is(raised) then
    return nil, raised
  end
  error(raised, 0)
end
