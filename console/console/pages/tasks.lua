--- The page of all campaigns, with their progress.
local campaigns = require "console.campaigns"
local choices = require "console.choices"
local filter_form = require "console.pages.filter_form"
local filters = require "console.filters"
local h = require "console.html"
local parts = require "console.pages.parts"
local platform = require "console.platform"
local url = require("console.request").url

local SIZE = 20
local PERIODS = { "month", "today", "yesterday", "week", "all" }

local function item(request, task)
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

local function choice_lists(request, ai_users)
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

--- The items of this page, and whether one of all campaigns runs.
local function items_of(request, list, index)
  local items, under_way = { class = "cards", id = "campaigns", data_live = true }, false
  for i = index * SIZE + 1, math.min(#list, (index + 1) * SIZE) do
    items[#items + 1] = item(request, list[i])
  end
  for _, task in ipairs(list) do
    under_way = under_way or campaigns.is_running(task)
  end
  return items, under_way
end

---@param request console.Request
---@return console.Page
return function(request)
  local say, index = request.say, parts.page_index(request)
  local filter = filters.read(filters.tasks, request.args, PERIODS[1])
  local list, ai_users = platform.together(
    function(client) return filter.is_valid and campaigns.list(client, filter.params) or {} end,
    function(client) return client.ai_users:list() end)
  local items, under_way = items_of(request, list, index)
  return {
    title = say "tasks", status = not filter.is_valid and 400 or nil,
    cookie = choices.list_cookie(url("/", request.args)),
    h.div { class = "heading",
      h.h1 { say "tasks" }, filter.is_valid and h.p { say("count", #list) },
      parts.updating(request, under_way),
    },
    filter_form.periods(request, filter, PERIODS),
    filter_form.form(request, filter, choice_lists(request, ai_users)),
    not filter.is_valid and filter_form.rejected(request)
      or #items > 0 and h.ul(items)
      or h.div { class = "empty", h.p { say "no_tasks" }, h.p { say "no_tasks_hint" } },
    parts.pages(request, index, SIZE, #list),
  }
end
