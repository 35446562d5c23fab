-- requests.lua COUNT: signed requests one after another.
local ai95 = require "ai95"

local client = ai95.new {}
local rows = 0
for i = 0, tonumber(arg[1]) - 1 do
  local data = assert(client:request("cdrlist", {
    pageIndex = i, pageSize = 3, start_create_at = "2018-05-08 15:40:10",
  }))
  rows = rows + #data.list
end
print(rows)
