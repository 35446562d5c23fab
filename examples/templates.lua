-- Lists the AI users, and the templates with their columns; saves each template's workbook:
--   templates.lua [FOLDER]
local ai95 = require "ai95"

local function check(value, err)
  if value == nil then
    io.stderr:write(tostring(err), "\n")
    os.exit(1)
  end
  return value
end

local folder = arg[1] or "."
local client = ai95.new {}

for _, ai_user in ipairs(check(client.ai_users:list())) do
  local hours = {}
  for i, window in ipairs(ai_user:windows()) do
    hours[i] = window[1] .. "-" .. window[2]
  end
  print(("AI user %s: %d lines, %s, until %s"):format(ai_user.user_name, ai_user.max_call_count,
    table.concat(hours, " and "), ai_user.expired))
end

for i, project in ipairs(check(client.projects:list())) do
  if project.project_excel then
    local saved = check(project:download_template(("%s/template-%d.xlsx"):format(folder, i)))
    print(("template %s: %s, %d bytes"):format(project.project_name, saved.path, saved.size))
    local columns, err = project:columns()
    print("  columns: " .. (columns and table.concat(columns, " ") or tostring(err)))
  else
    print(("template %s: empty"):format(project.project_name))
  end
end
