--- Charts as inline SVG. Horizontal positions are percentages, so that a chart fills its card and
--- the text keeps its size; heights are pixels. Colours come from the page's style, by class.
local format = require "ai95_report.format"
local html = require "ai95_report.html"

local svg = {}

--- A horizontal position or width.
---@param share number 0 to 1
function svg.percent(share)
  return ("%.2f%%"):format(share * 100)
end

function svg.px(number)
  return ("%.1f"):format(number)
end

function svg.text(class, x, y, content)
  return html.text { class = class, x = x, y = svg.px(y), content }
end

--- A chart's element: a single image for a screen reader; the table next to it has the numbers.
function svg.image(class, height, label, content)
  return html.svg {
    class = "chart " .. class, width = "100%", height = svg.px(height), role = "img",
    ["aria-label"] = label, content,
  }
end

local percent, px, text, image = svg.percent, svg.px, svg.text, svg.image

--- Horizontal lines with labels at their left.
---@param lines { value: number, label: string }[]
---@param max number the value at the top
---@param base number the height of 0
---@param plot number pixels from 0 to the top
function svg.grid(lines, max, base, plot)
  local parts = {}
  for _, line in ipairs(lines) do
    local y = base - line.value / max * plot
    parts[#parts + 1] = html.line { class = line.value == 0 and "base" or "grid", x1 = "0",
      x2 = "100%", y1 = px(y), y2 = px(y) }
    parts[#parts + 1] = text("axis", "-8", y + 4, line.label)
  end
  return parts
end

local TOP, PLOT = 22, 150         -- space for the text above the highest column; the columns
local MIN_SLOTS = 7               -- a single column is not as wide as the chart
local MANY = 8                    -- with more columns than this, a phone has no room for all values
local TICKS, STRIP = 18, 30       -- the labels below the columns; the small second chart

---@class ai95_report.Column
---@field label string under the column
---@field note string|nil under the label
---@field minor boolean|nil whether the label is omitted on narrow screens
---@field value number|nil without it there is no column
---@field text string|nil over the column
---@field title string the tooltip
---@field few boolean|nil whether the value is based on few calls
---@field low number|nil the confidence interval
---@field high number|nil
---@field volume number|nil the height in the small chart

--- The confidence interval: a line across the end of the bar.
local function whisker(attributes)
  attributes.class = "whisker"
  return html.line(attributes)
end

local function column(chart, item, index, base)
  local slot = 1 / math.max(#chart.items, MIN_SLOTS)
  local left, centre = (index - 0.84) * slot, percent((index - 0.5) * slot)
  local width = percent(0.68 * slot)
  local function y(value)
    return base - value / chart.max * PLOT
  end
  local parts = { html.title { item.title }, html.rect {
    class = "hit", x = percent((index - 1) * slot), y = "0", width = percent(slot),
    height = px(chart.height),
  } }
  if item.value then
    parts[#parts + 1] = html.rect {
      class = item.few and "bar few" or "bar", x = percent(left), y = px(y(item.value)),
      width = width,
      height = px(base - y(item.value)), rx = "2",
    }
  end
  if item.low then
    parts[#parts + 1] = whisker { x1 = centre, x2 = centre, y1 = px(y(item.low)),
      y2 = px(y(item.high)) }
  end
  if item.text then
    local class = #chart.items > MANY and "value minor" or "value"
    parts[#parts + 1] = text(class, centre, y(math.max(item.value or 0, item.high or 0)) - 6,
      item.text)
  end
  parts[#parts + 1] = text(item.minor and "tick minor" or "tick", centre, base + 16, item.label)
  if item.note then
    parts[#parts + 1] = text("tick note", centre, base + 31, item.note)
  end
  if item.volume and chart.most_volume > 0 then
    local height = item.volume / chart.most_volume * STRIP
    parts[#parts + 1] = html.rect {
      class = "volume", x = percent(left), y = px(chart.height - 1 - height), width = width,
      height = px(height), rx = "1",
    }
  end
  return html.g(parts)
end

---@class ai95_report.Columns
---@field label string a description for screen readers
---@field items ai95_report.Column[]
---@field max number the value at the top
---@field grid { value: number, label: string }[] horizontal lines
---@field notes string|nil the label of the columns' notes
---@field volume string|nil the label of the small chart

--- Vertical bars. With `volume`, a small chart below shows the number of calls behind each.
---@param given ai95_report.Columns
---@return table element
function svg.columns(given)
  local base, noted, most_volume = TOP + PLOT, false, 0
  for _, item in ipairs(given.items) do
    noted = noted or item.note ~= nil
    most_volume = math.max(most_volume, item.volume or 0)
  end
  local ticks = TICKS + (noted and 15 or 0)
  local height = base + ticks + 4 + (given.volume and 22 + STRIP or 0)
  local chart = { items = given.items, max = given.max, most_volume = most_volume, height = height }
  local parts = svg.grid(given.grid, given.max, base, PLOT)
  if given.notes then
    parts[#parts + 1] = text("axis", "-8", base + 31, given.notes)
  end
  if given.volume then
    local y = px(height - 0.5)
    parts[#parts + 1] = html.line { class = "base", x1 = "0", x2 = "100%", y1 = y, y2 = y }
    parts[#parts + 1] = text("axis start", "-36", base + ticks + 14, given.volume)
  end
  for index, item in ipairs(given.items) do
    parts[#parts + 1] = column(chart, item, index, base)
  end
  return image("columns", height, given.label, parts)
end

local ROW, BAR = 42, 10 -- pixels
local NARROW, WIDE = 20, 44 -- the columns of a name, on a phone and elsewhere

--- A name above its bar. SVG text does not wrap, so a long name is there twice, cut for phones and
--- for wide screens.
local function name_of(name, y)
  local short, long = format.fit(name, NARROW), format.fit(name, WIDE)
  if short == long then
    return text("name", "0", y, name)
  end
  return { text("name short", "0", y, short), text("name long", "0", y, long) }
end

---@class ai95_report.Row
---@field name string
---@field text string its numbers, at the end of the line
---@field title string the tooltip
---@field parts { value: number, class: string }[] one after the other
---@field few boolean|nil
---@field low number|nil
---@field high number|nil

local function row(chart, item, index)
  local top = (index - 1) * ROW
  local bar, reached = top + 21, 0
  local parts = { html.title { item.title }, html.rect {
    class = "hit", x = "0", y = px(top), width = "100%", height = px(ROW),
  } }
  parts[3] = name_of(item.name, top + 14)
  parts[4] = text("number", "100%", top + 14, item.text)
  parts[5] = html.rect { class = "track", x = "0", y = px(bar), width = "100%", height = px(BAR),
    rx = "2" }
  for _, part in ipairs(item.parts) do
    local width = part.value / chart.max
    if width > 0 then
      parts[#parts + 1] = html.rect {
        class = part.class .. (item.few and " few" or ""), x = percent(reached), y = px(bar),
        width = percent(math.max(width, 0.004)), height = px(BAR), rx = "2",
      }
    end
    reached = reached + width
  end
  if item.low then
    parts[#parts + 1] = whisker {
      x1 = percent(item.low / chart.max), x2 = percent(item.high / chart.max),
      y1 = px(bar + BAR / 2), y2 = px(bar + BAR / 2),
    }
  end
  return html.g(parts)
end

---@class ai95_report.Rows
---@field label string a description for screen readers
---@field items ai95_report.Row[]
---@field max number the value at the right edge
---@field mark number|nil a value that a line marks in all rows

--- Horizontal bars, each below its name and numbers.
---@param given ai95_report.Rows
---@return table element
function svg.rows(given)
  local parts, height = {}, #given.items * ROW
  for index, item in ipairs(given.items) do
    parts[index] = row(given, item, index)
  end
  if given.mark then
    for index = 1, #given.items do
      local x, top = percent(given.mark / given.max), (index - 1) * ROW
      parts[#parts + 1] = html.line { class = "mark", x1 = x, x2 = x, y1 = px(top + 17),
        y2 = px(top + 35) }
    end
  end
  return image("rows", height, given.label, parts)
end

return svg
