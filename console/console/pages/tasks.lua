--- The page of all campaigns, with their progress.
local filters = require "console.filters"
local h = require "console.html"
local parts = require "console.pages.parts"
local platform = require "console.platform"
local url = require("console.request").url

local SIZE = 20
local DAYS = 30 -- listed unless the visitor chooses other dates

local function item(request, task)
  local say = request.say
  local address = url("/task", { sn = task.dial_task_main_sn })
  return h.li { h.article { class = "card task",
    h.div { class = "title",
      h.h2 { h.a { href = address, parts.task_name(request, task) } },
      parts.state(request, task),
    },
    parts.progress(request, task),
    h.div { class = "about",
      parts.facts {
        { say "created", task.created_at },
        { say "ai_user", task.user_name },
        { say "operator", task.operator },
        { say "mark", task.mark },
      },
      parts.operations(request, task),
    },
  } }
end

local function choices(request, ai_users)
  local say = request.say
  return {
    status = {
      { value = 0, text = say "sending" },
      { value = 1, text = say "sent" },
      { value = 4, text = say "paused" },
    },
    ai_user_sn = filters.ai_users(ai_users),
  }
end

---@param request console.Request
---@return console.Page
return function(request)
  local say, args = request.say, request.args
  local recently = platform.day(DAYS)
  args.start_create_at = args.start_create_at or recently
  local params, active = filters.read(filters.tasks, args)
  if args.start_create_at == recently then
    active = active - 1
  end
  params.pageIndex, params.pageSize = parts.page_index(request), SIZE

  local page, ai_users = platform.together(
    function(client) return client.tasks:list(params) end,
    function(client) return client.ai_users:list() end)

  local items, under_way = { class = "cards" }, false
  for i, task in ipairs(page) do
    items[i] = item(request, task)
    under_way = under_way or parts.is_under_way(task)
  end
  local total, since = page.total or #page, args.start_create_at
  return {
    title = say "tasks",
    h.div { class = "heading",
      h.h1 { say "tasks" },
      h.p { since == "" and say("count", total) or say("count_since", total, since) },
      parts.refresh_link(request, under_way),
    },
    filters.form(request, filters.tasks, active, choices(request, ai_users)),
    #items > 0 and h.ul(items)
      or h.div { class = "empty", h.p { say "no_tasks" }, h.p { say "no_tasks_hint" } },
    parts.pages(request, params.pageIndex, SIZE, page.total),
  }
end
