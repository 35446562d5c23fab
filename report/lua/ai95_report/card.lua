--- A card of the page: a heading, its finding in a line, the chart with its keys, and the numbers
--- in a table.
local format = require "ai95_report.format"
local html = require "ai95_report.html"

local card = {}

local LONG = 8 -- rows from which a table with short names is printed in two columns

---@class ai95_report.Table
---@field head string[] the first column names the row
---@field rows (string|number)[][]
---@field text_columns table<integer, true>|nil the columns that hold text, not numbers
---@field short boolean|nil whether the names of the rows fit on one line

local function cells(make, row, given)
  local list = {}
  for i = 2, #row do
    list[i] = make { class = given.text_columns and given.text_columns[i] and "words", row[i] }
  end
  return list
end

--- The table that opens under a chart.
---@param texts table
---@param label string
---@param given ai95_report.Table
---@return table element
function card.numbers(texts, label, given)
  local head, rows = cells(function(content)
    content.scope = "col"
    return html.th(content)
  end, given.head, given), {}
  for i, row in ipairs(given.rows) do
    rows[i] = html.tr { html.th { scope = "row", html.bdi { row[1] } }, cells(html.td, row, given) }
  end
  return html.details {
    html.summary { texts.numbers },
    html.section { -- the keyboard must reach what scrolls
      class = "scroll", tabindex = "0", ["aria-label"] = label,
      html.table {
        class = given.short and (#rows >= LONG and "brief long" or "brief"),
        html.thead { html.tr { html.th { scope = "col", given.head[1] }, head } },
        html.tbody { rows },
      },
    },
  }
end

--- The meaning of the colours and strokes of a chart: { class, text } each.
local function keys(list)
  local items = {}
  for i, key in ipairs(list) do
    items[i] = html.li { html.span { class = "key " .. key[1] }, key[2] }
  end
  return #items > 0 and html.ul { class = "keys", items }
end

---@class ai95_report.Card
---@field title string
---@field finding string|nil
---@field keys table|nil
---@field chart table|nil an element
---@field numbers ai95_report.Table|nil
---@field wide boolean|nil whether it spans both columns of the page
---@field beside boolean|nil whether its table is printed beside its chart

---@param texts table
---@param given ai95_report.Card
---@return table element
function card.new(texts, given)
  return html.section {
    class = "card" .. (given.wide and " wide" or "") .. (given.beside and " beside" or ""),
    html.h2 { given.title },
    given.finding and html.p { class = "finding", given.finding },
    keys(given.keys or {}),
    given.chart,
    given.numbers and card.numbers(texts, given.title, given.numbers),
  }
end

--- "70.1%–82.3%", or a dash.
---@param low number|nil 0 to 1
---@param high number|nil
---@return string
function card.interval(low, high)
  return low and format.percent(low) .. "–" .. format.percent(high) or format.NONE
end

return card
