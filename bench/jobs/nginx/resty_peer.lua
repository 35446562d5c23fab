-- One API request inside nginx, with lua-resty-http and lua-cjson.
-- luacheck: globals ngx
local cjson = require "cjson"

-- Debian has another name for OpenResty's string library.
if not pcall(require, "resty.string") then
  package.loaded["resty.string"] = require "nginx.string"
end
local http = require "resty.http"

local base_url = os.getenv "AI95_BASE_URL"
local headers = { Accept = "application/json", ["Content-Type"] = "application/json;charset=utf-8" }
local session
local page = 0

--- The fields (name, value, …) as JSON in their order, which cjson does not keep.
local function encode(fields)
  local members = {}
  for i = 1, #fields, 2 do
    members[#members + 1] = cjson.encode(fields[i]) .. ":" .. cjson.encode(fields[i + 1])
  end
  return "{" .. table.concat(members, ",") .. "}"
end

--- Sends a signed request. (These fields are ASCII; cjson writes "/" as PHP does.)
local function send(endpoint, fields)
  local json = encode(fields)
  local signature = ngx.md5((json:gsub("[ \r\n\t]", ""))):sub(2, 9)
  local client = http.new()
  client:set_timeouts(5000, 30000, 30000)
  local response = assert(client:request_uri(base_url .. "/api/" .. endpoint, {
    method = "POST", body = '{"url":"' .. signature .. '",' .. json:sub(2), headers = headers,
    keepalive_timeout = 60000, keepalive_pool = 100,
  }))
  assert(response.status == 200, response.status)
  local answer = cjson.decode(response.body)
  assert(answer.code == 0, answer.msg)
  return answer.data
end

--- Returns the number of received rows.
return function()
  session = session or send("login", {
    "username", os.getenv "AI95_USERNAME", "password", os.getenv "AI95_PASSWORD", "from", "2",
  })
  page = page + 1
  local data = send("cdrlist", {
    "user_sn", session.user_sn, "api_key", session.api_key,
    "pageIndex", page, "pageSize", 3, "start_create_at", "2018-05-08 15:40:10",
  })
  return #data.list
end
