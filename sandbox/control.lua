--- Serves /_sandbox/, through which tests control and inspect the sandbox.

local cjson = require "cjson"
local calls = require "sandbox.calls"
local clock = require "sandbox.clock"
local config = require "sandbox.config"
local faults = require "sandbox.faults"
local journal = require "sandbox.journal"
local later = require "sandbox.later"
local php_json = require "sandbox.php_json"
local seeding = require "sandbox.seeding"
local sessions = require "sandbox.sessions"
local tasks = require "sandbox.tasks"

local control = {}

local decoder = cjson.new()

local POST, GET = {}, {}

function POST.reset(given)
  local done, problem = config.set(given)
  if not done then return nil, problem end
  clock.reset()
  later.reset()
  tasks.reset()
  calls.reset()
  sessions.reset()
  faults.reset()
  journal.reset()
  return php_json.object("ok", true)
end

function POST.settings(given)
  local done, problem = config.change(given)
  if not done then return nil, problem end
  return php_json.object("ok", true)
end

function POST.clock(given)
  if type(given.advance) ~= "number" then return nil, "advance must be a number of seconds" end
  clock.advance(given.advance)
  tasks.advance()
  return php_json.object("now", clock.format(clock.now()), "time", clock.now())
end

function POST.fault(given)
  local done, problem = faults.add(given)
  if not done then return nil, problem end
  return php_json.object("ok", true)
end

function POST.seed(given)
  local task, problem = seeding.finished_task(given)
  if not task then return nil, problem end
  return php_json.object("dial_task_main_sn", task.sn, "dial_task_main_id", task.id,
    "calls", #task.rows)
end

local function object_of(map, to_value)
  local object = php_json.object()
  for name, value in pairs(map) do
    object.names[#object.names + 1] = name
    object.values[#object.names] = to_value(value)
  end
  return object
end

function GET.state()
  tasks.advance()
  local counters, connections = journal.counters()
  local list = php_json.array({})
  local endpoints = object_of(counters, function(count)
    return php_json.object("received", count.received, "carried_out", count.carried_out,
      "refused", count.refused)
  end)
  for index, task in ipairs(tasks.all()) do
    list[index] = php_json.object("dial_task_main_sn", task.sn, "dial_task_main_id", task.id,
      "rows", #task.rows, "state", task.state)
  end
  return php_json.object("endpoints", endpoints, "connections", connections, "tasks", list,
    "faults", faults.count(), "now", clock.format(clock.now()))
end

local function same(value)
  return value
end

function GET.imports()
  tasks.advance()
  local totals = {}
  for _, phones in pairs(journal.imports()) do
    for phone, count in pairs(phones) do totals[phone] = (totals[phone] or 0) + count end
  end
  return php_json.object("phones", object_of(totals, same),
    "campaigns", object_of(journal.imports(), function(phones) return object_of(phones, same) end))
end

function GET.rows(given)
  tasks.advance()
  local task = tasks.by_sn(given.dial_task_main_sn or "")
  if not task then return nil, "no such task" end
  local list = php_json.array({})
  for index, row in ipairs(task.rows) do list[index] = row.node end
  return list
end

function GET.last(given)
  local request = journal.last(given.endpoint or "")
  if not request then return nil, "no request to that endpoint yet" end
  local null = require("sandbox.json").null
  local headers = php_json.array({})
  for index, header in ipairs(request.headers) do headers[index] = php_json.array(header) end
  return php_json.object("method", request.method, "uri", request.uri, "headers", headers,
    "body_base64", ngx.encode_base64(request.body), "canonical", request.canonical or null,
    "url_received", request.url_received or null, "url_expected", request.url_expected or null)
end

local function answer(status, value)
  local body = php_json.encode(value)
  ngx.status = status
  ngx.header["Content-Type"] = "application/json"
  ngx.header["Content-Length"] = #body
  ngx.print(body)
end

local function posted_object()
  ngx.req.read_body()
  local body = ngx.req.get_body_data() or ""
  if body == "" then return {} end
  local done, given = pcall(decoder.decode, body)
  if not done or type(given) ~= "table" then return nil end
  return given
end

function control.serve()
  ngx.update_time()
  local name, method = string.match(ngx.var.uri, "^/_sandbox/(%a+)$"), ngx.req.get_method()
  local handler = method == "POST" and POST[name] or method == "GET" and GET[name]
  if not handler then
    local problem = "no such request: " .. method .. " " .. ngx.var.uri
    return answer(404, php_json.object("error", problem))
  end
  local given
  if method == "POST" then given = posted_object() else given = ngx.req.get_uri_args() end
  if not given then
    return answer(400, php_json.object("error", "the body must be a JSON object"))
  end
  local value, problem = handler(given)
  if not value then return answer(400, php_json.object("error", problem)) end
  return answer(200, value)
end

return control
