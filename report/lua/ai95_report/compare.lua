--- The cards that compare tasks and AI users.
local campaign = require "ai95_report.campaign"
local card = require "ai95_report.card"
local format = require "ai95_report.format"
local funnel = require "ai95_report.funnel"
local utilization = require "ai95_report.utilization"
local sanitize = require "ai95_report.sanitize"
local rates = require "ai95_report.rates"
local statistics = require "ai95_report.statistics"
local svg = require "ai95_report.svg"

local compare = {}

local function task_row(texts, name, group, task)
  local low, high = statistics.interval(group.connected, group.calls)
  return {
    name, task and texts.states[task.state] or format.NONE, format.whole(group.calls),
    format.whole(group.connected),
    format.rate(group.connected, group.calls), card.interval(low, high),
    format.duration(group.connected > 0 and group.talk / group.connected or nil, texts),
    format.duration(group.talk, texts),
    task and tonumber(task.total_count) and format.whole(task.total_count) or format.NONE,
    task and tonumber(task.unsend_count) and format.whole(task.unsend_count) or format.NONE,
  }
end

--- The tasks with most calls, { name, group, task } each, and the others together.
local function named_tasks(texts, data)
  local list, rest, others = data.numbers:main_tasks()
  local named = {}
  for i, group in ipairs(list) do
    local task = data.tasks[group.name]
    named[i] = { name = campaign.name(texts, group.name, task), group = group, task = task }
  end
  campaign.tell_apart(named)
  if rest then
    named[#named + 1] = { name = format.fill(texts.others, { n = others }), group = rest }
  end
  return named
end

--- The tasks with most calls.
---@param texts table
---@param data ai95_report.Collected
---@return table element
function compare.tasks(texts, data)
  local items, rows = {}, {}
  for i, each in ipairs(named_tasks(texts, data)) do
    local group, low, high = each.group, statistics.interval(each.group.connected, each.group.calls)
    items[i] = {
      name = each.name, title = rates.point(texts, each.name, group),
      few = group.calls < statistics.FEW,
      text = format.fill(texts.tasks_rate, {
        rate = format.rate(group.connected, group.calls), n = format.short(group.calls, texts),
      }),
      parts = { { value = group.connected / group.calls, class = "bar" } }, low = low, high = high,
    }
    rows[i] = task_row(texts, each.name, group, each.task)
  end
  local total, keys = data.numbers.total, rates.keys(texts)
  table.insert(keys, 1, { "mark", format.fill(texts.mark_key,
    { rate = format.rate(total.connected, total.calls) }) })
  return card.new(texts, {
    title = texts.tasks_title, finding = texts.tasks_finding, keys = keys, wide = true,
    chart = svg.rows { label = texts.tasks_title, items = items, max = 1,
      mark = total.connected / total.calls },
    numbers = {
      head = { texts.h_task, texts.h_state, texts.h_calls, texts.h_connected, texts.h_rate,
        texts.h_interval, texts.h_mean,
        texts.h_talk, texts.h_rows, texts.h_left },
      rows = rows, text_columns = { [2] = true },
    },
  })
end

local function interest_item(texts, name, group)
  local low, high = statistics.interval(group.interested, group.connected)
  local values = {
    name = name, rate = format.rate(group.interested, group.connected),
    interested = format.whole(group.interested), connected = format.whole(group.connected),
    interval = card.interval(low, high),
  }
  return {
    name = name, text = format.fill(texts.interest_text, values),
    title = format.fill(texts.interest_point, values), few = group.connected < statistics.FEW,
    parts = { { value = group.connected > 0 and group.interested / group.connected or 0,
      class = "bar" } },
    low = low, high = high,
  }, { name, values.connected, values.interested, values.rate, values.interval }
end

--- How many connected calls of each campaign have a label of interest; nothing if none has.
---@param texts table
---@param data ai95_report.Collected
---@return table|nil element
function compare.interest(texts, data)
  local total, items, rows = data.numbers.total, {}, {}
  if total.interested == 0 then
    return nil
  end
  for i, each in ipairs(named_tasks(texts, data)) do
    items[i], rows[i] = interest_item(texts, each.name, each.group)
  end
  return card.new(texts, {
    title = texts.interest_title, wide = true, beside = true,
    finding = format.fill(texts.interest_finding, { labels = funnel.labels(texts, data) }),
    keys = {
      { "mark", format.fill(texts.interest_mark,
        { rate = format.rate(total.interested, total.connected) }) },
      { "few", format.fill(texts.interest_few, { few = statistics.FEW }) },
      { "whisker", texts.whisker_key },
    },
    chart = svg.rows { label = texts.interest_title, items = items, max = 1,
      mark = total.interested / total.connected },
    numbers = {
      head = { texts.h_task, texts.h_connected, texts.h_interested, texts.h_rate,
        texts.h_interval },
      rows = rows,
    },
  })
end

local function windows_text(each)
  local list = {}
  for i, window in ipairs(each.windows) do
    list[i] = sanitize(("%s–%s"):format(tostring(window[1]), tostring(window[2])))
      :gsub("(%d:%d%d):%d%d", "%1")
  end
  return #list > 0 and table.concat(list, ", ") or format.NONE
end

local function utilization_row(texts, name, each)
  local group = each.group
  return {
    name, each.lines and format.whole(each.lines) or format.NONE, windows_text(each),
    format.whole(group.calls),
    format.whole(group.connected), format.rate(group.connected, group.calls),
    format.duration(group.talk, texts),
    format.duration(group.ring, texts), each.days and format.whole(each.days) or format.NONE,
    format.percent(each.capacity and each.busy / each.capacity),
    each.peak and format.fill(texts.hour_span, { hour = ("%02d"):format(each.peak) })
    or format.NONE,
  }
end

--- The utilization of each AI user.
---@param texts table
---@param data ai95_report.Collected
---@return table element
function compare.ai_users(texts, data)
  local utilizations, rest, others = utilization.all(data)
  local items, rows = {}, {}
  local function add(name, each)
    local group, occupied = each.group, format.percent(each.capacity and each.busy / each.capacity)
    -- A bar without a capacity is empty; one that is longer than its capacity is full.
    local full = each.capacity and math.max(each.capacity, each.busy) or math.huge
    items[#items + 1] = {
      name = name,
      text = group.calls == 0 and texts.ai_idle
        or format.fill(texts.ai_text, { busy = format.duration(each.busy, texts),
          share = occupied }),
      title = format.fill(texts.ai_point, {
        name = name, calls = format.whole(group.calls), talk = format.duration(group.talk, texts),
        ring = format.duration(group.ring, texts), share = occupied,
      }),
      parts = { { value = group.talk / full, class = "bar" },
        { value = group.ring / full, class = "other" } },
    }
    rows[#rows + 1] = utilization_row(texts, name, each)
  end
  for _, each in ipairs(utilizations) do
    add(each.name and sanitize(each.name) or texts.no_ai_user, each)
  end
  if rest then
    add(format.fill(texts.others, { n = others }),
      { group = rest, windows = {}, busy = rest.talk + rest.ring })
  end
  return card.new(texts, {
    title = texts.ai_title, finding = texts.ai_finding, wide = true,
    keys = { { "talked", texts.talk_key }, { "other", texts.ring_key } },
    chart = svg.rows { label = texts.ai_title, items = items, max = 1 },
    numbers = {
      head = { texts.h_ai_user, texts.h_lines, texts.h_windows, texts.h_calls, texts.h_connected,
        texts.h_rate, texts.h_talk, texts.h_ring, texts.h_days, texts.h_occupancy, texts.h_peak },
      rows = rows, text_columns = { [3] = true },
    },
  })
end

return compare
