--- The head of a campaign's pages: its state, progress, rate and pace, what can be done with it,
--- and links to its pages.
local campaigns = require "console.campaigns"
local h = require "console.html"
local lists = require "console.lists"
local pace = require "console.pace"
local parts = require "console.pages.parts"
local problem = require "console.problem"
local url = require("console.request").url

local pages = { lists.calls, lists.customers, { name = "charts", path = "/task/report" } }

local function tabs(request)
  local links = { class = "tabs", aria_label = request.say "views" }
  for i, page in ipairs(pages) do
    links[i] = h.a {
      href = url(page.path, { sn = request.args.sn }), request.say(page.name),
      aria_current = page.path == request.path and "page",
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

local campaign_head = {}

---@class console.CampaignHead
---@field task ai95.Task
---@field calls_an_hour number|nil

--- Raises the library's errors.
---@param client ai95.Client
---@param sn string
---@return console.CampaignHead
function campaign_head.read(client, sn)
  local task = problem.must(client.tasks:get(sn))
  return { task = task, calls_an_hour = pace.measure(client, task) }
end

---@param request console.Request
---@param head console.CampaignHead
function campaign_head.show(request, head)
  local say, task = request.say, head.task
  return {
    h.section { class = "card task", id = "about", data_live = true, aria_labelledby = "task",
      h.div { class = "title",
        h.h1 { id = "task", parts.task_name(request, task) }, parts.state(request, task),
      },
      parts.progress(request, task),
      speed(request, task, head.calls_an_hour),
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
    tabs(request),
  }
end

return campaign_head
