--- Shows what the library's check found in a list.
local h = require "console.html"
local parts = require "console.pages.parts"
local url = require("console.request").url

local found = {}

local SHOWN = 20 -- problems

---@param request console.Request
---@param checked ai95.Checked
function found.facts(request, checked)
  local say, format = request.say, checked.format or {}
  local function unless_none(number)
    return number and number > 0 and number or nil
  end
  return parts.facts {
    { say "people", checked.rows },
    { say "refused_rows", unless_none(checked.refused) },
    { say "already_in", unless_none(checked.already_in) },
    { say "cleaned", unless_none(checked.cleaned) },
    { say "format", format.type == "xlsx" and "xlsx · " .. tostring(format.sheet)
      or format.encoding and "CSV · " .. format.encoding },
    { say "hidden_rows", unless_none(format.hidden) },
    { say "columns", table.concat(checked.columns, "、") },
    { say "missing_columns", table.concat(checked.missing_columns, "、") },
  }
end

--- Why rows were refused, and a link to these rows.
---@param list console.CustomerList
function found.problems(request, list, checked)
  local say, items = request.say, {}
  if checked.refused == 0 then
    return nil
  end
  for i = 1, math.min(SHOWN, #checked.problems) do
    local each = checked.problems[i]
    items[i] = h.li { say("line", each.row), parts.retold(request, h.span, each.problem) }
  end
  return h.div { class = "refused",
    h.h3 { say("refused_count", checked.refused) },
    h.ul(items),
    checked.refused > #items and h.p { class = "hint", say("first_of", #items, checked.refused) },
    h.p { h.a { href = url("/import/refused", { id = list.id }), download = true,
      say "download_refused" } },
  }
end

--- The list cannot be read.
function found.unreadable(request, err)
  return h.div { class = "notice bad", role = "alert",
    h.p { request.say "unreadable_list" }, parts.retold(request, h.p, found.reason(err)),
    h.p { h.a { href = "/import", request.say "other_list" } },
  }
end

--- The library's message, without the path of the file on this machine.
---@param err ai95.Error
---@return string
function found.reason(err)
  return (tostring(err):gsub("^ai95: ", ""):gsub("lists/%x+%.list[:,]? ?", "")
    :gsub("ledgers/%x+[:,]? ?", ""))
end

return found
