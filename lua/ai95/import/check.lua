--- Checks a customer list as an import would, and sends nothing.
local Ledger = require "ai95.import.ledger"
local columns = require "ai95.import.columns"
local intake = require "ai95.import.intake"
local params = require "ai95.import.params"
local rows = require "ai95.import.rows"

--- The parameters of `ai95.check`. `project_sn`, `source`, `ai_user_sn` and `dial_task_main_sn`, as
--- far as they are given, must be those of the ledger.
---@class ai95.CheckParams: ai95.ListParams
---@field template string[]|nil the columns of the project's template (`project:columns()`), to
--- compare with those of the list; `ai95.rows` may have it already
---@field ledger string|nil the path of the import's ledger: who is in it would not be sent
---@field project_sn string|nil the project template's sn
---@field source string|nil the campaign's name
---@field ai_user_sn string|nil the AI user's sn
---@field dial_task_main_sn string|nil the campaign that the import would add to

--- What an import of the list would do.
---@class ai95.Checked: ai95.Intake
---@field columns string[] in the order to send them
---@field format ai95.RowsFormat|nil how the file is written, if `ai95.rows` read it
---@field missing_columns string[] those that the template has and the list lacks; without a
--- template, none
---@field extra_columns string[] those that the list has and the template lacks

--- Who is in the campaign by its ledger; nil: nobody, the import begins it anew.
local function people_of(own)
  local ledger, err = Ledger.read(own.ledger)
  if not ledger then
    return nil, err
  end
  local is_same, other = ledger:check_campaign(own, true)
  if is_same then
    return ledger:everybody()
  end
  return nil, not ledger:is_without_effect() and other or nil
end

---@param given ai95.CheckParams
---@return ai95.Checked|nil report
---@return ai95.Error|nil err
return function(given)
  local own = params.of_check(given)
  local people, err
  if own.ledger then
    people, err = people_of(own)
    if err then
      return nil, err
    end
  end
  local taken
  taken, err = intake(own, nil, people)
  if not taken then
    return nil, err
  end
  local list = rows.is(own.rows) and own.rows or {}
  local template = own.template or list.template or own.columns
  return {
    rows = taken.rows, refused = taken.refused, excluded = taken.excluded,
    already_in = taken.already_in, cleaned = taken.cleaned, problems = taken.problems,
    exclude_problems = taken.exclude_problems, columns = own.columns, format = list.format,
    missing_columns = columns.difference(template, own.columns),
    extra_columns = columns.difference(own.columns, template),
  }
end
