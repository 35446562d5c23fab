--- Reads the data of a report from the platform.
local aggregate = require "ai95_cli.report.aggregate"
local ai95 = require "ai95"

local PAGE_SIZE = 500

---@class ai95_cli.report.Data
---@field from string "Y-m-d H:i:s", China Standard Time
---@field to string
---@field made integer Unix time
---@field open boolean the time range has not ended yet
---@field numbers ai95_cli.report.Numbers
---@field reported integer the platform's number of calls, after they were read
---@field tasks table<string, ai95.Task> by dial_task_main_sn: those that the report shows
---@field ai_users ai95.AiUser[]

--- Calls the function; also returns nil and the error if an iterator raised one.
local function protected(fn)
  local ok, value, err = pcall(fn)
  if ok then
    return value, err
  elseif ai95.is_error(value) then
    return nil, value
  end
  error(value, 0)
end

--- The number of rows of one of the platform's lists.
local function total(list, range)
  local page, err = list:list { start_create_at = range.from, end_create_at = range.to,
    pageIndex = 0, pageSize = 1 }
  return page and (tonumber(page.total) or 0), err
end

--- The rows of the tasks that the report shows, except those that the platform no longer has.
local function tasks_of(client, numbers)
  local tasks = {}
  for _, group in ipairs((numbers:main_tasks())) do
    if group.name ~= "" then
      local task, err = client.tasks:get(group.name)
      if not task and err.code ~= 30011 then
        return nil, err
      end
      tasks[group.name] = task
    end
  end
  return tasks
end

---@param client ai95.Client
---@param range { from: string, to: string } "Y-m-d H:i:s", China Standard Time, both included
---@param progress fun(done: integer, total: integer)|nil called with the number of rows read:
--- calls, then customers
---@return ai95_cli.report.Data|nil
---@return ai95.Error|nil err
return function(client, range, progress)
  return protected(function()
    local numbers, done = aggregate.new(), 0
    local calls, err = total(client.calls, range)
    local customers
    if calls then
      customers, err = total(client.customers, range)
    end
    if not customers then
      return nil, err
    end
    local function read(list, add)
      for row in list:each { start_create_at = range.from, end_create_at = range.to,
        pageSize = PAGE_SIZE } do
        add(numbers, row)
        done = done + 1
        if progress then
          progress(done, calls + customers)
        end
      end
    end
    read(client.calls, numbers.add_call)
    local reported
    reported, err = total(client.calls, range)
    if not reported then
      return nil, err
    end
    read(client.customers, numbers.add_customer)
    local tasks, ai_users
    tasks, err = tasks_of(client, numbers)
    if not tasks then
      return nil, err
    end
    ai_users, err = client.ai_users:list()
    if not ai_users then
      return nil, err
    end
    local made = client:server_time() or os.time()
    return {
      from = range.from, to = range.to, made = made, open = ai95.dates.format(made) <= range.to,
      numbers = numbers,
      reported = reported, tasks = tasks, ai_users = ai_users,
    }
  end)
end
