--- Starts the call console for specs, and visits it as a browser that keeps cookies.
local busted = require "busted"
local ltn12 = require "ltn12"
local http = require "socket.http"
local processes = require "support.server"
local sandbox = require "support.sandbox"

---@class Console
---@field url string
---@field process Server
local Console = {}
Console.__index = Console

local function quoted(text)
  return "'" .. text:gsub("'", "'\\''") .. "'"
end

--- Starts a console. `given` overrides the account's variables; `folder` has another copy of the
--- example to run; `dir` is for its files; `options` are more of `run`.
---@param given table<string, string>|nil
---@param folder string|nil
---@param dir string|nil
---@param options string|nil
---@return Console
local function start(given, folder, dir, options)
  local account = { AI95_BASE_URL = sandbox.url, AI95_USERNAME = "hln", AI95_PASSWORD = "secret" }
  for name, value in pairs(given or {}) do
    account[name] = value
  end
  local words = {}
  for name, value in pairs(account) do
    words[#words + 1] = name .. "=" .. quoted(value)
  end
  local self = setmetatable({}, Console)
  self.process = processes.start {
    command = function(process)
      return ("env %s %s/run --port %d --dir %s %s"):format(table.concat(words, " "),
        quoted(folder or "console"), process.port, quoted(dir or process.dir .. "/console"),
        options or "")
    end,
    is_ready = function(process) return process:output():find("console: http", 1, true) ~= nil end,
  }
  self.url = "http://127.0.0.1:" .. self.process.port
  self.dir = dir or self.process.dir .. "/console"
  return self
end

--- Its output, with the log.
function Console:output()
  return self.process:output()
end

--- Ends it. It must not have logged an error.
function Console:stop()
  local output = self:output()
  self.process:stop()
  for _, level in ipairs { "error", "crit", "alert", "emerg" } do
    assert(not output:find("[" .. level .. "]", 1, true), output)
  end
end

local COOKIES = { console = true, language = true, update = true, list = true }

---@class Visitor
---@field cookies table<string, string>
---@field seen string[] everything that the console ever sent, headers too
local Visitor = {}
Visitor.__index = Visitor

--- A visitor with a browser of its own.
---@return Visitor
function Console:visitor()
  return setmetatable({ url = self.url, cookies = {}, seen = {} }, Visitor)
end

local function encode(params)
  local words = {}
  for name, value in pairs(params or {}) do
    local escaped = tostring(value):gsub("[^%w_.-]", function(c)
      return ("%%%02X"):format(c:byte())
    end)
    words[#words + 1] = name .. "=" .. escaped
  end
  return table.concat(words, "&")
end

--- An address with parameters.
local function address(path, params)
  return params and path .. "?" .. encode(params) or path
end

function Visitor:keep(headers)
  -- luasocket joins several headers of one name with commas.
  for name, value in (headers["set-cookie"] or ""):gmatch("(%w+)=([%w%%%-_]*);") do
    if COOKIES[name] then
      self.cookies[name] = value
    end
  end
end

--- Sends one request, and follows no redirect. `given`: headers, form (a table, which makes it a
--- POST) or body, method.
---@return string body
---@return integer status
---@return table headers
function Visitor:ask(path, given)
  given = given or {}
  local headers, cookies, pieces = {}, {}, {}
  for name, value in pairs(self.cookies) do
    cookies[#cookies + 1] = name .. "=" .. value
  end
  headers.Cookie = #cookies > 0 and table.concat(cookies, "; ") or nil
  for name, value in pairs(given.headers or {}) do
    headers[name] = value
  end
  local body = given.body or given.form and encode(given.form)
  if body then
    headers["Content-Type"] = headers["Content-Type"] or "application/x-www-form-urlencoded"
    headers["Content-Length"] = #body
  end
  local ok, status, answered = http.request {
    url = self.url .. path, method = given.method or (body and "POST" or "GET"),
    headers = headers, redirect = false,
    source = body and ltn12.source.string(body), sink = ltn12.sink.table(pieces),
  }
  assert(ok, status)
  self:keep(answered)
  local text = table.concat(pieces)
  self.seen[#self.seen + 1] = path
  for name, value in pairs(answered) do
    self.seen[#self.seen + 1] = name .. ": " .. value
  end
  self.seen[#self.seen + 1] = text
  return text, status, answered
end

--- Sends a form with a file, in the field `list`.
---@param fields table<string, string>
---@param name string the file's
---@param data string
function Visitor:upload(path, fields, name, data)
  local parts = {}
  for field, value in pairs(fields) do
    parts[#parts + 1] = ("--line\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n")
      :format(field, value)
  end
  parts[#parts + 1] = ("--line\r\nContent-Disposition: form-data; name=\"list\"; "
    .. "filename=\"%s\"\r\nContent-Type: text/csv\r\n\r\n%s\r\n--line--\r\n"):format(name, data)
  return self:ask(path, { body = table.concat(parts),
    headers = { ["Content-Type"] = "multipart/form-data; boundary=line" } })
end

--- The page at `path`, which must exist.
---@return string html
function Visitor:page(path)
  local html, status = self:ask(path)
  assert(status == 200, ("%s: %d %s"):format(path, status, html))
  return html
end

--- The hidden fields that a form of a page sends: { sn =, token = }.
function Visitor.form(html, action)
  local form = assert(html:match("<form action=\"" .. action .. "\".-</form>"), "no such form")
  local fields = {}
  for name, value in form:gmatch("<input name=\"([%w_]+)\" type=\"hidden\" value=\"([^\"]*)\">") do
    fields[name] = value
  end
  return fields
end

--- An address in a page.
function Visitor.link(html, pattern)
  return (assert(html:match("[\"](" .. pattern .. ")\""), "no such link"):gsub("&amp;", "&"))
end

local function task_path(sn, more)
  local params = { sn = sn }
  for name, value in pairs(more or {}) do
    params[name] = value
  end
  return address("/task", params)
end

--- The page of a call of the task that connected.
---@return string html
---@return string path
function Visitor:call(sn)
  local path = self.link(self:page(task_path(sn, { talktimes_min = 1 })), "/call[^\"]*")
  return self:page(path), path
end

--- The address of its recording, or another address in its page.
---@return string path
function Visitor:recording(sn, pattern)
  return self.link(self:call(sn), pattern or "/recording[^\"]*")
end

--- The set-up of a describe block: one console for all its specs. Before each spec, the sandbox is
--- reset, and `get` receives the console and a new visitor.
---@param get fun(console: Console, visitor: Visitor)
local function use(get)
  local console
  busted.setup(function() console = start() end)
  busted.teardown(function() console:stop() end)
  busted.before_each(function()
    sandbox.reset { recording_seconds = 1 }
    get(console, console:visitor())
  end)
end

--- A task whose calls are all made.
---@return string sn
local function seed(calls, task)
  task = task or {}
  task.spacing = task.spacing or 7
  return sandbox.seed { calls = calls, task = task }.dial_task_main_sn
end

--- A campaign whose calls go on for longer than a spec takes. It is the only task.
local function campaign(source)
  sandbox.reset { dial_seconds = 1000 }
  return assert(sandbox.client().tasks:import {
    project_sn = sandbox.PROJECT, ai_user_sn = sandbox.AI_USER, source = source or "年底回访",
    is_zidong = true, columns = sandbox.COLUMNS, rows = sandbox.customers(20),
  }).dial_task_main_sn
end

local function contains(text, part)
  if not text:find(part, 1, true) then
    error(("%q is not in:\n%s"):format(part, text), 2)
  end
end

local function lacks(text, part)
  if text:find(part, 1, true) then
    error(("%q is in:\n%s"):format(part, text), 2)
  end
end

return {
  start = start, use = use, address = address, task_path = task_path, seed = seed,
  campaign = campaign, contains = contains, lacks = lacks,
}
