--- ai95: a client for the 95AI outbound-call platform.
local client = require "ai95.client"
local codes = require "ai95.api.codes"
local core = require "ai95.core"
local lazy = require "ai95.util.lazy"
local options = require "ai95.options"

local csv = lazy "ai95.import.csv"

--- The module. It holds no state: everything else is reached from a client.
---
---     local ai95 = require "ai95"
---     local client = ai95.new { base_url = "http://127.0.0.1:8095", username = "hln", password = "secret" }
---     for task in client.tasks:each() do print(task.source, task.state) end
---@class ai95
---@field _VERSION string the library's version
---@field store ai95.Stores where the api_key is kept
---@field codes table<integer, string> the meanings of the platform's codes, in English
local ai95 = {
  _VERSION = options.VERSION,
  store = require "ai95.auth.store",
  codes = codes.meanings,
}

--- Makes a client. Does no I/O. Raises if an option is missing, unknown or of the wrong type, and names it.
---@param given ai95.Options|nil each may come from `AI95_<NAME>` in the environment instead
---@return ai95.Client client
function ai95.new(given)
  return client.new(given)
end

--- The rows of a CSV file whose first line names the columns, for `rows` of `client.tasks:import`.
---@param path string
---@return ai95.Csv|nil rows
---@return ai95.Error|nil err kind `"file"`: it cannot be read, or its first line is not that of a CSV file with commas
function ai95.csv(path)
  return csv(path)
end

--- Replaces a file as a whole: writes beside it, syncs, renames. After a crash there is the old file or the new one.
---
---     assert(ai95.replace_file("calls.mark", feed:watermark()))
---@param path string
---@param text string
---@param private boolean|nil whether only its owner may read it (mode 0600)
---@return boolean|nil done
---@return string|nil message why not
function ai95.replace_file(path, text, private)
  return core.replace_file(path, text, private)
end

return ai95
