--- Makes a finished task with many calls at once, for lists that would take too long to dial.

local calls = require "sandbox.calls"
local clock = require "sandbox.clock"
local directory = require "sandbox.directory"
local tasks = require "sandbox.tasks"

local seeding = {}

local FIRST_PHONE = 13000000000
local MAX_CALLS = 1000000

local function fields_of(given)
  local account = directory.account_by_name(given.username or "hln")
  local project, ai_user = directory.projects[1], directory.ai_users[1]
  if given.project_sn then project = directory.project_by_sn(given.project_sn) end
  if given.ai_user_sn then ai_user = directory.ai_user_by_sn(given.ai_user_sn) end
  if not account or not project or not ai_user then
    return nil, "unknown username, project_sn or ai_user_sn"
  end
  local created = clock.now()
  if given.created_at ~= nil then
    created = type(given.created_at) == "string" and clock.parse(given.created_at)
    if not created then return nil, "created_at must be Y-m-d or Y-m-d H:i:s" end
  end
  return { account = account, project = project, ai_user = ai_user, created = created,
    source = given.source or "seeded", mark = given.mark, answer = given.answer }
end

--- `given` is { calls = N, task = { source, mark, project_sn, ai_user_sn, username, created_at,
-- spacing, answer } }. The calls are `spacing` seconds apart, and the first is at `created_at`.
function seeding.finished_task(given)
  local count, options = given.calls, given.task or {}
  if type(count) ~= "number" or count < 0 or count > MAX_CALLS or count % 1 ~= 0 then
    return nil, "calls must be a whole number up to " .. MAX_CALLS
  end
  if type(options) ~= "table" then return nil, "task must be an object" end
  local spacing = options.spacing or 0
  if type(spacing) ~= "number" then return nil, "spacing must be a number of seconds" end
  if type(options.answer or "") ~= "string" then return nil, "answer must be a string" end
  local fields, problem = fields_of(options)
  if not fields then return nil, problem end
  local task = tasks.create(fields)
  local names, rows = { "姓名", "电话", "地址" }, {}
  for index = 1, count do
    local name, phone = "客户" .. index, string.format("%.0f", FIRST_PHONE + index)
    rows[index] = { name = name, phone = phone, address = "深圳",
      node = { kind = "object", names = names, values = { name, phone, "深圳" } } }
  end
  tasks.append(task, rows)
  local time = task.created
  for _, row in ipairs(task.rows) do
    local result = calls.make(task, row, time) and "success" or "fail"
    row.result = result
    task[result] = task[result] + 1
    time = time + spacing
  end
  tasks.finish(task, time)
  return task
end

return seeding
