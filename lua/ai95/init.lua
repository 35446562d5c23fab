--- ai95: a client for the 95AI outbound-call platform.
--
--     local ai95 = require "ai95"
--     local client = ai95.new { base_url = "http://127.0.0.1:8095", username = "hln", password = "…" }
--     for task in client.tasks:each() do print(task.source, task.state) end
local client = require "ai95.client"

local ai95 = {
  _VERSION = "0.1.0",
  --- Where the api_key is kept.
  store = require "ai95.store",
  --- The rows of a CSV file: see ai95.csv.
  csv = function(path) return require "ai95.csv"(path) end,
  --- What the platform's codes mean, in English.
  codes = require("ai95.errors").meanings,
  --- Makes a client: see ai95.client.
  new = client.new,
}

return ai95
