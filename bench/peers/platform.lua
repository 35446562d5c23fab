-- What a Lua program with lua-cjson and luaossl needs for the platform: the signature. Lua 5.1 to 5.4.
local cjson = require "cjson"
local digest = require "openssl.digest"

local platform = {}

local function escape(char)
  local lead, a, b, c = char:byte(1, 4)
  if lead < 0xE0 then
    return ("\\u%04x"):format((lead - 0xC0) * 64 + a - 128)
  elseif lead < 0xF0 then
    return ("\\u%04x"):format(((lead - 0xE0) * 64 + a - 128) * 64 + b - 128)
  end
  local point = (((lead - 0xF0) * 64 + a - 128) * 64 + b - 128) * 64 + c - 128 - 0x10000
  return ("\\u%04x\\u%04x"):format(0xD800 + math.floor(point / 1024), 0xDC00 + point % 1024)
end

local function hex(bytes)
  return (bytes:gsub(".", function(byte) return ("%02x"):format(byte:byte()) end))
end

platform.hex = hex

--- The fields (name, value, …) as JSON in their order, which cjson does not keep for a table. cjson writes "/" as PHP does.
function platform.encode(fields)
  local parts = {}
  for i = 1, #fields, 2 do
    parts[#parts + 1] = cjson.encode(fields[i]) .. ":" .. cjson.encode(fields[i + 1])
  end
  return "{" .. table.concat(parts, ",") .. "}"
end

function platform.sign(fields)
  local json = platform.encode(fields):gsub("[\194-\244][\128-\191]+", escape):gsub("[ \r\n\t]", "")
  return hex(digest.new("md5"):final(json)):sub(2, 9)
end

--- Runs `work` and prints how much CPU it took.
function platform.measure(work)
  local before = os.clock()
  work()
  print("cpu", os.clock() - before)
end

return platform
