--- Filters of a list: reads the platform's parameters from the address. console.pages.filter_form
--- shows them.
local dates = require("ai95").dates
local periods = require "console.periods"
local phone = require "console.phone"
local platform = require "console.platform"

local filters = {}

---@class console.FilterKind
---@field attributes table of the control
---@field read fun(text: string): any the value for the platform; nil: it is not valid
---@field problem string|nil a key of ai95_texts.console

local kinds = {
  date = {
    attributes = { type = "date", min = "2000-01-01", max = "2037-12-31" },
    problem = "bad_date",
    read = function(text)
      return #text == 10 and text >= dates.BEGINNING and text <= dates.END
        and dates.is_valid(text) and text or nil
    end,
  },
  number = {
    attributes = { type = "number", min = 0, step = 1, inputmode = "numeric" },
    problem = "bad_number",
    read = function(text) return text:find "^%d+$" and #text < 10 and tonumber(text) or nil end,
  },
  phone = { attributes = { type = "tel" }, read = phone },
  classes = {
    attributes = { type = "text", placeholder = "A,B" },
    problem = "bad_classes",
    read = function(text)
      local classes = text:upper():gsub("，", ","):gsub("%s", "")
      return classes:find "^%u[%u,]*$" and classes or nil
    end,
  },
  text = { attributes = { type = "text" }, read = function(text) return text end },
}

---@class console.FilterField
---@field name string the platform's parameter, and unless `label` is one, a key of
--- ai95_texts.console
---@field label string|nil
---@field kind console.FilterKind

-- The filters of cdrlist, without the task: its page sets that.
filters.calls = {
  { name = "start_create_at", kind = kinds.date },
  { name = "end_create_at", kind = kinds.date },
  { name = "callee", kind = kinds.phone },
  { name = "caller", kind = kinds.phone },
  { name = "ai_user_sn", kind = kinds.text },
  { name = "talktimes_min", kind = kinds.number },
  { name = "talktimes_max", kind = kinds.number },
  { name = "asr_b", kind = kinds.text },
  { name = "asr_c", kind = kinds.number },
  { name = "asr_d", kind = kinds.number },
}

-- The filters of crmList, without the task.
filters.customers = {
  { name = "start_create_at", kind = kinds.date },
  { name = "end_create_at", kind = kinds.date },
  { name = "phone", kind = kinds.phone },
  { name = "status", label = "class", kind = kinds.classes },
  { name = "labelling", kind = kinds.text },
  { name = "score", kind = kinds.number },
  { name = "asks_count", kind = kinds.number },
  { name = "talktimes_min", kind = kinds.number },
  { name = "talktimes_max", kind = kinds.number },
}

-- The filters of index.
filters.tasks = {
  { name = "start_create_at", kind = kinds.date },
  { name = "end_create_at", kind = kinds.date },
  { name = "status", kind = kinds.number },
  { name = "ai_user_sn", kind = kinds.text },
}

---@class console.Filter
---@field fields console.FilterField[]
---@field params table for the platform
---@field values table<string, string> what the form shows
---@field problems table<string, string> keys of ai95_texts.console, by field
---@field active integer how many fields have a value
---@field period string|nil of console.periods; nil if the dates are others
---@field is_valid boolean

--- Reads the filters, and gives the address's arguments the form that links to this page need.
--- Without a date, that side has no limit.
---@param fields console.FilterField[]
---@param args table<string, string>
---@param period string that of an address without dates
---@return console.Filter
function filters.read(fields, args, period)
  local filter = {
    fields = fields, params = {}, values = {}, problems = {}, active = 0,
    period = periods.of_address(args, period),
  }
  local params = filter.params
  for _, field in ipairs(fields) do
    local text = args[field.name]
    if text and text ~= "" then
      params[field.name], filter.active = field.kind.read(text), filter.active + 1
      filter.values[field.name] = tostring(params[field.name] or text)
      filter.problems[field.name] = params[field.name] == nil and field.kind.problem or nil
    end
  end
  if filter.period then
    filter.values.start_create_at, filter.values.end_create_at = periods.dates(filter.period)
    params.start_create_at, params.end_create_at = periods.dates(filter.period)
  elseif (params.start_create_at or "") > (params.end_create_at or dates.END) then
    filter.problems.end_create_at = "end_before_start"
  end
  params.start_create_at = params.start_create_at or platform.BEGINNING
  params.end_create_at = (params.end_create_at or platform.END) .. " 23:59:59"
  filter.is_valid = next(filter.problems) == nil
  return filter
end

--- The choices of the filter ai_user_sn.
function filters.ai_users(list)
  local choices = {}
  for i, ai_user in ipairs(list) do
    choices[i] = { value = ai_user.user_sn, text = ai_user.user_name }
  end
  return choices
end

return filters
