--- The page of all campaigns, with their progress.
local campaign_card = require "console.pages.campaign_card"
local campaigns = require "console.campaigns"
local choices = require "console.choices"
local filter_form = require "console.pages.filter_form"
local filters = require "console.filters"
local h = require "console.html"
local listing = require "console.listing"
local parts = require "console.pages.parts"
local platform = require "console.platform"
local url = require("console.request").url

local SIZE = 20
local PERIODS = { "month", "today", "yesterday", "week", "all" }

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
  local items, under_way = { class = "cards" }, false
  for i = index * SIZE + 1, math.min(#list, (index + 1) * SIZE) do
    items[#items + 1] = campaign_card(request, list[i])
  end
  for _, task in ipairs(list) do
    under_way = under_way or campaigns.is_running(task)
  end
  return items, under_way
end

---@param request console.Request
---@return console.Page
return function(request)
  local say, index = request.say, listing.page_index(request.args)
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
      request.user.role == "operator"
        and h.a { class = "new", href = "/import", say "new_campaign" },
      parts.updating(request, under_way),
    },
    filter_form.periods(request, filter, PERIODS),
    filter_form.form(request, filter, choice_lists(request, ai_users)),
    not filter.is_valid and filter_form.rejected(request) or h.div {
      id = "campaigns", data_live = true,
      #items > 0 and h.ul(items)
        or h.div { class = "empty", h.p { say "no_tasks" }, h.p { say "no_tasks_hint" } },
    },
    parts.pages(request, index, SIZE, #list),
  }
end
