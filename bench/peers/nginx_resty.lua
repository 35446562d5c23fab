-- A visitor's request that takes a call of the platform: by lua-resty-http, lua-cjson and ai95's signature, inside nginx.
local cjson = require "cjson"
local core = require "ai95.core"

-- Debian has another name for OpenResty's string library.
if not pcall(require, "resty.string") then
  package.loaded["resty.string"] = require "nginx.string"
end
local http = require "resty.http"

local url = os.getenv "BENCH_URL" .. "/api/cdrlist"
local user_sn, api_key = os.getenv "BENCH_USER_SN", os.getenv "BENCH_API_KEY"
local page = 0

--- Makes the call, and returns the number of rows that came.
return function()
  page = page + 1
  local fields = {
    "user_sn", user_sn, "api_key", api_key,
    "pageIndex", page, "pageSize", 3, "start_create_at", "2018-05-08 15:40:10",
  }
  local signature = core.sign(fields)
  table.insert(fields, 1, "url")
  table.insert(fields, 2, signature)
  local client = http.new()
  client:set_timeouts(5000, 30000, 30000)
  local response = assert(client:request_uri(url, {
    method = "POST", body = core.encode(fields), keepalive_timeout = 60000, keepalive_pool = 100,
    headers = { Accept = "application/json", ["Content-Type"] = "application/json;charset=utf-8" },
  }))
  local answer = cjson.decode(response.body)
  assert(response.status == 200 and answer.code == 0 and #answer.data.list == 3)
  return #answer.data.list
end
