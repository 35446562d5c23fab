--- A campaign in a list.
local campaigns = require "console.campaigns"
local h = require "console.html"
local parts = require "console.pages.parts"
local url = require("console.request").url

---@param request console.Request
---@param task ai95.Task
return function(request, task)
  local say, sn = request.say, task.dial_task_main_sn
  return h.li { data_key = sn, h.article { class = "card task",
    h.div { class = "title",
      h.h2 { h.a { href = url("/task", { sn = sn }), parts.task_name(request, task) } },
      parts.state(request, task),
    },
    parts.progress(request, task),
    h.div { class = "about",
      parts.facts {
        { say "created", task.created_at },
        { say "ai_user", task.user_name },
        { say "operator", task.operator },
        { say "mark", campaigns.mark(task) },
      },
      parts.operations(request, task),
    },
  } }
end
