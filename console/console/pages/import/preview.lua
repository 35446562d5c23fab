--- What was found in an uploaded list, and the form that makes a campaign of it.
local found = require "console.pages.import.found"
local h = require "console.html"
local parts = require "console.pages.parts"
local plan = require "console.plan"
local platform = require "console.platform"
local uploads = require "console.uploads"

local SHOWN = 5 -- rows

local function first_rows(request, list)
  local rows, columns = uploads.first_rows(list, SHOWN)
  local heads, lines = {}, {}
  for i, name in ipairs(columns) do
    heads[i] = h.th { scope = "col", name }
  end
  for i, row in ipairs(rows) do
    local cells = {}
    for j = 1, #columns do
      cells[j] = h.td { row[j] }
    end
    lines[i] = h.tr(cells)
  end
  return h.div { class = "scroll", tabindex = 0, role = "region",
    aria_label = request.say "first_rows",
    h.table { class = "plain", h.caption { request.say "first_rows" },
      h.thead { h.tr(heads) }, h.tbody(lines) },
  }
end

local function choice(request, name, list, value_field, text_field)
  local options = {}
  for i, each in ipairs(list) do
    options[i] = h.option {
      value = each[value_field], selected = request.args[name] == each[value_field],
      each[text_field],
    }
  end
  return h.p {
    h.label { ["for"] = name, request.say(name) },
    h.select { id = name, name = name, required = true, options },
  }
end

local function plan_form(request, list, projects, ai_users)
  local say, args = request.say, request.args
  return h.form { class = "stack", method = "get", action = "/import/confirm",
    h.input { type = "hidden", name = "id", value = list.id },
    h.p {
      h.label { ["for"] = "source", say "campaign_name" },
      h.input { id = "source", name = "source", type = "text", required = true, maxlength = 60,
        value = args.source, autocomplete = "off" },
    },
    choice(request, "project_sn", projects, "sn", "project_caption"),
    choice(request, "ai_user_sn", ai_users, "user_sn", "user_name"),
    h.p { class = "check",
      h.input { id = "start", type = "checkbox", name = "start", value = "on",
        checked = args.start == "on" },
      h.label { ["for"] = "start", say "start_at_once" },
    },
    h.p { class = "actions", h.button { type = "submit", say "continue" } },
  }
end

---@param request console.Request
---@return console.Page
return function(request)
  local say, list = request.say, plan.list(request.args)
  local checked, err = uploads.check(list, request.language)
  local page = {
    title = list.name, above = { parts.to_tasks(request), { href = "/import",
      text = say "new_campaign" } },
    h.h1 { list.name },
  }
  if not checked then
    page.status = 400
    page[#page + 1] = found.unreadable(request, err)
    return page
  end
  local projects, ai_users = platform.together(
    function(client) return client.projects:list() end,
    function(client) return client.ai_users:list() end)
  page[#page + 1] = h.section { class = "card confirm", aria_labelledby = "found",
    h.h2 { id = "found", say "found_in_list" },
    found.facts(request, checked), first_rows(request, list),
    found.problems(request, list, checked),
  }
  page[#page + 1] = checked.rows > 0 and h.section { class = "card confirm",
    aria_labelledby = "plan",
    h.h2 { id = "plan", say "the_campaign" }, plan_form(request, list, projects, ai_users),
  }
  return page
end
