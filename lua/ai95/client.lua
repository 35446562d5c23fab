--- The client: every endpoint by the document's name, and the objects over it.
local Caller = require "ai95.http.requestor"
local Session = require "ai95.auth.session"
local core = require "ai95.core"
local endpoints = require "ai95.api.endpoints"
local errors = require "ai95.errors"
local lazy = require "ai95.util.lazy"
local loop = require "ai95.loop"
local names = require "ai95.util.suggest"
local options = require "ai95.options"
local params = require "ai95.api.params"
local wire = require "ai95.http.serializer"

local archive = lazy "ai95.sync.archive"
local download = lazy "ai95.http.download"
local upload = lazy "ai95.http.upload"

--- A client of the platform, made by `ai95.new`. It cannot be changed, and may be shared by coroutines and by the requests of an
--- nginx worker. It logs in by itself when it must.
---@class ai95.Client
---@field tasks ai95.Tasks campaigns (营销任务), and imports into them
---@field calls ai95.Calls what was dialled (通话流水)
---@field customers ai95.Customers who was dialled (客户CRM)
---@field ai_users ai95.AiUsers the robots that phone (AI用户)
---@field projects ai95.Projects what they say, and the columns that it needs (营销模板)
local Client = {}

-- The key of what is a client's own. It is behind the client's metatable, so that printing or encoding one shows no password.
local PRIVATE = {}

local function endpoint_named(name)
  local endpoint = endpoints.by_name[name]
  if not endpoint then
    errors.misuse("unknown endpoint \"%s\"%s", tostring(name), names.hint(name, endpoints.names))
  end
  return endpoint
end

--- The base address with another host. The scheme stays: a key that goes over TLS never goes without.
local function with_host(base_url, host)
  if not host then
    return base_url
  end
  return (base_url:gsub("^(%a+://)[^/]*", function(scheme) return scheme .. host end))
end

local function download_to(self, endpoint, fields, to, base_url)
  local sink, err = download.sink(to)
  if not sink then
    err.endpoint = endpoint.name
    return nil, err
  end
  local data, call_err, response = self.caller:call(endpoint, fields, { sink = sink, base_url = base_url })
  if not data then
    sink:discard()
    return nil, call_err
  end
  local result
  result, err = sink:finish {
    bytes = math.floor(response.received), content_type = response.transfer:header "content-type",
    sha256 = response.transfer:sha256(),
  }
  if err then
    err.endpoint = endpoint.name
  end
  return result, err
end

