-- One large file to a path.
local ai95 = require "ai95"
local platform = require "platform_ai95"

local client = ai95.new { max_body = 4e9 }
platform.measure(function()
  assert(client:request("exportModel", { project_sn = "project|1", to = os.getenv "BENCH_OUT" .. "/large.bin" }))
end)
