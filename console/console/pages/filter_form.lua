--- A list's filters: links for the most common ones, and the form of all.
local h = require "console.html"
local parts = require "console.pages.parts"
local url = require("console.request").url

local filter_form = {}

local MAX_LABELS = 12

local function choice_list(request, id, name, value, options)
  local list = { id = id, name = name, h.option { value = "", request.say "any" } }
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

local function control(request, filter, field, options)
  local id, name, say = "filter-" .. field.name, field.name, request.say
  local value, problem = filter.values[name] or "", filter.problems[name]
  local input
  if options then
    input = choice_list(request, id, name, value, options)
  else
    local attributes = { id = id, name = name, value = value, autocomplete = "off" }
    for setting, given in pairs(field.kind.attributes) do
      attributes[setting] = given
    end
    if problem then
      -- A browser shows no value in a control of a type that the value does not fit.
      attributes.type, attributes.min, attributes.max, attributes.step = "text", nil, nil, nil
      attributes.aria_invalid, attributes.aria_describedby = "true", id .. "-problem"
    end
    input = h.input(attributes)
  end
  return h.div {
    h.label { ["for"] = id, say(field.label or name) }, input,
    problem and h.p { class = "problem", id = id .. "-problem", say(problem) },
  }
end

--- The form. `options`: the choices { value =, text = } of some fields, by name; `hidden`: fields
--- that are not shown.
---@param request console.Request
---@param filter console.Filter
function filter_form.form(request, filter, options, hidden)
  local say, controls, kept = request.say, {}, {}
  for i, field in ipairs(filter.fields) do
    controls[i] = control(request, filter, field, options[field.name])
  end
  for name, value in pairs(hidden or {}) do
    kept[#kept + 1] = h.input { type = "hidden", name = name, value = value }
  end
  local active = filter.active
  return h.details {
    class = "filter", open = not filter.is_valid,
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

--- Links to the periods.
---@param names string[] of console.periods; the first is that of an address without dates
function filter_form.periods(request, filter, names)
  local list = { class = "quick", aria_label = request.say "period" }
  for i, name in ipairs(names) do
    local address = parts.here(request, {
      day = i > 1 and name or "", start_create_at = "", end_create_at = "", pageIndex = "",
    })
    list[i] = h.a {
      href = address, aria_current = filter.period == name and "true", request.say(name),
    }
  end
  return h.nav(list)
end

--- The labels of the rows as quick filters, and the one that is active.
---@param list console.List
---@return table[] for filter_form.quick
function filter_form.labels(request, list, rows)
  local column
  for _, each in ipairs(list.columns) do
    column = each.name == "label" and each or column
  end
  local known, links = {}, {}
  local function add(value)
    local text = tostring(value or "")
    if text:find "%S" and not known[text] and #links < MAX_LABELS then
      known[text] = true
      links[#links + 1] = { text = text, args = { [list.label] = text } }
    end
  end
  add(request.args[list.label])
  for _, row in ipairs(rows) do
    add(row[column.field])
  end
  return links
end

--- Links that switch filters on and off. `links`: { text =, args = what they filter }, and lists of
--- these.
function filter_form.quick(request, links)
  local shown = { class = "quick", aria_label = request.say "quick" }
  local function add(link)
    if not link.args then
      for _, each in ipairs(link) do
        add(each)
      end
      return
    end
    local is_on, changes = true, { pageIndex = "" }
    for name, value in pairs(link.args) do
      is_on = is_on and (request.args[name] or "") == value
    end
    for name, value in pairs(link.args) do
      changes[name] = is_on and "" or value
    end
    shown[#shown + 1] = h.a {
      href = parts.here(request, changes), aria_current = is_on and "true", link.text,
    }
  end
  add(links)
  return h.nav(shown)
end

--- In place of the list: a filter is not valid.
function filter_form.rejected(request)
  return h.div { class = "empty", role = "alert",
    h.p { request.say "rejected" }, h.p { request.say "rejected_hint" },
  }
end

return filter_form
