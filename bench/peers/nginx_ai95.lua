-- A visitor's request that takes a call of the platform: by ai95, inside nginx.
local ai95 = require "ai95"

local client = ai95.new { base_url = os.getenv "BENCH_URL", username = "hln", password = "secret" }
local page = 0

--- Makes the call, and returns the number of rows that came.
return function()
  page = page + 1
  local data = assert(client:request("cdrlist", { pageIndex = page, pageSize = 3, start_create_at = "2018-05-08 15:40:10" }))
  assert(#data.list == 3)
  return #data.list
end
