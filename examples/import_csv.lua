-- Creates a campaign from a CSV file:  import_csv.lua FILE NAME [dial]
-- The file is UTF-8 or GBK; its first line names the columns, and the first two must be 姓名 and 电话.
-- With `dial`, people are phoned at once. Without it the campaign waits until somebody starts it (see watch.lua).
local ai95 = require "ai95"

-- What can go wrong returns nil and an error, which reads as one line.
local function check(value, err)
  if value == nil then
    io.stderr:write(tostring(err), "\n")
    os.exit(1)
  end
  return value
end

local path, name, dial = arg[1] or "examples/customers.csv", arg[2] or "CSV", arg[3] == "dial"
local client = ai95.new {}

-- The first AI user phones, and follows the first template. A real program would look for one by its name.
local ai_user = check(client.ai_users:list())[1]
local project = check(client.projects:list())[1]

-- The file is read while it is sent, so it may be of any size.
local imported = check(client.tasks:import {
  source = name, ai_user_sn = ai_user.user_sn, project_sn = project.sn,
  rows = check(ai95.csv(path)),
  aes = true, -- names and numbers go encrypted
  is_zidong = dial,
  progress = function(done) io.stderr:write(("%d rows sent\n"):format(done)) end,
})
print(("%s: %d taken, %d refused"):format(imported.dial_task_main_sn, imported.success, imported.fail))
