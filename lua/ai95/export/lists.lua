--- Exports of the platform's lists: which fields they have, and where their rows come from.
local endpoints = require "ai95.api.endpoints"
local errors = require "ai95.errors"
local export = require "ai95.export"
local suggest = require "ai95.util.suggest"
local validator = require "ai95.api.validator"

local lists = {}

--- The parameters of `client:export`.
---@class ai95.ExportParams
---@field what "calls"|"customers"|"tasks"|"ai_users"|"projects" the list
---@field params table|nil which rows: parameters of the list's `each`; without dates, today's.
--- `pageSize` is smaller for a slow platform
---@field rows table[]|fun(): table|nil rows of that list instead, such as `task:calls()` or a feed
---@field fields string[]|"all"|nil the fields in their order; `"all"`, or absent: all that
--- `ai95.fields` names, and in JSON lines those that the document does not list, too
---@field to string|(fun(piece: string))|nil this field and the following ones are as for
--- `ai95.export`
---@field format "csv"|"jsonl"|nil CSV or JSON lines
---@field excel boolean|nil whether CSV is for a spreadsheet
---@field zone boolean|nil whether times have their zone
---@field header boolean|nil whether CSV begins with the names

-- `own`: fields that the library adds to the platform's.
local sources = {
  calls = { endpoint = "cdrlist" },
  customers = { endpoint = "crmList" },
  tasks = { endpoint = "index", own = { { name = "state", type = "string" } } },
  ai_users = { endpoint = "getAiUsers" },
  projects = { endpoint = "getProjects" },
}
local names = { "calls", "customers", "tasks", "ai_users", "projects" }

local function source_of(what)
  local source = sources[what]
  if not source then
    errors.misuse("export: unknown list \"%s\"%s", tostring(what), suggest(what, names))
  end
  return source
end

--- See ai95.fields.
---@param what string
---@return ai95.AnswerField[] fields
function lists.fields(what)
  local source, fields = source_of(what), {}
  for _, list in ipairs { endpoints.by_name[source.endpoint].answer_fields, source.own or {} } do
    for _, field in ipairs(list) do
      fields[#fields + 1] = { name = field.name, type = field.type }
    end
  end
  return fields
end

--- The fields with those names.
local function choose(what, chosen)
  local known, by_name, known_names, fields = lists.fields(what), {}, {}, {}
  for i, field in ipairs(known) do
    by_name[field.name], known_names[i] = field, field.name
  end
  for i, name in ipairs(chosen) do
    fields[i] = by_name[name]
    if not fields[i] then
      errors.misuse("export: %s have no field \"%s\"%s", what, tostring(name),
        suggest(name, known_names))
    end
  end
  return fields
end

local schema = validator.schema("parameter", {
  { name = "what", type = "string", required = true },
  { name = "params", type = "list", expected = "a table of parameters" },
  { name = "rows", type = "items" },
  { name = "fields", type = "any", expected = "a list of names, or \"all\"",
    check = function(fields) return fields == "all" or type(fields) == "table" end },
  (unpack or table.unpack)(export.OPTIONS),
})

local function rows_of(client, params)
  if params.rows then
    if params.params then
      errors.misuse("export: the parameters \"params\" and \"rows\" exclude each other")
    end
    return params.rows
  end
  local group = client[params.what]
  if group.each then
    return group:each(params.params)
  elseif params.params then
    errors.misuse("export: %s take no parameter \"params\"", params.what)
  end
  local rows, err = group:list()
  if not rows then
    return nil, err
  end
  return rows
end

--- See client:export.
---@param client ai95.Client
---@param given ai95.ExportParams
---@return ai95.Exported|nil result
---@return ai95.Error|nil err
function lists.export(client, given)
  local params = validator.check("export", schema, given)
  local is_all = params.fields == nil or params.fields == "all"
  local fields = is_all and lists.fields(params.what) or choose(params.what, params.fields)
  local rows, err = rows_of(client, params)
  if not rows then
    return nil, err
  end
  return export.write {
    rows = rows, fields = fields, others = is_all, to = params.to, format = params.format,
    excel = params.excel, zone = params.zone, header = params.header,
  }
end

return lists
