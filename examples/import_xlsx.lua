-- Creates a campaign from an Excel workbook, which the platform reads:
--   import_xlsx.lua FILE.xlsx NAME [dial]
-- The workbook must have the form of the project's template, which templates.lua downloads. No row
-- is checked: import_list.lua does that, with workbooks too.
-- With `dial`, the calls begin at once.
local ai95 = require "ai95"

local function check(value, err)
  if value == nil then
    io.stderr:write(tostring(err), "\n")
    os.exit(1)
  end
  return value
end

local path, name, dial = arg[1] or "examples/customers.xlsx", arg[2] or "Excel", arg[3] == "dial"
local client = ai95.new {}
local ai_user = check(client.ai_users:list())[1]
local project = check(client.projects:list())[1]

local imported = check(client.tasks:import_excel {
  source = name, ai_user_sn = ai_user.user_sn, project_sn = project.sn,
  upload = path, is_zidong = dial,
})
local text = "%s: %d accepted, %d rejected"
print(text:format(imported.dial_task_main_sn, imported.success, imported.fail))
