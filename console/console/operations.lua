--- What a supervisor can do with a campaign. An operation with `people` phones them: it is
--- confirmed on a page of its own, which says how many they are.
local campaigns = require "console.campaigns"

---@class console.Operation
---@field name string its address is "/" .. name; the beginning of its texts' keys
---@field method string of ai95.Task
---@field states table<ai95.TaskState, boolean> in which it is possible
---@field people (fun(task: ai95.Task): integer|nil)|nil how many are phoned; nil if that is unknown
---@field when_done boolean|nil whether nobody may be left who was not dialled yet
---@field once boolean|nil whether a second one, of any visitor, would phone people again

local operations = {
  {
    name = "pause", method = "pause",
    states = { sending = true, calling = true, unknown = true },
  },
  {
    name = "resume", method = "resume", people = campaigns.waiting,
    states = { paused = true, unsent = true, unknown = true },
  },
  {
    name = "redial", method = "redial_failed", people = campaigns.unreached, once = true,
    states = { sent = true, paused = true }, when_done = true,
  },
}

for _, operation in ipairs(operations) do
  operations[operation.name] = operation
end

--- Whether the operation makes sense for the task as it is.
---@param operation console.Operation
---@param task ai95.Task
---@return boolean
function operations.is_possible(operation, task)
  return operation.states[task.state] == true
    and not (operation.people and operation.people(task) == 0)
    and not (operation.when_done and task.state == "paused" and campaigns.waiting(task) ~= 0)
end

--- The beginning of the keys of its texts. Resuming a campaign that has not begun is its start.
---@param operation console.Operation
---@param task ai95.Task
---@return string
function operations.wording(operation, task)
  return operation.name == "resume" and task.state == "unsent" and "start" or operation.name
end

return operations
