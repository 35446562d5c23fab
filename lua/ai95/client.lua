--- The client: every endpoint by the document's name, and the resources over it.
local Clock = require "ai95.http.clock"
local Session = require "ai95.auth.session"
local core = require "ai95.core"
local endpoints = require "ai95.api.endpoints"
local errors = require "ai95.errors"
local lazy = require "ai95.util.lazy"
local loop = require "ai95.loop"
local options = require "ai95.options"
local requestor = require "ai95.http.requestor"
local serializer = require "ai95.http.serializer"
local suggest = require "ai95.util.suggest"
local validator = require "ai95.api.validator"

local archive = lazy "ai95.sync.archive"
local database = lazy "ai95.sync.database"
local download = lazy "ai95.http.download"
local lists = lazy "ai95.export.lists"

--- A client of the platform, made by `ai95.new`. It may be shared by coroutines and by the requests
--- of an nginx worker, and logs in by itself when it must.
---@class ai95.Client
---@field tasks ai95.Tasks campaigns (营销任务), and imports into them
---@field calls ai95.Calls phone calls (通话流水)
---@field customers ai95.Customers the people who are called (客户CRM)
---@field ai_users ai95.AiUsers the AI users, which make the calls (AI用户)
---@field projects ai95.Projects what the AI users say, and a list's columns (营销模板)
local Client = {}

-- Options, session and clock of each client: beside the client, so that printing or encoding one
-- shows no secret.
local states = setmetatable({}, { __mode = "k" })

local wrap

local function state_of(client, method)
  local state = states[client]
  if not state then
    errors.misuse("call it with a colon: client:%s(…), not client.%s(…)", method, method)
  end
  return state
end

local function endpoint_named(name)
  local endpoint = endpoints.by_name[name]
  if not endpoint then
    errors.misuse("unknown endpoint \"%s\"%s", tostring(name), suggest(name, endpoints.names))
  end
  return endpoint
end

local HOST = {
  name = "host", type = "name", expected = "a host, as \"10.0.0.5:80\"",
  check = function(host) return not host:find "[/@?#%s%c]" end,
}

--- The base address with another host. The scheme stays: an api_key that goes over TLS never goes
--- without.
local function with_host(what, base_url, host)
  if host == nil then
    return base_url
  end
  host = validator.value(what, "option", HOST, host)
  return (base_url:gsub("^(%a+://)[^/]*", function(scheme) return scheme .. host end))
end

--- What the options of one request change: a request for the requestor, without its parameters.
local function prepare(state, endpoint, given)
  local request = {
    endpoint = endpoint, config = state.config, clock = state.clock,
    session = endpoint.session and state.session or nil,
  }
  if given == nil then
    return request
  elseif type(given) ~= "table" then
    errors.misuse("%s: the options must be a table, got a %s", endpoint.name, type(given))
  end
  local changes = validator.copy(given)
  changes.extra, changes.host, changes.to = nil, nil, nil
  if next(changes) ~= nil then
    request.config = options.derive(endpoint.name, state.config, changes)
  end
  request.base_url = with_host(endpoint.name, state.config.base_url, given.host)
  if given.to ~= nil and endpoint.answer ~= "file" then
    errors.misuse("%s: the option \"to\" is for downloads", endpoint.name)
  end
  return request
end

