--- Checks the parameters of an endpoint and puts them into the document's order. Wrong ones are
--- misuse.
local core = require "ai95.core"
local errors = require "ai95.errors"
local suggest = require "ai95.util.suggest"
local validator = require "ai95.util.validator"

local params = {}

local OPTIONS = { extra = true, host = true, to = true }

local reserved = { url = true, user_sn = true, api_key = true }
local scalar = { string = true, number = true, boolean = true }

---@param endpoint ai95.Endpoint
---@param extra any
local function check_extra(endpoint, extra)
  if type(extra) ~= "table" or #extra % 2 ~= 0 or (#extra == 0 and next(extra) ~= nil) then
    errors.misuse("%s: extra must be a flat list: { \"name\", value, … }", endpoint.name)
  end
  for key in pairs(extra) do
    if type(key) ~= "number" then
      errors.misuse("%s: extra must be a flat list: { \"%s\", value, … }", endpoint.name,
        tostring(key))
    end
  end
  for i = 1, #extra, 2 do
    local name, value = extra[i], extra[i + 1]
    if type(name) ~= "string" then
      errors.misuse("%s: extra: item %d must be a name", endpoint.name, i)
    elseif endpoint.schema.by_name[name] or reserved[name] then
      errors.misuse("%s: extra: \"%s\" is not extra, it is a parameter of its own", endpoint.name,
        name)
    elseif not scalar[type(value)] and value ~= core.null then
      errors.misuse("%s: extra: \"%s\" is a %s; expected a string, number, boolean or null",
        endpoint.name, name, type(value))
    elseif type(value) == "string" then
      validator.check_text(value, ("%s: extra: \"%s\""):format(endpoint.name, name))
    end
  end
end

local function check_names(endpoint, given)
  if type(given) ~= "table" then
    errors.misuse("%s: the parameters must be a table, got a %s", endpoint.name, type(given))
  end
  for name in pairs(given) do
    if not endpoint.schema.by_name[name] then
      errors.misuse("%s: unknown parameter \"%s\"%s", endpoint.name, tostring(name), OPTIONS[name]
        and " (it is an option: give it in the table after the parameters)"
        or suggest(name, endpoint.schema.names))
    end
  end
end

--- A shallow copy: tables that a caller gave are the caller's.
---@param given table|nil
---@return table own
function params.copy(given)
  local own = {}
  for name, value in pairs(given or {}) do
    own[name] = value
  end
  return own
end

--- The parameters as a field list: name, value, name, value … in the document's order, then
--- `extra`.
---@param endpoint ai95.Endpoint
---@param given table|nil
---@param extra table|nil a flat list of members that the document does not know
---@param config table|nil the client's options, which some parameters default to
---@return table fields
function params.fields(endpoint, given, extra, config)
  given = given == nil and {} or given
  check_names(endpoint, given)
  local fields, count = {}, 0
  for _, param in ipairs(endpoint.params) do
    local value = given[param.name]
    if value == nil and param.option and config then
      value = config[param.option]
    end
    if value ~= nil or param.default ~= nil or param.required then
      value = validator.field(endpoint.name, endpoint.schema, param, value)
    end
    if value ~= nil then
      fields[count + 1], fields[count + 2] = param.name, value
      count = count + 2
    end
  end
  if extra ~= nil then
    check_extra(endpoint, extra)
    for i = 1, #extra do
      fields[count + i] = extra[i]
    end
  end
  return fields
end

return params
