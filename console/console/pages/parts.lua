--- Parts of several pages.
local campaigns = require "console.campaigns"
local choices = require "console.choices"
local forms = require "console.forms"
local h = require "console.html"
local language = require "console.language"
local operations = require "console.operations"
local platform = require "console.platform"
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
  return #items > 0 and h.dl(items)
end

--- What the library has said, as an element; in the visitor's language, if that is known.
---@param element fun(content: table): table
---@param sentence string
function parts.retold(request, element, sentence)
  local said, code = language.retell(sentence, request.language)
  return element { lang = code ~= request.language and code or nil, said }
end

function parts.task_name(request, task)
  local name = tostring(task.source or "")
  return name:find "%S" and name or request.say "unnamed"
end

--- A link to the campaigns for the page's trail, as the visitor saw them last.
function parts.to_tasks(request)
  return { href = choices.last_list() or "/", text = request.say "tasks" }
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
      { say "waiting", campaigns.waiting(task) },
    },
  }
end

--- A length of time in its two largest units.
---@param seconds number
function parts.duration(request, seconds)
  local minutes = math.ceil(seconds / 60)
  if minutes < 60 then
    return request.say("minutes", minutes)
  end
  local hours = math.floor(minutes / 60)
  if hours < 24 then
    return request.say("hours", hours, minutes % 60)
  end
  return request.say("days", math.floor(hours / 24), hours % 24)
end

--- The form that carries out an operation.
---@param operation console.Operation
function parts.operation_form(request, operation, task, text)
  local say, action, sn = request.say, "/" .. operation.name, task.dial_task_main_sn
  local people = operation.people and tostring(operation.people(task) or "") or ""
  local label = say(operation.name .. "_named", parts.task_name(request, task))
  return h.form { method = "post", action = action,
    h.input { type = "hidden", name = "sn", value = sn },
    h.input { type = "hidden", name = "people", value = people },
    h.input {
      type = "hidden", name = "token",
      value = forms.token(request, action, sn .. " " .. people),
    },
    h.button {
      type = "submit", class = operation.name, aria_label = not operation.people and label, text,
    },
  }
end

--- The operations that are possible now: forms, and links to the pages that ask for confirmation.
function parts.operations(request, task)
  local list, say = {}, request.say
  if request.user.role ~= "operator" then
    return nil
  end
  for _, operation in ipairs(operations) do
    local wording = operations.wording(operation, task)
    local is_possible = operations.is_possible(operation, task)
    if is_possible and operation.people then
      list[#list + 1] = h.a {
        class = "button " .. operation.name,
        href = url("/" .. operation.name, { sn = task.dial_task_main_sn }),
        aria_label = say(wording .. "_named", parts.task_name(request, task)),
        say(wording),
      }
    elseif is_possible then
      list[#list + 1] = parts.operation_form(request, operation, task, say(wording))
    end
  end
  return #list > 0 and h.div { class = "operations", list }
end

--- The address of this page with other parameters; "" leaves one out.
function parts.here(request, changes)
  local args = {}
  for name, value in pairs(request.args) do
    args[name] = value
  end
  for name, value in pairs(changes) do
    args[name] = value
  end
  return url(request.path, args)
end

--- The link that switches updating on or off, and when the page was last updated. The visitor
--- decides, since moving text disturbs reading.
function parts.updating(request, under_way)
  local on, say = choices.is_updating(), request.say
  if not on and not under_way then
    return nil
  end
  return h.p { class = "refresh", id = "updating", data_live = true,
    on and h.span { class = "updated", data_late = say "not_updated",
      say("updated", platform.now():sub(12)) },
    h.a { href = parts.here(request, { update = on and "off" or "on" }), rel = "nofollow",
      say(on and "refresh_off" or "refresh_on") },
  }
end

--- Links to the first and the last page, and to those before and after.
function parts.pages(request, index, size, total)
  local last = math.max(0, math.ceil((total or 0) / size) - 1)
  local function link(to, rel, text)
    local address = parts.here(request, { pageIndex = to > 0 and to or "" })
    return h.a { class = "button quiet", rel = rel, href = address, request.say(text) }
  end
  return (last > 0 or index > 0) and h.nav { class = "pages", aria_label = request.say "pages",
    index > 1 and link(0, nil, "first"),
    index > 0 and link(math.min(index - 1, last), "prev", "previous"),
    h.span { request.say("page_of", index + 1, last + 1) },
    index < last and link(index + 1, "next", "next"),
    index < last - 1 and link(last, nil, "last"),
  }
end

return parts
