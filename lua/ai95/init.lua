--- ai95: a client for the 95AI outbound-call platform.
local client = require "ai95.client"
local codes = require "ai95.api.codes"
local core = require "ai95.core"
local dates = require "ai95.util.dates"
local endpoints = require "ai95.api.endpoints"
local errors = require "ai95.errors"
local lazy = require "ai95.util.lazy"
local options = require "ai95.options"
local validator = require "ai95.api.validator"
local serializer = require "ai95.http.serializer"
local suggest = require "ai95.util.suggest"

local authorities = lazy "ai95.util.authorities"
local loop = lazy "ai95.loop"
local check = lazy "ai95.import.check"
local doctor = lazy "ai95.doctor"
local export = lazy "ai95.export"
local lists = lazy "ai95.export.lists"
local rows = lazy "ai95.import.rows"

local MAX_PRIVATE = 2 ^ 28 -- bytes

--- The module. It holds no state: everything else is reached from a client.
---
---     local ai95 = require "ai95"
---     local client = ai95.new {
---       base_url = "http://127.0.0.1:8095", username = "hln", password = "secret",
---     }
---     for task in client.tasks:each() do print(task.source, task.state) end
---@class ai95
---@field _VERSION string the library's version
---@field store ai95.Stores where the api_key is kept
---@field codes table<integer, string> the meanings of the platform's codes, in English
---@field dates ai95.Dates the platform's times
---@field endpoints { list: ai95.Endpoint[], by_name: table<string, ai95.Endpoint>, names: string[]
--- } the platform's document as data
---@field hours ai95.Hours calling hours, as a guard reads them
---@field ledger ai95.Ledgers what a person does with the ledger of an import
---@field options table the options of `ai95.new` as data: `specs` by name, and `parse(name, text)`
--- for texts
local ai95 = {
  _VERSION = options.VERSION,
  store = require "ai95.auth.store",
  codes = codes.meanings,
  dates = dates,
  endpoints = endpoints,
  hours = lazy "ai95.guard.hours",
  ledger = lazy "ai95.import.ledgers",
  options = options,
}

--- Makes a client. Does no I/O. Raises if an option is missing, unknown or of the wrong type, and
--- names it.
---@param given ai95.Options|nil each may come from `AI95_<NAME>` in the environment instead
---@return ai95.Client client
function ai95.new(given)
  return client.new(given)
end

--- The rows of a customer list, for `rows` of `client.tasks:import` and `ai95.check`. It reads CSV
--- separated by commas, semicolons, tabs or bars, in UTF-8, UTF-16 or GB18030, and .xlsx, and finds
--- out which it is. It finds the header, and the columns 姓名 and 电话 by their usual names. Memory
--- does not grow with the list.
---@param path string the file's path; `"-"` for standard input
---@param given ai95.RowsOptions|nil settings that override the detection
---@return ai95.Rows|nil rows
---@return ai95.Error|nil err kind `"file"`: it cannot be read, or is not a customer list;
--- the message says why
function ai95.rows(path, given)
  return rows.new(path, given)
end

--- Checks a customer list as `client.tasks:import` would, without an account, and sends nothing.
---
---     local report = assert(ai95.check { rows = assert(ai95.rows "customers.csv") })
---     print(report.rows, report.cleaned, report.refused)
---     for _, each in ipairs(report.problems) do print(each.row, each.problem) end
---@param given ai95.CheckParams the rows, and what to check them against
---@return ai95.Checked|nil report
---@return ai95.Error|nil err kind `"file"`: a file cannot be read or written; `"input"`: an exclude
--- list has numbers in scientific notation
function ai95.check(given)
  return check(given)
end

--- Checks the setup, as `ai95 doctor` does: the libraries, the options, certificates, proxy, store,
--- login, clock, and each endpoint that only reads. Changes nothing and calls nobody. Inside nginx
--- it does not block the worker.
---
---     for _, each in ipairs(ai95.doctor { username = "hln", password = "secret" }) do
---       print(each.result, each.check, each.detail, each.advice)
---     end
---@param given ai95.Options|function|nil the options of `ai95.new`, or a
--- function that returns them, and texts for some checks; if it raises, the settings are wrong
---@param report (fun(check: ai95.Check))|nil called after each check
---@return ai95.Check[] checks
function ai95.doctor(given, report)
  return doctor(given, report)
end

--- Writes rows as CSV or JSON lines, with memory that does not grow with them. In JSON each row is
--- an object on a line of its own, with the fields in their order; a field that is nil is null. CSV
--- has LF at the end of a line, or CRLF with `excel`; nil is empty, and what is no text is written
--- as in JSON. In both a text of nothing but blanks is empty, a byte that is not UTF-8 becomes
--- U+FFFD, and methods are never written. A value that is a function or the like raises.
---
---     local rows = { { name = "张三", score = 12 }, { name = "李四" } }
---     print(ai95.export({ rows = rows, fields = { "name", "score" } }).body)
---@param given ai95.ExportRows the rows, and where they go
---@return ai95.Exported|nil result
---@return ai95.Error|nil err kind `"file"`: of the file that is written; otherwise what the rows'
--- iterator raised. A file that was there before stays as it was
function ai95.export(given)
  return export.rows(given)
