local files = require "lua_files"
local platform = require "platform"

local fields, count = files.read(os.getenv "BENCH_DATA" .. "/fields.json"), tonumber(os.getenv "BENCH_COUNT")
local signature
platform.measure(function()
  for _ = 1, count do
    signature = platform.sign(fields)
  end
end)
print("result", signature)
