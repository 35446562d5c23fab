--- Writes rows as CSV or as JSON lines, piece by piece, so that memory does not grow with them.
local bulk = require "ai95.export.bulk"
local core = require "ai95.core"
local download = require "ai95.http.download"
local errors = require "ai95.errors"
local validator = require "ai95.api.validator"

local export = {}

--- The parameters of `ai95.export`.
---@class ai95.ExportRows
---@field rows table[]|fun(): table|nil a list or an iterator of tables
---@field fields (string|ai95.AnswerField)[]|nil the fields in their order; absent: every field that
--- a row has, by name (JSON lines only)
---@field others boolean|nil whether JSON lines have a row's other fields too, after `fields`
---@field to string|(fun(piece: string))|nil a path (written beside it, synced, renamed), a function
--- that receives each piece, or absent (the text is returned)
---@field format "csv"|"jsonl"|nil absent: as the path ends (`.jsonl`, `.json`), otherwise CSV
---@field excel boolean|nil CSV for a spreadsheet: with a mark (BOM), long numbers as text, and
--- formulas harmless
---@field zone boolean|nil whether times have their zone, `"2024-05-31T18:00:00+08:00"`: the fields
--- whose `type` is `"time"`
---@field header boolean|nil whether CSV begins with the names; true unless it is false

--- What an export has written.
---@class ai95.Exported
---@field rows integer how many rows
---@field size integer bytes
---@field path string|nil if `to` was a path
---@field body string|nil if `to` was absent

local PIECE = 64 * 1024 -- bytes

export.FORMATS = { csv = true, jsonl = true }
export.OPTIONS = {
  { name = "to", type = "any" },
  { name = "format", type = "string", values = export.FORMATS },
  { name = "excel", type = "boolean" },
  { name = "zone", type = "boolean" },
  { name = "header", type = "boolean", default = true },
}

local schema = validator.schema("parameter", {
  { name = "rows", type = "items", required = true },
  { name = "fields", type = "list" },
  { name = "others", type = "boolean" },
  (unpack or table.unpack)(export.OPTIONS),
})

local formats = { json = "jsonl", jsonl = "jsonl", ndjson = "jsonl" } -- by the file's ending

--- The format, and whether it suits the other options.
local function format_of(params)
  local ending = type(params.to) == "string" and params.to:match "%.(%w+)$"
  local format = params.format or not params.excel and formats[ending and ending:lower()] or "csv"
  if params.excel and format ~= "csv" then
    errors.misuse("export: the parameter \"excel\" is for CSV")
  elseif format == "csv" and not params.fields then
    errors.misuse("export: CSV needs the parameter \"fields\"")
  end
  return format
end

local function writer_of(params)
  local fields = {}
  for i, field in ipairs(params.fields or {}) do
    local name = type(field) == "table" and field.name or field
    if type(name) ~= "string" then
      errors.misuse("export: field %d must be a name, got a %s", i, type(name))
    end
    fields[i] = { name = name, type = type(field) == "table" and field.type or nil }
  end
  local format = format_of(params)
  local writer = core.writer(format, fields, params.excel, params.zone,
    params.others or not params.fields)
  if format == "csv" and params.header then
    writer:header()
  end
  return writer
end

local function iterator(rows)
  if type(rows) == "function" or validator.is_callable(rows) then
    return rows
  end
  local index = 0
  return function()
    index = index + 1
    return rows[index]
  end
end

--- Writes to a download's target, whose contract is in http/download.
local function put(target, piece)
  if not target.file then
    target:write(piece)
    return
  end
  local ok, problem = target.file:write(piece)
  if not ok then
    error(errors.new { kind = "file", path = target.path,
      message = ("%s: %s"):format(target.path, problem) }, 0)
  end
end

local function write_rows(writer, rows, target)
  local result, source = { rows = 0, size = 0 }, bulk[rows]
  local function flush()
    local piece = writer:take()
    if piece ~= "" then
      result.size = result.size + #piece
      put(target, piece)
    end
  end
  for row in iterator(rows) do
    if type(row) ~= "table" then
      errors.misuse("export: row %d must be a table, got a %s", result.rows + 1, type(row))
    end
    local waiting, problem = writer:add(row)
    if not waiting then
      errors.misuse("export: row %d: %s", result.rows + 1, problem)
    end
    result.rows = result.rows + 1
    local count = source and 1 or 0
    while waiting >= PIECE or count > 0 do
      if waiting >= PIECE then
        flush()
      end
      count, waiting = 0, 0
      if source then
        count, waiting = source:write(writer)
        result.rows = result.rows + count
      end
    end
  end
  flush()
  return result
end

--- Writes rows, as `export.rows` does, with parameters that were checked.
---@param params table
---@return ai95.Exported|nil result
---@return ai95.Error|nil err
function export.write(params)
  local writer, destination = writer_of(params), download.to(params.to)
  local target, failure = destination:open()
  if not target then
    return nil, errors.new(failure)
  end
  local ok, result = pcall(write_rows, writer, params.rows, target)
  if not ok then
    target:abort()
    if errors.is(result) then
      return nil, result
    end
    error(result, 0)
  end
  local saved
  saved, failure = target:commit(result)
  if not saved then
    return nil, errors.new(failure)
  end
  result.path, result.body = saved.path, saved.body
  return result
end

--- See ai95.export.
---@param given ai95.ExportRows
---@return ai95.Exported|nil result
---@return ai95.Error|nil err
function export.rows(given)
  return export.write(validator.check("export", schema, given))
end

return export
