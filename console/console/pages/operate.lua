--- Pauses or resumes a task. The answer is always a redirect to the task's page, which shows the
--- result and the current state, so a reload repeats nothing. If the outcome is unknown, the page
--- says so, and nothing is sent again.
local forms = require "console.forms"
local notices = require "console.notices"
local parts = require "console.pages.parts"
local platform = require "console.platform"
local url = require("console.request").url

--- Returns the notice of the result.
local function carry_out(request, operation, sn)
  local task, err = platform.client.tasks:get(sn)
  if not task then
    return { text = operation .. "_not_sent", name = sn, error = err }
  end
  local done
  done, err = task[operation](task)
  return {
    text = operation .. "_" .. (done and "done" or err.outcome),
    name = parts.task_name(request, task), error = err, good = done or false,
  }
end

---@param operation "pause"|"resume"
---@return fun(request: console.Request): table
return function(operation)
  return function(request)
    local sn = request.form.sn or ""
    if forms.redeem(request, "/" .. operation, sn) then
      notices.leave(request, carry_out(request, operation, sn))
    else
      notices.leave_unless_there(request, { text = operation .. "_repeated" })
    end
    return { location = url("/task", { sn = sn }) }
  end
end
