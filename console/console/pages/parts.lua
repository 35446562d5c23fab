--- Parts of several pages.
local forms = require "console.forms"
local h = require "console.html"
local url = require("console.request").url

local parts = {}

--- A list of terms: { { "Created", "2018-05-08" }, … }, without those that lack a value.
function parts.facts(list)
  local items = { class = "facts" }
  for _, fact in ipairs(list) do
    local value = fact[2]
    if value ~= nil and tostring(value):find "%S" then
      items[#items + 1] = h.div { h.dt { fact[1] }, h.dd { value } }
    end
  end
  return h.dl(items)
end

function parts.task_name(request, task)
  local name = tostring(task.source or "")
  return name:find "%S" and name or request.say "unnamed"
end

function parts.state(request, task)
  return h.span { class = "state " .. task.state, request.say(task.state) }
end

--- The platform gives some of a task's numbers as strings.
function parts.progress(request, task)
  local say = request.say
  local total, sent = tonumber(task.total_count) or 0, tonumber(task.send_count) or 0
  local text = say("progress", sent, total)
  return h.div { class = "progress",
    h.progress { max = math.max(total, 1), value = math.min(sent, total), aria_label = text },
    h.p { text },
    parts.facts {
      { say "connected", task.success },
      { say "not_connected", task.fail },
      { say "waiting", task.unsend_count },
    },
  }
end

-- The operations of each state. Resuming also starts a task that has not begun.
local operations = {
  sending = { "pause" },
  calling = { "pause" },
  paused = { "resume" },
  unsent = { "resume" },
  unknown = { "pause", "resume" },
}

--- The forms that pause and resume a task.
function parts.operations(request, task)
  local list, say, sn = {}, request.say, task.dial_task_main_sn
  for i, operation in ipairs(operations[task.state] or {}) do
    local action = "/" .. operation
    local label = say(operation .. "_named", parts.task_name(request, task))
    list[i] = h.form { method = "post", action = action,
      h.input { type = "hidden", name = "sn", value = sn },
      h.input { type = "hidden", name = "token", value = forms.token(request, action, sn) },
      h.button { type = "submit", class = operation, aria_label = label, say(operation) },
    }
  end
  return #list > 0 and h.div { class = "operations", list }
end

function parts.is_under_way(task)
  return task.state == "sending" or task.state == "calling"
end

--- The address of this page with other parameters.
local function here(request, changes)
  local args = {}
  for name, value in pairs(request.args) do
    args[name] = value
  end
  for name, value in pairs(changes) do
    args[name] = value
  end
  return url(request.path, args)
end

--- A link that switches automatic reloading (see the layout) on or off. The visitor decides, since
--- reloading disturbs reading.
function parts.refresh_link(request, under_way)
  local on = request.args.refresh == "on"
  local text = request.say(on and "refresh_off" or "refresh_on")
  local address = here(request, { refresh = on and "" or "on" })
  return (on or under_way) and h.p { class = "refresh", h.a { href = address, text } }
end

--- The page of a list in the address, counted from 0.
function parts.page_index(request)
  local text = request.args.pageIndex or ""
  return text:find "^%d+$" and #text < 10 and tonumber(text) or 0
end

--- Links to the pages before and after.
function parts.pages(request, index, size, total)
  local last = math.max(0, math.ceil((total or 0) / size) - 1)
  local function link(to, rel, text)
    local address = here(request, { pageIndex = to })
    return h.a { class = "button quiet", rel = rel, href = address, request.say(text) }
  end
  return (last > 0 or index > 0) and h.nav { class = "pages", aria_label = request.say "pages",
    index > 0 and link(math.min(index - 1, last), "prev", "previous"),
    h.span { request.say("page_of", index + 1, last + 1) },
    index < last and link(index + 1, "next", "next"),
  }
end

return parts
