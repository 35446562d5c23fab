--- The parameters of an import, checked and completed. Misuse raises.
local core = require "ai95.core"
local errors = require "ai95.errors"
local rows = require "ai95.import.rows"
local validator = require "ai95.api.validator"

local MAX_CHUNK = 30000 -- rows; the platform takes no more in a request (code 30005)

--- A customer list, and how to read it.
---@class ai95.ListParams
---@field rows table|function a list of rows, an iterator (a function that returns the next row, or
--- nil), or what `ai95.rows` returns; a row is a list in the order of the columns, or a table keyed
--- by them, of strings and numbers
---@field columns string[]|nil the columns' names: 姓名, 电话, then those of the template; `ai95.rows`
--- has its own
---@field exclude string|string[]|table|function|nil people to leave out: the path of a list or of a
--- ledger, a list of paths and phone numbers, or rows as in `rows`, of which one value is enough.
--- Only the phone numbers matter
---@field refused string|nil the path of a CSV file for the rows that cannot be sent, each with the
--- reason in an extra column; written only if there are any, and before anything is sent. A file
--- that exists is replaced, unless somebody changes it while the rows are read
---@field replace_refused boolean|nil whether `refused` may exist, and is replaced then; true
---@field explain (fun(reason: string): string)|nil says a reason in another language, for the file
--- `refused`, which has the reason itself behind it in brackets
---@field strict boolean|nil whether to refuse phone numbers that would be cleaned

--- The parameters of `client.tasks:import`.
---@class ai95.ImportParams: ai95.ListParams
---@field project_sn string the project template's sn
---@field source string the campaign's name
---@field ai_user_sn string the AI user's sn
---@field aes boolean|nil whether the rows go encrypted
---@field is_zidong boolean|nil whether the calls begin by themselves
---@field mark string|nil a remark
---@field dial_task_main_sn string|nil the task to add to; absent: a new one
---@field chunk integer|nil rows in a request, 5,000; at most 30,000
---@field ledger string|nil the path of a file that records who is in the campaign, so that each
--- person goes in once whatever list is given: the same list again, after any error or crash, a
--- corrected or a longer one sends only those who are not in. One ledger is one campaign
---@field reconcile_timeout number|nil seconds, 180: a request whose answer was lost, and that left
--- no trace in the platform's lists for so long, has failed. With a platform that shows new rows
--- later than that, give more
---@field progress (fun(done: integer, total: integer, waiting: number|nil))|nil called after each
--- request, with rows; and before each pause while it waits for the platform's lists, with the
--- seconds that this may still take

local list_fields = {
  { name = "rows", type = "items", required = true },
  { name = "columns", type = "list" },
  { name = "exclude", type = "any", expected = "a path, a list of paths, or rows" },
  { name = "refused", type = "path" },
  { name = "replace_refused", type = "boolean" },
  { name = "explain", type = "function" },
  { name = "strict", type = "boolean" },
}

local function with_list_fields(fields)
  for _, field in ipairs(list_fields) do
    fields[#fields + 1] = field
  end
  return validator.schema("parameter", fields)
end

local import_schema = with_list_fields {
  { name = "project_sn", type = "string", required = true },
  { name = "source", type = "string", required = true },
  { name = "ai_user_sn", type = "string", required = true },
  { name = "aes", type = "presence", value = true },
  { name = "is_zidong", type = "presence", value = "on" },
  { name = "mark", type = "string" },
  { name = "dial_task_main_sn", type = "string" },
  { name = "chunk", type = "int", default = 5000, min = 1, max = MAX_CHUNK,
    expected = ("1 to %d rows: the platform takes no more in one request"):format(MAX_CHUNK) },
  { name = "ledger", type = "path" },
  { name = "reconcile_timeout", type = "seconds", default = 180 },
  { name = "progress", type = "function" },
}

local check_schema = with_list_fields {
  { name = "template", type = "list" },
  { name = "ledger", type = "path" },
  { name = "project_sn", type = "string" },
  { name = "source", type = "string" },
  { name = "ai_user_sn", type = "string" },
  { name = "dial_task_main_sn", type = "string" },
}

local function complain(what, problem)
  errors.misuse("%s: %s", what, problem)
end

local function check_columns(what, columns)
  if columns == nil then
    complain(what, "parameter \"columns\" is missing: { \"姓名\", \"电话\", … }")
  elseif columns[1] ~= "姓名" or columns[2] ~= "电话" then
    complain(what, "the first two columns must be 姓名 and 电话, in this order")
  end
  local seen = {}
  for i, name in ipairs(columns) do
    if type(name) ~= "string" or name == "" then
      complain(what, ("column %d must have a name"):format(i))
    elseif seen[name] then
      complain(what, ("column %s is there twice"):format(name))
    end
    seen[name] = true
  end
end

local EXCLUDE = { string = true, table = true, ["function"] = true }

--- The files that an import reads, or that make it safe to repeat.
local function files_of(own)
  local list = type(own.exclude) == "table" and not rows.is(own.exclude) and own.exclude
    or { own.exclude }
  local paths = { own.ledger }
  for _, path in ipairs(list) do
    paths[#paths + 1] = validator.types.path.is(path) and path or nil
  end
  paths[#paths + 1] = rows.is(own.rows) and own.rows.path or nil
  return paths
end

--- The file of refused rows would replace one of these.
local function check_refused(what, own)
  local paths = own.refused and files_of(own) or {}
  -- The rows are written beside it first.
  for _, refused in ipairs { own.refused, own.refused and own.refused .. ".part" } do
    local identity = core.file_identity(refused)
    for _, path in ipairs(paths) do
      if path == refused or (identity and core.file_identity(path) == identity) then
        complain(what, "parameter \"refused\" must be another file than the lists and the ledger")
      end
    end
  end
end

--- A checked copy of the parameters, with `columns`.
local function check(what, schema, given)
  if type(given) ~= "table" then
    errors.misuse("%s takes a table of parameters, got a %s", what, type(given))
  end
  local own = validator.check(what, schema, given)
  if own.exclude ~= nil and not EXCLUDE[type(own.exclude)] then
    complain(what, ("parameter \"exclude\" must be a path, a list of paths, or rows, got a %s")
      :format(type(own.exclude)))
  end
  if rows.is(own.rows) then
    if own.columns then
      complain(what, "ai95.rows has its own columns: leave out the parameter \"columns\"")
    end
    own.columns = own.rows.columns
  end
  check_refused(what, own)
  check_columns(what, own.columns)
  return own
end

local params = {}

--- The checked parameters of an import. Misuse raises.
---@param given table
---@return table
function params.of_import(given)
  return check("import", import_schema, given)
end

--- Those of `ai95.check`.
---@param given table
---@return table
function params.of_check(given)
  local own = check("ai95.check", check_schema, given)
  own.chunk = 1000
  return own
end

return params
