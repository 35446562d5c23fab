--- The cards of rates: by hour, by weekday.
local card = require "ai95_cli.report.card"
local format = require "ai95_cli.report.format"
local statistics = require "ai95_cli.report.statistics"
local svg = require "ai95_cli.report.svg"

local rates = {}

local GRID = { 0, 0.25, 0.5, 0.75, 1 }
local FIRST, LAST = 8, 20 -- the hours that are always shown; others where there were calls

--- What the pointer is told of a rate.
---@param words table
---@param name string
---@param group ai95_cli.report.Group
---@return string
function rates.point(words, name, group)
  local low, high = statistics.interval(group.connected, group.calls)
  local text = format.fill(words.rate_point, {
    name = name, connected = format.whole(group.connected), calls = format.whole(group.calls),
    rate = format.rate(group.connected, group.calls),
  })
  return low and text .. format.fill(words.rate_point_interval, {
    low = format.percent(low), high = format.percent(high),
  }) or text
end

local function column(words, group, label, name)
  local low, high = statistics.interval(group.connected, group.calls)
  return {
    label = label, title = rates.point(words, name, group), value = group.calls > 0 and group.connected / group.calls or nil,
    few = group.calls < statistics.FEW, low = low, high = high,
  }
end

--- The highest and the lowest rate among those that rest on enough calls, where they differ by more than chance may do.
local function finding(words, kind, named)
  local best, worst, enough = nil, nil, 0
  for _, each in ipairs(named) do
    local group = each.group
    if group.calls >= statistics.FEW then
      each.rate, enough = group.connected / group.calls, enough + 1
      best = (not best or each.rate > best.rate) and each or best
      worst = (not worst or each.rate < worst.rate) and each or worst
    end
  end
  if enough < 2 then
    return format.fill(words[kind .. "_thin"], { few = statistics.FEW })
  end
  local least_best = statistics.interval(best.group.connected, best.group.calls)
  local _, most_worst = statistics.interval(worst.group.connected, worst.group.calls)
  if least_best <= most_worst then
    return words[kind .. "_alike"]
  end
  return format.fill(words.extremes, {
    best = best.name, worst = worst.name, bestRate = format.percent(best.rate), worstRate = format.percent(worst.rate),
  })
end

local function numbers(words, heading, named)
  local rows = {}
  for i, each in ipairs(named) do
    local group = each.group
    rows[i] = {
      each.name, format.whole(group.calls), format.whole(group.connected), format.rate(group.connected, group.calls),
      card.interval(statistics.interval(group.connected, group.calls)),
    }
  end
  return { head = { heading, words.h_calls, words.h_connected, words.h_rate, words.h_interval }, rows = rows, short = true }
end

local function grid()
  local lines = {}
  for i, value in ipairs(GRID) do
    lines[i] = { value = value, label = ("%d%%"):format(value * 100) }
  end
  return lines
end

--- What the keys of a chart of rates say.
---@param words table
---@return table
function rates.keys(words)
  return { { "few", format.fill(words.few_key, { few = statistics.FEW }) }, { "whisker", words.whisker_key } }
end

local function rate_card(words, kind, heading, named, chart)
  chart.label, chart.max, chart.grid = words[kind .. "_title"], 1, grid()
  return card.new(words, {
    title = words[kind .. "_title"], finding = finding(words, kind, named), keys = rates.keys(words), wide = kind == "hours",
    chart = svg.columns(chart), numbers = numbers(words, heading, named),
  })
end

---@param words table
---@param numbers_of ai95_cli.report.Numbers
---@return table element
function rates.hours(words, numbers_of)
  local first, last = FIRST, LAST
  for hour = 0, 23 do
    if numbers_of.hours[hour].calls > 0 then
      first, last = math.min(first, hour), math.max(last, hour)
    end
  end
  local named, columns, most = {}, {}, 0
  for hour = first, last do
    local group, name = numbers_of.hours[hour], format.fill(words.hour_span, { hour = ("%02d"):format(hour) })
    named[#named + 1] = { name = name, group = group }
    local item = column(words, group, tostring(hour), name)
    item.minor, item.volume = hour % 2 == 1, group.calls
    columns[#columns + 1] = item
    most = math.max(most, group.calls)
  end
  return rate_card(words, "hours", words.h_hour, named, {
    items = columns, volume = format.fill(words.hours_volume, { n = format.whole(most) }),
  })
end

---@param words table
---@param numbers_of ai95_cli.report.Numbers
---@return table element
function rates.weekdays(words, numbers_of)
  local named, columns = {}, {}
  for weekday = 1, 7 do
    local group, name = numbers_of.weekdays[weekday], words.weekdays[weekday]
    named[weekday] = { name = name, group = group }
    columns[weekday] = column(words, group, name, name)
    columns[weekday].note = format.short(group.calls, words)
    columns[weekday].text = group.calls > 0 and ("%.0f%%"):format(group.connected / group.calls * 100) or nil
  end
  return rate_card(words, "weekdays", words.h_weekday, named, { items = columns, notes = "n" })
end

return rates
