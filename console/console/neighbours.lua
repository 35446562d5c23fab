--- The calls before and after a call in the list from which the visitor came.
local call_address = require "console.call_address"
local filters = require "console.filters"
local listing = require "console.listing"
local lists = require "console.lists"

---@class console.Neighbours
---@field place integer from 1
---@field total integer
---@field previous string|nil an address
---@field next string|nil

--- nil if the call is not in that list, or no longer at that place.
---@param client ai95.Client
---@param args table<string, string> of the call's page
---@return console.Neighbours|nil
return function(client, args)
  local own = call_address.list_args(args)
  local index = listing.page_index(own)
  local filter = filters.read(lists.calls.filters, own, "all")
  if own.q or not filter.is_valid then
    return nil
  end
  filter.params.dial_task_main_sn = args.task
  local function read(page)
    return listing.read(client, lists.calls, filter.params, own, page)
  end
  local rows, place = read(index), nil
  for i, row in ipairs(rows) do
    place = row.cdr_sn == args.sn and i or place
  end
  if not place then
    return nil
  end
  local function address(row, page)
    own.pageIndex = page > 0 and tostring(page) or ""
    return row and row.connected_at and call_address.of_list(own, row)
  end
  local found = { place = index * listing.SIZE + place, total = rows.total }
  if place > 1 then
    found.previous = address(rows[place - 1], index)
  elseif index > 0 then
    local before = read(index - 1)
    found.previous = address(before[#before], index - 1)
  end
  if place < #rows then
    found.next = address(rows[place + 1], index)
  elseif found.place < rows.total then
    found.next = address(read(index + 1)[1], index + 1)
  end
  return found
end
