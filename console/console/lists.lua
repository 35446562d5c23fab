--- The lists of a campaign as data: its calls, and the people on it.
local filters = require "console.filters"

---@class console.Column
---@field name string a key of ai95_texts.console, and the class of its cells
---@field field string the platform's
---@field is_number boolean|nil

---@class console.List
---@field name string a group of the client; a key of ai95_texts.console
---@field path string the address of its page
---@field export string the address of its CSV
---@field filters console.FilterField[]
---@field key string the field that identifies a row
---@field phone string the field with the number
---@field label string the filter of the label
---@field columns console.Column[]
---@field more console.Column[] that only the CSV has

local lists = {}

---@type console.List
lists.calls = {
  name = "calls", path = "/task", export = "/export/calls.csv", filters = filters.calls,
  key = "cdr_sn", phone = "callee", label = "asr_b",
  columns = {
    { name = "time", field = "connected_at" },
    { name = "number", field = "callee" },
    { name = "talked", field = "talktimes", is_number = true },
    { name = "ended", field = "endreason" },
    { name = "label", field = "asr_b" },
    { name = "score", field = "asr_c", is_number = true },
    { name = "questions", field = "asr_d", is_number = true },
  },
  more = { { name = "caller", field = "caller" }, { name = "ai_user", field = "user_name" } },
}

---@type console.List
lists.customers = {
  name = "customers", path = "/customers", export = "/export/customers.csv",
  filters = filters.customers,
  key = "sn", phone = "phone", label = "labelling",
  columns = {
    { name = "class", field = "status" },
    { name = "name", field = "name" },
    { name = "number", field = "phone" },
    { name = "talked", field = "talktimes", is_number = true },
    { name = "label", field = "labelling" },
    { name = "score", field = "score", is_number = true },
    { name = "questions", field = "asks_count", is_number = true },
    { name = "time", field = "connected_at" },
  },
  more = {
    { name = "ended", field = "endreason" }, { name = "address", field = "address" },
    { name = "unit", field = "unit" }, { name = "ai_user", field = "user_name" },
  },
}

--- The list of a search, with the campaigns.
local function found(list)
  local copy = { name = list.name, key = list.key, columns = {} }
  for i, column in ipairs(list.columns) do
    copy.columns[i] = column
  end
  copy.columns[#copy.columns + 1] = { name = "campaign", field = "dial_task_main_sn" }
  return copy
end

lists.found_calls = found(lists.calls)
lists.found_customers = { name = "customers", key = "sn", columns = lists.customers.columns }

return lists
