-- Shows how a request is signed, to compare with another implementation. Sends nothing.
--   sign.lua USER_SN API_KEY [NAME VALUE]…
local core = require "ai95.core"

local user_sn = arg[1] or "SYSUSER|5d03d133d7fb004e2ccf34eb8fbdc45c"
local api_key = arg[2] or "1eF0aBcD"

-- Name, value, name, value, in the order of the document's table. Types matter: 1 and "1" have
-- different signatures.
local fields = { "user_sn", user_sn, "api_key", api_key }
for i = 3, #arg do
  fields[#fields + 1] = arg[i]
end
if #arg < 3 then
  local query = { "pageIndex", 0, "pageSize", 5, "start_create_at", "2018-05-08 15:40:10" }
  for _, item in ipairs(query) do
    fields[#fields + 1] = item
  end
end

print("hashed   " .. core.canonical(fields)) -- PHP's JSON without blanks, even within values
print("url      " .. core.sign(fields)) -- characters 2 to 9 of its MD5 in hexadecimal

-- The rows of addJson if aes is true.
local rows = "{\"data\":[{\"姓名\":\"张三\",\"电话\":\"15400000001\"}]}"
local encrypted = core.aes_encrypt(rows, user_sn)
print("plain    " .. rows)
print("AES      " .. encrypted)
print("again    " .. assert(core.aes_decrypt(encrypted, user_sn)))
