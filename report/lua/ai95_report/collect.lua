--- Reads the data of a report from the platform.
local aggregate = require "ai95_report.aggregate"
local ai95 = require "ai95"

local dates = ai95.dates

local PAGE_SIZE = 500
local NO_SUCH_TASK = 30011

---@class ai95_report.Collected: ai95_report.Data
---@field numbers ai95_report.Aggregate
---@field previous { from: string, to: string, numbers: ai95_report.Aggregate }|nil the period
--- before, of the same length, without customers; nil if the period has no beginning or no end
---@field reported integer the platform's number of calls, after they were read
---@field tasks table<string, ai95.Task> by dial_task_main_sn: those that the report shows
---@field ai_users ai95.AiUser[] none if the report is about one campaign

---@class ai95_report.Range
---@field from string "Y-m-d H:i:s", China Standard Time, included
---@field to string included
---@field task string|nil only this campaign
---@field interested string[]|nil the labels of people who are interested

--- The result of a function that raises errors of the library; or nil and the error.
local function protected(fn)
  local ok, value = pcall(fn)
  if ok then
    return value
  elseif ai95.is_error(value) then
    return nil, value
  end
  error(value, 0)
end

--- The value, or raises the error.
local function need(value, err)
  if value == nil then
    error(err, 0)
  end
  return value
end

--- The parameters of the platform's lists.
local function params_of(range, size)
  return { start_create_at = range.from, end_create_at = range.to, dial_task_main_sn = range.task,
    pageSize = size }
end

--- The number of rows of one of the platform's lists.
local function total(list, range)
  return tonumber(need(list:list(params_of(range, 1))).total) or 0
end

--- The rows of the tasks that the report shows, except those that the platform no longer has.
local function tasks_of(client, numbers)
  local tasks = {}
  for _, group in ipairs((numbers:main_tasks())) do
    if group.name ~= "" then
      local task, err = client.tasks:get(group.name)
      if not task and err.code ~= NO_SUCH_TASK then
        error(err, 0)
      end
      tasks[group.name] = task
    end
  end
  return tasks
end

--- Whether the numbers will grow.
local function is_open(range, made, task)
  return dates.format(made) <= range.to and (not task or task.state ~= "sent")
end

--- The range from the first day with calls, if it has no beginning, to the last one, if it has no
--- end.
local function actual(range, numbers)
  local first, last = numbers:day_range()
  local from = range.from:sub(1, 10) == dates.BEGINNING and first and first .. " 00:00:00"
  local to = range.to:sub(1, 10) == dates.END and last and last .. " 23:59:59"
  return from or range.from, to or range.to
end

--- The period before, of the same length. If this one has not ended, the period before is cut at
--- the same time, so that an afternoon is not compared with a whole day.
local function previous_of(range, made)
  local from, to = dates.parse(range.from), dates.parse(range.to)
  local endless = range.from:sub(1, 10) == dates.BEGINNING or range.to:sub(1, 10) == dates.END
  if endless or made < from then
    return nil
  end
  local length = to - from + 1
  return { from = dates.format(from - length), to = dates.format(math.min(to, made) - length),
    task = range.task }
end

---@param client ai95.Client
---@param range ai95_report.Range
---@param progress (fun(done: integer, total: integer))|nil called with the number of rows read
---@return ai95_report.Collected|nil
---@return ai95.Error|nil err
return function(client, range, progress)
  return protected(function()
    local task = range.task and need(client.tasks:get(range.task))
    local rows, done = total(client.calls, range) + total(client.customers, range), 0
    local made = client:server_time() or os.time()
    local earlier = previous_of(range, made)
    rows = rows + (earlier and total(client.calls, earlier) or 0)
    local function read(list, of, numbers, add)
      for row in list:each(params_of(of, PAGE_SIZE)) do
        add(numbers, row)
        done = done + 1
        if progress then
          progress(done, rows)
        end
      end
    end
    local numbers, previous = aggregate.new(range.interested), nil
    read(client.calls, range, numbers, numbers.add_call)
    local reported = total(client.calls, range)
    read(client.customers, range, numbers, numbers.add_customer)
    if earlier then
      previous = { from = earlier.from, to = earlier.to, numbers = aggregate.new(range.interested) }
      read(client.calls, earlier, previous.numbers, previous.numbers.add_call)
    end
    local from, to = actual(range, numbers)
    return {
      from = from, to = to, made = made, open = is_open(range, made, task),
      task = task or nil, numbers = numbers, previous = previous, reported = reported,
      tasks = task and { [range.task] = task } or tasks_of(client, numbers),
      ai_users = task and {} or need(client.ai_users:list()),
    }
  end)
end
