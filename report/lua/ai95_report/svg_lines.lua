--- A chart of lines over time, as svg.lua makes the others, with a small chart of volumes below.
local html = require "ai95_report.html"
local svg = require "ai95_report.svg"

local percent, px = svg.percent, svg.px

local TOP, PLOT = 12, 130
local TICKS, STRIP = 18, 30 -- the labels below; the small second chart
local LABELS = 12           -- at most; on narrow screens every other one

---@class ai95_report.Moment
---@field label string below
---@field values (number|nil)[] one for each line; nil leaves a gap
---@field title string the tooltip
---@field few boolean|nil whether the first value is based on few calls
---@field volume number

---@class ai95_report.Lines
---@field label string a description for screen readers
---@field items ai95_report.Moment[] in the order of time
---@field lines integer how many lines; the first is the main one
---@field max number the value at the top
---@field grid { value: number, label: string }[]
---@field volume string the label of the small chart

local function x_of(given, index)
  return percent((index - 0.5) / #given.items)
end

--- A line through the values that are there, and a point at each, since one between two gaps has no
--- line.
local function line(given, number, base)
  local parts, last = {}, nil
  local class = number == 1 and "line" or "line before"
  for index, item in ipairs(given.items) do
    local value = item.values[number]
    local y = value and px(base - value / given.max * PLOT)
    if value and last then
      parts[#parts + 1] = html.line { class = class, x1 = x_of(given, index - 1), y1 = last,
        x2 = x_of(given, index), y2 = y }
    end
    last = y
  end
  for index, item in ipairs(given.items) do
    local value = item.values[number]
    if value and number == 1 then
      parts[#parts + 1] = html.circle { class = item.few and "point few" or "point",
        cx = x_of(given, index), cy = px(base - value / given.max * PLOT), r = "3" }
    end
  end
  return parts
end

--- What the pointer meets, the label and the volume of a moment.
local function moment(given, index, height, most)
  local item, slot = given.items[index], 1 / #given.items
  local parts = { html.title { item.title }, html.rect {
    class = "hit", x = percent((index - 1) * slot), y = "0", width = percent(slot),
    height = px(height),
  } }
  local every = math.ceil(#given.items / LABELS)
  if (index - 1) % every == 0 then
    local minor = #given.items > LABELS / 2 and (index - 1) / every % 2 == 1
    parts[#parts + 1] = svg.text(minor and "tick minor" or "tick", x_of(given, index),
      TOP + PLOT + 16, item.label)
  end
  if item.volume > 0 then
    local tall = item.volume / most * STRIP
    parts[#parts + 1] = html.rect { class = "volume", x = percent((index - 0.84) * slot),
      y = px(height - 1 - tall), width = percent(0.68 * slot), height = px(tall), rx = "1" }
  end
  return html.g(parts)
end

---@param given ai95_report.Lines
---@return table element
return function(given)
  local base, most = TOP + PLOT, 0
  for _, item in ipairs(given.items) do
    most = math.max(most, item.volume)
  end
  local height = base + TICKS + 26 + STRIP
  local parts, bottom = { svg.grid(given.grid, given.max, base, PLOT) }, px(height - 0.5)
  parts[2] = html.line { class = "base", x1 = "0", x2 = "100%", y1 = bottom, y2 = bottom }
  parts[3] = svg.text("axis start", "-36", base + TICKS + 14, given.volume)
  for index = 1, #given.items do
    parts[#parts + 1] = moment(given, index, height, most)
  end
  for number = given.lines, 1, -1 do -- the main one on top
    parts[#parts + 1] = html.g { class = "drawn", line(given, number, base) }
  end
  return svg.image("columns", height, given.label, parts)
end
