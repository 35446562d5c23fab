--- All numbers of the page as a plain table, for programs.
local ai95 = require "ai95"
local funnel = require "ai95_report.funnel"
local sanitize = require "ai95_report.sanitize"
local statistics = require "ai95_report.statistics"
local trend = require "ai95_report.trend"
local utilization = require "ai95_report.utilization"

local LISTED = 100 -- labels, categories and reasons that are listed one by one

--- A copy of a group with its rate and interval, and with further fields.
local function group_of(group, more)
  local low, high = statistics.interval(group.connected, group.calls)
  local copy = {
    calls = group.calls, connected = group.connected, talk = group.talk, ring = group.ring,
    interested = group.interested, rate = group.calls > 0 and group.connected / group.calls or nil,
    low = low, high = high,
  }
  for name, value in pairs(more or {}) do
    copy[name] = value
  end
  return copy
end

local function count(value)
  local number = tonumber(value)
  return number and math.abs(number) < 2 ^ 53 and number or nil
end

--- The names of groups with their counts: { list, others, without }.
local function named(groups, without, make)
  local list, rest, others = groups:top(LISTED)
  local rows = {}
  for i, group in ipairs(list) do
    rows[i] = make(group, { name = sanitize(group.name) })
  end
  return {
    list = rows, others = rest and make(rest, { names = others }) or nil,
    without = make(without, nil),
  }
end

local function only(field)
  return function(group, more)
    local copy = more or {}
    copy[field] = group.calls
    return copy
  end
end

local function steps_of(data)
  local list = {}
  for i, step in ipairs(trend.steps(data)) do
    list[i] = group_of(step.group, {
      from = step.from, to = step.to, before = step.before and group_of(step.before) or nil,
    })
  end
  return list
end

--- The hours, the weekdays, and the hours of each weekday; those of the week that have calls.
local function times_of(numbers)
  local hours, weekdays, week, dates = {}, {}, {}, numbers:weekday_dates()
  for hour = 0, 23 do
    hours[hour + 1] = group_of(numbers.hours[hour], { hour = hour })
  end
  for weekday = 1, 7 do
    weekdays[weekday] = group_of(numbers.weekdays[weekday], {
      weekday = weekday, dates = dates[weekday],
    })
    for hour = 0, 23 do
      local group = numbers.cells[weekday][hour]
      week[#week + 1] = group.calls > 0 and group_of(group, { weekday = weekday, hour = hour })
        or nil
    end
  end
  return hours, weekdays, week
end

local function task_of(sn, task)
  local source = task and task.source and sanitize(task.source) or ""
  return {
    sn = sn ~= "" and sanitize(sn) or nil, name = source ~= "" and source or nil,
    state = task and task.state and sanitize(task.state) or nil,
    rows = task and count(task.total_count), left = task and count(task.unsend_count),
  }
end

local function campaigns_of(data)
  local list, rest, others = data.numbers:main_tasks()
  local rows = {}
  for i, group in ipairs(list) do
    rows[i] = group_of(group, task_of(group.name, data.tasks[group.name]))
  end
  return { list = rows, others = rest and group_of(rest, { names = others }) or nil }
end

local function ai_users_of(data)
  local list, rest, others = utilization.all(data)
  local rows = {}
  for i, each in ipairs(list) do
    rows[i] = group_of(each.group, {
      sn = each.sn and each.sn ~= "" and sanitize(each.sn) or nil,
      name = each.name and sanitize(each.name) or nil, lines = count(each.lines), days = each.days,
      busy = each.busy, capacity = count(each.capacity), busiest_hour = each.peak,
      utilization = each.capacity and each.busy / each.capacity or nil,
    })
  end
  return { list = rows, others = rest and group_of(rest, { names = others }) or nil }
end

local function scores_of(numbers)
  local scored = numbers.scored
  return {
    calls = scored.count, mean = scored.count > 0 and scored.sum / scored.count or nil,
    bins = statistics.bins(numbers.scores),
  }
end

---@param data ai95_report.Collected
---@return ai95_report.Numbers
return function(data)
  local numbers, previous = data.numbers, data.previous
  local hours, weekdays, week = times_of(numbers)
  local labels = {}
  for i, label in ipairs(numbers.interest_labels) do
    labels[i] = sanitize(label)
  end
  return {
    from = data.from, to = data.to, made = ai95.dates.format(data.made), open = data.open,
    campaign = data.task and task_of(tostring(data.task.dial_task_main_sn), data.task) or nil,
    total = group_of(numbers.total), inbound = numbers.inbound, untimed = numbers.untimed,
    reported = data.reported, talk_median = statistics.median(numbers.seconds),
    previous = previous and {
      from = previous.from, to = previous.to, total = group_of(previous.numbers.total),
    } or nil,
    days = steps_of(data), hours = hours, weekdays = weekdays, week = week,
    interested_labels = labels, funnel = funnel.stages(data),
    talk_times = (statistics.duration_bins(numbers.seconds)),
    labels = named(numbers.labels, { calls = numbers.unlabelled }, only "calls"),
    categories = named(numbers.categories, { calls = numbers.uncategorised }, only "customers"),
    scores = scores_of(numbers), reasons = named(numbers.reasons, numbers.unexplained, group_of),
    campaigns = not data.task and campaigns_of(data) or nil,
    ai_users = not data.task and ai_users_of(data) or nil,
  }
end
