--- The rows of a list that cannot be sent, each with the reason, to be corrected and uploaded.
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
  ngx.header["Content-Type"] = "text/csv; charset=utf-8"
  ngx.header["Content-Disposition"] = "attachment; filename=\"refused.csv\"; filename*=UTF-8''"
    .. ngx.escape_uri((name:gsub("[/\\%c]", "_")))
  ngx.print(file:read "*a")
  file:close()
  return { sent = true }
end
