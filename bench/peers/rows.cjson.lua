local cipher = require "openssl.cipher"
local cjson = require "cjson"
local mime = require "mime"
local files = require "lua_files"
local platform = require "platform"

local input, count = files.read(os.getenv "BENCH_DATA" .. "/rows.json"), tonumber(os.getenv "BENCH_COUNT")
local user_sn, api_key = os.getenv "BENCH_USER_SN", os.getenv "BENCH_API_KEY"

-- lua-cjson keeps no order of a table's keys, so the objects are written by hand.
local function plaintext()
  local encode, names, rows = cjson.encode, {}, {}
  for i, name in ipairs(input.columns) do
    names[i] = (i == 1 and "{" or ",") .. encode(name) .. ":"
  end
  for i, row in ipairs(input.rows) do
    rows[i] = names[1] .. encode(row[1]) .. names[2] .. encode(row[2]) .. names[3] .. encode(row[3])
      .. names[4] .. encode(row[4]) .. names[5] .. encode(row[5]) .. "}"
  end
  return "{\"data\":[" .. table.concat(rows, ",") .. "]}"
end

local body
platform.measure(function()
  for _ = 1, count do
    local encrypted = cipher.new("aes-128-cbc"):encrypt(user_sn:sub(9, 24), "1234567890123456"):final(plaintext())
    local signature = platform.sign {
      "user_sn", user_sn, "api_key", api_key, "project_sn", "project|8ac1cebd6407f30fb4f618615de41990",
      "ai_user_sn", "SYSUSER|0c1d2e3f405162738495a6b7c8d9eafb", "is_zidong", "on",
    }
    body = platform.encode {
      "url", signature, "user_sn", user_sn, "api_key", api_key,
      "project_sn", "project|8ac1cebd6407f30fb4f618615de41990", "source", "春季回访",
      "client_info_json", mime.b64(encrypted), "ai_user_sn", "SYSUSER|0c1d2e3f405162738495a6b7c8d9eafb",
      "is_zidong", "on", "aes", true,
    }
  end
end)
files.write(os.getenv "BENCH_OUT" .. "/body.json", body)
