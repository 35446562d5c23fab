--- Tasks: their rows and states. The calls that are due are made before each request is served.
-- States are "unsent", "sending", "sent" and "paused".

local calls = require "sandbox.calls"
local clock = require "sandbox.clock"
local config = require "sandbox.config"
local later = require "sandbox.later"

local tasks = {}

local FIRST_ID = 1826

local ordered, by_sn, by_id, next_id, salt

function tasks.reset()
  ordered, by_sn, by_id, next_id = {}, {}, {}, FIRST_ID
  salt = ngx.now() .. "|" .. math.random()
end

tasks.reset()

function tasks.waiting(task)
  return task.last - task.first + 1
end

local function enqueue(task, row)
  task.last = task.last + 1
  task.queue[task.last] = row
end

local function dequeue(task)
  local row = task.queue[task.first]
  task.queue[task.first] = nil
  task.first = task.first + 1
  return row
end

local function start(task)
  local now = clock.now()
  task.state, task.batch_start = "sending", now
  task.started = task.started or now
  task.stopped = nil
end

--- Makes the calls that are due: up to `lines` at once, and all of them last `dial_seconds`.
local function dial(task, now)
  local seconds, lines = config.values.dial_seconds, config.values.lines
  while task.state == "sending" do
    if tasks.waiting(task) == 0 then
      task.state, task.stopped = "sent", task.batch_start
      return
    end
    local finish = task.batch_start + seconds
    if finish > now then return end
    for _ = 1, math.min(lines, tasks.waiting(task)) do
      local row = dequeue(task)
      local connected = calls.make(task, row, finish)
      row.result = connected and "success" or "fail"
      task[row.result] = task[row.result] + 1
    end
    task.batch_start = finish
  end
end

--- Does what is due: late requests, and the calls of all tasks up to the present moment.
function tasks.advance()
  later.run()
  local now = clock.now()
  for _, task in ipairs(ordered) do dial(task, now) end
end

function tasks.all()
  return ordered
end

function tasks.by_sn(sn)
  return by_sn[sn]
end

function tasks.by_id(id)
  return by_id[id]
end

function tasks.total_waiting()
  local waiting = 0
  for _, task in ipairs(ordered) do waiting = waiting + tasks.waiting(task) end
  return waiting
end

--- A new task without rows. `fields`: project, source, ai_user, mark, account, created (Unix time;
-- now by default), answer (the customer's words at every turn).
function tasks.create(fields)
  local created = fields.created or clock.now()
  local task = {
    id = next_id, sn = "dial_task_main_sn|" .. ngx.md5(salt .. next_id),
    project = fields.project, source = fields.source, ai_user = fields.ai_user,
    mark = fields.mark, account = fields.account, answer = fields.answer,
    created = created, modified = created, state = "unsent",
    rows = {}, imports = {}, phones = {}, queue = {}, first = 1, last = 0, success = 0, fail = 0,
  }
  next_id = next_id + 1
  ordered[#ordered + 1] = task
  by_sn[task.sn], by_id[task.id] = task, task
  return task
end

--- Appends rows { name, phone, node }. Returns those that were kept: the others are repetitions.
function tasks.append(task, rows)
  local kept = {}
  for _, row in ipairs(rows) do
    if not (config.values.dedupe and task.phones[row.phone]) then
      kept[#kept + 1] = row
      task.phones[row.phone] = true
      row.attempts = 0
      task.rows[#task.rows + 1] = row
      enqueue(task, row)
    end
  end
  task.modified = clock.now()
  task.imports[#task.imports + 1] = { time = task.modified, rows = #kept }
  return kept
end

--- Changes the state after an import: a new task starts if it dials by itself; a finished task is
-- paused until somebody resumes it.
function tasks.imported(task, automatic)
  if task.state == "unsent" and automatic then
    start(task)
  elseif task.state == "sent" then
    task.state = "paused"
  end
end

--- Marks a task as finished after seeding has made all its calls.
function tasks.finish(task, finished)
  task.first, task.last, task.queue = 1, 0, {}
  task.state, task.started, task.stopped = "sent", task.created, finished
end

local operations = {}

function operations.stop(task)
  task.state, task.stopped = "paused", clock.now()
end

function operations.keepOn(task)
  if task.state ~= "sending" then start(task) end
end

function operations.failRe(task)
  for _, row in ipairs(task.rows) do
    if row.result == "fail" then
      row.result = nil
      enqueue(task, row)
    end
  end
  task.fail = 0
  if task.state ~= "sending" then start(task) end
end

function operations.delete(task)
  by_sn[task.sn], by_id[task.id] = nil, nil
  for index, other in ipairs(ordered) do
    if other == task then
      table.remove(ordered, index)
      return
    end
  end
end

function tasks.is_operation(name)
  return operations[name] ~= nil
end

function tasks.operate(task, name)
  operations[name](task)
  task.modified = clock.now()
  tasks.advance()
end

return tasks