--- Calls an endpoint by the name that the platform's document gives it: logs in when it must, signs, sends, and repeats what may
--- be repeated.
---
---     local page = assert(client:request("cdrlist", { pageSize = 100, start_create_at = os.time() - 86400 }))
---     print(page.total, #page.list)
---@param name string the endpoint: `login`, `index`, `getAiUsers`, `getProjects`, `addExcel`, `addJson`, `operateTask`,
--- `cdrlist`, `cdrshow`, `crmList`, `cdrDownload`, `cdrFragmentDownload` or `exportModel`
---@param given table|nil its parameters, by name; `extra` = { "name", value, … } appends members that the document does not
--- know; `to` of a download: a path (written beside it, and renamed when whole), a function called with each piece, or nothing
---@param host string|nil another host ("ip:port") that serves the same, as `cdrshow` may name one for recordings
---@return table|nil data the answer's `data` (whole numbers are integers, JSON null is nil); of a download, an object of
--- ai95.Download
---@return ai95.Error|nil err any kind; kind `"file"` only of an upload and of a download's `to`
function Client:request(name, given, host)
  local self_private = self[PRIVATE]
  local endpoint = endpoint_named(name)
  if name == "login" then
    local config, own = self_private.config, params.copy(given)
    own.username, own.password = own.username or config.username, own.password or config.password
    given = own
  end
  local fields = params.check(endpoint, given)
  local base_url = with_host(self_private.config.base_url, host)
  if endpoint.answer == "file" then
    return download_to(self_private, endpoint, fields, given.to, base_url)
  end
  if endpoint.form then
    local ok, err = upload.check(given.upload)
    if not ok then
      return nil, err
    end
  end
  local data, err = self_private.caller:call(endpoint, fields, { base_url = base_url })
  return data, err
end

--- The signed address of a GET endpoint, for a player or a browser. It holds the api_key: it is not for strangers, and it works
--- no longer than the key, two hours at most.
---@param name string `cdrDownload`, `cdrFragmentDownload` or `exportModel`
---@param given table|nil its parameters
---@param host string|nil as for `client:request`
---@return string|nil url
---@return ai95.Error|nil err any kind but `"file"`: of the login, where one is needed
function Client:url(name, given, host)
  local self_private = self[PRIVATE]
  local endpoint = endpoint_named(name)
  if endpoint.method ~= "GET" then
    errors.misuse("%s is a POST endpoint: it has no address that could be opened", name)
  end
  local fields = params.check(endpoint, given)
  local session, err = self_private.session:get(core.now() + self_private.config.deadline)
  if not session then
    return nil, err
  end
  return wire.url(endpoint, fields, session, with_host(self_private.config.base_url, host))
end

--- Forces a fresh login (section 客户端登录接口). Raises where `username` or `password` is missing.
---@return ai95.Login|nil session the platform's fields, api_key included: a copy
---@return ai95.Error|nil err any kind but `"file"`; kind `"auth"`, code 20004: wrong username or password
function Client:login()
  local session, err = self[PRIVATE].session:login()
  if not session then
    return nil, err
  end
  session = params.copy(session)
  session.obtained_at = nil
  return session
end

--- The account's user_sn, of which the encryption's key is a part; logs in where nobody has.
---@return string|nil user_sn
---@return ai95.Error|nil err any kind but `"file"`: of the login
function Client:user_sn()
  local self_private = self[PRIVATE]
  local session, err = self_private.session:get(core.now() + self_private.config.deadline)
  return session and session.user_sn, err
end

--- The platform's clock, as far as its answers have told.
---@return integer|nil time Unix time, in seconds; nil before there was any answer
function Client:server_time()
  local session = self[PRIVATE].session
  return session.offset and session:server_time()
end

--- Runs `fn(item)` for each item in up to `width` coroutines at once, over one pool of connections; a coroutine may serve one
--- item after another. Raises what the items' iterator raises, once what is under way has ended.
---
---     local answered = client.calls:each { talktimes_min = 1 }
---     local saved, failures = client:parallel(16, answered, function(call)
---       return call:download(call.cdr_sn .. ".wav")
---     end)
---     print(saved.n, failures and next(failures))
---@param width integer how many at once, 1 or more
---@param items table|function a list, or an iterator: a function that returns the next item, or nil
---@param fn fun(item: any): any, any what it returns is the result, or nil and an error; what it raises is an error too
---@return table results in the items' order; `n` is the number of items
---@return table|nil failures what went wrong, by index; nil where nothing did
function Client:parallel(width, items, fn)
  assert(self[PRIVATE], "ai95: call it as client:parallel(…)")
  if type(width) ~= "number" or width < 1 or width ~= math.floor(width) then
    errors.misuse("parallel: the width must be a whole number, 1 or more")
  elseif type(items) ~= "table" and type(items) ~= "function" then
    errors.misuse("parallel: the items must be a list or an iterator, got a %s", type(items))
  elseif type(items) == "table" and type(items.list) == "table" then
    errors.misuse("that is a page; give its `list`, or an iterator over all pages (each)")
  elseif type(fn) ~= "function" then
    errors.misuse("parallel: expected a function, got a %s", type(fn))
  end
  local next_item = items
  if type(items) == "table" and not (getmetatable(items) and getmetatable(items).__call) then
    local index = 0
    next_item = function()
      index = index + 1
      return items[index]
    end
  end
  return loop.parallel(width, next_item, fn)
end

--- Saves the recordings of calls, whole and answer by answer, in folders by date, with a manifest. What is there already is
--- not fetched again; what fails is listed, and the rest carried on with.
---
---     local saved = assert(client:archive { calls = client.calls:each(), dir = "recordings" })
---     print(saved.files .. " saved, " .. saved.skipped .. " there already, " .. #saved.errors .. " failed")
---@param given ai95.ArchiveParams the calls, and where they go
---@return ai95.Archived|nil result
---@return ai95.Error|nil err kind `"file"`: of the folder and the manifest; else what the iterator of calls raised; `archived`
--- holds what had been saved before
function Client:archive(given)
  return archive(self, given)
end

local groups = {
  tasks = lazy "ai95.resources.tasks",
  calls = lazy "ai95.resources.calls",
  customers = lazy "ai95.resources.customers",
  ai_users = lazy "ai95.resources.ai_users",
  projects = lazy "ai95.resources.projects",
}

local function refuse_change(_, name)
  errors.misuse("a client cannot be changed (\"%s\"); make another with ai95.new", tostring(name))
end

--- See ai95.new.
---@param given ai95.Options|nil
---@return ai95.Client
local function new(given)
  local config = options.read(given or {})
  local caller = Caller.new(config)
  local session = Session.new(config, caller)
  caller.session = session
  local fixed = {}
  for name, method in pairs(Client) do
    fixed[name] = method
  end
  fixed[PRIVATE] = { config = config, caller = caller, session = session }
  local client = setmetatable({}, {
    __index = fixed, __newindex = refuse_change, __metatable = false, __name = "ai95.Client",
  })
  setmetatable(fixed, { __index = function(_, name)
    local group = groups[name] and groups[name](client)
    if group then
      fixed[name] = group
    end
    return group
  end })
  return client
end

return { new = new }
