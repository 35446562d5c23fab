--- The cards of rates: by hour, by weekday.
local card = require "ai95_report.card"
local format = require "ai95_report.format"
local statistics = require "ai95_report.statistics"
local svg = require "ai95_report.svg"

local rates = {}

local GRID = { 0, 0.25, 0.5, 0.75, 1 }
local FIRST, LAST = 8, 20 -- these hours are always shown; others if they have calls

--- The tooltip of a rate.
---@param texts table
---@param name string
---@param group ai95_report.Counts
---@return string
function rates.point(texts, name, group)
  local low, high = statistics.interval(group.connected, group.calls)
  local text = format.fill(texts.rate_point, {
    name = name, connected = format.whole(group.connected), calls = format.whole(group.calls),
    rate = format.rate(group.connected, group.calls),
  })
  return low and text .. format.fill(texts.rate_point_interval, {
    low = format.percent(low), high = format.percent(high),
  }) or text
end

local function column(texts, group, label, name)
  local low, high = statistics.interval(group.connected, group.calls)
  return {
    label = label, title = rates.point(texts, name, group),
    value = group.calls > 0 and group.connected / group.calls or nil,
    few = group.calls < statistics.FEW, low = low, high = high,
  }
end

--- Names the highest and the lowest rate, if both have enough calls and their intervals do not
--- overlap. `named`: { name, group, alone }; what is alone is not compared.
local function finding(texts, kind, named)
  local best, worst, enough = nil, nil, 0
  for _, each in ipairs(named) do
    local group = each.group
    if group.calls >= statistics.FEW and not each.alone then
      each.rate, enough = group.connected / group.calls, enough + 1
      best = (not best or each.rate > best.rate) and each or best
      worst = (not worst or each.rate < worst.rate) and each or worst
    end
  end
  if enough < 2 then
    return format.fill(texts[kind .. "_thin"], { few = statistics.FEW })
  end
  if statistics.compare(best.group, worst.group) == "alike" then
    return texts[kind .. "_alike"]
  end
  return format.fill(texts.extremes, {
    best = best.name, worst = worst.name, bestRate = format.percent(best.rate),
    worstRate = format.percent(worst.rate),
  })
end

local function numbers(texts, heading, named)
  local rows = {}
  for i, each in ipairs(named) do
    local group = each.group
    rows[i] = {
      each.name, format.whole(group.calls), format.whole(group.connected),
      format.rate(group.connected, group.calls),
      card.interval(statistics.interval(group.connected, group.calls)),
    }
  end
  return { head = { heading, texts.h_calls, texts.h_connected, texts.h_rate, texts.h_interval },
    rows = rows, short = true }
end

--- The horizontal lines of a chart of rates.
function rates.grid()
  local lines = {}
  for i, value in ipairs(GRID) do
    lines[i] = { value = value, label = ("%d%%"):format(value * 100) }
  end
  return lines
end

--- The keys of a chart of rates.
---@param texts table
---@return table
function rates.keys(texts)
  return { { "few", format.fill(texts.few_key, { few = statistics.FEW }) },
    { "whisker", texts.whisker_key } }
end

local function rate_card(texts, kind, heading, named, chart)
  chart.label, chart.max, chart.grid = texts[kind .. "_title"], 1, rates.grid()
  return card.new(texts, {
    title = texts[kind .. "_title"], finding = finding(texts, kind, named),
    keys = rates.keys(texts), wide = kind == "hours",
    chart = svg.columns(chart), numbers = numbers(texts, heading, named),
  })
end

--- The hours of a chart.
---@param numbers_of ai95_report.Aggregate
---@return integer first
---@return integer last
function rates.hour_range(numbers_of)
  local first, last = FIRST, LAST
  for hour = 0, 23 do
    if numbers_of.hours[hour].calls > 0 then
      first, last = math.min(first, hour), math.max(last, hour)
    end
  end
  return first, last
end

---@param texts table
---@param hour integer
---@return string
function rates.hour_name(texts, hour)
  return format.fill(texts.hour_span, { hour = ("%02d"):format(hour) })
end

---@param texts table
---@param numbers_of ai95_report.Aggregate
---@return table element
function rates.hours(texts, numbers_of)
  local first, last = rates.hour_range(numbers_of)
  local named, columns, most = {}, {}, 0
  for hour = first, last do
    local group, name = numbers_of.hours[hour], rates.hour_name(texts, hour)
    named[#named + 1] = { name = name, group = group }
    local item = column(texts, group, tostring(hour), name)
    item.minor, item.volume = hour % 2 == 1, group.calls
    columns[#columns + 1] = item
    most = math.max(most, group.calls)
  end
  return rate_card(texts, "hours", texts.h_hour, named, {
    items = columns, volume = format.fill(texts.hours_volume, { n = format.whole(most) }),
  })
end

--- By weekday; nothing if each weekday occurs only once, since one Monday says nothing about
--- Mondays.
---@param texts table
---@param numbers_of ai95_report.Aggregate
---@return table|nil element
function rates.weekdays(texts, numbers_of)
  local dates, named, columns = numbers_of:weekday_dates(), {}, {}
  if math.max((unpack or table.unpack)(dates)) < 2 then
    return nil
  end
  for weekday = 1, 7 do
    local group, name = numbers_of.weekdays[weekday], texts.weekdays[weekday]
    named[weekday] = { name = name, group = group, alone = dates[weekday] < 2 }
    columns[weekday] = column(texts, group, name, name)
    columns[weekday].note = format.short(group.calls, texts)
    columns[weekday].text = group.calls > 0
      and ("%.0f%%"):format(group.connected / group.calls * 100) or nil
  end
  return rate_card(texts, "weekdays", texts.h_weekday, named, { items = columns, notes = "n" })
end

return rates