--- Calls an endpoint by the name that the platform's document gives it: logs in if needed, signs,
--- sends, and repeats what may be repeated.
---
---     local data = assert(client:request("cdrlist", { start_create_at = "yesterday" }))
---     print(data.total, #data.list)
---@param name string the endpoint: `login`, `index`, `getAiUsers`, `getProjects`, `addExcel`,
--- `addJson`, `operateTask`, `cdrlist`, `cdrshow`, `crmList`, `cdrDownload`, `cdrFragmentDownload`
--- or `exportModel`
---@param given table|nil its parameters, by name
---@param given_options ai95.RequestOptions|nil options of this one request
---@return table|nil data the answer's `data`, its fields of the types that the document gives them;
--- of a download an ai95.Download
---@return ai95.Error|nil err any kind; kind `"file"` only for an upload or a download
function Client:request(name, given, given_options)
  state_of(self, "request")
  return self:read(name, given, given_options)
end

--- `request`, for the resources.
---@private
---@param reading ai95.Reading|nil how the answer's rows are read
function Client:read(name, given, given_options, reading)
  local state = states[self]
  local endpoint = endpoint_named(name)
  local request = prepare(state, endpoint, given_options)
  request.reading = reading
  request.fields = validator.fields(endpoint, given, given_options and given_options.extra,
    state.config, function() return state.clock:time() end)
  if endpoint.answer == "file" then
    request.destination = download.to(given_options and given_options.to)
  end
  return requestor.send(request)
end

--- Options of one request: those that `client:with` takes, and these.
---@class ai95.RequestOptions: ai95.Options
---@field extra table|nil members that the document does not list, appended in this order: `{
--- "name", value, … }`
---@field host string|nil another host that serves the same API, as `cdrshow` may name one for
--- recordings
---@field to string|(fun(piece: string))|nil where a download goes: a path (written beside it,
--- synced, renamed), a function that receives each piece, or absent (the bytes are returned)

--- The signed address of a GET endpoint, for a player or a browser. It contains the api_key: it is
--- not for strangers, and works as long as the key, two hours at most.
---@param name string `cdrDownload`, `cdrFragmentDownload` or `exportModel`
---@param given table|nil its parameters
---@param given_options ai95.RequestOptions|nil options of this one request
---@return string|nil url
---@return ai95.Error|nil err any kind but `"file"`: of the login, if one is needed
function Client:url(name, given, given_options)
  local state = state_of(self, "url")
  local endpoint = endpoint_named(name)
  if endpoint.method ~= "GET" then
    errors.misuse("%s is a POST endpoint: it has no address to open", name)
  end
  local request = prepare(state, endpoint, given_options)
  local fields = validator.fields(endpoint, given, given_options and given_options.extra)
  local session, err = requestor.credentials(request, core.now() + request.config.deadline)
  if not session then
    return nil, err
  end
  return serializer.url(endpoint, fields, session, request.base_url or request.config.base_url)
end

--- Forces a fresh login (section 客户端登录接口). Raises if `username` or `password` is missing.
---@return ai95.Login|nil session the platform's fields, api_key included: a copy
---@return ai95.Error|nil err any kind but `"file"`; kind `"auth"`, code 20004: wrong username or
--- password
function Client:login()
  local state = state_of(self, "login")
  local session, err = state.session:login(nil, state.config)
  if not session then
    return nil, err
  end
  session = validator.copy(session)
  session.obtained_at, session.refresh_at = nil, nil
  return session
end

--- The platform's clock, as its answers have told it.
---@return integer|nil time Unix time, in seconds; nil before the first answer
function Client:server_time()
  local clock = state_of(self, "server_time").clock
  return clock.known and clock:time() or nil
end

--- A client with other options that shares this one's session and connections.
---
---     local quick = client:with { timeout = 2, deadline = 3, max_retries = 0 }
---@param changes ai95.Options any but `base_url`, `username`, `password` and `store`, which belong
--- to the login
---@return ai95.Client client
function Client:with(changes)
  local state = state_of(self, "with")
  return wrap {
    config = options.derive("with", state.config, changes), session = state.session,
    clock = state.clock,
  }
end

local PARALLEL = validator.schema("parameter", {
  { name = "width", type = "int", required = true, expected = "a whole number, 1 or more",
    check = function(width) return width >= 1 end },
  { name = "items", type = "items", required = true },
  { name = "fn", type = "function", required = true },
})

--- Runs `fn(item)` for each item in up to `width` coroutines over one pool of connections. Raises
--- what the items' iterator raises, once the requests under way have ended.
---
---     local answered = client.calls:each { talktimes_min = 1 }
---     local saved, failures = client:parallel(16, answered, function(call)
---       return call:download(call.cdr_sn .. ".wav")
---     end)
---     print(saved.n, failures and next(failures))
---@param width integer how many at once, 1 or more
---@param items table|function a list, or an iterator: a function that returns the next item, or nil
---@param fn fun(item: any): any, any what it returns is the result, or nil and an error; what it
--- raises is an error too
---@return table results in the items' order; `n` is the number of items
---@return table|nil failures errors by index; nil if there are none
function Client:parallel(width, items, fn)
  state_of(self, "parallel")
  local own = validator.check("parallel", PARALLEL, { width = width, items = items, fn = fn })
  local next_item = items
  if type(items) == "table" and not validator.is_callable(items) then
    local index = 0
    next_item = function()
      index = index + 1
      return items[index]
    end
  end
  return loop.parallel(own.width, next_item, fn)
end

--- Saves the recordings of calls, whole and answer by answer, in folders by date, with a manifest.
--- Recordings that are there already are not fetched again; those that fail are listed, and the
--- others go on.
---
---     local saved = assert(client:archive { calls = client.calls:each(), dir = "recordings" })
---     print(saved.files .. " saved, " .. saved.skipped .. " there already")
---     print(#saved.errors .. " failed")
---@param given ai95.ArchiveParams the calls, and where they go
---@return ai95.Archived|nil result
---@return ai95.Error|nil err kind `"file"`: of the folder or the manifest; otherwise what the
--- iterator of calls raised; `partial` has what was saved before
function Client:archive(given)
  state_of(self, "archive")
  return archive(self, given)
end

--- Writes calls, customers, tasks, AI users or projects as CSV or JSON lines, with memory that does
--- not grow with them. An unknown field raises before anything is fetched.
---
---     local may = { start_create_at = "2018-05-01", end_create_at = "2018-05-31" }
---     local written = assert(client:export {
---       what = "calls", params = may, fields = { "connected_at", "callee", "talktimes" },
---       to = "/tmp/calls.csv", excel = true,
---     })
---     print(written.rows .. " calls in " .. written.path)
---@param given ai95.ExportParams what to write, and where to
---@return ai95.Exported|nil result
---@return ai95.Error|nil err kind `"file"`: of the file that is written; otherwise what the list
--- would return. A file that was there before stays as it was
function Client:export(given)
  state_of(self, "export")
  return lists.export(self, given)
end

--- Writes tasks, calls, customers, AI users and projects into your own database, and talks turn by
--- turn. It creates the tables, and updates rows that are there. Each run asks only for what is new
--- or may have changed since the last one; one that was killed is continued. It needs LuaDBI with
--- the driver of the database, and raises inside nginx, where it would block the worker.
---
---     for _, each in ipairs(assert(client:sync { db = "sqlite:calls.db" })) do
---       print(each.list, each.read, each.added)
---     end
---@param given ai95.SyncParams|nil which lists, and the database
---@return ai95.Synced[]|nil results
---@return ai95.Error|nil err kind `"file"`: the database cannot be opened or written, or another
--- sync writes into it; `"network"` also: its server cannot be reached, or went away; otherwise
--- what a list would return. `partial` has the results so far. What was committed stays, and
--- nothing is half written
function Client:sync(given)
  local state = state_of(self, "sync")
  return database(self, state.config, given)
end

local resources = {
  tasks = lazy "ai95.resources.tasks",
  calls = lazy "ai95.resources.calls",
  customers = lazy "ai95.resources.customers",
  ai_users = lazy "ai95.resources.ai_users",
  projects = lazy "ai95.resources.projects",
}

local metatable = { __name = "ai95.Client" }

function metatable.__index(client, name)
  if Client[name] ~= nil then
    return Client[name]
  elseif resources[name] then
    local resource = resources[name](client)
    rawset(client, name, resource)
    return resource
  end
end

function wrap(state)
  local client = setmetatable({}, metatable)
  states[client] = state
  return client
end

--- See ai95.new.
---@param given ai95.Options|nil
---@return ai95.Client
local function new(given)
  local config, clock = options.read(given or {}), Clock.new()
  return wrap { config = config, session = Session.new(config, clock), clock = clock }
end

return { new = new }
