-- Debian's lua-curl is for Lua 5.1 and 5.2, and has libcurl's easy interface alone.
local cjson = require "cjson"
local curl = require "curl"
local platform = require "platform"

local count, rows = tonumber(os.getenv "BENCH_COUNT"), 0
local user_sn, api_key = os.getenv "BENCH_USER_SN", os.getenv "BENCH_API_KEY"
local body

local function post(easy, page)
  local fields = {
    "user_sn", user_sn, "api_key", api_key,
    "pageIndex", page, "pageSize", 3, "start_create_at", "2018-05-08 15:40:10",
  }
  local signature = platform.sign(fields)
  table.insert(fields, 1, "url")
  table.insert(fields, 2, signature)
  easy:setopt(curl.OPT_POSTFIELDS, platform.encode(fields))
  body = {}
  assert(easy:perform())
  local answer = cjson.decode(table.concat(body))
  assert(answer.code == 0)
  return #answer.data.list
end

platform.measure(function()
  local easy = curl.easy_init()
  easy:setopt(curl.OPT_URL, os.getenv "BENCH_URL" .. "/api/cdrlist")
  easy:setopt(curl.OPT_HTTPHEADER, { "Accept: application/json", "Content-Type: application/json;charset=utf-8" })
  easy:setopt(curl.OPT_FAILONERROR, 1)
  easy:setopt(curl.OPT_NOSIGNAL, 1)
  easy:setopt(curl.OPT_TIMEOUT, 30)
  easy:setopt(curl.OPT_WRITEFUNCTION, function(piece)
    body[#body + 1] = piece
    return #piece
  end)
  for page = 1, count do
    rows = rows + post(easy, page)
  end
end)
print("result", rows)
