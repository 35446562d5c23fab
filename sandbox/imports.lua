--- addJson and addExcel, and operateTask.

local aes = require "sandbox.aes"
local answers = require "sandbox.answers"
local config = require "sandbox.config"
local directory = require "sandbox.directory"
local habits = require "sandbox.habits"
local journal = require "sandbox.journal"
local json = require "sandbox.json"
local php_json = require "sandbox.php_json"
local sessions = require "sandbox.sessions"
local tasks = require "sandbox.tasks"
local xlsx_reader = require "sandbox.xlsx_reader"

local imports = {}

local NAME, PHONE, ADDRESS = "姓名", "电话", "地址"
local MAX_ROWS = 30000
local TASK_OPERATION = 2

--- A row from its members, or nil and the code. A phone may be a JSON integer; it is kept as text.
local function to_row(node)
  if not json.is(node, "object") or node.names[1] ~= NAME or node.names[2] ~= PHONE then
    return nil, 30006
  end
  for _, value in ipairs(node.values) do
    if json.is(value, "object") or json.is(value, "array") then return nil, 30006 end
  end
  local phone, name, address = node.values[2], node.values[1], json.get(node, ADDRESS)
  if json.is(phone, "number") then phone = phone.text end
  if type(phone) ~= "string" or not string.find(phone, "^%+?%d+$") then return nil, 30008 end
  return {
    phone = phone, node = node,
    name = type(name) == "string" and name or nil,
    address = type(address) == "string" and address or nil,
  }
end

local function to_rows(nodes)
  if #nodes == 0 then return nil, 30006 end
  if #nodes > MAX_ROWS then return nil, 30005 end
  local rows = {}
  for index, node in ipairs(nodes) do
    local row, code = to_row(node)
    if not row then return nil, code end
    rows[index] = row
  end
  return rows
end

local function json_rows(request)
  local params = request.params
  local text = params.client_info_json
  if not text or text == "" then return nil, 30006 end
  if params.aes then
    text = aes.decrypt(text, request.account.user_sn)
    if not text then return nil, 30006 end
  end
  local info = json.parse(text)
  local nodes = json.is(info, "object") and json.get(info, "data")
  if not json.is(nodes, "array") then return nil, 30006 end
  return to_rows(nodes)
end

--- The titles of the columns, up to the first without one.
local function header_of(row)
  local header = {}
  for _, title in ipairs(row or {}) do
    if title == "" then break end
    header[#header + 1] = title
  end
  return header
end

local function excel_rows(request)
  local upload = request.upload
  if not upload or upload.data == "" then return nil, 30001 end
  if not string.find(string.lower(upload.filename or ""), "%.xlsx$") then return nil, 30002 end
  local sheet = xlsx_reader.read(upload.data)
  if not sheet then return nil, 30002 end
  local header = header_of(sheet[1])
  if #header == 0 then return nil, 30003 end
  if #sheet == 1 then return nil, 30001 end
  local nodes = {}
  for index = 2, #sheet do
    local values = {}
    for column = 1, #header do values[column] = sheet[index][column] or "" end
    nodes[index - 1] = { kind = "object", names = header, values = values }
  end
  return to_rows(nodes)
end

--- The checks that both ways to import share; `read_rows` reads their different bodies.
local function plan(request, read_rows)
  local params, account = request.params, request.account
  if not params.ai_user_sn or params.ai_user_sn == "" then return nil, 30009 end
  if not sessions.may_use_ai_user(account, params.ai_user_sn) then return nil, 30010 end
  local project = directory.project_by_sn(params.project_sn)
  if not project or #project.columns == 0 then return nil, 30003 end
  if not params.source or params.source == "" then return nil, 30008 end
  local sn = params.dial_task_main_sn
  local task = sn and sn ~= "" and tasks.by_sn(sn) or nil
  if sn and sn ~= "" and not (task and habits.knows_task(task)) then return nil, 30011 end
  local rows, code = read_rows(request)
  if not rows then return nil, code end
  if tasks.total_waiting() + #rows > config.values.max_waiting then return nil, 30004 end
  return function()
    task = task or tasks.create({
      project = project, source = params.source, mark = params.mark, account = account,
      ai_user = directory.ai_user_by_sn(params.ai_user_sn),
    })
    local kept = tasks.append(task, rows)
    local repeated = #rows - #kept
    journal.imported(task.sn, kept)
    tasks.imported(task, params.is_zidong == "on")
    return answers.data(php_json.object("total", #rows, "success", #kept, "fail", repeated,
      "dial_task_main_sn", task.sn, "out_repeat", repeated), "SUCCESS")
  end
end

function imports.addJson(request)
  return plan(request, json_rows)
end

function imports.addExcel(request)
  return plan(request, excel_rows)
end

function imports.operateTask(request)
  local params = request.params
  if not params.pkeys or params.pkeys == 0 then return nil, 50001 end
  if params.project_type ~= TASK_OPERATION then return nil, 30008 end
  if not params.oper or not tasks.is_operation(params.oper) then return nil, 30008 end
  local task = tasks.by_id(params.pkeys)
  if not task or not habits.knows_task(task) then return nil, 30011 end
  return function()
    tasks.operate(task, params.oper)
    return answers.done("操作成功")
  end
end

return imports
