--- Checks tables of named values: an endpoint's parameters, a client's options, an import's, a
--- method's. Wrong ones are misuse, which raises and names the value.
local ascii = require "ai95.util.ascii"
local core = require "ai95.core"
local dates = require "ai95.util.dates"
local errors = require "ai95.errors"
local suggest = require "ai95.util.suggest"

local validator = {}

--- One named value.
---@class ai95.Field
---@field name string its name
---@field type string one of `validator.types`
---@field required boolean|nil whether it must be given
---@field default any if it is not given
---@field meaning string|nil its meaning, for the message if it is missing
---@field values table<any, true>|nil if only these are allowed
---@field value any of the type "presence": what is sent
---@field edge "first"|"last"|nil of the type "date": which end of a range it is. Then it may be a
--- word such as "yesterday"
---@field min number|nil the smallest value
---@field max number|nil the largest value
---@field expected string|nil replaces the type's own words in messages
---@field check (fun(value: any): boolean, string|nil)|nil what the value must fulfil besides, and
--- why it does not

---@class ai95.Schema
---@field fields ai95.Field[]
---@field by_name table<string, ai95.Field>
---@field names string[]
---@field noun string "parameter" or "option"
---@field elsewhere table<string, string>|nil what to say of names that belong elsewhere

local MAX_INTEGER = 2 ^ 53 -- not every larger integer has a double
local MAX_TIME = 253402300799 - 8 * 3600 -- the end of the year 9999, in China
local integer_type = math.type -- Lua 5.3 and newer

local function is_finite(value)
  return type(value) == "number" and value == value and math.abs(value) < math.huge
end

local function is_whole(value)
  if integer_type and integer_type(value) == "integer" then
    return true
  end
  return is_finite(value) and value == math.floor(value) and math.abs(value) < MAX_INTEGER
end

local function is_callable(value)
  local meta = getmetatable(value)
  return type(value) == "function" or (type(value) == "table" and type(meta) == "table"
    and meta.__call ~= nil)
end

local function is_path(value)
  return type(value) == "string" and value ~= "" and not value:find("\0", 1, true)
end

-- Each type: what it expects, in words; `lua_type`, the Lua type of its values; `is`, whether a
-- value is of it; `read`, what becomes of the value; `utf8`, whether it is sent, and so must be
-- UTF-8 without NUL.
local types = {
  string = {
    expected = "a string", utf8 = true,
    is = function(value) return type(value) == "string" end,
  },
  name = {
    expected = "a string that is not empty", lua_type = "string", utf8 = true,
    is = function(value) return type(value) == "string" and value ~= "" end,
  },
  path = { expected = "a path", lua_type = "string", is = is_path },
  int = {
    expected = "a whole number", lua_type = "number",
    is = is_whole,
    read = function(value)
      return math.tointeger and math.tointeger(value) or value == 0 and 0 or value -- not -0
    end,
  },
  seconds = {
    expected = "seconds, 0 or more", lua_type = "number",
    is = function(value) return is_finite(value) and value >= 0 end,
  },
  positive = {
    expected = "a number, more than 0", lua_type = "number",
    is = function(value) return is_finite(value) and value > 0 and value <= MAX_INTEGER end,
  },
  boolean = { expected = "a boolean", is = function(value) return type(value) == "boolean" end },
  ["function"] = { expected = "a function", is = is_callable },
  list = { expected = "a list", is = function(value) return type(value) == "table" end },
  items = {
    expected = "a list or an iterator",
    is = function(value) return type(value) == "table" or type(value) == "function" end,
  },
  date = {
    expected = "a date (\"Y-m-d\" or \"Y-m-d H:i:s\", China Standard Time) or a Unix time",
    lua_type = "string",
    is = function(value, field)
      if type(value) == "number" then
        return is_finite(value) and value >= 0 and value <= MAX_TIME
      end
      return type(value) == "string"
        and (dates.is_valid(value) or (field.edge and dates.resolve(value, field.edge) ~= nil))
    end,
    read = function(value, field, now)
      if type(value) == "number" then
        return dates.format(value)
      end
      return field.edge and dates.resolve(value, field.edge, now and now()) or value
    end,
  },
  -- The document sends such a parameter with its one value, or not at all.
  presence = {
    expected = "a boolean", lua_type = "boolean",
    is = function(value, field) return type(value) == "boolean" or value == field.value end,
    read = function(value, field) return value and field.value or nil end,
  },
  file = {
    expected = "a path, or { name = \"x.xlsx\", data = \"…\" }", lua_type = "table",
    is = function(value)
      return is_path(value)
        or (type(value) == "table" and type(value.name) == "string"
        and type(value.data) == "string")
    end,
  },
  any = { expected = "a value", is = function() return true end },
}
-- An import gives a buffer, from which an error repeats nothing.
types.json = {
  expected = types.string.expected, utf8 = true,
  is = function(value) return type(value) == "string" or core.is_buffer(value) end,
}

validator.types, validator.is_callable = types, is_callable

--- Makes a schema.
---@param noun "parameter"|"option"
---@param fields ai95.Field[]
---@return ai95.Schema
function validator.schema(noun, fields)
  local schema = { noun = noun, fields = fields, by_name = {}, names = {} }
  for i, field in ipairs(fields) do
    schema.by_name[field.name], schema.names[i] = field, field.name
  end
  return schema
end

