--- The page of a campaign with one of its lists: the calls, or the customers.
local campaign_head = require "console.pages.campaign_head"
local campaigns = require "console.campaigns"
local filter_form = require "console.pages.filter_form"
local filters = require "console.filters"
local h = require "console.html"
local list_table = require "console.pages.list_table"
local listing = require "console.listing"
local parts = require "console.pages.parts"
local platform = require "console.platform"
local url = require("console.request").url

local PERIODS = { "all", "today", "yesterday" }

--- Links that switch the most common filters.
local function quick(request, list, rows)
  local say = request.say
  if list.name == "calls" then
    return {
      { text = say "reached", args = { talktimes_min = "1", talktimes_max = "" } },
      { text = say "unreached", args = { talktimes_min = "", talktimes_max = "0" } },
      filter_form.labels(request, list, rows),
    }
  end
  local links = { { text = say "worth_calling_back", args = { status = "A,B" } } }
  for class in ("ABCD"):gmatch "." do
    links[#links + 1] = { text = say("class_named", class), args = { status = class } }
  end
  links[#links + 1] = filter_form.labels(request, list, rows)
  return links
end

local function content(request, list, filter, rows)
  local say = request.say
  if not filter.is_valid then
    return filter_form.rejected(request)
  end
  return h.div { id = "list", data_live = true,
    #rows > 0 and list_table(request, list, rows)
      or h.div { class = "empty",
        h.p { say("no_" .. list.name) }, h.p { say("no_" .. list.name .. "_hint") } },
  }
end

--- The choices of some filters, if the list has those.
local function choices(ai_users)
  return { ai_user_sn = ai_users and filters.ai_users(ai_users) }
end

---@param list console.List
---@return fun(request: console.Request): console.Page
return function(list)
  return function(request)
    local say, args, sn = request.say, request.args, request.args.sn or ""
    local filter, index = filters.read(list.filters, args, PERIODS[1]), listing.page_index(args)
    filter.params.dial_task_main_sn = sn
    local head, rows, ai_users = platform.together(
      function(client) return campaign_head.read(client, sn) end,
      function(client)
        return filter.is_valid and listing.read(client, list, filter.params, args, index)
          or { total = 0, can_sort = true }
      end,
      function(client) return list.name == "calls" and client.ai_users:list() end)
    return {
      title = parts.task_name(request, head.task), above = { parts.to_tasks(request) },
      status = not filter.is_valid and 400 or nil,
      campaign_head.show(request, head),
      h.section { aria_labelledby = "list-title",
        h.div { class = "heading",
          h.h2 { id = "list-title", say(list.name) },
          filter.is_valid and h.p { id = "count", data_live = true, say("count", rows.total) },
          request.user.role == "operator" and rows.total > 0 and h.a { class = "export",
            href = url(list.export, args), download = true, say "export" },
          parts.updating(request, campaigns.is_running(head.task)),
        },
        h.div { class = "quicks",
          filter_form.periods(request, filter, PERIODS),
          filter_form.quick(request, quick(request, list, rows)),
        },
        filter_form.form(request, filter, choices(ai_users), { sn = sn, sort = args.sort }),
        content(request, list, filter, rows),
        parts.pages(request, index, listing.SIZE, rows.total),
      },
    }
  end
end
