--- Filters of a list: reads the platform's parameters from the address and shows them as a form.
local h = require "console.html"
local platform = require "console.platform"
local problem = require "console.problem"
local url = require("console.request").url

local filters = {}

local kinds = {
  date = {
    attributes = { type = "date" },
    read = function(text)
      local month, day = text:match("^%d%d%d%d%-(%d%d)%-(%d%d)$")
      month, day = tonumber(month), tonumber(day)
      return month and month >= 1 and month <= 12 and day >= 1 and day <= 31 and text
    end,
  },
  number = {
    attributes = { type = "number", min = 0, step = 1, inputmode = "numeric" },
    read = function(text) return text:find("^%d+$") and #text < 10 and tonumber(text) end,
  },
  phone = { attributes = { type = "tel" }, read = function(text) return text end },
  text = { attributes = { type = "text" }, read = function(text) return text end },
}

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

-- The filters of index.
filters.tasks = {
  { name = "start_create_at", kind = kinds.date },
  { name = "end_create_at", kind = kinds.date },
  { name = "status", kind = kinds.number },
  { name = "ai_user_sn", kind = kinds.text },
}

--- The parameters for the platform, and the number of active filters. Without a date, that side has
--- no limit.
---@return table params
---@return integer active
function filters.read(fields, args)
  local params, active = {}, 0
  for _, field in ipairs(fields) do
    local text = args[field.name]
    if text and text ~= "" then
      local value = field.kind.read(text)
      if not value then
        problem.raise(400, "bad_request", "bad_value", field.name)
      end
      params[field.name], active = value, active + 1
    end
  end
  params.start_create_at = params.start_create_at or platform.BEGINNING
  params.end_create_at = (params.end_create_at or platform.END) .. " 23:59:59"
  return params, active
end

--- The choices of the filter ai_user_sn.
function filters.ai_users(list)
  local choices = {}
  for i, ai_user in ipairs(list) do
    choices[i] = { value = ai_user.user_sn, text = ai_user.user_name }
  end
  return choices
end

local function control(request, field, options)
  local value, id = request.args[field.name] or "", "filter-" .. field.name
  if options then
    local list = { id = id, name = field.name, h.option { value = "", request.say "any" } }
    local shown = value == ""
    for _, option in ipairs(options) do
      local selected = tostring(option.value) == value
      list[#list + 1] = h.option { value = option.value, selected = selected, option.text }
      shown = shown or selected
    end
    if not shown then -- keep a value of the address that is no choice
      list[#list + 1] = h.option { value = value, selected = true, value }
    end
    return h.select(list)
  end
  local attributes = { id = id, name = field.name, value = value, autocomplete = "off" }
  for name, setting in pairs(field.kind.attributes) do
    attributes[name] = setting
  end
  return h.input(attributes)
end

--- The form. `options`: the choices { value =, text = } of some fields, by name; `hidden`: fields
--- that are not shown.
function filters.form(request, fields, active, options, hidden)
  local say, controls = request.say, {}
  for i, field in ipairs(fields) do
    controls[i] = h.p {
      h.label { ["for"] = "filter-" .. field.name, say(field.name) },
      control(request, field, options[field.name]),
    }
  end
  local kept = {}
  for name, value in pairs(hidden or {}) do
    kept[#kept + 1] = h.input { type = "hidden", name = name, value = value }
  end
  return h.details {
    class = "filter", open = active > 0,
    h.summary { active > 0 and say("filter_active", active) or say "filter" },
    h.form {
      method = "get", action = request.path, kept,
      h.div { class = "fields", controls },
      h.p { class = "actions",
        h.button { type = "submit", say "apply" },
        h.a { class = "button quiet", href = url(request.path, hidden), say "clear" } },
    },
  }
end

return filters
