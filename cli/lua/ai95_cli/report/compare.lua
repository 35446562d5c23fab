--- The cards that set things side by side: tasks, and AI users.
local card = require "ai95_cli.report.card"
local format = require "ai95_cli.report.format"
local load = require "ai95_cli.report.load"
local outside = require "ai95_cli.report.outside"
local rates = require "ai95_cli.report.rates"
local statistics = require "ai95_cli.report.statistics"
local svg = require "ai95_cli.report.svg"

local compare = {}

local AI_USERS = 50

--- What a task is called: its campaign's name, or, where the platform has it no more, the end of its sn.
local function task_name(words, group, task)
  if group.name == "" then
    return words.no_task
  elseif task and task.source ~= nil and task.source ~= "" then
    return outside(task.source)
  end
  local sn = outside(group.name)
  return ("%s%s"):format(sn:match("|(.*)") or sn, task and "" or words.gone)
end

local function task_row(words, name, group, task)
  local low, high = statistics.interval(group.connected, group.calls)
  return {
    name, task and words.states[task.state] or format.NONE, format.whole(group.calls), format.whole(group.connected),
    format.rate(group.connected, group.calls), card.interval(low, high),
    format.duration(group.connected > 0 and group.talk / group.connected or nil, words), format.duration(group.talk, words),
    task and tonumber(task.total_count) and format.whole(task.total_count) or format.NONE,
    task and tonumber(task.unsend_count) and format.whole(task.unsend_count) or format.NONE,
  }
end

--- The tasks with most calls.
---@param words table
---@param data ai95_cli.report.Data
---@return table element
function compare.tasks(words, data)
  local numbers = data.numbers
  local list, rest, others = numbers:main_tasks()
  local items, rows = {}, {}
  local function add(name, group, task)
    local low, high = statistics.interval(group.connected, group.calls)
    items[#items + 1] = {
      name = name, title = rates.point(words, name, group), few = group.calls < statistics.FEW,
      text = format.fill(words.tasks_rate, {
        rate = format.rate(group.connected, group.calls), n = format.short(group.calls, words),
      }),
      parts = { { value = group.connected / group.calls, class = "bar" } }, low = low, high = high,
    }
    rows[#rows + 1] = task_row(words, name, group, task)
  end
  for _, group in ipairs(list) do
    local task = data.tasks[group.name]
    add(task_name(words, group, task), group, task)
  end
  if rest then
    add(format.fill(words.others, { n = others }), rest)
  end
  local total, keys = numbers.total, rates.keys(words)
  table.insert(keys, 1, { "mark", format.fill(words.mark_key, { rate = format.rate(total.connected, total.calls) }) })
  return card.new(words, {
    title = words.tasks_title, finding = words.tasks_finding, keys = keys, wide = true,
    chart = svg.rows { label = words.tasks_title, items = items, max = 1, mark = total.connected / total.calls },
    numbers = {
      head = { words.h_task, words.h_state, words.h_calls, words.h_connected, words.h_rate, words.h_interval, words.h_mean,
        words.h_talk, words.h_rows, words.h_left },
      rows = rows, words = { [2] = true },
    },
  })
end

--- The loads of all AI users: first those that called, by their calls, then those that did not.
local function loads_of(data)
  local by_sn, called, loads = {}, {}, {}
  for _, ai_user in ipairs(data.ai_users) do
    by_sn[tostring(ai_user.user_sn)] = ai_user
  end
  local list, rest, others = data.numbers.ai_users:top(AI_USERS)
  for i, group in ipairs(list) do
    loads[i] = load.of(group, by_sn[group.name])
    called[group.name] = true
  end
  for _, ai_user in ipairs(data.ai_users) do
    if not called[tostring(ai_user.user_sn)] and not rest then
      loads[#loads + 1] = load.of({ calls = 0, connected = 0, talk = 0, ring = 0 }, ai_user)
    end
  end
  return loads, rest, others
end

local function windows_text(each)
  local list = {}
  for i, window in ipairs(each.windows) do
    list[i] = ("%s–%s"):format(outside(window[1]):sub(1, 5), outside(window[2]):sub(1, 5))
  end
  return #list > 0 and table.concat(list, ", ") or format.NONE
end

local function load_row(words, name, each)
  local group = each.group
  return {
    name, each.lines and format.whole(each.lines) or format.NONE, windows_text(each), format.whole(group.calls),
    format.whole(group.connected), format.rate(group.connected, group.calls), format.duration(group.talk, words),
    format.duration(group.ring, words), each.days and format.whole(each.days) or format.NONE,
    format.percent(each.capacity and each.busy / each.capacity),
    each.peak and format.fill(words.hour_span, { hour = ("%02d"):format(each.peak) }) or format.NONE,
  }
end

--- How busy each AI user was.
---@param words table
---@param data ai95_cli.report.Data
---@return table element
function compare.ai_users(words, data)
  local loads, rest, others = loads_of(data)
  local items, rows, most = {}, {}, 1
  local function add(name, each)
    local group, occupied = each.group, format.percent(each.capacity and each.busy / each.capacity)
    most = math.max(most, each.busy)
    items[#items + 1] = {
      name = name,
      text = group.calls == 0 and words.ai_idle
        or format.fill(words.ai_text, { busy = format.duration(each.busy, words), share = occupied }),
      title = format.fill(words.ai_point, {
        name = name, calls = format.whole(group.calls), talk = format.duration(group.talk, words),
        ring = format.duration(group.ring, words), share = occupied,
      }),
      parts = { { value = group.talk, class = "bar" }, { value = group.ring, class = "other" } },
    }
    rows[#rows + 1] = load_row(words, name, each)
  end
  for _, each in ipairs(loads) do
    add(each.name and outside(each.name) or words.no_ai_user, each)
  end
  if rest then
    add(format.fill(words.others, { n = others }), { group = rest, windows = {}, busy = rest.talk + rest.ring })
  end
  return card.new(words, {
    title = words.ai_title, finding = words.ai_finding, wide = true,
    keys = { { "talked", words.talk_key }, { "other", words.ring_key } },
    chart = svg.rows { label = words.ai_title, items = items, max = most },
    numbers = {
      head = { words.h_ai_user, words.h_lines, words.h_windows, words.h_calls, words.h_connected, words.h_rate, words.h_talk,
        words.h_ring, words.h_days, words.h_occupancy, words.h_peak },
      rows = rows, words = { [3] = true },
    },
  })
end

return compare
