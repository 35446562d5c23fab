--- A chart of cells in rows and columns, as svg.lua makes the others.
local html = require "ai95_report.html"
local svg = require "ai95_report.svg"

local percent, px = svg.percent, svg.px

local ROW, GAP = 28, 2 -- pixels
local TICKS = 18       -- the labels below

---@class ai95_report.Cell
---@field level integer|nil 1 to 5; nil draws it hollow
---@field text string
---@field title string the tooltip

---@class ai95_report.Cells
---@field label string a description for screen readers
---@field rows string[] their labels
---@field columns { label: string, minor: boolean|nil }[] minor: omitted on narrow screens
---@field cells (ai95_report.Cell|nil)[][] by row and column; nil leaves it empty

local function cell(given, row, column)
  local each = given.cells[row][column]
  if not each then
    return nil
  end
  local slot, top = 1 / #given.columns, (row - 1) * ROW
  return html.g {
    html.title { each.title },
    html.rect {
      class = each.level and "heat heat-" .. each.level or "heat few",
      x = percent((column - 0.97) * slot), y = px(top + GAP / 2), width = percent(0.94 * slot),
      height = px(ROW - GAP), rx = "2",
    },
    svg.text(each.level == 5 and "cell top" or "cell", percent((column - 0.5) * slot), top + 18,
      each.text),
  }
end

---@param given ai95_report.Cells
---@return table element
return function(given)
  local base, parts = #given.rows * ROW, {}
  for row, label in ipairs(given.rows) do
    parts[#parts + 1] = svg.text("axis", "-8", (row - 1) * ROW + 18, label)
    for column = 1, #given.columns do
      parts[#parts + 1] = cell(given, row, column) or false
    end
  end
  for column, head in ipairs(given.columns) do
    parts[#parts + 1] = svg.text(head.minor and "tick minor" or "tick",
      percent((column - 0.5) / #given.columns), base + 15, head.label)
  end
  return svg.image("columns", base + TICKS, given.label, parts)
end
