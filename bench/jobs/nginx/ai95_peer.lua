-- One API request inside nginx, with ai95.
local ai95 = require "ai95"

local client = ai95.new {}
local page = 0

--- Returns the number of received rows.
return function()
  page = page + 1
  local data = assert(client:request("cdrlist", {
    pageIndex = page, pageSize = 3, start_create_at = "2018-05-08 15:40:10",
  }))
  return #data.list
end
