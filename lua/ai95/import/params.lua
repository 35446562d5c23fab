--- The parameters of an import, checked and completed. Misuse raises.
local errors = require "ai95.errors"
local names = require "ai95.util.suggest"
local parameters = require "ai95.api.params"

local CHUNK, LARGEST_CHUNK = 5000, 30000 -- rows; the platform takes 30,000 in a request (code 30005)
local SETTLE = 180 -- seconds after which a request that left no trace is taken to have failed

--- What `client.tasks:import` takes.
---@class ai95.ImportParams
---@field project_sn string the project template's sn
---@field source string the campaign's name
---@field ai_user_sn string the AI user's sn
---@field rows table|function a list of rows, an iterator (a function that returns the next row, or nil), or what `ai95.csv`
--- returns; a row is a list in the order of the columns, or a table keyed by them, of strings and numbers
---@field columns string[]|nil the columns' names: first 姓名, second 电话, then those of the template; a CSV file has its own
---@field aes boolean|nil whether the rows go encrypted
---@field is_zidong boolean|nil whether the calls begin by themselves
---@field mark string|nil a remark
---@field dial_task_main_sn string|nil the task to add to; absent: a new one
---@field chunk integer|nil rows in a request, 5,000; at most 30,000
---@field journal string|nil the path of a file that lets the import survive anything: after a crash, a rejection or an unknown
--- outcome the same import, run again, sends exactly what has not been carried out
---@field settle number|nil seconds after which a request whose answer was lost, and that left no trace in the platform's lists,
--- is taken to have failed, 180
---@field dry_run boolean|nil whether to stop before anything is sent
---@field progress (fun(done: integer, total: integer, settling: number|nil))|nil called after each request, with rows; and with
--- the seconds that it may still take where it is waited for the trace of a request whose answer was lost, every 5 seconds

-- Each parameter and its type; those with an asterisk must be there.
local types = {
  project_sn = "string*", source = "string*", ai_user_sn = "string*", rows = "rows*", columns = "table", aes = "boolean",
  is_zidong = "boolean", mark = "string", dial_task_main_sn = "string", chunk = "number", journal = "string",
  dry_run = "boolean", settle = "number", progress = "function",
}
local known = {}
for name in pairs(types) do
  known[#known + 1] = name
end
table.sort(known)

--- What a user wrote is misuse; what a file has is returned as an error.
local function check_columns(columns, file)
  local function complain(problem)
    if not file then
      errors.misuse("import: %s", problem)
    end
    return errors.new {
      kind = "file", endpoint = "addJson",
      message = ("%s, line 1: %s; found: %s"):format(file, problem, table.concat(columns, ",")),
    }
  end
  if type(columns) ~= "table" then
    errors.misuse("import: `columns` is missing: { \"姓名\", \"电话\", … }")
  elseif columns[1] ~= "姓名" or columns[2] ~= "电话" then
    return complain("the first two columns must be 姓名 and 电话, in this order")
  end
  local seen = {}
  for i, name in ipairs(columns) do
    if type(name) ~= "string" or name == "" then
      return complain(("column %d must have a name"):format(i))
    elseif seen[name] then
      return complain(("column %s is there twice"):format(name))
    end
    seen[name] = true
  end
end

--- A copy of the parameters, with `columns`, `chunk` and `settle` in any case.
---@param given table
---@return table|nil params
---@return ai95.Error|nil err where a file has the wrong columns
return function(given)
  if type(given) ~= "table" then
    errors.misuse("import takes a table of parameters, got a %s", type(given))
  end
  names.check("import: unknown parameter", given, known)
  local params = parameters.copy(given)
  local rows = params.rows
  if type(rows) ~= "table" and type(rows) ~= "function" then
    errors.misuse("import: `rows` must be a list or an iterator of rows, got a %s", type(rows))
  end
  if params.is_zidong == "on" then
    params.is_zidong = true
  end
  for _, name in ipairs(known) do
    local expected, required = types[name]:match("^(%a+)(%*?)$")
    if params[name] == nil and required == "*" then
      errors.misuse("import: `%s` is missing", name)
    elseif params[name] ~= nil and expected ~= "rows" and type(params[name]) ~= expected then
      errors.misuse("import: `%s` must be a %s, got a %s", name, expected, type(params[name]))
    end
  end
  local file = params.columns == nil and type(rows) == "table" and rows.path or nil
  params.columns = params.columns or (type(rows) == "table" and rows.columns) or nil
  local err = check_columns(params.columns, file)
  if err then
    return nil, err
  end
  params.chunk, params.settle = params.chunk or CHUNK, params.settle or SETTLE
  if params.chunk ~= math.floor(params.chunk) or params.chunk < 1 or params.chunk > LARGEST_CHUNK then
    errors.misuse("import: `chunk` must be 1 to %d rows, which is what the platform takes in one request", LARGEST_CHUNK)
  elseif params.settle < 0 then
    errors.misuse("import: `settle` must be 0 or more seconds")
  end
  return params
end
