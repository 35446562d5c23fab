-- Creates a campaign from a customer list:  import_list.lua LIST NAME [dial]
-- The list is CSV or an .xlsx. The columns 姓名 and 电话 are found by their usual names.
-- With `dial`, the calls begin at once. Without it the campaign waits until somebody starts it
-- (see watch.lua).
local ai95 = require "ai95"

-- A method that fails returns nil and an error; tostring(err) is one line.
local function check(value, err)
  if value == nil then
    io.stderr:write(tostring(err), "\n")
    os.exit(1)
  end
  return value
end

local path, name, dial = arg[1] or "examples/customers.csv", arg[2] or "List", arg[3] == "dial"
local client = ai95.new {}

-- The first AI user calls, with the first template. A real program would choose them by name.
local ai_user = check(client.ai_users:list())[1]
local project = check(client.projects:list())[1]

-- Numbers are cleaned, and rows that cannot be called are left out. Memory does not grow with the
-- list.
local imported = check(client.tasks:import {
  source = name, ai_user_sn = ai_user.user_sn, project_sn = project.sn,
  rows = check(ai95.rows(path)),
  aes = true, -- encrypt names and numbers
  is_zidong = dial,
  progress = function(done) io.stderr:write(("%d rows sent\n"):format(done)) end,
})
for _, each in ipairs(imported.problems) do
  io.stderr:write(("line %d: %s\n"):format(each.row, each.problem))
end
local text = "%s: %d accepted, %d rejected"
print(text:format(imported.dial_task_main_sn, imported.success, imported.fail))
