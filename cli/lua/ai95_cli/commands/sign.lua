--- Shows what is signed, byte by byte, to find out where another implementation differs. Sends
--- nothing.
local ai95 = require "ai95"
local cjson = require("cjson").new() -- its settings are ours alone
local say = require("ai95_texts").say
local text = require "ai95_cli.text"

local endpoints = ai95.endpoints

local function read_file(context, path)
  local file, problem = io.open(path, "rb")
  if not file then
    context:usage("%s", problem)
  end
  local content = file:read("*a")
  file:close()
  return content
end

local function is_integer(value)
  return type(value) == "number" and value == math.floor(value) and math.abs(value) < 2 ^ 53
end

--- A whole number as an integer, for Lua versions that have integers: 1 and 1.0 are signed
--- differently.
local function to_integer(value)
  return is_integer(value) and math.tointeger and math.tointeger(value) or value
end

-- How the text of a value is read, by the parameter's type; nil if it is not of that type.
local readers = {
  int = function(given)
    local value = tonumber(given)
    return value and to_integer(value), say "a whole number"
  end,
  presence = function(given, param)
    local only = tostring(param.value)
    return given == only and param.value or nil, say("%s, or omitted"):format(only)
  end,
}

--- A value with the type that the document gives the parameter: 1 and "1" are signed differently.
local function typed(context, param, given)
  local read = param and readers[param.type]
  if not read then
    return given
  end
  local value, expected = read(given, param)
  if value == nil then
    context:usage("%s must be %s, not \"%s\"", param.name, expected, given)
  end
  return value
end

local function params_by_name(endpoint)
  local by_name = {}
  for _, param in ipairs(endpoint.params) do
    by_name[param.name] = param
  end
  return by_name
end

--- The values of NAME=VALUE and NAME=@FILE, and their names in order.
local function read_arguments(context, endpoint, items)
  local values, order, known = {}, {}, params_by_name(endpoint)
  for _, item in ipairs(items) do
    local name, value = item:match("^([^=]+)=(.*)$")
    if not name then
      context:usage("\"%s\" is not NAME=VALUE", item)
    elseif values[name] ~= nil then
      context:usage("%s is given twice", name)
    elseif value:sub(1, 1) == "@" then
      value = read_file(context, value:sub(2)):gsub("\r?\n$", "")
    end
    values[name] = typed(context, known[name], value)
    order[#order + 1] = name
  end
  return values, order
end

--- The values of a JSON body, and their names in alphabetical order.
local function read_body(context, path)
  local ok, body = pcall(cjson.decode, read_file(context, path))
  if not ok or type(body) ~= "table" then
    context:usage("%s is not a JSON object", path)
  end
  local values, order = {}, {}
  for name, value in pairs(body) do
    if value ~= cjson.null then
      values[name] = to_integer(value)
      order[#order + 1] = name
    end
  end
  table.sort(order)
  return values, order
end

--- The parameters for the library: those that the document does not list become `extra`, in order.
local function split(endpoint, values, order)
  local params, extra, known = {}, {}, params_by_name(endpoint)
  for _, name in ipairs(order) do
    if known[name] then
      params[name] = values[name]
    elseif name ~= "url" and name ~= "user_sn" and name ~= "api_key" then
      extra[#extra + 1], extra[#extra + 2] = name, values[name]
    end
  end
  return params, extra
end

local function run(context, args)
  local endpoint = endpoints.by_name[args.endpoint]
  if not endpoint then
    context:usage("there is no endpoint \"%s\"%s", args.endpoint,
      text.suggestion(args.endpoint, endpoints.names))
  elseif args.body and #args.parameter > 0 then
    context:usage("give the parameters, or --body with all of them")
  end
  local values, order
  if args.body then
    values, order = read_body(context, args.body)
  else
    values, order = read_arguments(context, endpoint, args.parameter)
  end
  if endpoint.session ~= false and not (values.user_sn and values.api_key) then
    context:usage("user_sn=… and api_key=… are missing: they are signed too (`ai95 login"
      .. " --show-key` prints them)")
  end
  local params, extra = split(endpoint, values, order)
  local signed = ai95.sign(endpoint.name, params, {
    user_sn = values.user_sn, api_key = values.api_key, extra = extra,
  })
  context.output:record({
    endpoint = endpoint.name, canonical = signed.canonical, url = signed.signature,
    given = values.url,
  }, { "canonical", "url", "given" })
  if values.url and values.url ~= signed.signature then
    context:refuse("the given url does not sign these parameters")
  end
end

return {
  name = "sign",
  summary = "Show what is signed for a request, and the signature",
  description = "Puts the parameters into the document's order and types. Prints the bytes that are"
    .. " hashed and the signature, which is the parameter url. If you give a url, compares it with"
    .. " the signature. Sends nothing.",
  examples = {
    { "ai95 sign cdrlist user_sn='SYSUSER|…' api_key=@key.txt pageIndex=0 pageSize=5",
      "@FILE reads the value from a file" },
    { "ai95 sign index --body request.json", "check the signature of another program's request" },
  },
  define = function(command)
    command:argument("ENDPOINT", "The document's name: " .. table.concat(endpoints.names, ", ")
      .. ".")
      :argname "ENDPOINT":target "endpoint"
    command:argument("NAME=VALUE",
      "A parameter; its value can be @FILE. Everybody on this machine can read a key on"
      .. " the command line."):argname "NAME=VALUE":target "parameter":args "*"
    command:option("--body", "The JSON body of a request, instead of parameters."):argname "FILE"
  end,
  run = run,
}
