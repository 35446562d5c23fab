--- What is signed, byte by byte, to find out where another implementation differs. Talks to nobody.
local core = require "ai95.core"
local endpoints = require "ai95.api.endpoints"

local function read_file(context, path)
  local file, problem = io.open(path, "rb")
  if not file then
    context:usage("%s", problem)
  end
  local text = file:read("*a")
  file:close()
  return text
end

--- A value as the platform's types have it: 1 and "1" are signed differently.
local function typed(context, endpoint, name, text)
  local param = endpoint.known[name]
  if endpoint.method == "GET" or endpoint.form or not param then
    return text
  elseif param.type == "int" then
    local value = tonumber(text)
    if not value then
      context:usage("%s must be a whole number, not \"%s\"", name, text)
    end
    return (math.tointeger or math.floor)(value) or value
  elseif param.type == "bool" then
    if text ~= "true" then
      context:usage("%s is true, or not there", name)
    end
    return true
  end
  return text
end

--- The parameters as they are given: NAME=VALUE, or NAME=@FILE.
local function given(context, endpoint, items)
  local values, order = {}, {}
  for _, item in ipairs(items) do
    local name, text = item:match("^([^=]+)=(.*)$")
    if not name then
      context:usage("\"%s\" is no NAME=VALUE", item)
    elseif values[name] ~= nil then
      context:usage("%s is there twice", name)
    elseif text:sub(1, 1) == "@" then
      text = read_file(context, text:sub(2)):gsub("\r?\n$", "")
    end
    values[name] = typed(context, endpoint, name, text)
    order[#order + 1] = name
  end
  return values, order
end

--- The parameters of a request's body, as somebody sent it.
local function of_body(context, path)
  local ok, body = pcall(require("cjson").new().decode, read_file(context, path))
  if not ok or type(body) ~= "table" then
    context:usage("%s is no JSON object", path)
  end
  local order = {}
  for name in pairs(body) do
    order[#order + 1] = name
  end
  table.sort(order)
  return core.tidy(body), order
end

--- Name and value in the order in which they are hashed; what the document does not know comes last.
local function in_order(endpoint, values, order)
  local fields, done = {}, { url = true }
  local function add(name)
    if values[name] ~= nil and not done[name] then
      fields[#fields + 1], fields[#fields + 2] = name, values[name]
    end
    done[name] = true
  end
  if endpoint.name ~= "login" then
    add "user_sn"
    add "api_key"
  end
  for _, param in ipairs(endpoint.params) do
    if values[param.name] == nil and param.default ~= nil then
      values[param.name] = endpoint.form and tostring(param.default) or param.default
    end
    if endpoint.unsigned[param.name] or param.type == "file" then
      done[param.name] = true
    end
    add(param.name)
  end
  for _, name in ipairs(order) do
    add(name)
  end
  return fields
end

local function run(context, args)
  local endpoint = endpoints.by_name[args.endpoint]
  if not endpoint then
    context:usage("there is no endpoint \"%s\"; there are: %s", args.endpoint, table.concat(endpoints.names, ", "))
  elseif args.body and #args.parameter > 0 then
    context:usage("give the parameters, or --body with all of them")
  end
  local values, order
  if args.body then
    values, order = of_body(context, args.body)
  else
    values, order = given(context, endpoint, args.parameter)
  end
  if endpoint.name ~= "login" and not (values.user_sn and values.api_key) then
    context:usage("user_sn=… and api_key=… are signed too: give them (`ai95 login --show-key` has them)")
  end
  local fields = in_order(endpoint, values, order)
  local url = core.sign(fields)
  context.output:record({ endpoint = endpoint.name, canonical = core.canonical(fields), url = url, given = values.url },
    { "canonical", "url", "given" })
  if values.url and values.url ~= url then
    context:refuse("the url that was given is of other bytes")
  end
end

return {
  name = "sign",
  summary = "Show what is signed for a request, and the signature",
  description = "Puts the parameters into the document's order, with its types, and shows the bytes that are hashed and their"
    .. " signature, which is the parameter url. Where a url is among them it is compared. Talks to nobody.",
  examples = {
    { "ai95 sign cdrlist user_sn='SYSUSER|…' api_key=@key.txt pageIndex=0 pageSize=5", "@FILE: the value is in a file" },
    { "ai95 sign index --body request.json", "is what another program sent signed rightly?" },
  },
  define = function(command)
    command:argument("ENDPOINT", "As the document calls it: " .. table.concat(endpoints.names, ", ") .. ".")
      :argname "ENDPOINT":target "endpoint"
    command:argument("NAME=VALUE", "A parameter; its value may be @FILE. A key on the command line is seen by everybody on this"
      .. " machine."):argname "NAME=VALUE":target "parameter":args "*"
    command:option("--body", "The JSON body of a request, instead of parameters."):argname "FILE"
  end,
  run = run,
}
