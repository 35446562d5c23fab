--- The table of calls. Each links to its page, whose address has the list's filters and page too,
--- so that the way back leads to the same place.
local call_address = require "console.call_address"
local h = require "console.html"

local COLUMNS = { "time", "number", "talked", "ended", "label", "score", "questions" }

local function columns(request)
  local heads = {}
  for i, name in ipairs(COLUMNS) do
    heads[i] = h.th { scope = "col", class = name, request.say(name) }
  end
  return h.thead { h.tr(heads) }
end

local function row(request, call)
  local say, at = request.say, call.connected_at
  local function cell(name, value)
    return h.td { class = name, data_name = say(name), value }
  end
  local address = at and call_address.of_list(request.args, call)
  return h.tr { data_key = call.cdr_sn,
    cell("time", at),
    cell("number", address and h.a { href = address, call.callee } or call.callee),
    cell("talked", say("seconds", tonumber(call.talktimes) or 0)),
    cell("ended", call.endreason),
    cell("label", call.asr_b),
    cell("score", call.asr_c),
    cell("questions", call.asr_d),
  }
end

---@param request console.Request
---@param list ai95.Call[]
return function(request, list)
  local rows = {}
  for i, call in ipairs(list) do
    rows[i] = row(request, call)
  end
  return h.table { class = "calls", aria_labelledby = "calls", columns(request), h.tbody(rows) }
end
