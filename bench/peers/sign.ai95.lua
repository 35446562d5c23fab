-- The signature of a request's fields, again and again.
local core = require "ai95.core"
local files = require "lua_files"
local platform = require "platform_ai95"

local fields, count = files.read(os.getenv "BENCH_DATA" .. "/fields.json"), tonumber(os.getenv "BENCH_COUNT")
local signature
platform.measure(function()
  for _ = 1, count do
    signature = core.sign(fields)
  end
end)
print("result", signature)
