--- Campaigns: the platform's 营销任务.
local codes = require "ai95.api.codes"
local core = require "ai95.core"
local dates = require "ai95.util.dates"
local errors = require "ai95.errors"
local feeds = require "ai95.resources.feeds"
local lazy = require "ai95.util.lazy"
local loop = require "ai95.loop"
local resource = require "ai95.resources.resource"
local validator = require "ai95.api.validator"

local guard = lazy "ai95.guard"
local import = lazy "ai95.import"

-- The document has two numberings and a label. 0 exists only in the filter's numbering; 1 in a row
-- is "not sent".
local states = {
  ["0"] = "sending", ["1"] = "unsent", ["2"] = "sent", ["3"] = "calling", ["4"] = "paused",
  ["999"] = "unknown",
  ["发送中"] = "sending", ["已发送"] = "sent", ["发送成功"] = "sent", ["暂停发送"] = "paused", ["未发送"] = "unsent",
  ["正在呼叫"] = "calling", ["未知"] = "unknown",
}

--- What a task is doing, whichever of its three forms the platform's `status` has.
---@alias ai95.TaskState
---| "unsent" # its calls have not been begun
---| "sending" # its calls are being made
---| "calling" # a call is being made right now
---| "sent" # every number was dialled
---| "paused" # its calls wait until it is resumed
---| "unknown" # the platform says so, or says what the document does not know

--- A campaign: rows to dial. A plain table with the platform's own fields, as they were when it was
--- read.
---@class ai95.Task
---@field dial_task_main_id integer for `operateTask`
---@field dial_task_main_sn string for everything else
---@field status string|integer the platform's own form
---@field state ai95.TaskState the same for all forms of `status`
---@field source string the campaign's name
---@field mark string|nil the remark
---@field total_count integer numbers in it
---@field send_count integer numbers dialled
---@field unsend_count integer numbers not dialled
---@field success integer calls that succeeded
---@field fail integer calls that failed
---@field stops integer calls that were paused
---@field percent string calls that succeeded of all, as `"50%"`
---@field created_at string China Standard Time, as all times
---@field last_modify string when it was last changed
---@field started_at string|nil when its calls began
---@field stoped_at string|nil when it ended
---@field user_sn string the AI user's
---@field user_name string the AI user's
---@field team_sn string the team's
---@field team_name string the team's
---@field project_sn string|nil the template's
---@field project_caption string the template's title
---@field operator string who made it
local Task = {}

local function set_state(row)
  row.state = states[tostring(row.status)] or "unknown"
end

local function operate(task, oper)
  local client = resource.client(task)
  if type(task.dial_task_main_id) ~= "number" then
    return nil, errors.new {
      kind = "protocol", endpoint = "operateTask",
      message = "this Lua has no integers of 64 bits, which the task's dial_task_main_id needs; "
        .. "use Lua 5.3 or newer",
    }
  end
  local done, err = client:request("operateTask", { pkeys = task.dial_task_main_id, oper = oper })
  if not done then
    return nil, err
  end
  return true
end

--- Pauses its calls (section 营销任务处理接口). `task:refresh` shows what became of it.
---@return true|nil done
---@return ai95.Error|nil err any kind but `"file"`; with `outcome` `"unknown"` it may have been
--- done
function Task:pause()
  return operate(self, "stop")
end

--- Begins its calls, or goes on with them (section 营销任务处理接口). People are phoned.
---@return true|nil done
---@return ai95.Error|nil err as of `task:pause`
function Task:resume()
  return operate(self, "keepOn")
end

--- Dials again whom it did not reach (section 营销任务处理接口). People are phoned.
---@return true|nil done
---@return ai95.Error|nil err as of `task:pause`
function Task:redial_failed()
  return operate(self, "failRe")
end

--- Deletes the task (section 营销任务处理接口).
---@return true|nil done
---@return ai95.Error|nil err as of `task:pause`
function Task:delete()
  return operate(self, "delete")
end

-- Without dates the platform lists only today's; whoever names a task means all of it.
local function of_task(task, params)
  params = validator.copy(params)
  params.dial_task_main_sn = task.dial_task_main_sn
  if params.start_create_at == nil and params.end_create_at == nil then
    params.start_create_at, params.end_create_at = dates.BEGINNING, dates.END
  end
  return params
end

local function no_such_task()
  local failure = codes.failure(30011)
  failure.endpoint, failure.attempts, failure.message = "index", 1, "there is no such task (30011)"
  return errors.new(failure)
end

--- The row of a task as it is now.
local function read(client, dial_task_main_sn)
  local params = of_task({ dial_task_main_sn = dial_task_main_sn }, { pageIndex = 0, pageSize = 1 })
  local data, err = client:request("index", params)
  if not data then
    return nil, err
  end
  local row = data.list[1]
  if not row or row.dial_task_main_sn ~= dial_task_main_sn then
    return nil, no_such_task()
  end
  set_state(row)
  return row
