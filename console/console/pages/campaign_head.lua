--- The head of a campaign's pages: its state, progress, rate and pace, what can be done with it,
--- and links to its lists.
local campaigns = require "console.campaigns"
local h = require "console.html"
local lists = require "console.lists"
local pace = require "console.pace"
local parts = require "console.pages.parts"
local url = require("console.request").url

local function tabs(request, current)
  local links = { class = "tabs", aria_label = request.say "views" }
  for i, list in ipairs { lists.calls, lists.customers } do
    links[i] = h.a {
      href = url(list.path, { sn = request.args.sn }), request.say(list.name),
      aria_current = list == current and "page",
    }
  end
  return h.nav(links)
end

local function speed(request, task, calls_an_hour)
  local say, rate = request.say, pace.rate(task)
  local left = pace.seconds_left(task, calls_an_hour)
  return parts.facts {
    { say "rate", rate and ("%.1f%%"):format(rate * 100) },
    { say "pace", calls_an_hour and say("calls_an_hour", calls_an_hour) },
    { say "left", left and parts.duration(request, left) },
  }
end

---@param request console.Request
---@param task ai95.Task
---@param list console.List the one that the page shows
---@param calls_an_hour number|nil
return function(request, task, list, calls_an_hour)
  local say = request.say
  return {
    h.section { class = "card task", id = "about", data_live = true, aria_labelledby = "task",
      h.div { class = "title",
        h.h1 { id = "task", parts.task_name(request, task) }, parts.state(request, task),
      },
      parts.progress(request, task),
      speed(request, task, calls_an_hour),
      h.div { class = "about",
        parts.facts {
          { say "created", task.created_at },
          { say "ai_user", task.user_name },
          { say "template", task.project_caption },
          { say "operator", task.operator },
          { say "mark", campaigns.mark(task) },
        },
        parts.operations(request, task),
      },
    },
    tabs(request, list),
  }
end
