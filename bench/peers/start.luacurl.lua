local cjson = require "cjson"
local curl = require "curl"
local platform = require "platform"

local fields = { "username", "hln", "password", "secret", "from", "2" }
local signature = platform.sign(fields)
table.insert(fields, 1, "url")
table.insert(fields, 2, signature)
local body = {}
local easy = curl.easy_init()
easy:setopt(curl.OPT_URL, os.getenv "BENCH_URL" .. "/api/login")
easy:setopt(curl.OPT_HTTPHEADER, { "Accept: application/json", "Content-Type: application/json;charset=utf-8" })
easy:setopt(curl.OPT_FAILONERROR, 1)
easy:setopt(curl.OPT_NOSIGNAL, 1)
easy:setopt(curl.OPT_WRITEFUNCTION, function(piece)
  body[#body + 1] = piece
  return #piece
end)
easy:setopt(curl.OPT_POSTFIELDS, platform.encode(fields))
assert(easy:perform())
print("result", cjson.decode(table.concat(body)).data.api_key)
