--- The page of a campaign with its charts, and the same report as a file.
local attachment = require "console.attachment"
local campaign_head = require "console.pages.campaign_head"
local charts = require "console.charts"
local h = require "console.html"
local log = require "console.actions"
local parts = require "console.pages.parts"
local platform = require "console.platform"
local problem = require "console.problem"
local url = require("console.request").url

local page = {}

--- The command that makes the report of a campaign that is too large.
local function advice(request, sn, calls)
  return h.div { class = "card confirm",
    h.p { request.say("too_many_calls", calls, charts.MAX_CALLS) },
    h.p { h.code { ("ai95 report --task '%s' -o report.html"):format(sn:gsub("'", "'\\''")) } },
  }
end

---@param request console.Request
---@return console.Page
function page.show(request)
  local say, sn, calls = request.say, request.args.sn or "", nil
  local head, markup = platform.together(
    function(client) return campaign_head.read(client, sn) end,
    function()
      local text
      if not request.is_update then -- only the campaign's head is updated
        text, calls = charts.get(sn, request.language)
      end
      return text
    end)
  return {
    title = parts.task_name(request, head.task), above = { parts.to_tasks(request) },
    stylesheet = "/report.css",
    campaign_head.show(request, head),
    h.section { aria_labelledby = "charts-title",
      h.div { class = "heading",
        h.h2 { id = "charts-title", say "charts" },
        markup and h.a { class = "export", href = url("/export/report.html", { sn = sn }),
          download = true, say "download_report" },
      },
      markup and h.markup(markup) or calls and advice(request, sn, calls),
    },
  }
end

---@param request console.Request
---@return console.Page
function page.download(request)
  local sn = request.args.sn or ""
  local task = problem.must(platform.client.tasks:get(sn))
  local html = charts.get(sn, "file")
  if not html then -- that page says how it can be made
    return { location = url("/task/report", { sn = sn }) }
  end
  log(request, "export", { list = "report", campaign = sn })
  attachment(request, "text/html", "report.html",
    ("%s %s.html"):format(parts.task_name(request, task), request.say "report"))
  ngx.print(html)
  return { sent = true }
end

return page
