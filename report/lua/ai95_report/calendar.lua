--- The cards of rates by day, against the period before, and by hour and weekday.
local ai95 = require "ai95"
local card = require "ai95_report.card"
local format = require "ai95_report.format"
local rates = require "ai95_report.rates"
local statistics = require "ai95_report.statistics"
local svg_cells = require "ai95_report.svg_cells"
local svg_lines = require "ai95_report.svg_lines"
local trend = require "ai95_report.trend"

local dates = ai95.dates

local calendar = {}

local LEVELS = 5

--- The name of a step: its date and weekday, or its dates.
local function step_name(texts, step)
  if step.from ~= step.to then
    return format.range(texts, step.from, step.to)
  end
  local _, _, weekday = dates.place(dates.parse(step.from))
  return ("%s %s"):format(step.from, texts.weekdays[weekday])
end

local function rate_of(group)
  return group.calls > 0 and group.connected / group.calls or nil
end

--- Whether the period before has calls to show.
local function has_before(data)
  return data.previous ~= nil and data.previous.numbers.total.calls > 0
end

--- What changed since the period before.
local function finding(texts, data)
  local now, previous = data.numbers.total, data.previous
  if not previous then
    return nil
  end
  local before = previous.numbers.total
  local range = format.range(texts, previous.from:sub(1, 10), previous.to:sub(1, 10))
  if before.calls == 0 then
    return format.fill(texts.trend_nothing, { range = range })
  end
  local verdict = math.min(now.calls, before.calls) < statistics.FEW and "few"
    or statistics.compare(now, before)
  return format.fill(texts["trend_" .. verdict], {
    range = range, calls = format.whole(now.calls), callsBefore = format.whole(before.calls),
    rate = format.rate(now.connected, now.calls),
    rateBefore = format.rate(before.connected, before.calls),
  })
end

local function table_of(texts, data, steps)
  local rows = {}
  for i, step in ipairs(steps) do
    local group, before = step.group, step.before
    rows[i] = {
      step_name(texts, step), format.whole(group.calls), format.whole(group.connected),
      format.rate(group.connected, group.calls),
    }
    if has_before(data) then
      rows[i][5], rows[i][6] = format.whole(before.calls),
        format.rate(before.connected, before.calls)
    end
  end
  local head = { texts.h_day, texts.h_calls, texts.h_connected, texts.h_rate }
  if has_before(data) then
    head[5], head[6] = texts.h_calls_before, texts.h_rate_before
  end
  return { head = head, rows = rows, short = true }
end

local function chart_of(texts, data, steps)
  local items, most = {}, 0
  for i, step in ipairs(steps) do
    local title = rates.point(texts, step_name(texts, step), step.group)
    if has_before(data) then
      title = title .. format.fill(texts.trend_point, {
        connected = format.whole(step.before.connected), calls = format.whole(step.before.calls),
        rate = format.rate(step.before.connected, step.before.calls),
      })
    end
    items[i] = {
      label = step.from:sub(6), title = title, few = step.group.calls < statistics.FEW,
      values = { rate_of(step.group), step.before and rate_of(step.before) or nil },
      volume = step.group.calls,
    }
    most = math.max(most, step.group.calls)
  end
  return svg_lines {
    label = texts.trend_title, items = items, lines = has_before(data) and 2 or 1,
    max = 1, grid = rates.grid(),
    volume = format.fill(texts.hours_volume, { n = format.whole(most) }),
  }
end

--- The connected rate day by day. Of a single day there is no chart.
---@param texts table
---@param data ai95_report.Collected
---@return table|nil element
function calendar.trend(texts, data)
  local steps = trend.steps(data)
  if #steps == 1 and not data.previous then
    return nil
  end
  local keys = { { "now", texts.now_key } }
  if has_before(data) then
    keys[2] = { "before", texts.before_key }
  end
  keys[#keys + 1] = { "few", format.fill(texts.few_key, { few = statistics.FEW }) }
  return card.new(texts, {
    title = texts.trend_title, finding = finding(texts, data), wide = true,
    keys = #steps > 1 and keys or nil, chart = #steps > 1 and chart_of(texts, data, steps) or nil,
    numbers = table_of(texts, data, steps),
  })
end

--- The lowest and the highest rate of the cells that have enough calls.
---@return number|nil low nil if fewer than two have
---@return number|nil high
local function extremes(cells)
  local low, high, count = 1, 0, 0
  for weekday = 1, 7 do
    for hour = 0, 23 do
      local group = cells[weekday][hour]
      if group.calls >= statistics.FEW then
        low, high = math.min(low, rate_of(group)), math.max(high, rate_of(group))
        count = count + 1
      end
    end
  end
  if count > 1 then
    return low, high
  end
end

local function level_of(rate, low, high)
  return high > low and math.min(LEVELS, math.floor((rate - low) / (high - low) * LEVELS) + 1) or 1
end

--- The meaning of the levels.
local function level_keys(texts, low, high)
  local keys = {}
  for level = 1, high > low and LEVELS or 1 do
    local step = (high - low) / LEVELS
    keys[level] = { "heat-" .. level, card.interval(low + (level - 1) * step, low + level * step) }
  end
  keys[#keys + 1] = { "few", format.fill(texts.few_key, { few = statistics.FEW }) }
  return keys
end

local function cell_of(texts, name, group, low, high)
  if group.calls == 0 then
    return nil
  end
  local rate = rate_of(group)
  return {
    level = group.calls >= statistics.FEW and level_of(rate, low, high) or nil,
    text = ("%.0f"):format(rate * 100), title = rates.point(texts, name, group),
  }
end

--- The connected rate by hour and weekday; nothing if there are too few calls, or calls on one
--- weekday only.
---@param texts table
---@param numbers ai95_report.Aggregate
---@return table|nil element
function calendar.week(texts, numbers)
  local low, high = extremes(numbers.cells)
  local first, last = rates.hour_range(numbers)
  local labels, rows, cells, head, columns = {}, {}, {}, { texts.h_hour }, {}
  for weekday = 1, 7 do
    if numbers.weekdays[weekday].calls > 0 then
      labels[#labels + 1], cells[#cells + 1] = texts.weekdays[weekday], {}
      head[#head + 1] = texts.weekdays[weekday]
    end
  end
  if not low or #labels < 2 then
    return nil
  end
  for hour = first, last do
    local row, column = { rates.hour_name(texts, hour) }, hour - first + 1
    columns[column] = { label = tostring(hour), minor = hour % 2 == 1 }
    for weekday = 1, 7 do
      local group = numbers.cells[weekday][hour]
      if numbers.weekdays[weekday].calls > 0 then
        local name = ("%s %s"):format(texts.weekdays[weekday], row[1])
        cells[#row][column] = cell_of(texts, name, group, low, high)
        row[#row + 1] = group.calls > 0 and ("%s (%s)"):format(
          format.rate(group.connected, group.calls), format.whole(group.calls)) or format.NONE
      end
    end
    rows[column] = row
  end
  return card.new(texts, {
    title = texts.week_title, finding = texts.week_finding, wide = true,
    keys = level_keys(texts, low, high),
    chart = svg_cells { label = texts.week_title, rows = labels, columns = columns, cells = cells },
    numbers = { head = head, rows = rows },
  })
end

return calendar
