--- The page that asks before people are phoned: whom, how many, and whether that is meant.
local campaigns = require "console.campaigns"
local h = require "console.html"
local operations = require "console.operations"
local parts = require "console.pages.parts"
local platform = require "console.platform"
local problem = require "console.problem"
local url = require("console.request").url

---@param name string of the operation
---@return fun(request: console.Request): console.Page
return function(name)
  local operation = operations[name]
  return function(request)
    local say, sn = request.say, request.args.sn or ""
    local task = problem.must(platform.client.tasks:get(sn))
    local address = url("/task", { sn = sn })
    if not operations.is_possible(operation, task) then
      return { location = address } -- its page shows why: it runs, or there is nobody to phone
    end
    local people, wording = operation.people(task), operations.wording(operation, task)
    local title = people and say(wording .. "_people", people) or say(wording .. "_unknown_people")
    return {
      title = title,
      above = {
        parts.to_tasks(request),
        { href = address, text = parts.task_name(request, task) },
      },
      h.div { class = "card confirm",
        h.h1 { title },
        parts.facts {
          { say "campaign", parts.task_name(request, task) },
          { say "state", say(task.state) },
          { say "created", task.created_at },
          { say "ai_user", task.user_name },
          { say "template", task.project_caption },
          { say "mark", campaigns.mark(task) },
        },
        h.p { say(wording .. "_consequence") },
        h.div { class = "actions",
          parts.operation_form(request, operation, task, title),
          h.a { class = "button quiet", href = address, say "cancel" },
        },
      },
    }
  end
end
