--- The options of ai95.new, from its argument or from AI95_<NAME> in the environment.
local errors = require "ai95.errors"
local inside_nginx = require "ai95.util.inside_nginx"
local names = require "ai95.util.suggest"
local store = require "ai95.auth.store"

local REDIS_TIMEOUT = 1 -- seconds

local function positive(value)
  return type(value) == "number" and value > 0 and value <= 2 ^ 53
end

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

local function is_callable(value)
  return type(value) == "function"
    or (type(value) == "table" and getmetatable(value) ~= nil and getmetatable(value).__call ~= nil)
end

local booleans = {
  ["1"] = true, ["true"] = true, yes = true, on = true, ["0"] = false, ["false"] = false, no = false, off = false,
}

local function parse_boolean(text)
  return booleans[text:lower()]
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
    return nil, "redis://… is not for nginx: give the option \"store\" ai95.store.redis with a function (docs/nginx.md)"
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
    io.stderr:write(("ai95 %s attempt=%d code=%s %.3fs %s\n"):format(event.name, event.attempt,
      tostring(event.code or event.kind), event.duration, event.message or ""))
  end
end

-- For each option: what it must be, in words and as a check; its default; how a text from the environment is read.
local specs = {
  base_url = { expected = "http://… or https://… with a host, and no user, query or fragment", check = function(value)
    return is_text(value) and value:match("^[Hh][Tt][Tt][Pp][Ss]?://[^/@?#%s]+[^@?#%s]*$") ~= nil
  end, required = true },
  username = { expected = "a string", check = is_text },
  password = { expected = "a string", check = is_text },
  store = { expected = "a store: a table with get, set, add and delete (see ai95.store); in the environment: memory, a path, "
    .. "or, outside nginx and with redis-lua, redis://[:PASSWORD@]HOST[:PORT]", check = is_store, parse = parse_store },
  timeout = { expected = "seconds, more than 0", check = positive, default = 30, parse = tonumber },
  connect_timeout = { expected = "seconds, more than 0", check = positive, default = 5, parse = tonumber },
  deadline = { expected = "seconds, more than 0", check = positive, default = 120, parse = tonumber },
  max_retries = { expected = "a whole number, 0 or more", check = function(value)
    return type(value) == "number" and value >= 0 and value == math.floor(value)
  end, default = 2, parse = tonumber },
  max_body = { expected = "bytes, more than 0", check = positive, default = 64 * 2 ^ 20, parse = tonumber },
  ca_file = { expected = "the path of a PEM file", check = is_text },
  proxy = { expected = "a proxy's URL, or false for none (in the environment: none)",
    check = function(value) return value == false or is_text(value) end,
    parse = function(text) return text ~= "none" and text end },
  verify = { expected = "a boolean", check = function(value) return type(value) == "boolean" end, default = true,
    parse = parse_boolean },
  http2 = { expected = "a boolean", check = function(value) return type(value) == "boolean" end, default = false,
    parse = parse_boolean },
  log = { expected = "a function (in the environment: stderr)", check = is_callable, parse = parse_log },
}

local known = {}
for name in pairs(specs) do
  known[#known + 1] = name
end
table.sort(known)

--- What `ai95.new` takes. Where an option is not given, the variable `AI95_<NAME>` of the environment is looked at.
---@class ai95.Options
---@field base_url string|nil where the platform is: `http://…` or `https://…`, without a user, a query or a fragment
---@field username string|nil needed to log in
---@field password string|nil needed to log in
---@field store ai95.Store|nil where the api_key is kept; absent: `ai95.store.memory()`; in the environment `memory`, or the path
--- of a file
---@field timeout number|nil seconds that one exchange may take; a download, that it may stand still
---@field connect_timeout number|nil seconds that connecting may take
---@field deadline number|nil seconds for a call with its login, its pauses and its retries
---@field max_retries integer|nil how often what may be repeated is repeated
---@field max_body number|nil bytes that an answer or a download may have; the default is 64 MiB
---@field ca_file string|nil a PEM file with the authorities to trust; absent: the system's
---@field proxy string|false|nil a proxy's URL; false (in the environment `none`): none; absent: the one that the environment
--- names
---@field verify boolean|nil whether the server's certificate is checked; in the environment `true`, `false`, `1`, `0`, `yes`,
--- `no`, `on`, `off`
---@field http2 boolean|nil HTTP/2 for reads, which costs more CPU than HTTP/1.1; in the environment as `verify`
---@field log (fun(event: ai95.Event))|nil called after each exchange; what it raises is ignored; in the environment `stderr`

--- What `log` is told of an exchange. It holds no password, no api_key and no customer's data.
---@class ai95.Event
---@field name string the endpoint, or `store` where the store failed
---@field duration number seconds
---@field attempt integer 1 for the first; 0 of a store
---@field code integer|nil the platform's code, 0 where it said yes; nil where it said nothing
---@field kind ai95.ErrorKind|nil of what went wrong
---@field http_status integer|nil of the answer, where there was one
---@field reused boolean|nil whether a connection that was there served
---@field message string|nil of a store that failed: how

local options = { specs = specs }

--- The value that a text stands for in the environment; nil where it stands for none, and why if there is more to say than
--- what the option must be.
---@param name string
---@param text string
---@return any
---@return string|nil problem
function options.parse(name, text)
  local parse = specs[name].parse
  if parse then
    return parse(text)
  end
  return text
end

--- Checks the options, and fills in what is not given.
---@param given table
---@return table config
function options.read(given)
  if type(given) ~= "table" then
    errors.misuse("ai95.new takes a table of options, got a %s", type(given))
  end
  names.check("unknown option", given, known)
  local config = {}
  for _, name in ipairs(known) do
    local spec, value, from = specs[name], given[name], name
    if value == nil then
      local text = os.getenv("AI95_" .. name:upper())
      if text and text ~= "" then
        from = "AI95_" .. name:upper() .. " in the environment"
        local problem
        value, problem = options.parse(name, text)
        if problem then
          errors.misuse("%s: %s", from, problem)
        elseif value == nil then
          errors.misuse("%s must be %s", from, spec.expected)
        end
      end
    end
    if value == nil and spec.required then
      local variable = "AI95_" .. name:upper()
      errors.misuse("the option \"%s\" is missing (it may also come from %s in the environment%s)", name, variable,
        inside_nginx() and (", which needs a line \"env %s;\" at the top of nginx.conf"):format(variable) or "")
    elseif value ~= nil and not spec.check(value) then
      errors.misuse("%s must be %s", from == name and ("the option \"%s\""):format(name) or from, spec.expected)
    end
    if value == nil then
      value = spec.default
    end
    config[name] = value
  end
  config.base_url = config.base_url:gsub("/+$", "")
  config.store = config.store or store.memory()
  return config
end

return options
