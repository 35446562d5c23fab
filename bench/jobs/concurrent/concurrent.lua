-- concurrent.lua COUNT: signed requests, 32 in flight.
local ai95 = require "ai95"

local client = ai95.new {}
local rows, pages = 0, {}
for i = 1, tonumber(arg[1]) do
  pages[i] = i - 1
end
local _, failures = client:parallel(32, pages, function(page)
  local data = assert(client:request("cdrlist", {
    pageIndex = page, pageSize = 3, start_create_at = "2018-05-08 15:40:10",
  }))
  rows = rows + #data.list
end)
assert(not failures, failures and tostring(select(2, next(failures))))
print(rows)
