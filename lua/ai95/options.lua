--- A client's options: from a table, or from AI95_<NAME> in the environment.
local ascii = require "ai95.util.ascii"
local core = require "ai95.core"
local errors = require "ai95.errors"
local inside_nginx = require "ai95.util.inside_nginx"
local proxy_url = require "ai95.util.proxy_url"
local store = require "ai95.auth.store"
local validator = require "ai95.api.validator"

local VERSION = "0.2.0"

local REDIS_TIMEOUT = 1 -- seconds

local function is_text(value)
  return type(value) == "string" and value ~= "" and not value:find("\0", 1, true)
end

local function is_store(value)
  if type(value) ~= "table" then
    return false
  end
  for _, method in ipairs { "get", "set", "add", "delete" } do
    if type(value[method]) ~= "function" then
      return false
    end
  end
  return true
end

local booleans = {
  ["1"] = true, ["true"] = true, yes = true, on = true, ["0"] = false, ["false"] = false,
  no = false, off = false,
}

local function parse_boolean(text)
  return booleans[ascii.lower(text)]
end

-- redis-lua waits without yielding, so it is not for nginx.
local function redis_at(address)
  local password, host, port = address:match("^:([^@/]+)@([^@:/]+):?(%d*)/?$")
  if not host then
    host, port = address:match("^([^@:/]+):?(%d*)/?$")
  end
  if not host then
    return nil
  elseif inside_nginx() then
    return nil, "redis://… is not for nginx: "
      .. "give the option \"store\" ai95.store.redis with a function (docs/nginx.md)"
  end
  local found, redis = pcall(require, "redis")
  if not found then
    return nil, ("redis-lua is not installed for this Lua (%s)"):format(redis:match "^[^\n]*[^:\n]")
  end
  return store.redis(function()
    local client = redis.connect(host, tonumber(port) or 6379, REDIS_TIMEOUT)
    if password then
      client:auth(password)
    end
    return client
  end)
end

local function parse_store(text)
  if text == "memory" then
    return store.memory()
  end
  local address = text:match("^redis://(.*)$")
  if address then
    return redis_at(address)
  end
  return store.file(text)
end

local function parse_log(text)
  if text ~= "stderr" then
    return nil
  end
  return function(event)
    io.stderr:write(("ai95 %s attempt=%d code=%s %ss %s\n"):format(event.name, event.attempt,
      tostring(event.code or event.kind), ascii.fixed(event.duration, 3), event.message or ""))
  end
end

local ADDRESS = "^[Hh][Tt][Tt][Pp][Ss]?://[^/@?#%s]+[^@?#%s]*$"

local function check_proxy(value)
  if value == false then
    return true
  elseif not is_text(value) then
    return false
  end
  local problem = proxy_url.problem(value)
  return problem == nil, problem
end

local function parse_proxy(text)
  if text == "none" then
    return false
  end
  local problem = proxy_url.problem(text)
  return problem == nil and text or nil, problem
end

local seconds = { type = "positive", expected = "seconds, more than 0", parse = ascii.number }
local boolean = { type = "boolean", parse = parse_boolean }

local function option(name, base, more)
  local own = { name = name }
  for _, fields in ipairs { base, more or {} } do
    for key, value in pairs(fields) do
      own[key] = value
    end
  end
  return own
end

-- Besides the validator's: `parse` reads a text from the environment; `session` marks what belongs
-- to the login and the store, which one client shares with those made by `with`; `connection`, what
-- connections depend on.
local schema = validator.schema("option", {
  option("base_url", { type = "string", required = true, session = true }, {
    expected = "http://… or https://… with a host, and no user, query or fragment",
    check = function(value) return value:match(ADDRESS) ~= nil end,
  }),
  option("username", { type = "name", expected = "a string", session = true }),
  option("password", { type = "name", expected = "a string", session = true }),
  option("store", { type = "any", check = is_store, parse = parse_store, session = true }, {
    expected = "a store: a table with get, set, add and delete (see ai95.store); "
      .. "in the environment: memory, a path, "
      .. "or, outside nginx and with redis-lua, redis://[:PASSWORD@]HOST[:PORT]",
  }),
  option("timeout", seconds, { default = 30, connection = true }),
  option("connect_timeout", seconds, { default = 5, connection = true }),
  option("deadline", seconds, { default = 120 }),
  option("max_retries", { type = "int", parse = ascii.number, default = 2 }, {
    expected = "a whole number, 0 or more",
    check = function(value) return value >= 0 end,
  }),
  option("retry_delay", { type = "seconds", parse = ascii.number, default = 0.25 }),
  option("max_body", { type = "positive", expected = "bytes, more than 0", parse = ascii.number }, {
    default = 64 * 2 ^ 20, connection = true,
  }),
  option("ca_file", { type = "path", expected = "the path of a PEM file", connection = true }),
  option("proxy", { type = "any", connection = true }, {
    expected = "a proxy's URL, or false for none (in the environment: none)",
    check = check_proxy, parse = parse_proxy,
  }),
  option("verify", boolean, { default = true, connection = true }),
  option("http2", boolean, { default = false, connection = true }),
  option("user_agent", { type = "name", connection = true }, {
    expected = "a string without control characters",
    check = function(value) return not ascii.has_control(value) end,
  }),
  option("log", { type = "function", parse = parse_log }, {
    expected = "a function (in the environment: stderr)",
  }),
})

