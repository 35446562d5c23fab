--- The parameters of an import, checked and completed. Misuse raises.
local errors = require "ai95.errors"
local validator = require "ai95.api.validator"

local MAX_CHUNK = 30000 -- rows; the platform takes no more in a request (code 30005)

--- The parameters of `client.tasks:import`.
---@class ai95.ImportParams
---@field project_sn string the project template's sn
---@field source string the campaign's name
---@field ai_user_sn string the AI user's sn
---@field rows table|function a list of rows, an iterator (a function that returns the next row, or
--- nil), or what `ai95.csv` returns; a row is a list in the order of the columns, or a table keyed
--- by them, of strings and numbers
---@field columns string[]|nil the columns' names: 姓名, 电话, then those of the template; a CSV file
--- has its own
---@field aes boolean|nil whether the rows go encrypted
---@field is_zidong boolean|nil whether the calls begin by themselves
---@field mark string|nil a remark
---@field dial_task_main_sn string|nil the task to add to; absent: a new one
---@field chunk integer|nil rows in a request, 5,000; at most 30,000
---@field journal string|nil the path of a file that makes the import safe to repeat: after a
--- crash, a rejection or an unknown outcome, run the same import again, and it sends exactly what
--- has not been carried out
---@field reconcile_timeout number|nil seconds, 180: a request whose answer was lost, and that left
--- no trace in the platform's lists for so long, is taken to have failed
---@field dry_run boolean|nil whether to stop before anything is sent
---@field progress (fun(done: integer, total: integer, waiting: number|nil))|nil called after each
--- request, with rows; while it waits for the trace of a request whose answer was lost, every 5
--- seconds, with the seconds that this may still take

local schema = validator.schema("parameter", {
  { name = "project_sn", type = "string", required = true },
  { name = "source", type = "string", required = true },
  { name = "ai_user_sn", type = "string", required = true },
  { name = "rows", type = "items", required = true },
  { name = "columns", type = "list" },
  { name = "aes", type = "presence", value = true },
  { name = "is_zidong", type = "presence", value = "on" },
  { name = "mark", type = "string" },
  { name = "dial_task_main_sn", type = "string" },
  { name = "chunk", type = "int", default = 5000, min = 1, max = MAX_CHUNK,
    expected = ("1 to %d rows: the platform takes no more in one request"):format(MAX_CHUNK) },
  { name = "journal", type = "path" },
  { name = "reconcile_timeout", type = "seconds", default = 180 },
  { name = "dry_run", type = "boolean" },
  { name = "progress", type = "function" },
})

--- The columns of a file, for a message. A first line that names none of ours may be a customer's
--- data.
local function found_columns(columns)
  for _, name in ipairs(columns) do
    if name == "姓名" or name == "电话" then
      return "found: " .. table.concat(columns, ",")
    end
  end
  return ("found %d other columns"):format(#columns)
end

--- Wrong columns in a program are misuse; those of a file are an error.
local function check_columns(columns, file)
  local function complain(problem)
    if not file then
      errors.misuse("import: %s", problem)
    end
    return errors.new {
      kind = "file", endpoint = "addJson",
      message = ("%s, line 1: %s; %s"):format(file, problem, found_columns(columns)),
    }
  end
  if type(columns) ~= "table" then
    errors.misuse("import: parameter \"columns\" is missing: { \"姓名\", \"电话\", … }")
  elseif columns[1] ~= "姓名" or columns[2] ~= "电话" then
    return complain("the first two columns must be 姓名 and 电话, in this order")
  end
  local seen = {}
  for i, name in ipairs(columns) do
    if type(name) ~= "string" or name == "" then
      return complain(("column %d must have a name"):format(i))
    elseif seen[name] then
      return complain(file and ("column %d has the name of an earlier one"):format(i)
        or ("column %s is there twice"):format(name))
    end
    seen[name] = true
  end
end

--- A checked copy of the parameters, with `columns`.
---@param given table
---@return table|nil params
---@return ai95.Error|nil err if a file has the wrong columns
return function(given)
  if type(given) ~= "table" then
    errors.misuse("import takes a table of parameters, got a %s", type(given))
  end
  local params = validator.check("import", schema, given)
  local rows = params.rows
  local file = params.columns == nil and type(rows) == "table" and rows.path or nil
  params.columns = params.columns or (type(rows) == "table" and rows.columns) or nil
  local err = check_columns(params.columns, file)
  if err then
    return nil, err
  end
  return params
end
