--- The page of a campaign and its calls.
local filters = require "console.filters"
local h = require "console.html"
local parts = require "console.pages.parts"
local platform = require "console.platform"
local url = require("console.request").url

local SIZE = 50

local function columns(request)
  local heads = {}
  for i, name in ipairs { "time", "number", "talked", "ended", "label", "score", "questions" } do
    heads[i] = h.th { scope = "col", request.say(name) }
  end
  return h.thead { h.tr(heads) }
end

local function row(request, call)
  local say, at = request.say, call.connected_at
  local function cell(name, value)
    return h.td { class = name, data_name = say(name), value }
  end
  local address = at and url("/call", { task = request.args.sn, sn = call.cdr_sn, at = at })
  return h.tr {
    cell("time", at),
    cell("number", address and h.a { href = address, call.callee } or call.callee),
    cell("talked", say("seconds", tonumber(call.talktimes) or 0)),
    cell("ended", call.endreason),
    cell("label", call.asr_b),
    cell("score", call.asr_c),
    cell("questions", call.asr_d),
  }
end

local function calls_table(request, list)
  local rows = {}
  for i, call in ipairs(list) do
    rows[i] = row(request, call)
  end
  return h.table { class = "calls", aria_labelledby = "calls", columns(request), h.tbody(rows) }
end

---@param request console.Request
---@return console.Page
return function(request)
  local say, sn = request.say, request.args.sn or ""
  local params, active = filters.read(filters.calls, request.args)
  params.dial_task_main_sn = sn
  params.pageIndex, params.pageSize = parts.page_index(request), SIZE

  local task, calls, ai_users = platform.together(
    function(client) return client.tasks:get(sn) end,
    function(client) return client.calls:list(params) end,
    function(client) return client.ai_users:list() end)

  local name = parts.task_name(request, task)
  return {
    title = name, above = { { href = "/", text = say "tasks" } },
    h.section { class = "card task", aria_labelledby = "task",
      h.div { class = "title", h.h1 { id = "task", name }, parts.state(request, task) },
      parts.progress(request, task),
      h.div { class = "about",
        parts.facts {
          { say "created", task.created_at },
          { say "ai_user", task.user_name },
          { say "template", task.project_caption },
          { say "operator", task.operator },
          { say "mark", task.mark },
        },
        parts.operations(request, task),
      },
    },
    h.section { aria_labelledby = "calls",
      h.div { class = "heading",
        h.h2 { id = "calls", say "calls" }, h.p { say("count", calls.total or #calls) },
        parts.refresh_link(request, parts.is_under_way(task)),
      },
      filters.form(request, filters.calls, active,
        { ai_user_sn = filters.ai_users(ai_users) }, { sn = sn }),
      #calls > 0 and calls_table(request, calls)
        or h.div { class = "empty", h.p { say "no_calls" }, h.p { say "no_calls_hint" } },
      parts.pages(request, params.pageIndex, SIZE, calls.total),
    },
  }
end
