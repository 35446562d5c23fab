--- Carries out an operation on a task. The answer is always a redirect to the task's page, which
--- shows the result and the current state, so a reload repeats nothing. If the outcome is unknown,
--- the page says so, and nothing is sent again.
local forms = require "console.forms"
local log = require "console.actions"
local notices = require "console.notices"
local operations = require "console.operations"
local parts = require "console.pages.parts"
local platform = require "console.platform"
local url = require("console.request").url

local HOLD = 60 -- seconds in which nobody can do again what phones people again

--- Whether the task is still as the visitor saw it on the page that asks for confirmation.
local function is_as_confirmed(request, operation, task)
  return not operation.people or operations.is_possible(operation, task)
    and tostring(operation.people(task) or "") == request.form.people
end

--- Returns the notice of the result.
local function carry_out(request, operation, sn)
  local task, err = platform.client.tasks:get(sn)
  if not task then
    return { text = operation.name .. "_not_sent", name = sn, error = err }
  end
  local name, wording = parts.task_name(request, task), operations.wording(operation, task)
  if not is_as_confirmed(request, operation, task) then
    return { text = "changed", name = name }
  elseif operation.once and not forms.hold(operation.name .. " " .. sn, HOLD) then
    return { text = operation.name .. "_repeated" }
  end
  local about = { campaign = sn, people = operation.people and operation.people(task) }
  log(request, operation.name, about) -- before: the console may end while the platform answers
  local done
  done, err = task[operation.method](task)
  local outcome = done and "done" or err.outcome
  about.outcome = outcome
  log(request, operation.name, about)
  if operation.once and (outcome == "rejected" or outcome == "not_sent") then
    forms.release(operation.name .. " " .. sn)
  end
  return { text = wording .. "_" .. outcome, name = name, error = err, good = done or false }
end

---@param name string of the operation
---@return fun(request: console.Request): table
return function(name)
  local operation = operations[name]
  return function(request)
    local sn = request.form.sn or ""
    if forms.redeem(request, "/" .. name, sn .. " " .. (request.form.people or "")) then
      notices.leave(request, carry_out(request, operation, sn))
    else
      notices.leave_unless_there(request, { text = name .. "_repeated" })
    end
    return { location = url("/task", { sn = sn }) }
  end
end
