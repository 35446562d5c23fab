--- ai95: a client for the 95AI outbound-call platform.
local client = require "ai95.client"
local lazy = require "ai95.util.lazy"

local csv = lazy "ai95.import.csv"

--- The module. It holds no state of its own: everything else is reached from a client.
---
---     local ai95 = require "ai95"
---     local client = ai95.new { base_url = "http://127.0.0.1:8095", username = "hln", password = "secret" }
---     for task in client.tasks:each() do print(task.source, task.state) end
---@class ai95
---@field _VERSION string the library's version
---@field store ai95.Stores where the api_key is kept
---@field codes table<integer, string> what the platform's codes mean, in English, by code
local ai95 = {
  _VERSION = "0.1.0",
  store = require "ai95.auth.store",
  codes = require("ai95.errors").meanings,
}

--- Makes a client. Does no I/O; raises where an option is missing, unknown or of the wrong type, and names it.
---@param options ai95.Options|nil each may come from `AI95_<NAME>` in the environment instead
---@return ai95.Client client
function ai95.new(options)
  return client.new(options)
end

--- The rows of a CSV file, whose first line names the columns, for `rows` of `client.tasks:import`.
---@param path string the file's
---@return ai95.Csv|nil rows
---@return ai95.Error|nil err kind `"file"`: it cannot be read, or its first line is none of a CSV file with commas
function ai95.csv(path)
  return csv(path)
end

return ai95
