--- Reads one page of a list, sorted if the visitor wants it. The platform cannot sort, so a sorted
--- list is read as a whole: only up to a size.
local problem = require "console.problem"

local listing = { SIZE = 50, MAX_SORTED = 10000 }

local PAGE = 5000 -- rows in a request

--- The column by which the address sorts, and whether the largest comes first.
---@param list console.List
---@param args table<string, string>
---@return console.Column|nil
---@return boolean|nil descending
function listing.sort_of(list, args)
  local sign, name = (args.sort or ""):match "^(%-?)(%l+)$"
  for _, column in ipairs(list.columns) do
    if column.name == name then
      return column, sign == "-"
    end
  end
end

--- The value by which rows are compared; nil sorts last.
local function sort_key(row, column)
  local value = row[column.field]
  if column.is_number then
    return tonumber(value)
  end
  local text = value ~= nil and tostring(value) or ""
  return text:find "%S" and text or nil
end

local function sort(rows, column, descending)
  local keys, places = {}, {}
  for i, row in ipairs(rows) do
    keys[row], places[row] = sort_key(row, column), i
  end
  table.sort(rows, function(a, b)
    local first, second = keys[a], keys[b]
    if first == second then
      return places[a] < places[b]
    elseif first == nil or second == nil then
      return second == nil
    elseif descending then
      return first > second
    end
    return first < second
  end)
end

--- The page in an address, counted from 0.
---@param args table<string, string>
---@return integer
function listing.page_index(args)
  local text = args.pageIndex or ""
  return text:find "^%d+$" and #text < 10 and tonumber(text) or 0
end

---@class console.Rows
---@field total integer
---@field can_sort boolean whether the list is short enough
---@field [integer] table

--- The rows of a page. Raises the library's errors.
---@param client ai95.Client
---@param list console.List
---@param params table for the platform
---@param args table<string, string> of the address
---@param index integer the page
---@return console.Rows
function listing.read(client, list, params, args, index)
  params.pageIndex, params.pageSize = index, listing.SIZE
  local page = problem.must(client[list.name]:list(params))
  local total = page.total or #page
  local column, descending = listing.sort_of(list, args)
  page.total, page.can_sort = total, total <= listing.MAX_SORTED
  if not column or not page.can_sort then
    return page
  end
  local rows = {}
  params.pageIndex, params.pageSize = 0, PAGE
  for row in client[list.name]:each(params) do
    rows[#rows + 1] = row
  end
  sort(rows, column, descending)
  local sorted, first = { total = #rows, can_sort = true }, index * listing.SIZE
  for i = 1, listing.SIZE do
    sorted[i] = rows[first + i]
  end
  return sorted
end

return listing
