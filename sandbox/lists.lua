--- The three lists: index, cdrlist, crmList.

local answers = require "sandbox.answers"
local calls = require "sandbox.calls"
local clock = require "sandbox.clock"
local config = require "sandbox.config"
local directory = require "sandbox.directory"
local habits = require "sandbox.habits"
local rows = require "sandbox.rows"
local tasks = require "sandbox.tasks"

local lists = {}

local DEFAULT_PAGE_SIZE = 5
-- As a filter, a task's status has other numbers than in a row. All other numbers mean the rest.
local FILTER_STATES = { [0] = "sending", [1] = "sent", [4] = "paused" }

local function given(value)
  if value == "" then return nil end
  return value
end

--- The range of Unix times, as the lists show them, that the date filters select; without them,
-- today.
local function time_range(params)
  local first, last = given(params.start_create_at), given(params.end_create_at)
  if not first and not last then
    local today = clock.day_start(habits.shown_time(clock.now()))
    return today, today + 86399
  end
  return first and clock.parse(first) or 0, last and select(2, clock.parse(last)) or math.huge
end

local function is_within(time, first, last)
  local shown = math.floor(habits.shown_time(time))
  return shown >= first and shown <= last
end

--- A filter on one value of an item: it passes if the parameter is absent or equal to the value.
local function equals(wanted)
  wanted = given(wanted)
  return function(value) return wanted == nil or value == wanted end
end

--- Plans a page: the items that pass `matches`, as rows. The plan reads nothing until it runs.
local function page(request, source, matches, to_row)
  local params = request.params
  local index, size = params.pageIndex or 0, params.pageSize or DEFAULT_PAGE_SIZE
  if index < 0 or size < 1 then return nil, 30008 end
  size = math.min(size, request.most_rows or size)
  return function()
    local total, page_rows = 0, {}
    local moved = index > 0 and request.moved or 0
    local skipped = index * size - moved
    local items = source()
    local newest_first = config.values.newest_first
    for place = 1, #items do
      local item = items[newest_first and #items + 1 - place or place]
      if matches(item) then
        total = total + 1
        if total > skipped and total <= skipped + size then
          page_rows[#page_rows + 1] = to_row(item)
        end
      end
    end
    return answers.page(total + moved, page_rows)
  end
end

function lists.index(request)
  local params = request.params
  local first, last = time_range(params)
  local ai_user, sn = equals(params.ai_user_sn), equals(params.dial_task_main_sn)
  local status = params.status
  return page(request, tasks.all, function(task)
    return habits.lists_task(task) and is_within(task.created, first, last)
      and ai_user(task.ai_user.user_sn) and sn(task.sn)
      and (status == nil or task.state == (FILTER_STATES[status] or "unsent"))
  end, rows.task)
end

--- The filters that cdrlist and crmList share: the task, the time, the length.
local function call_matcher(params)
  local first, last = time_range(params)
  local sn = equals(params.dial_task_main_sn)
  local shortest, longest = params.talktimes_min or 0, params.talktimes_max or math.huge
  return function(call)
    return habits.lists_call(call) and is_within(call.time, first, last) and sn(call.task.sn)
      and call.talk_seconds >= shortest and call.talk_seconds <= longest
  end
end

function lists.cdrlist(request)
  local params = request.params
  local common, callee, caller = call_matcher(params), equals(params.callee), equals(params.caller)
  local ai_user, label = equals(params.ai_user_sn), equals(params.asr_b)
  local score, questions = equals(params.asr_c), equals(params.asr_d)
  return page(request, calls.all, function(call)
    return common(call) and callee(call.phone) and caller(directory.caller_group)
      and ai_user(call.task.ai_user.user_sn) and label(call.label) and score(call.score)
      and questions(call.questions)
  end, rows.call)
end

--- The set of categories in "A,B,C", or nil for any.
local function categories(text)
  if not given(text) then return nil end
  local set = {}
  for category in string.gmatch(text, "[^,%s]+") do set[category] = true end
  return set
end

function lists.crmList(request)
  local params = request.params
  local common, phone, label = call_matcher(params), equals(params.phone), equals(params.labelling)
  local score, questions = equals(params.score), equals(params.asks_count)
  local wanted = categories(params.status)
  return page(request, calls.customers, function(customer)
    local call = customer.call
    return common(call) and phone(call.phone) and label(call.label) and score(call.score)
      and questions(call.questions) and (wanted == nil or wanted[call.category] or false)
  end, rows.customer)
end

return lists
