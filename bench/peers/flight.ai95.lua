-- Many signed calls, so many of them at once.
local ai95 = require "ai95"
local platform = require "platform_ai95"

local client = ai95.new {}
local count, width = tonumber(os.getenv "BENCH_COUNT"), tonumber(os.getenv "BENCH_WIDTH")
local next_page, rows = 0, 0
assert(client:url("exportModel", { project_sn = "logs in" }))
platform.measure(function()
  local function pages()
    next_page = next_page + 1
    return next_page <= count and next_page or nil
  end
  local _, failures = client:parallel(width, pages, function(page)
    local data = assert(client:request("cdrlist", {
      pageIndex = page, pageSize = 3, start_create_at = "2018-05-08 15:40:10",
    }))
    rows = rows + #data.list
    return true
  end)
  assert(not failures)
end)
print("result", rows)
