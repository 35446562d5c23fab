--- Campaigns: the platform's 营销任务.
local core = require "ai95.core"
local dates = require "ai95.dates"
local errors = require "ai95.errors"
local loop = require "ai95.loop"
local model = require "ai95.model"
local names = require "ai95.names"
local pages = require "ai95.pages"

local Task = model.class("Task")

-- The document has two numberings and a label. 0 is of the filter's, and can be nothing else; 1 in a row is "not sent".
local states = {
  ["0"] = "sending", ["1"] = "unsent", ["2"] = "sent", ["3"] = "calling", ["4"] = "paused", ["999"] = "unknown",
  ["发送中"] = "sending", ["已发送"] = "sent", ["发送成功"] = "sent", ["暂停发送"] = "paused", ["未发送"] = "unsent",
  ["正在呼叫"] = "calling", ["未知"] = "unknown",
}

---@class ai95.Task
---@field dial_task_main_id integer
---@field dial_task_main_sn string
---@field status string|integer the platform's own; `state` is the same in one form
---@field state "sending"|"sent"|"paused"|"unsent"|"calling"|"unknown"
---@field total_count integer
---@field send_count integer
---@field unsend_count integer

function Task.computed.state(row)
  return states[tostring(rawget(row, "status"))] or "unknown"
end

local function operation(oper)
  return function(self)
    local done, err = model.client(self):request("operateTask", { pkeys = self.dial_task_main_id, oper = oper })
    if not done then
      return nil, err
    end
    return true
  end
end

--- Each returns true, or nil and an error (section 营销任务处理接口). refresh() shows what became of the task.
Task.methods.pause = operation "stop"
Task.methods.resume = operation "keepOn"
Task.methods.redial_failed = operation "failRe"
Task.methods.delete = operation "delete"

-- Without dates the platform answers only today's; who names a task means all of it.
local function of_task(task, params)
  params = pages.copy(params)
  params.dial_task_main_sn = task.dial_task_main_sn
  if params.start_create_at == nil and params.end_create_at == nil then
    params.start_create_at, params.end_create_at = dates.BEGINNING, dates.END
  end
  return params
end

--- The row of a task as it is now.
local function read(client, dial_task_main_sn)
  local params = of_task({ dial_task_main_sn = dial_task_main_sn }, { pageIndex = 0, pageSize = 1 })
  local page, err = client:request("index", params)
  if not page then
    return nil, err
  end
  local row = page.list[1]
  if not row or row.dial_task_main_sn ~= dial_task_main_sn then
    err = errors.api(30011)
    err.endpoint, err.message, err.attempts = "index", "there is no such task (30011)", 1
    return nil, err
  end
  return row
end

--- Reads the task's row again, into this object.
---@return ai95.Task|nil
---@return ai95.Error|nil err
function Task.methods:refresh()
  local row, err = read(model.client(self), self.dial_task_main_sn)
  if not row then
    return nil, err
  end
  for name in pairs(self) do
    self[name] = nil
  end
  for name, value in pairs(row) do
    self[name] = value
  end
  return self
end

--- Waits until the platform has nothing more to dial by itself: the task is sent, or paused.
---@param options table|nil timeout (seconds; none: as long as it takes), interval (seconds, 5), progress(task)
---@return ai95.Task|nil
---@return ai95.Error|nil err kind "timeout" where it took longer
function Task.methods:wait(options)
  options = options or {}
  if type(options) ~= "table" then
    errors.misuse("task:wait takes a table: { timeout =, interval =, progress = }")
  end
  names.check("task:wait: unknown option", options, { "timeout", "interval", "progress" })
  local started, interval = core.now(), options.interval or 5
  while true do
    local task, err = self:refresh()
    if not task then
      return nil, err
    end
    if options.progress then
      options.progress(task)
    end
    if task.state == "sent" or task.state == "paused" then
      return task
    end
    local left = options.timeout and options.timeout - (core.now() - started) or interval
    if left <= 0 then
      return nil, errors.new {
        kind = "timeout", endpoint = "index", retryable = true,
        message = ("the task is still %s after %g seconds"):format(task.state, options.timeout),
      }
    end
    loop.sleep(math.min(interval, left))
  end
end

--- An iterator over the task's calls, of all time where no dates are given.
---@param params table|nil as for cdrlist
---@return fun(): ai95.Call|nil
function Task.methods:calls(params)
  return model.client(self).calls:each(of_task(self, params))
end

--- An iterator over the task's customers, of all time where no dates are given.
---@param params table|nil as for crmList
---@return fun(): ai95.Customer|nil
function Task.methods:customers(params)
  return model.client(self).customers:each(of_task(self, params))
end

local function present(text)
  return text ~= nil and text ~= "" and text or nil
end

--- Adds rows to the task. What the import needs to know besides is taken from the task.
---@param params table as for tasks:import
---@return ai95.Imported|nil
---@return ai95.Error|nil err
function Task.methods:import(params)
  params = pages.copy(params)
  params.dial_task_main_sn = self.dial_task_main_sn
  params.project_sn = params.project_sn or present(self.project_sn)
  params.source = params.source or present(self.source)
  params.ai_user_sn = params.ai_user_sn or present(self.user_sn)
  return require("ai95.import").run(model.client(self), params)
end

---@class ai95.Tasks
local Tasks = {}
Tasks.__index = Tasks

--- One page of tasks: { total =, list = }; without dates, today's (section 获取营销任务列表接口).
---@param params table|nil
---@return { total: integer, list: ai95.Task[] }|nil
---@return ai95.Error|nil err
function Tasks:list(params)
  return pages.list(self.client, "index", Task, params)
end

--- An iterator over the tasks of all pages; raises the error that list would return.
---@param params table|nil
---@return fun(): ai95.Task|nil
function Tasks:each(params)
  return pages.each(self.client, "index", Task, params)
end

---@param dial_task_main_sn string
---@return ai95.Task|nil
---@return ai95.Error|nil err kind "api", code 30011 where there is none
function Tasks:get(dial_task_main_sn)
  if type(dial_task_main_sn) ~= "string" then
    errors.misuse("tasks:get takes a dial_task_main_sn, got a %s", type(dial_task_main_sn))
  end
  local row, err = read(self.client, dial_task_main_sn)
  return row and model.wrap(Task, self.client, row), err
end

--- Imports rows, in as many requests as they need (section 添加营销任务接口（json方式）). People are phoned: see the README for
--- what is and is not repeated.
---@param params table project_sn, source, ai_user_sn, columns, rows; and aes, is_zidong, mark, dial_task_main_sn, chunk
--- (rows a request, 5000), progress(done, total)
---@return ai95.Imported|nil
---@return ai95.Error|nil err `imported` holds what had gone in before
function Tasks:import(params)
  return require("ai95.import").run(self.client, params)
end

--- Imports a workbook (section 添加营销任务接口（excel方式）).
---@param params table project_sn, source, ai_user_sn, upload (a path, or { name =, data = }); and is_zidong, mark,
--- dial_task_main_sn
---@return ai95.Imported|nil
---@return ai95.Error|nil err
function Tasks:import_excel(params)
  local data, err = self.client:request("addExcel", params)
  return data and require("ai95.import").counted(data), err
end

---@param client ai95.Client
---@return ai95.Tasks
return function(client)
  return setmetatable({ client = client }, Tasks)
end
