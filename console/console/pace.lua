--- How well a campaign reaches people, how fast it dials, and how long it will still take.
local campaigns = require "console.campaigns"
local platform = require "console.platform"

-- Seconds of the past over which the pace is measured. A campaign that just began counts as a
-- minute old: its first seconds say little.
local WINDOW, SHORTEST = 600, 60

local pace = {}

--- The share of the dialled that were reached.
---@param task ai95.Task
---@return number|nil
function pace.rate(task)
  local reached, sent = tonumber(task.success), tonumber(task.send_count)
  return reached and sent and sent > 0 and math.min(1, reached / sent) or nil
end

--- The calls of the last ten minutes, as calls in an hour; nil if the campaign does not run. A call
--- is listed once it has ended.
---@param client ai95.Client
---@param task ai95.Task
---@return number|nil
function pace.measure(client, task)
  if not campaigns.is_running(task) then
    return nil
  end
  local now = client:server_time() or ngx.time()
  local page = client.calls:list {
    dial_task_main_sn = task.dial_task_main_sn, pageIndex = 0, pageSize = 1,
    start_create_at = platform.time(now - WINDOW), end_create_at = platform.END,
  }
  local age = now - (platform.unix(task.started_at or task.created_at) or 0)
  local seconds = math.max(SHORTEST, math.min(WINDOW, age))
  return page and page.total and page.total * 3600 / seconds or nil
end

---@param task ai95.Task
---@param calls_an_hour number|nil
---@return number|nil
function pace.seconds_left(task, calls_an_hour)
  local waiting = campaigns.waiting(task)
  return waiting and waiting > 0 and calls_an_hour and calls_an_hour > 0
    and waiting * 3600 / calls_an_hour or nil
end

return pace
