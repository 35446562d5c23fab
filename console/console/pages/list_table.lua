--- The table of a list, with headings that sort it.
local call_address = require "console.call_address"
local h = require "console.html"
local listing = require "console.listing"
local mask = require "console.mask"
local parts = require "console.pages.parts"
local url = require("console.request").url

--- What a cell shows.
local function text_of(request, column, row, names)
  local value = row[column.field]
  if column.name == "talked" then
    return request.say("seconds", tonumber(value) or 0)
  elseif column.name == "campaign" then
    return h.a { href = url("/task", { sn = value }), names[value] or "?" }
  elseif value == nil then
    return nil
  elseif column.name == "number" and request.user.sees_masked then
    return mask.phone(value)
  end
  return value
end

--- Where a row's number leads.
local addresses = {
  calls = function(request, row)
    return row.connected_at and call_address.of_list(request.args, row)
  end,
  customers = function(request, row)
    local args = request.args
    if request.user.sees_masked then
      return nil -- the address would have the number
    end
    return args.sn and url("/task", { sn = args.sn, callee = row.phone })
      or url("/search", { q = row.phone })
  end,
}

local function head(request, list, rows)
  local heads, column, descending = {}, listing.sort_of(list, request.args)
  for i, each in ipairs(list.columns) do
    local is_sorted = rows.can_sort and column == each
    local content = request.say(each.name)
    if rows.can_sort then
      local name = is_sorted and not descending and "-" .. each.name or each.name
      content = h.a { href = parts.here(request, { sort = name, pageIndex = "" }), content }
    end
    heads[i] = h.th {
      scope = "col", class = each.name, content,
      aria_sort = is_sorted and (descending and "descending" or "ascending"),
    }
  end
  return h.thead { h.tr(heads) }
end

local function body(request, list, rows, names)
  local lines = {}
  for i, row in ipairs(rows) do
    local cells = { data_key = row[list.key] }
    for j, column in ipairs(list.columns) do
      local content = text_of(request, column, row, names)
      local address = column.name == "number" and content
        and addresses[list.name](request, row)
      cells[j] = h.td { class = column.name, data_name = request.say(column.name),
        address and h.a { href = address, content } or content }
    end
    lines[i] = h.tr(cells)
  end
  return h.tbody(lines)
end

---@param request console.Request
---@param list console.List
---@param rows console.Rows
---@param names table<string, string>|nil of the campaigns, if the list shows them
return function(request, list, rows, names)
  return {
    h.table {
      class = "list " .. list.name .. (rows.can_sort and "" or " unsorted"),
      aria_label = request.say(list.name),
      head(request, list, rows), body(request, list, rows, names),
    },
    rows.total > listing.MAX_SORTED and h.p { class = "hint",
      request.say("too_long_to_sort", listing.MAX_SORTED) },
  }
end
