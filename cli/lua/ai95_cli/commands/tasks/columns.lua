--- A campaign as it is shown.
local columns = {}

local styles = { sending = "yellow", calling = "yellow", sent = "green", paused = "cyan" }

---@type ai95_cli.Column[]
columns.list = {
  { "created_at" }, { "source", shrinks = true },
  { "state", style = function(state) return styles[state] end },
  { "total_count", right = true }, { "send_count", right = true }, { "success", right = true }, { "fail", right = true },
  { "dial_task_main_sn", below = true },
}

--- Of one: what comes first.
columns.first = {
  "dial_task_main_sn", "dial_task_main_id", "source", "state", "status", "mark", "project_caption", "user_name", "total_count",
  "send_count", "unsend_count", "success", "fail", "stops", "percent", "created_at", "started_at", "stoped_at",
}

--- The task with its `state`, which the library works out, as a field that is printed too.
---@param task ai95.Task
---@return ai95.Task
function columns.stated(task)
  rawset(task, "state", task.state)
  return task
end

--- An iterator over such tasks.
---@param tasks fun(): ai95.Task|nil
---@return fun(): ai95.Task|nil
function columns.with_state(tasks)
  return function()
    local task = tasks()
    return task and columns.stated(task)
  end
end

return columns
