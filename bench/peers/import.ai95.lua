-- Customers from a CSV file to the platform.
local ai95 = require "ai95"
local platform = require "platform_ai95"

local rows = tonumber(os.getenv "BENCH_ROWS")
local client = ai95.new {}
platform.measure(function()
  local sent = 0
  assert(client.tasks:import {
    project_sn = "project|8ac1cebd6407f30fb4f618615de41990", source = "bench",
    ai_user_sn = "SYSUSER|0c1d2e3f405162738495a6b7c8d9eafb", aes = true,
    rows = assert(ai95.csv(("%s/%d.csv"):format(os.getenv "BENCH_DATA", rows))),
    progress = function(done) sent = done end,
  })
  print("result", sent)
end)
