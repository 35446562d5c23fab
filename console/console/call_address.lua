--- Addresses of calls: /call?task=SN&sn=SN&at=TIME, and the filters and the page of the list from
--- which the visitor came.
local url = require("console.request").url

local call_address = {}

local OWN = { task = true, sn = true, at = true }

--- The address of a call in a list.
---@param args table<string, string> of the list's page, whose `sn` is the task's, if it has one
---@param call ai95.Call
---@return string
function call_address.of_list(args, call)
  local params = {}
  for name, value in pairs(args) do
    params[name] = value
  end
  params.task = args.sn or call.dial_task_main_sn
  params.sn, params.at = call.cdr_sn, call.connected_at
  return url("/call", params)
end

--- The arguments of the list from which the visitor came. If it was a search, `q` is one.
---@param args table<string, string> of the call's page
---@return table<string, string>
function call_address.list_args(args)
  local params = {}
  for name, value in pairs(args) do
    params[name] = not OWN[name] and value or nil
  end
  params.sn = args.task
  return params
end

return call_address
