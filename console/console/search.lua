--- Finds people and campaigns across all campaigns.
local campaigns = require "console.campaigns"
local phone = require "console.phone"
local platform = require "console.platform"
local problem = require "console.problem"

local search = { MAX_SHOWN = 100, MAX_READ = 20000, DAYS = 30 }

local PAGE = 5000 -- rows in a request

local function all_time(params)
  params.start_create_at, params.end_create_at = platform.BEGINNING, platform.END .. " 23:59:59"
  return params
end

--- The number that a text is; nil if it is none.
---@param text string
---@return string|nil
function search.number(text)
  local number = phone(text)
  return number:find "^%d%d%d+$" and number or nil
end

local function contains(value, text)
  return tostring(value or ""):lower():find(text:lower(), 1, true) ~= nil
end

--- A list with its total, for pages.list_table.
local function as_rows(list)
  list.total, list.can_sort = list.total or #list, false
  return list
end

--- The customers of the last days whose name has the text: the platform cannot search names, so
--- they are read, up to a number.
local function customers_by_name(client, text)
  local found, read, total = {}, 0, nil
  local params = all_time { pageSize = PAGE }
  params.start_create_at = platform.day(search.DAYS - 1)
  for customer in client.customers:each(params) do
    read = read + 1
    if contains(customer.name, text) then
      found[#found + 1] = customer
    end
    if read == search.MAX_READ or #found == search.MAX_SHOWN then
      total = read
      break
    end
  end
  found.is_incomplete = total ~= nil
  return found
end

---@class console.Found
---@field campaigns ai95.Task[] whose name has the text
---@field calls console.Rows to the number
---@field customers console.Rows
---@field names table<string, string> of campaigns, by sn

--- Raises the library's errors.
---@param text string
---@return console.Found
function search.run(text)
  local number = search.number(text)
  local tasks, calls, customers = platform.together(
    function(client) return campaigns.list(client, all_time {}) end,
    function(client)
      return number and problem.must(client.calls:list(all_time {
        callee = number, pageSize = search.MAX_SHOWN })) or {}
    end,
    function(client)
      if number then
        return problem.must(client.customers:list(all_time {
          phone = number, pageSize = search.MAX_SHOWN }))
      end
      return customers_by_name(client, text)
    end)
  local found = {
    campaigns = {}, calls = as_rows(calls), customers = as_rows(customers), names = {},
  }
  for _, task in ipairs(tasks) do
    found.names[task.dial_task_main_sn] = task.source
    if contains(task.source, text) then
      found.campaigns[#found.campaigns + 1] = task
    end
  end
  return found
end

return search
