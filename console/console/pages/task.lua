--- The page of a campaign and its calls.
local calls_table = require "console.pages.calls_table"
local campaigns = require "console.campaigns"
local filter_form = require "console.pages.filter_form"
local filters = require "console.filters"
local h = require "console.html"
local parts = require "console.pages.parts"
local platform = require "console.platform"

local SIZE = 50
local PERIODS = { "all", "today", "yesterday" }

local function about(request, task)
  local say = request.say
  return h.section { class = "card task", id = "about", data_live = true, aria_labelledby = "task",
    h.div { class = "title",
      h.h1 { id = "task", parts.task_name(request, task) }, parts.state(request, task),
    },
    parts.progress(request, task),
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
  }
end

local function list_of(request, filter, calls)
  local say = request.say
  if not filter.is_valid then
    return filter_form.rejected(request)
  end
  return h.div { id = "list", data_live = true,
    #calls > 0 and calls_table(request, calls)
      or h.div { class = "empty", h.p { say "no_calls" }, h.p { say "no_calls_hint" } },
  }
end

---@param request console.Request
---@return console.Page
return function(request)
  local say, sn = request.say, request.args.sn or ""
  local filter = filters.read(filters.calls, request.args, PERIODS[1])
  local params = filter.params
  params.dial_task_main_sn = sn
  params.pageIndex, params.pageSize = parts.page_index(request), SIZE

  local task, calls, ai_users = platform.together(
    function(client) return client.tasks:get(sn) end,
    function(client) return filter.is_valid and client.calls:list(params) or {} end,
    function(client) return client.ai_users:list() end)

  return {
    title = parts.task_name(request, task), above = { parts.to_tasks(request) },
    status = not filter.is_valid and 400 or nil,
    about(request, task),
    h.section { aria_labelledby = "calls",
      h.div { class = "heading",
        h.h2 { id = "calls", say "calls" },
        filter.is_valid and h.p { id = "count", data_live = true,
          say("count", calls.total or #calls) },
        parts.updating(request, campaigns.is_running(task)),
      },
      filter_form.periods(request, filter, PERIODS),
      filter_form.form(request, filter, { ai_user_sn = filters.ai_users(ai_users) }, { sn = sn }),
      list_of(request, filter, calls),
      parts.pages(request, params.pageIndex, SIZE, calls.total),
    },
  }
end
