-- Recordings to files, so many at once.
local ai95 = require "ai95"
local platform = require "platform_ai95"

local client, out = ai95.new {}, os.getenv "BENCH_OUT"
local count, width, i = tonumber(os.getenv "BENCH_COUNT"), tonumber(os.getenv "BENCH_WIDTH"), 0
platform.measure(function()
  local function numbers()
    i = i + 1
    return i <= count and i or nil
  end
  local _, failures = client:parallel(width, numbers, function(number)
    return client:request("cdrDownload", {
      recordpath = "/home/record", recordfile = ("/20180508/%d.mp3"):format(number), to = ("%s/%d.mp3"):format(out, number),
    })
  end)
  assert(not failures, failures and tostring(select(2, next(failures))))
end)