local function values_of(field)
  local list = {}
  for value in pairs(field.values) do
    list[#list + 1] = tostring(value)
  end
  table.sort(list, ascii.is_before)
  return table.concat(list, ", ")
end

--- Raises if a text cannot be sent.
---@param text string
---@param label string what the text is, for the message
function validator.check_text(text, label)
  if core.is_text(text) then
    return
  end
  local position = core.invalid_utf8(text)
  if position then
    errors.misuse("%s is not valid UTF-8 (byte %d)", label, position)
  end
  errors.misuse("%s contains a NUL byte", label)
end

local function label_of(what, noun, field)
  return ("%s%s \"%s\""):format(what and what .. ": " or "", noun, field.name)
end

-- A value of the right Lua type may be a secret or a customer's: it is not repeated.
local function describe(value, field)
  if value == "" then
    return "an empty string"
  end
  local same = type(value) == types[field.type].lua_type
  return (same and "another " or "a ") .. type(value)
end

--- A checked value.
---@param what string|nil whose value it is, for messages: "task:wait"
---@param noun "parameter"|"option"
---@param field ai95.Field
---@param given any
---@param now (fun(): integer|nil)|nil tells the Unix time, for words such as "yesterday"
---@return any value
function validator.value(what, noun, field, given, now)
  local kind = types[field.type]
  local expected = field.expected or kind.expected
  if not kind.is(given, field) then
    errors.misuse("%s must be %s, got %s", label_of(what, noun, field), expected, describe(given,
      field))
  elseif field.min and (given < field.min or given > field.max) then
    errors.misuse("%s must be %s", label_of(what, noun, field), expected)
  elseif field.check then
    local ok, problem = field.check(given)
    if not ok then
      errors.misuse("%s must be %s%s", label_of(what, noun, field), expected,
        problem and ": " .. problem or "")
    end
  end
  local value = given
  if kind.read then
    value = kind.read(given, field, now)
  end
  if field.values and not field.values[value] then
    errors.misuse("%s must be one of: %s", label_of(what, noun, field), values_of(field))
  elseif type(value) == "string" and kind.utf8 and not core.is_text(value) then
    validator.check_text(value, label_of(what, noun, field))
  end
  return value
end

--- Raises if `given` is no table, or has a name that is not in the schema.
---@param what string|nil whose values they are: "task:wait"
---@param schema ai95.Schema
---@param given any
function validator.check_names(what, schema, given)
  if type(given) ~= "table" then
    errors.misuse("%sthe %ss must be a table, got a %s", what and what .. ": " or "", schema.noun,
      type(given))
  end
  for name in pairs(given) do
    if not schema.by_name[name] then
      local other = schema.elsewhere and schema.elsewhere[name] or suggest(name, schema.names)
      errors.misuse("%sunknown %s \"%s\"%s", what and what .. ": " or "", schema.noun,
        tostring(name), other)
    end
  end
end

--- The checked value of a field, or its default. Raises if a required one is missing.
---@return any value
function validator.field(what, schema, field, given, now)
  if given == nil then
    given = field.default
  end
  if given ~= nil then
    return validator.value(what, schema.noun, field, given, now)
  elseif field.required then
    errors.misuse("%s is missing%s", label_of(what, schema.noun, field),
      field.meaning and (" (%s)"):format(field.meaning) or "")
  end
end

--- A checked copy of `given`, with defaults.
---@param what string|nil whose values they are, for messages
---@param schema ai95.Schema
---@param given table|nil
---@return table own
function validator.check(what, schema, given)
  given = given == nil and {} or given
  validator.check_names(what, schema, given)
  local own = {}
  for _, field in ipairs(schema.fields) do
    own[field.name] = validator.field(what, schema, field, given[field.name])
  end
  return own
end

--- A shallow copy: tables that a caller gave are the caller's.
---@param given table|nil
---@return table own
function validator.copy(given)
  local own = {}
  for name, value in pairs(given or {}) do
    own[name] = value
  end
  return own
end

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
    elseif not core.is_text(name) or ascii.has_control(name) then
      errors.misuse("%s: extra: the name at %d must be UTF-8 without control characters",
        endpoint.name, i)
    elseif type(value) == "number" and not is_finite(value) then
      errors.misuse("%s: extra: \"%s\" must be a finite number", endpoint.name, name)
    elseif not scalar[type(value)] and value ~= core.null then
      errors.misuse("%s: extra: \"%s\" is a %s; expected a string, number, boolean or null",
        endpoint.name, name, type(value))
    elseif type(value) == "string" then
      validator.check_text(value, ("%s: extra: \"%s\""):format(endpoint.name, name))
    end
  end
end

--- The parameters as a field list: name, value, name, value … in the document's order, then
--- `extra`.
---@param endpoint ai95.Endpoint
---@param given table|nil
---@param extra table|nil a flat list of members that the document does not know
---@param config table|nil the client's options, which some parameters default to
---@param now (fun(): integer|nil)|nil tells the Unix time, for words such as "yesterday"
---@return table fields
function validator.fields(endpoint, given, extra, config, now)
  given = given == nil and {} or given
  validator.check_names(endpoint.name, endpoint.schema, given)
  local fields, count = {}, 0
  local params, names = endpoint.params, endpoint.schema.names
  for i = 1, #names do
    local name, param = names[i], params[i]
    local value = given[name]
    if value ~= nil or param.always then
      if value == nil and param.option and config then
        value = config[param.option]
      end
      value = validator.field(endpoint.name, endpoint.schema, param, value, now)
      if value ~= nil then
        fields[count + 1], fields[count + 2] = name, value
        count = count + 2
      end
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

return validator
