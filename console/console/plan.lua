--- What a visitor plans: a campaign of an uploaded list.
local campaigns = require "console.campaigns"
local platform = require "console.platform"
local problem = require "console.problem"
local uploads = require "console.uploads"

local plan = {}

---@class console.Plan
---@field list console.CustomerList
---@field source string the campaign's name
---@field project_sn string
---@field ai_user_sn string
---@field is_calling boolean whether the calls begin at once
---@field ledger string

local NAMES = { "source", "project_sn", "ai_user_sn" }

--- The list of an address. Raises a problem if there is none.
---@param values table<string, string>
---@return console.CustomerList
function plan.list(values)
  local list = uploads.get(values.id)
  if not list then
    problem.raise(404, "no_list", "no_list_hint")
  end
  return list
end

--- Raises a problem if a part is missing.
---@param values table<string, string> of an address or a form
---@return console.Plan
function plan.read(values)
  local found = { list = plan.list(values), is_calling = values.start == "on" }
  for _, name in ipairs(NAMES) do
    local value = (values[name] or ""):match "^%s*(.-)%s*$"
    if value == "" then
      problem.raise(400, "bad_request", "bad_value", name)
    end
    found[name] = value
  end
  found.ledger = uploads.ledger(found)
  return found
end

--- The values that name the plan, for a form.
---@param given console.Plan
---@return table<string, string>
function plan.values(given)
  return { id = given.list.id, source = given.source, project_sn = given.project_sn,
    ai_user_sn = given.ai_user_sn, start = given.is_calling and "on" or "" }
end

--- The subject of its form's token.
---@param given console.Plan
---@param people string
---@return string
function plan.subject(given, people)
  return table.concat({ given.list.id, given.project_sn, given.ai_user_sn,
    tostring(given.is_calling), people, given.source }, " ")
end

--- The parameters of the import.
---@param given console.Plan
---@param rows ai95.Rows
---@param explain fun(reason: string): string for the file of refused rows
---@return ai95.ImportParams
function plan.import(given, rows, explain)
  return {
    rows = rows, source = given.source, project_sn = given.project_sn,
    ai_user_sn = given.ai_user_sn, ledger = given.ledger, refused = given.list.refused, aes = true,
    is_zidong = given.is_calling, reconcile_timeout = 60, explain = explain,
  }
end

--- The campaign of the same name that was made lately, if there is one.
---@param client ai95.Client
---@param given console.Plan
---@return ai95.Task|nil
function plan.namesake(client, given)
  local params = {
    start_create_at = platform.day(29), end_create_at = platform.END, ai_user_sn = given.ai_user_sn,
  }
  for _, task in ipairs(campaigns.list(client, params)) do
    if task.source == given.source then
      return task
    end
  end
end

return plan
