--- The page that asks before a list becomes a campaign: how many people, and whether they are
--- called.
local forms = require "console.forms"
local found = require "console.pages.import.found"
local h = require "console.html"
local parts = require "console.pages.parts"
local plan = require "console.plan"
local platform = require "console.platform"
local problem = require "console.problem"
local uploads = require "console.uploads"
local url = require("console.request").url

local function hidden_fields(request, given, people)
  local fields = {
    h.input { type = "hidden", name = "people", value = people },
    h.input { type = "hidden", name = "token",
      value = forms.token(request, "/import/start", plan.subject(given, people)) },
  }
  for name, value in pairs(plan.values(given)) do
    fields[#fields + 1] = h.input { type = "hidden", name = name, value = value }
  end
  return fields
end

local function name_of(list, value_field, text_field, value)
  for _, each in ipairs(list) do
    if each[value_field] == value then
      return each[text_field]
    end
  end
end

---@param request console.Request
---@return console.Page
return function(request)
  local say, given = request.say, plan.read(request.args)
  local is_known = uploads.has_ledger(given)
  local checked = problem.must(uploads.check(given.list, request.language,
    is_known and given.ledger))
  local back = url("/import/list", plan.values(given))
  local namesake, projects, ai_users = platform.together(
    function(client) return plan.namesake(client, given) or false end,
    function(client) return client.projects:list() end,
    function(client) return client.ai_users:list() end)
  local people = checked.rows
  local title = say(given.is_calling and "import_and_call" or "import_only", people)
  title = people > 0 and title or say "nobody_new"
  return {
    title = title,
    above = { parts.to_tasks(request), { href = back, text = given.list.name } },
    h.div { class = "card confirm",
      h.h1 { title },
      parts.facts {
        { say "campaign", given.source },
        { say "template", name_of(projects, "sn", "project_caption", given.project_sn) },
        { say "ai_user", name_of(ai_users, "user_sn", "user_name", given.ai_user_sn) },
      },
      found.facts(request, checked),
      uploads.is_temporary() and h.p { class = "notice bad", say "temporary_ledger" },
      checked.already_in > 0 and h.p { class = "notice good", say "same_campaign" }
        or not is_known and namesake
          and h.p { class = "notice bad", say("namesake", namesake.created_at or "") },
      people > 0 and h.p { say(given.is_calling and "import_calls" or "import_waits") },
      h.div { class = "actions",
        people > 0 and h.form { method = "post", action = "/import/start",
          hidden_fields(request, given, tostring(people)),
          h.button { type = "submit", title },
        },
        h.a { class = "button quiet", href = back, say "back" },
      },
    },
  }
end
