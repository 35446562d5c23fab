-- Creates a campaign from a CSV file:  import_csv.lua FILE NAME [dial]
-- The file is UTF-8 or GBK. Its first line names the columns; the first two must be 姓名 and 电话.
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

local path, name, dial = arg[1] or "examples/customers.csv", arg[2] or "CSV", arg[3] == "dial"
local client = ai95.new {}

-- The first AI user calls, with the first template. A real program would choose them by name.
local ai_user = check(client.ai_users:list())[1]
local project = check(client.projects:list())[1]

-- Memory does not grow with the file.
local imported = check(client.tasks:import {
  source = name, ai_user_sn = ai_user.user_sn, project_sn = project.sn,
  rows = check(ai95.csv(path)),
  aes = true, -- encrypt names and numbers
  is_zidong = dial,
  progress = function(done) io.stderr:write(("%d rows sent\n"):format(done)) end,
})
local text = "%s: %d accepted, %d rejected"
print(text:format(imported.dial_task_main_sn, imported.success, imported.fail))
