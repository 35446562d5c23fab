--- The campaigns of a filter, in a supervisor's order. The platform cannot sort and has an order of
--- its own, so all are read.
local PAGE = 1000 -- tasks in a request

local running = { sending = true, calling = true }

local campaigns = {}

---@param task ai95.Task
---@return boolean
function campaigns.is_running(task)
  return running[task.state] or false
end

--- Running ones first, then the newest.
local function comes_before(a, b)
  local first, second = campaigns.is_running(a), campaigns.is_running(b)
  if first ~= second then
    return first
  end
  first, second = tostring(a.created_at), tostring(b.created_at)
  if first ~= second then
    return first > second
  end
  return tostring(a.dial_task_main_sn) > tostring(b.dial_task_main_sn)
end

--- Raises the library's errors.
---@param client ai95.Client
---@param params table of `index`
---@return ai95.Task[]
function campaigns.list(client, params)
  local list = {}
  params.pageSize = PAGE
  for task in client.tasks:each(params) do
    list[#list + 1] = task
  end
  table.sort(list, comes_before)
  return list
end

--- The remark without the token by which an import finds its own campaign.
---@param task ai95.Task
---@return string
function campaigns.mark(task)
  local mark = tostring(task.mark or "")
  return (mark:gsub("ai95:" .. ("%x"):rep(16) .. "%f[^%x] ?", ""))
end

--- How many numbers have not been dialled; nil if the platform does not say. It gives some numbers
--- as strings.
---@param task ai95.Task
---@return integer|nil
function campaigns.waiting(task)
  local total, sent = tonumber(task.total_count), tonumber(task.send_count)
  return tonumber(task.unsend_count) or (total and sent and math.max(0, total - sent))
end

--- How many were dialled and not reached.
---@param task ai95.Task
---@return integer|nil
function campaigns.unreached(task)
  return tonumber(task.fail)
end

return campaigns
