-- One signed call after another.
local ai95 = require "ai95"
local platform = require "platform_ai95"

local client = ai95.new {}
local count, rows = tonumber(os.getenv "BENCH_COUNT"), 0
assert(client:url("exportModel", { project_sn = "logs in" }))
platform.measure(function()
  for i = 1, count do
    local data = assert(client:request("cdrlist", { pageIndex = i, pageSize = 3, start_create_at = "2018-05-08 15:40:10" }))
    rows = rows + #data.list
  end
end)
print("result", rows)
