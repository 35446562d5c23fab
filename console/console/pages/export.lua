--- A filtered list as CSV for a spreadsheet, sent while it is read.
local ai95 = require "ai95"
local attachment = require "console.attachment"
local filters = require "console.filters"
local log = require "console.actions"
local parts = require "console.pages.parts"
local platform = require "console.platform"
local problem = require "console.problem"

local BOM = "\239\187\191"
local PAGE = 5000 -- rows in a request

--- The names of the columns in the visitor's language, as the first line.
local function first_line(request, columns, fields)
  local names = {}
  for _, column in ipairs(columns) do
    names[column.field] = request.say(column.name)
  end
  local line = ai95.export { rows = { names }, fields = fields, excel = true, header = false }
  return BOM .. problem.must(line).body
end

local function columns_of(list)
  local columns, fields = {}, {}
  for _, source in ipairs { list.columns, list.more } do
    for _, column in ipairs(source) do
      columns[#columns + 1], fields[#fields + 1] = column, column.field
    end
  end
  return columns, fields
end

local function send_headers(request, list, task)
  attachment(request, "text/csv", list.name .. ".csv",
    ("%s %s.csv"):format(parts.task_name(request, task), request.say(list.name)))
end

---@param list console.List
---@return fun(request: console.Request): console.Page
return function(list)
  return function(request)
    local client = platform.client
    local task = problem.must(client.tasks:get(request.args.sn or ""))
    local filter = filters.read(list.filters, request.args, "all")
    if not filter.is_valid then
      problem.raise(400, "bad_request", "bad_value", (next(filter.problems)))
    end
    log(request, "export", { list = list.name, campaign = task.dial_task_main_sn })
    local params, columns, fields = filter.params, columns_of(list)
    params.dial_task_main_sn, params.pageSize = task.dial_task_main_sn, PAGE
    local line = first_line(request, columns, fields)
    local function send(piece)
      if not ngx.headers_sent then -- the first rows have come: there will be a file
        send_headers(request, list, task)
        ngx.print(line)
      end
      ngx.print(piece)
      ngx.flush(true)
    end
    local done, err = client:export {
      what = list.name, params = params, fields = fields, excel = true, header = false, to = send,
    }
    if not done and ngx.headers_sent then
      ngx.log(ngx.WARN, "an export ended early: ", tostring(err))
      return { broken = true } -- the browser must not take what it has for the whole
    end
    problem.must(done, err)
    if not ngx.headers_sent then
      send ""
    end
    return { sent = true }
  end
end
