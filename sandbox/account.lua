--- login, getAiUsers, getProjects.

local answers = require "sandbox.answers"
local directory = require "sandbox.directory"
local json = require "sandbox.json"
local php_json = require "sandbox.php_json"
local sessions = require "sandbox.sessions"

local account = {}

local null = json.null
local CLIENT_TYPE = "2"

function account.login(request)
  local fields = request.fields
  if json.get(fields, "from") ~= CLIENT_TYPE then return nil, 20003 end
  local found = directory.account_by_name(json.get(fields, "username"))
  if not found or json.get(fields, "password") ~= found.password then return nil, 20004 end
  return function()
    local key, expires = sessions.open(found)
    return answers.data(php_json.object(
      "user_name", found.username,
      "user_sn", found.user_sn,
      "team_name", directory.team_name,
      "expired", directory.expired,
      "ai_count", found.has_ai_users and #directory.ai_users or 0,
      "caller_group", directory.caller_group,
      "api_key", key,
      "api_key_expire", expires), "登录成功")
  end
end

local function ai_user_row(user)
  local function window(number, side)
    return user.windows[number] and user.windows[number][side] or null
  end
  local projects = {}
  for index, project in ipairs(directory.projects) do projects[index] = project.sn end
  return php_json.object(
    "user_sn", user.user_sn,
    "user_name", user.user_name,
    "contact", user.user_name,
    "max_call_count", user.max_call_count,
    "start_at_one", window(1, 1), "end_at_one", window(1, 2),
    "start_at_two", window(2, 1), "end_at_two", window(2, 2),
    "start_at_three", window(3, 1), "end_at_three", window(3, 2),
    "start_at_four", window(4, 1), "end_at_four", window(4, 2),
    "callin_project_sn", user.callin_project_sn or null,
    "skillgroup_sn", user.skillgroup_sn,
    "project_sn", table.concat(projects, ","),
    "display_phone", "",
    "expired", user.expired)
end

function account.getAiUsers(request)
  return function()
    local users = php_json.array({})
    if request.account.has_ai_users then
      for index, user in ipairs(directory.ai_users) do users[index] = ai_user_row(user) end
    end
    return answers.data(users)
  end
end

function account.getProjects(request)
  return function()
    local projects = php_json.array({})
    for index, project in ipairs(directory.projects) do
      local row = php_json.object("sn", project.sn, "project_name", project.project_name,
        "project_caption", project.project_caption)
      if project.has_file then
        local address = request.base_url .. "/excel/" .. index .. ".xlsx"
        row.names[4], row.values[4] = "project_excel", address
      end
      projects[index] = row
    end
    return answers.data(projects, "SUCCESS")
  end
end

return account