end

--- Gives a task the fields of a row that was read later.
local function replace_fields(task, row)
  for name in pairs(task) do
    task[name] = nil
  end
  for name, value in pairs(row) do
    task[name] = value
  end
  return task
end

--- Reads the task's row again, into this object (section 获取营销任务列表接口).
---@return ai95.Task|nil task itself
---@return ai95.Error|nil err any kind but `"file"`; kind `"api"`, code 30011: it no longer exists
function Task:refresh()
  local client = resource.client(self)
  local row, err = read(client, self.dial_task_main_sn)
  if not row then
    return nil, err
  end
  return replace_fields(self, row)
end

--- The options of `task:wait`.
---@class ai95.WaitOptions
---@field timeout number|nil seconds; absent: as long as it takes
---@field interval number|nil seconds between two looks, 5
---@field progress (fun(task: ai95.Task))|nil called after each look
---@field stop_when (fun(task: ai95.Task): boolean)|nil called after each look: whether to wait no
--- longer

local WAIT = validator.schema("option", {
  { name = "timeout", type = "seconds" },
  { name = "interval", type = "seconds", default = 5 },
  { name = "progress", type = "function" },
  { name = "stop_when", type = "function" },
})

--- Waits until the platform has nothing more to dial by itself, the task is sent or paused, or
--- until `stop_when` says so.
---
---     assert(task:wait { interval = 1, timeout = 3600 })
---     print(task.state, task.success, task.fail)
---@param given ai95.WaitOptions|nil how long, and how often it looks
---@return ai95.Task|nil task itself
---@return ai95.Error|nil err as for `task:refresh`; kind `"timeout"`: it took longer than `timeout`
function Task:wait(given)
  local options = validator.check("task:wait", WAIT, given)
  local started = core.now()
  while true do
    local task, err = self:refresh()
    if not task then
      return nil, err
    end
    if options.progress then
      options.progress(task)
    end
    if task.state == "sent" or task.state == "paused"
      or options.stop_when and options.stop_when(task) then
      return task
    end
    local left = options.timeout and options.timeout - (core.now() - started) or options.interval
    if options.timeout and left <= 0 then
      return nil, errors.new {
        kind = "timeout", endpoint = "index", retryable = true,
        message = ("the task is still %s after %s seconds"):format(task.state,
          core.number(options.timeout)),
      }
    end
    loop.sleep(math.min(options.interval, left))
  end
end

--- Lets the campaign dial within calling hours only, and until a goal is reached, too many calls
--- fail, or a deadline passes; dials failed numbers again. **Phones people**, from the first moment
--- that the hours allow. Pauses first, whatever the campaign is doing, and then decides. Returns
--- once the campaign is done or ended, and is not dialling. It can be killed at any time, and goes
--- on with the same options; a campaign whose guard was killed goes on dialling until then. If
--- somebody else pauses the campaign, it stays paused until somebody resumes it.
---
---     local guarded = assert(task:guard {
---       hours = "09:00-12:00,13:30-18:00", weekdays = "mon-fri", max_failure_rate = 0.8,
---       redials = 1, state = "/tmp/" .. task.dial_task_main_sn .. ".guard",
---       dry_run = true, -- without this it dials
---     })
---     print(guarded.reason, guarded.text, task.success)
---@param given ai95.GuardOptions the hours, the rules, and the file for its state
---@return ai95.Guarded|nil guarded
---@return ai95.Error|nil err any kind; kind `"file"`: the state cannot be read or written, is
--- damaged, is another campaign's, or another guard uses it; kind `"api"`, code 30011: the campaign
--- no longer exists. The campaign is paused first, if that is possible at all
function Task:guard(given)
  local guarded, err = guard.run(resource.client(self), self, given)
  if not guarded then
    return nil, err
  end
  guarded.task = replace_fields(self, guarded.task)
  return guarded
end

--- Its calls, of all time if no dates are given (section 获取通话流水表列表). Raises what
--- `client.calls:list` would return as an error.
---@param params table|nil parameters of `cdrlist`
---@return fun(): ai95.Call|nil
function Task:calls(params)
  local client = resource.client(self)
  return client.calls:each(of_task(self, params))
end

--- Its customers, of all time if no dates are given (section 获取客户CRM列表接口). Raises what
--- `client.customers:list` would return as an error.
---@param params table|nil parameters of `crmList`
---@return fun(): ai95.Customer|nil
function Task:customers(params)
  local client = resource.client(self)
  return client.customers:each(of_task(self, params))
end

local function present(text)
  return text ~= nil and text ~= "" and text or nil
end

