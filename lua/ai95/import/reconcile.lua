--- What became of a request whose answer was lost: the platform's own lists are asked. "done" or "not_done" are said only where
--- they are certain.
local dates = require "ai95.util.dates"
local errors = require "ai95.errors"
local loop = require "ai95.loop"

local fate = {}

local DAY, SLACK = 86400, 600 -- seconds; of the platform's clock between two of its machines

local function unknown(message)
  return nil, errors.new { kind = "protocol", endpoint = "addJson", outcome = "unknown", message = message }
end

local function seen_in_customers(client, chunk, dial_task_main_sn)
  for _, phone in ipairs(chunk.phones) do
    local page, err = client.customers:list {
      phone = phone, dial_task_main_sn = dial_task_main_sn, pageSize = 1,
      start_create_at = dates.BEGINNING, end_create_at = dates.END,
    }
    if not page then
      return nil, err
    elseif page.list[1] then
      return true
    end
  end
  return false
end

--- Rows that were to go into a task that is known: its count tells.
local function of_known_task(client, chunk, sent)
  local task, err = client.tasks:get(sent.dial_task_main_sn)
  if not task then
    return nil, err
  end
  local added = task.total_count - sent.before
  if added == 0 then
    return "not_done"
  elseif added == chunk.rows then
    return "done", { success = added, dial_task_main_sn = sent.dial_task_main_sn }
  end
  -- Somebody else adds to it too, or the platform took only some. A customer who is in it only since then would settle it.
  if sent.own_task and added > 0 then
    local seen
    seen, err = seen_in_customers(client, chunk, sent.dial_task_main_sn)
    if seen == nil then
      return nil, err
    elseif seen then
      return "done", { success = math.min(added, chunk.rows), dial_task_main_sn = sent.dial_task_main_sn }
    end
  end
  return unknown(("the task %s has %d more rows than before, but %d were sent: see in the platform which they are")
    :format(sent.dial_task_main_sn, added, chunk.rows))
end

local function may_be_ours(task, chunk, sent, params)
  local source, project = task.source, task.project_sn
  if type(task.created_at) == "string" and task.created_at < dates.format(sent.time - SLACK) then
    return false
  elseif type(source) == "string" and not source:find(params.source, 1, true) then
    return false
  elseif type(project) == "string" and project ~= "" and project ~= params.project_sn then
    return false
  end
  return task.total_count == nil or task.total_count <= chunk.rows
end

--- Rows that were to make a new task: it has our token in its remark. A task without any remark might be ours on a platform
--- that does not show them; then nothing is certain.
local function of_new_task(client, chunk, sent, params, token)
  local tasks = client.tasks:each {
    start_create_at = dates.format(sent.time - DAY), end_create_at = dates.format(client:server_time() + DAY),
  }
  local doubtful
  while true do
    local ok, task = pcall(tasks)
    if not ok then
      return nil, task
    elseif not task then
      break
    end
    local mark = type(task.mark) == "string" and task.mark or ""
    if mark:find(token, 1, true) then
      return "done", { success = task.total_count, dial_task_main_sn = task.dial_task_main_sn }
    elseif mark == "" and may_be_ours(task, chunk, sent, params) then
      doubtful = task
    end
  end
  if doubtful then
    return unknown(("the task %s may be the one that was being made: see in the platform whether it holds these rows")
      :format(doubtful.dial_task_main_sn))
  end
  return "not_done"
end

--- Looks until it is certain, for as long as the platform may still be at it.
---@param client ai95.Client
---@param chunk ai95.Chunk
---@param sent table the journal's record of the sending
---@param params table the import's
---@param token string
---@param ended number|nil when the exchange ended, by the platform's clock; nil where that is not known, after a crash
---@param on_wait fun(seconds: number) told before each pause how long it may still take
---@return "done"|"not_done"|nil
---@return table|nil of "done": success and dial_task_main_sn; else the error
function fate.find(client, chunk, sent, params, token, ended, on_wait)
  while true do
    local verdict, found
    if sent.dial_task_main_sn then
      verdict, found = of_known_task(client, chunk, sent)
    else
      verdict, found = of_new_task(client, chunk, sent, params, token)
    end
    local wait = (ended or sent.time) + params.settle - client:server_time()
    if verdict ~= "not_done" or wait <= 0 then
      return verdict, found
    end
    -- A request that the platform has but has not begun looks like one that it never got.
    on_wait(wait)
    loop.sleep(math.min(math.max(wait, 0.05), 5))
  end
end

return fate
