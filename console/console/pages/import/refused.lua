--- The rows of a list that cannot be sent, each with the reason, to be corrected and uploaded.
local attachment = require "console.attachment"
local plan = require "console.plan"
local problem = require "console.problem"

---@param request console.Request
---@return console.Page
return function(request)
  local list = plan.list(request.args)
  local file = io.open(list.refused, "rb")
  if not file then
    problem.raise(404, "no_list", "no_list_hint")
  end
  local name = (list.name:gsub("%.[%w]+$", "")) .. " " .. request.say "refused_rows" .. ".csv"
  attachment(request, "text/csv", "refused.csv", name)
  ngx.print(file:read "*a")
  file:close()
  return { sent = true }
end