--- Adds rows to the task (section 添加营销任务接口（json方式）). `project_sn`, `source` and `ai_user_sn` are
--- the task's own if they are not given. A task that was sent is paused afterwards, and waits
--- for `resume`.
---@param params ai95.ImportParams the rows, and where they go
---@return ai95.Imported|nil result
---@return ai95.Error|nil err as of `client.tasks:import`
function Task:import(params)
  params = validator.copy(params)
  params.dial_task_main_sn = self.dial_task_main_sn
  params.project_sn = params.project_sn or present(self.project_sn)
  params.source = params.source or present(self.source)
  params.ai_user_sn = params.ai_user_sn or present(self.user_sn)
  return import.run(resource.client(self), params)
end

local class = resource.class("task", Task, "dial_task_main_sn", set_state)

--- Campaigns, and imports.
---@class ai95.Tasks
local Tasks = {}

--- One page of tasks; without dates, today's (section 获取营销任务列表接口).
---@param params table|nil parameters of `index`; `pageSize` is 200 unless given
---@return ai95.Task[]|nil page with `total`
---@return ai95.Error|nil err any kind but `"file"`
function Tasks:list(params)
  return resource.list(resource.client(self), "index", class, params)
end

--- The tasks of all pages; without dates, today's (section 获取营销任务列表接口). The next page is fetched
--- while you work on one. Raises the error that list would return.
---
---     local may = { start_create_at = "2018-05-01", end_create_at = "2018-05-31" }
---     for task in client.tasks:each(may) do
---       print(task.source, task.state, task.send_count .. " of " .. task.total_count)
---     end
---@param params table|nil parameters of `index`; `pageSize` is 200 unless given
---@return fun(): ai95.Task|nil
function Tasks:each(params)
  return resource.each(resource.client(self), "index", class, params)
end

--- The tasks that are new or have changed since a watermark (section 获取营销任务列表接口): their state, a
--- count, the name, the remark or `last_modify`. Each comes once in a run, so whoever keeps them by
--- `dial_task_main_sn` has a copy of the platform's list. A task is looked at for 90 days after it
--- was created, and never reported as deleted. Raises the error that list would return.
---
---     local feed = client.tasks:since(nil, "last-month")
---     for task in feed do print(task.dial_task_main_sn, task.state, task.send_count) end
---     print(feed:watermark()) -- after the loop, to be given to the next since
---@param watermark string|nil what `feed:watermark()` returned the last time; nil at the first run
---@param beginning string|integer|nil where the first run begins: a date as `start_create_at`
--- takes, or a Unix time; absent: with the oldest task. A watermark overrides it
---@return ai95.Feed feed
function Tasks:since(watermark, beginning)
  return feeds(resource.client(self), "index", class, watermark, beginning)
end

--- One task, whatever day it is from (section 获取营销任务列表接口).
---@param dial_task_main_sn string the task's sn
---@return ai95.Task|nil task
---@return ai95.Error|nil err any kind but `"file"`; kind `"api"`, code 30011: there is no such task
function Tasks:get(dial_task_main_sn)
  local client = resource.client(self)
  if type(dial_task_main_sn) ~= "string" then
    errors.misuse("tasks:get takes a dial_task_main_sn, got a %s", type(dial_task_main_sn))
  end
  local row, err = read(client, dial_task_main_sn)
  return row and resource.bind(class, client, row), err
end

--- Imports rows, in as many requests as they need (section 添加营销任务接口（json方式）). With `is_zidong`
--- people are called. Every row is checked before anything is sent. With a ledger, each person goes
--- in once, whatever list is given and whatever happens; no request is sent twice unless it is
--- certain that the platform did not carry it out.
---
---     local result = assert(client.tasks:import {
---       project_sn = project.sn, ai_user_sn = ai_user.user_sn, source = "Spring campaign",
---       rows = assert(ai95.rows "customers.csv"), ledger = "customers.csv.ledger", aes = true,
---     })
---     print(result.success, result.refused, result.dial_task_main_sn)
---@param params ai95.ImportParams the rows, and where they go
---@return ai95.Imported|nil result
---@return ai95.Error|nil err any kind; `partial` has what went in before. `outcome` `"unknown"`:
--- it is not known whether the next chunk was imported; with a ledger run the same import again,
--- without one look at the task. Kind `"input"`: there are no rows that can be sent. Kind `"file"`:
--- of the rows' file, the ledger or a temporary file. Kind `"undetermined"`: the platform's lists
--- cannot tell what became of a request, or who is in the task that it adds to
function Tasks:import(params)
  return import.run(resource.client(self), params)
end

--- Uploads a workbook unread (section 添加营销任务接口（excel方式）). With `is_zidong` people are called.
---@param params table parameters of `addExcel`
---@return ai95.ImportCounts|nil counts
---@return ai95.Error|nil err any kind; `outcome` `"unknown"`: the rows may have gone in; kind
--- `"file"`: it is no workbook
function Tasks:import_excel(params)
  local client = resource.client(self)
  local data, err = client:request("addExcel", params)
  return data and import.counts(data), err
end

local group = resource.class("client.tasks", Tasks)

---@param client ai95.Client
---@return ai95.Tasks
return function(client)
  return resource.bind(group, client, {})
end
