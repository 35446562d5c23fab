--- What became of a request whose answer was lost: asks the platform's own lists. Decides only if
--- they are certain.
local dates = require "ai95.util.dates"
local errors = require "ai95.errors"
local loop = require "ai95.loop"

local DAY = 86400 -- seconds
local SLACK = 600 -- seconds by which the clocks of two machines of the platform may differ
local POLL_MIN, POLL_MAX = 0.05, 5 -- seconds between two looks

local function undetermined(format, ...)
  return nil, errors.new {
    kind = "undetermined", endpoint = "addJson", outcome = "unknown", message = format:format(...),
  }
end

local function any_in_customers(client, chunk, dial_task_main_sn)
  for _, phone in ipairs(chunk.phones) do
    local page, err = client.customers:list {
      phone = phone, dial_task_main_sn = dial_task_main_sn, pageSize = 1,
      start_create_at = dates.BEGINNING, end_create_at = dates.END,
    }
    if not page then
      return nil, err
    elseif page[1] then
      return true
    end
  end
  return false
end

--- Appending to a known task: compares its row count.
local function in_known_task(client, chunk, sent)
  local task, err = client.tasks:get(sent.dial_task_main_sn)
  if not task then
    return nil, err
  end
  local total = tonumber(task.total_count)
  if not total or not tonumber(sent.before) then
    return undetermined("the task %s has no row count: look in the platform which rows it has",
      sent.dial_task_main_sn)
  end
  local added = total - tonumber(sent.before)
  if added == 0 then
    return "rejected"
  elseif added == chunk.rows then
    return "done", { success = added, dial_task_main_sn = sent.dial_task_main_sn }
  end
  -- Somebody else adds to it too, or the platform took only some rows. A customer of this chunk in
  -- the list decides.
  if sent.own_task and added > 0 then
    local found
    found, err = any_in_customers(client, chunk, sent.dial_task_main_sn)
    if found == nil then
      return nil, err
    elseif found then
      return "done", { success = math.min(added, chunk.rows),
        dial_task_main_sn = sent.dial_task_main_sn }
    end
  end
  return undetermined("the task %s has %d more rows than before, but %d were sent: "
    .. "look in the platform which they are", sent.dial_task_main_sn, added, chunk.rows)
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
  local total = tonumber(task.total_count)
  return total == nil or total <= chunk.rows
end

--- Making a new task: looks for our token in the remarks. A task without any remark may be ours, on
--- a platform that does not show remarks; then nothing is certain.
local function in_new_task(client, chunk, sent, params, token)
  local tasks = client.tasks:each {
    start_create_at = dates.format(sent.time - DAY),
    end_create_at = dates.format((client:server_time() or os.time()) + DAY),
  }
  local candidate
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
      candidate = task
    end
  end
  if candidate then
    return undetermined("the task %s may be the one that this request made: "
      .. "look in the platform whether it has these rows", candidate.dial_task_main_sn)
  end
  return "rejected"
end

--- Looks until it is certain, as long as the platform may still be at work.
---@param client ai95.Client
---@param chunk ai95.Chunk
---@param sent table the journal's record of the sending
---@param params table the import's
---@param token string
---@param ended number|nil when the exchange ended, by the platform's clock; nil if that is not
--- known, after a crash
---@param on_wait fun(seconds: number) called before each pause with the longest time that is left
---@return "done"|"rejected"|nil outcome
---@return table|nil found success and dial_task_main_sn if it was done; the error if it is not
--- known
return function(client, chunk, sent, params, token, ended, on_wait)
  while true do
    local outcome, found
    if sent.dial_task_main_sn then
      outcome, found = in_known_task(client, chunk, sent)
    else
      outcome, found = in_new_task(client, chunk, sent, params, token)
    end
    local now = client:server_time() or os.time()
    local left = (ended or sent.time) + params.reconcile_timeout - now
    if outcome ~= "rejected" or left <= 0 then
      return outcome, found
    end
    -- A request that the platform has received but not begun looks like one that it never got.
    on_wait(left)
    loop.sleep(math.min(math.max(left, POLL_MIN), POLL_MAX))
  end
end
