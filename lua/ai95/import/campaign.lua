--- What the platform's lists say about a campaign. They may lag, and others may change them.
local core = require "ai95.core"
local dates = require "ai95.util.dates"
local records = require "ai95.import.ledger_records"

local NO_SUCH_TASK = 30011
local PAGE = 1000 -- rows; platforms that give fewer are read on

local campaign = {}

local function all_time(params)
  params.start_create_at, params.end_create_at = dates.BEGINNING, dates.END
  params.pageSize = PAGE
  return params
end

--- Whether an error says that there is no such task.
---@param err ai95.Error
---@return boolean
function campaign.is_missing(err)
  return err.kind == "api" and err.code == NO_SUCH_TASK
end

--- All tasks there are, in one pass over the list.
---@class ai95.TasksSeen
---@field by_sn table<string, ai95.Task>
---@field sns string[] sorted
---@field has_tokens boolean whether the platform returns an import's token unchanged

---@param client ai95.Client
---@return ai95.TasksSeen|nil
---@return ai95.Error|nil err
function campaign.all(client)
  local seen = { by_sn = {}, sns = {}, has_tokens = false }
  local tasks = client.tasks:each(all_time {})
  while true do
    local ok, task = pcall(tasks)
    if not ok then
      return nil, task
    elseif not task then
      table.sort(seen.sns)
      return seen
    end
    local sn = task.dial_task_main_sn
    if not seen.by_sn[sn] then
      seen.by_sn[sn] = task
      seen.sns[#seen.sns + 1] = sn
    end
    seen.has_tokens = seen.has_tokens or records.has_token(task.mark)
  end
end

--- The task whose remark has the ledger's token.
---@param seen ai95.TasksSeen
---@param ledger ai95.Ledger
---@return ai95.Task|nil
function campaign.marked(seen, ledger)
  for _, sn in ipairs(seen.sns) do
    local task = seen.by_sn[sn]
    if type(task.mark) == "string" and task.mark:find(ledger.token, 1, true) then
      return task
    end
  end
end

--- The tasks that were not there before.
---@param seen ai95.TasksSeen
---@param before string[] their sns
---@return ai95.Task[]
function campaign.new_tasks(seen, before)
  local is_old, found = {}, {}
  for _, sn in ipairs(before) do
    is_old[sn] = true
  end
  for _, sn in ipairs(seen.sns) do
    if not is_old[sn] then
      found[#found + 1] = seen.by_sn[sn]
    end
  end
  return found
end

--- Whether a task shows nothing that is another's than the ledger's campaign.
---@param task ai95.Task
---@param header table the ledger's
---@return boolean
function campaign.is_alike(task, header)
  local function fits(shown, own)
    return shown == nil or shown == own
  end
  return fits(task.project_sn, header.project_sn) and fits(task.user_sn, header.ai_user_sn)
    and fits(task.source, header.source)
end

--- An empty set of people that nothing else is compared with.
local function new_people()
  return core.people(core.sha256(core.random(16)):sub(1, 32))
end

--- Calls `visit(phone)` for each customer of a task that the platform lists.
---@return true|nil ok
---@return ai95.Error|nil err
local function each_phone(client, dial_task_main_sn, visit)
  local customers = client.customers:each(all_time { dial_task_main_sn = dial_task_main_sn })
  while true do
    local ok, customer = pcall(customers)
    if not ok then
      return nil, customer
    elseif not customer then
      return true
    end
    visit(tostring(customer.phone or ""))
  end
end

--- The customers of a task.
---@param people userdata core.people: whose key the hashes are under
---@return integer|nil count
---@return string|ai95.Error hashes of their numbers, or the error
function campaign.customers(client, dial_task_main_sn, people)
  local seen, hashes = new_people(), {}
  local ok, err = each_phone(client, dial_task_main_sn, function(phone)
    local before = #seen
    seen:add_phone(phone)
    if #seen > before then
      hashes[#seen] = people:hash(phone)
    end
  end)
  if not ok then
    return nil, err
  end
  return #seen, table.concat(hashes)
end

--- How many of the people the platform lists among a task's customers.
---@param people userdata core.people
---@return integer|nil count
---@return ai95.Error|nil err
function campaign.count_customers(client, dial_task_main_sn, people)
  local found = new_people()
  local ok, err = each_phone(client, dial_task_main_sn, function(phone)
    if people:has_phone(phone) then
      found:add_phone(phone)
    end
  end)
  return ok and #found, err
end

return campaign
