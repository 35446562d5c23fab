--- The page of a search across all campaigns, for a number or a name.
local campaign_card = require "console.pages.campaign_card"
local h = require "console.html"
local list_table = require "console.pages.list_table"
local lists = require "console.lists"
local parts = require "console.pages.parts"
local search = require "console.search"

--- Above a list: how much of it is shown, if that is not all.
local function limits(request, rows)
  if rows.is_incomplete then
    return h.p { class = "hint",
      request.say("search_incomplete", search.MAX_READ, search.MAX_SHOWN) }
  end
  return #rows < rows.total and h.p { class = "hint",
    request.say("first_of", #rows, rows.total) }
end

local function section(request, name, count, content)
  return count > 0 and h.section { aria_labelledby = name,
    h.div { class = "heading",
      h.h2 { id = name, request.say(name) }, h.p { request.say("count", count) },
    },
    content,
  }
end

local function results(request, found, text)
  local cards = { class = "cards" }
  for i, task in ipairs(found.campaigns) do
    cards[i] = i <= search.MAX_SHOWN and campaign_card(request, task) or nil
  end
  local total = #found.campaigns + found.calls.total + found.customers.total
  return {
    section(request, "tasks", #found.campaigns, h.ul(cards)),
    section(request, "calls", found.calls.total, {
      limits(request, found.calls),
      list_table(request, lists.found_calls, found.calls, found.names),
    }),
    section(request, "customers", found.customers.total, {
      limits(request, found.customers),
      list_table(request, lists.found_customers, found.customers, found.names),
    }),
    total == 0 and h.div { class = "empty",
      h.p { request.say("nothing_found", text) },
      h.p { search.number(text) and request.say "search_numbers"
        or request.say("search_names", search.DAYS) },
    },
  }
end

---@param request console.Request
---@return console.Page
return function(request)
  local say, text = request.say, (request.args.q or ""):match "^%s*(.-)%s*$"
  local is_empty = text == ""
  return {
    title = is_empty and say "search" or say("search_for", text),
    above = { parts.to_tasks(request) },
    h.h1 { is_empty and say "search" or say("search_for", text) },
    is_empty and h.p { say("search_names", search.DAYS) }
      or results(request, search.run(text), text),
  }
end