--- The options of `ai95.new`. An option that is not given comes from the variable `AI95_<NAME>` in
--- the environment.
---@class ai95.Options
---@field base_url string|nil where the platform is: `http://…` or `https://…`, without a user, a
--- query or a fragment
---@field username string|nil needed to log in
---@field password string|nil needed to log in
---@field store ai95.Store|nil where the api_key is kept; absent: `ai95.store.memory()`; in the
--- environment `memory`, a path, or `redis://[:PASSWORD@]HOST[:PORT]`
---@field timeout number|nil time limit for one exchange, in seconds; for downloads, the longest
--- stall
---@field connect_timeout number|nil time limit for connecting, in seconds
---@field deadline number|nil time limit for a whole request with its login, pauses and retries, in
--- seconds
---@field max_retries integer|nil how often an idempotent request is repeated
---@field retry_delay number|nil seconds before the first retry; the pauses grow
---@field max_body number|nil the largest answer or download, in bytes after
--- decompression; the default is 64 MiB
---@field ca_file string|nil a PEM file with the authorities to trust; absent: the system's
---@field proxy string|false|nil a proxy's URL, whose user and password are percent-encoded; false
--- (in the environment `none`): none; absent: the one that the environment names
---@field verify boolean|nil whether the server's certificate is checked; in the environment
--- `true`, `false`, `1`, `0`, `yes`, `no`, `on`, `off`
---@field http2 boolean|nil HTTP/2 for reads; in the environment as `verify`
---@field user_agent string|nil put before ai95's own in the User-Agent header
---@field log (fun(event: ai95.Event))|nil called after each exchange; what it raises is ignored;
--- in the environment `stderr`

--- The argument of `log`: one exchange. It contains no password, no api_key and no customer data.
---@class ai95.Event
---@field name string the endpoint, or `store` if the store failed
---@field duration number seconds
---@field attempt integer 1 for the first; 0 for a store
---@field code integer|nil the platform's code, 0 for success; nil without an answer
---@field kind ai95.ErrorKind|nil the kind of the error
---@field http_status integer|nil of the answer, if there was one
---@field reused boolean|nil whether an open connection was reused
---@field message string|nil why the store failed

local options = { specs = schema.by_name, VERSION = VERSION }

--- The value of a text from the environment.
---@param name string the option
---@param text string
---@return any value nil if the text has none
---@return string|nil problem why not, if there is more to say than what the option must be
function options.parse(name, text)
  local parse = schema.by_name[name].parse
  if parse then
    return parse(text)
  end
  return text
end

--- The text of an option, without a password that may be in it.
---@param name string the option
---@param text string
---@return string
function options.shown(name, text)
  if name == "password" then
    return "…"
  elseif name == "proxy" then
    return text == "none" and text or proxy_url.shown(text)
  end
  return (text:gsub("^([A-Za-z][A-Za-z0-9+.-]*://).*@", "%1…@"))
end

local function from_environment(field)
  local variable = "AI95_" .. ascii.upper(field.name)
  local text = os.getenv(variable)
  if not text or text == "" then
    return nil
  end
  local value, problem = options.parse(field.name, text)
  if problem then
    errors.misuse("%s in the environment: %s", variable, problem)
  elseif value == nil then
    errors.misuse("%s in the environment must be %s", variable,
      field.expected or validator.types[field.type].expected)
  end
  return value
end

local function missing(field)
  local variable = "AI95_" .. ascii.upper(field.name)
  errors.misuse("the option \"%s\" is missing (it may also come from %s in the environment%s)",
    field.name, variable,
    inside_nginx()
      and (", which needs a line \"env %s;\" at the top of nginx.conf"):format(variable) or "")
end

--- "ai95/0.2.0 (Lua 5.4; libcurl/7.88.1)", after the program's own name if it gives one.
local function user_agent(own)
  local jit = rawget(_G, "jit")
  local ours = ("ai95/%s (%s; %s)"):format(VERSION, jit and jit.version:match "^LuaJIT %d+%.%d+"
    or _VERSION,
    core.versions().libcurl:match "^%S+")
  return own and own .. " " .. ours or ours
end

--- Checks the options of ai95.new, and fills in what is not given.
---@param given table
---@return table config the options, and `profiles`: the connections' settings, by kind of request
function options.read(given)
  validator.check_names(nil, schema, given)
  local config = { profiles = {} }
  for _, field in ipairs(schema.fields) do
    local value = given[field.name]
    if value == nil then
      value = from_environment(field)
    end
    if value == nil and field.required then
      missing(field)
    end
    config[field.name] = validator.field(nil, schema, field, value)
  end
  config.base_url = config.base_url:gsub("/+$", "")
  config.store = config.store or store.memory()
  config.user_agent = user_agent(config.user_agent)
  return config
end

--- A client's options with some of them changed.
---@param what string whose options they are, for messages
---@param config table
---@param changes table
---@return table config
function options.derive(what, config, changes)
  validator.check_names(what, schema, changes)
  local derived = {}
  for name, value in pairs(config) do
    derived[name] = value
  end
  for name, given in pairs(changes) do
    local field = schema.by_name[name]
    if field.session then
      errors.misuse("%s: option \"%s\" belongs to the login: make another client with ai95.new",
        what, name)
    elseif field.connection then
      derived.profiles = {}
    end
    derived[name] = validator.field(what, schema, field, given)
  end
  if changes.user_agent then
    derived.user_agent = user_agent(derived.user_agent)
  end
  return derived
end

return options
