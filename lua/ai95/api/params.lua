--- Checks what the caller passes to an endpoint, and puts it in the document's order. Misuse raises.
local core = require "ai95.core"
local dates = require "ai95.util.dates"
local errors = require "ai95.errors"
local names = require "ai95.util.suggest"

local LARGEST = 2 ^ 53 -- beyond it not every whole number has a double of its own
local integer_type = math.type -- Lua 5.3 and newer

local function whole(value)
  if integer_type and integer_type(value) == "integer" then
    return value < LARGEST and value > -LARGEST and value or nil
  elseif type(value) == "number" and value == math.floor(value) and math.abs(value) < LARGEST then
    return math.tointeger and math.tointeger(value) or value
  end
end

-- Per type of the document: what is sent for a value, nil where it is not of that type, and what to say then.
local types = {
  string = {
    expected = "a string",
    read = function(value) return type(value) == "string" and value or nil end,
  },
  -- The rows of an import may come as a function that encodes them when it is known for whom.
  json = {
    expected = "a string",
    read = function(value) return (type(value) == "string" or type(value) == "function") and value or nil end,
  },
  int = {
    expected = "a whole number",
    read = whole,
  },
  date = {
    expected = "a date (\"Y-m-d\" or \"Y-m-d H:i:s\", China Standard Time) or a Unix time",
    read = function(value)
      if type(value) == "number" then
        return dates.format(value)
      end
      return type(value) == "string" and dates.is_valid(value) and value or nil
    end,
  },
  bool = {
    expected = "a boolean",
    read = function(value)
      if type(value) == "boolean" then
        return value
      end
    end,
  },
  file = {
    expected = "a path, or { name = \"x.xlsx\", data = \"…\" }",
    read = function(value)
      local is_content = type(value) == "table" and type(value.name) == "string" and type(value.data) == "string"
      return (type(value) == "string" or is_content) and value or nil
    end,
  },
}

local params = { types = types }

local function sorted_values(values)
  local list = {}
  for value in pairs(values) do
    list[#list + 1] = tostring(value)
  end
  table.sort(list)
  return table.concat(list, ", ")
end

local function check_text(endpoint, name, text)
  if core.is_text(text) then
    return
  end
  local position = core.invalid_utf8(text)
  if position then
    errors.misuse("%s: parameter \"%s\" is not valid UTF-8 (byte %d)", endpoint.name, name, position)
  end
  errors.misuse("%s: parameter \"%s\" contains a NUL byte", endpoint.name, name)
end

local function check_value(endpoint, param, given)
  -- A setting by presence in the document, so true and false say the same more naturally.
  if param.name == "is_zidong" and type(given) == "boolean" then
    return given and "on" or nil
  end
  local kind = types[param.type]
  local value = kind.read(given)
  if value == nil then
    errors.misuse("%s: parameter \"%s\" must be %s, got %s", endpoint.name, param.name, kind.expected,
      type(given) == "string" and "another string" or "a " .. type(given))
  elseif param.values and not param.values[value] then
    errors.misuse("%s: parameter \"%s\" must be one of: %s", endpoint.name, param.name, sorted_values(param.values))
  elseif type(value) == "string" then
    check_text(endpoint, param.name, value)
  end
  return value
end

local function names_of(endpoint)
  local list = {}
  for i, param in ipairs(endpoint.params) do
    list[i] = param.name
  end
  list[#list + 1] = "extra"
  return list
end

local scalar = { string = true, number = true, boolean = true }

local function check_extra(endpoint, extra)
  if type(extra) ~= "table" or #extra % 2 ~= 0 then
    errors.misuse("%s: extra must be a flat list: { \"name\", value, … }", endpoint.name)
  end
  for i = 1, #extra, 2 do
    if type(extra[i]) ~= "string" then
      errors.misuse("%s: extra: item %d must be a name", endpoint.name, i)
    elseif endpoint.known[extra[i]] or extra[i] == "url" or extra[i] == "user_sn" or extra[i] == "api_key" then
      errors.misuse("%s: extra: \"%s\" is not extra, it is a parameter of its own", endpoint.name, extra[i])
    elseif not scalar[type(extra[i + 1])] and extra[i + 1] ~= core.null then
      errors.misuse("%s: extra: \"%s\" is a %s; expected a string, number, boolean or null", endpoint.name, extra[i],
        type(extra[i + 1]))
    elseif type(extra[i + 1]) == "string" then
      check_text(endpoint, extra[i], extra[i + 1])
    end
  end
end

--- Parameters of our own to change: those that were given are the caller's.
---@param given table|nil
---@return table own
function params.copy(given)
  local own = {}
  for name, value in pairs(given or {}) do
    own[name] = value
  end
  return own
end

--- The parameters as a flat list of name and value in the document's order, with `extra` at the end.
---@param endpoint ai95.Endpoint
---@param given table|nil
---@return table fields
function params.check(endpoint, given)
  given = given or {}
  if type(given) ~= "table" then
    errors.misuse("%s: the parameters must be a table, got a %s", endpoint.name, type(given))
  end
  -- What a metatable adds, nobody can list.
  local position, last = endpoint.position, getmetatable(given) == nil and endpoint.last_needed or #endpoint.params
  for name in pairs(given) do
    local at = position[name]
    if at then
      last = at > last and at or last
    elseif name ~= "extra" and not (name == "to" and endpoint.answer == "file") then
      errors.misuse("%s: unknown parameter \"%s\"%s", endpoint.name, tostring(name), names.hint(name, names_of(endpoint)))
    end
  end
  local fields, count, list = {}, 0, endpoint.params
  for i = 1, last do
    local param = list[i]
    local name = param.name
    local value = given[name]
    if value == nil then
      value = param.default
    end
    if value ~= nil then
      value = check_value(endpoint, param, value)
    elseif param.required then
      errors.misuse("%s: parameter \"%s\" is missing (%s)", endpoint.name, name, param.meaning)
    end
    -- The document: aes is sent as true or not at all.
    if value then
      fields[count + 1], fields[count + 2] = name, value
      count = count + 2
    end
  end
  if given.extra ~= nil then
    check_extra(endpoint, given.extra)
    for _, item in ipairs(given.extra) do
      fields[#fields + 1] = item
    end
  end
  return fields
end

return params