end

--- The fields of the rows of a list, in the order of the platform's document, and after them those
--- that the library adds, such as a task's `state`. A platform may send others too.
---@param what "calls"|"customers"|"tasks"|"ai_users"|"projects" the list
---@return ai95.AnswerField[] fields
function ai95.fields(what)
  return lists.fields(what)
end

--- Signs a request without sending it, to compare with another implementation. Raises for an
--- unknown endpoint, and for parameters that `client:request` would not take.
---
---     local signed = ai95.sign("cdrlist", { pageIndex = 0 }, {
---       user_sn = "SYSUSER|5d03d133d7fb004e", api_key = "6TRJCuQg",
---     })
---     print(signed.canonical, signed.signature)
---@param name string the endpoint
---@param given table|nil its parameters, as for `client:request`
---@param more { user_sn: string, api_key: string, extra: table|nil } user_sn and api_key are needed
--- by every endpoint but `login`; `extra` as for `client:request`
---@return { canonical: string, signature: string, url: string|nil, body: string|nil } signed the
--- bytes that are hashed, the parameter `url`, and the path and query of a GET endpoint, or the
--- body of a JSON endpoint
function ai95.sign(name, given, more)
  local endpoint = endpoints.by_name[name]
  more = more == nil and {} or more
  if type(more) ~= "table" then
    errors.misuse("sign: the third argument must be a table, got a %s", type(more))
  elseif not endpoint then
    errors.misuse("unknown endpoint \"%s\"%s", tostring(name), suggest(name, endpoints.names))
  elseif endpoint.session and not (more.user_sn and more.api_key) then
    errors.misuse("sign: %s needs user_sn and api_key in the third argument", name)
  end
  return serializer.explain(endpoint, validator.fields(endpoint, given, more.extra),
    endpoint.session and more or nil)
end

--- Reads a private file, such as a watermark: a regular file of this user that nobody else can
--- write. Anything else is refused, and never waited for: a symbolic link, a pipe, a folder,
--- another user's file.
---
---     local mark, problem = ai95.read_private("/tmp/calls.mark")
---     assert(not problem, problem)
---     local feed = client.calls:since(mark) -- nil at the first run: all calls
---@param path string the file's path
---@return string|nil text its content; nil if there is no file
---@return string|nil message why it cannot be read
function ai95.read_private(path)
  return core.read_private(path, MAX_PRIVATE)
end

--- Replaces a file as a whole: writes beside it, syncs, renames. After a crash there is the old
--- file or the new one.
---
---     assert(ai95.replace_file("/tmp/calls.mark", client.calls:since():watermark(), true))
---@param path string the file's path
---@param text string its new content
---@param private boolean|nil whether only its owner may read it (mode 0600); then a file that
--- `ai95.read_private` would refuse is not replaced
---@return boolean|nil done true
---@return string|nil message why not
function ai95.replace_file(path, text, private)
  return core.replace_file(path, text, private)
end

--- Seconds on a clock that is never set, to measure durations with.
---@return number seconds since some moment in the past
function ai95.monotonic()
  return core.now()
end

--- Makes requests wait in the program's own event loop from now on: a request suspends its
--- coroutine, and the loop goes on. Outside the loop's coroutines requests wait as before. Needs
--- Linux, and Lua 5.2 or newer or LuaJIT; raises otherwise. Inside nginx it is not needed.
---@param driver "luv"|"cqueues"|ai95.LoopDriver which loop
---@return true
function ai95.use_loop(driver)
  loop.use(driver)
  return true
end

--- What to add to a message about an unknown name: the nearest known one, or all of them.
---@param name string the unknown name
---@param known string[] the names to choose from
---@return string hint `" (did you mean \"…\"?)"` or `" (there are: …)"`
function ai95.suggest(name, known)
  return suggest(name, known)
end

--- The versions of the libraries in use.
---@return { libcurl: string, openssl: string, zlib: string, ca_file: string|nil } versions
--- `ca_file`: the authorities that libcurl trusts, see `ai95.authorities`
function ai95.versions()
  return core.versions()
end

--- The file, the folder, or both, whose certificate authorities are trusted, and how many
--- certificates each has: 0 if it cannot be read. Empty if libcurl does not say which it reads.
---@param ca_file string|nil the client's option of that name
---@return { path: string, count: integer }[] places
function ai95.authorities(ca_file)
  return authorities.places(ca_file)
end

--- Whether a value, such as one that an iterator raised, is an error of this library.
---@param value any what to look at
---@return boolean
function ai95.is_error(value)
  return errors.is(value)
end

return ai95
