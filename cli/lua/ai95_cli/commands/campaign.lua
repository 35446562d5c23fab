--- What the commands about campaigns share: how one is printed, and the options and messages of
--- both imports.
local ai95 = require "ai95"
local failure = require "ai95_cli.failure"
local names = require "ai95_cli.names"
local text = require "ai95_cli.text"
local texts = require "ai95_texts"

local say = texts.say

local campaign = {}

-- The colours of states.
campaign.styles = { sending = "yellow", calling = "yellow", sent = "green", paused = "cyan" }

campaign.fields = ai95.fields "tasks"

--- The columns of a list.
---@type ai95_cli.Column[]
campaign.columns = {
  { "created_at" }, { "source", shrinks = true },
  { "state", is_word = true, style = function(state) return campaign.styles[state] end },
  { "total_count", right = true }, { "send_count", right = true }, { "success", right = true },
  { "fail", right = true }, { "dial_task_main_sn", below = true },
}

--- The first fields of a single campaign.
campaign.first_fields = {
  "dial_task_main_sn", "dial_task_main_id", "source", "state", "status", "mark", "project_caption",
  "user_name", "total_count", "send_count", "unsend_count", "success", "fail", "stops", "percent",
  "created_at", "started_at", "stoped_at",
}

--- The first fields of an import's result.
campaign.import_fields = {
  "dial_task_main_sn", "total", "success", "fail", "out_repeat", "rows", "refused", "cleaned",
  "excluded", "already_in", "chunks",
}

--- Gives a command an argument for a campaign, or for several.
---@param command table argparse's
---@param count string|nil how many, as argparse takes it; absent: one
function campaign.define_argument(command, count)
  command:argument("CAMPAIGN", "The campaign: its name, sn (dial_task_main_sn), the beginning of"
    .. " its sn, or @last for the newest one."):argname "CAMPAIGN":target "sn":args(count or 1)
end

--- Ends the command if a campaign is given as @last where nobody is asked before people are called:
--- it can be another one than expected.
---@param context ai95_cli.Context
---@param given string|nil
---@param argument string
function campaign.refuse_newest(context, given, argument)
  if given == names.NEWEST then
    context:usage("%s: give the campaign's name or sn: nobody looks at which one is the last",
      argument)
  end
end

--- Gives an import command the options that describe the campaign.
---@param command table
---@param is_guarded boolean|nil whether a guard starts the campaign
function campaign.define(command, is_guarded)
  command:option("--project", "The project template: its name or sn (see `ai95 projects`).")
    :argname "NAME|SN"
    :target "project_sn"
  command:option("--ai-user",
    "The AI user who makes the calls: its name or sn (see `ai95 ai-users`)."):argname "NAME|SN"
    :target "ai_user_sn"
  command:option("--source", "The campaign's name."):argname "NAME"
  command:option("--mark", "A remark."):argname "TEXT"
  command:option("--task",
    "Add to this campaign; options that you omit are taken from it. If it was finished, it"
    .. " is paused afterwards: `ai95 tasks resume` continues it."):argname "NAME|SN"
    :target "dial_task_main_sn"
  if not is_guarded then
    command:flag("--auto", "Start calling at once (is_zidong). Without --auto the campaign waits"
      .. " until `ai95 tasks resume` starts it."):target "is_zidong"
  end
end

local required = { { "project_sn", "--project" }, { "ai_user_sn", "--ai-user" },
  { "source", "--source" } }

local function present(value)
  return value ~= nil and value ~= "" and value or nil
end

--- Ends the command if an option is missing that a new campaign needs.
---@param one string what to say if one is missing
---@param many string
local function check_required(context, params, one, many)
  local missing = {}
  for _, each in ipairs(required) do
    if not params[each[1]] then
      missing[#missing + 1] = each[2]
    end
  end
  if #missing > 0 then
    context:usage("%s", texts.say_count(#missing, one, many):format(text.list(missing)))
  end
end

--- The sn of the project template and of the AI user, where they were given by name.
---@param context ai95_cli.Context
---@param args table
---@return string|nil project_sn
---@return string|nil ai_user_sn
function campaign.resolve(context, args)
  local project_sn, ai_user_sn = args.project_sn, args.ai_user_sn
  if project_sn then
    project_sn = names.sn_of(context, "project", project_sn)
  end
  -- A dry run asks the platform only if a project is given.
  if ai_user_sn and (project_sn or not args.dry_run) then
    ai_user_sn = names.sn_of(context, "ai_user", ai_user_sn)
  end
  return project_sn, ai_user_sn
end

--- The parameters that both imports take.
---@param context ai95_cli.Context
---@param args table
---@return table params
function campaign.params(context, args)
  local task
  if args.dial_task_main_sn then
    campaign.refuse_newest(context, args.dial_task_main_sn, "--task")
    task = context:task(args.dial_task_main_sn, "nothing was sent")
  else
    check_required(context, args, "%s is missing (or --task, to add to a campaign)",
      "%s are missing (or --task, to add to a campaign)")
  end
  local params = {
    source = args.source, mark = args.mark,
    is_zidong = args.is_zidong, dial_task_main_sn = task and task.dial_task_main_sn,
  }
  params.project_sn, params.ai_user_sn = campaign.resolve(context, args)
  if task then
    params.project_sn = params.project_sn or present(task.project_sn)
    params.ai_user_sn = params.ai_user_sn or present(task.user_sn)
    params.source = params.source or present(task.source)
    check_required(context, params, "%s is missing, and the campaign has none",
      "%s are missing, and the campaign has none")
  end
  return params
end

-- The platform or its workbook says so, and will say so again: an import goes on without.
local NO_TEMPLATE = { api = true, file = true, input = true, protocol = true }

local function is_temporary(err)
  return not NO_TEMPLATE[err.kind] or (err.http_status or 0) >= 500
end

--- The columns of a project template, or nil if it has none that can be read.
---@param context ai95_cli.Context
---@param project_sn string
---@return string[]|nil columns
function campaign.template_columns(context, project_sn)
  local columns
  local list, err = context:projects()
  for _, project in ipairs(list or {}) do
    if project.sn == project_sn then
      columns, err = project:columns()
      break
    end
  end
  if columns then
    return columns
  elseif err and is_temporary(err) then
    error(err, 0)
  end
  context:notify("the list is not compared with the template: %s",
    err and failure.message(err) or say "the account has no project template with this sn")
end

local next_steps = {
  unsent = "nobody is called yet: `ai95 tasks resume %s` starts the campaign",
  paused = "nobody is called yet: the campaign is paused, and `ai95 tasks resume %s` continues it",
  sending = "the campaign %s is running and calls the new people",
  sent = "the campaign %s has called everybody",
}
next_steps.calling = next_steps.sending

--- Reports whether the people are called. Only the platform knows: a campaign that was added to may
--- be running.
---@param context ai95_cli.Context
---@param sn string the campaign's
function campaign.report_next_step(context, sn)
  local task = context:client().tasks:get(sn)
  context:notify(task and next_steps[task.state]
    or "`ai95 tasks show %s` shows whether the campaign is running",
    text.quote(sn))
end

--- Suggests how to check a request with an unknown outcome.
---@param context ai95_cli.Context
---@param sn string|nil the campaign's, if it is known
function campaign.suggest_check(context, sn)
  context:notify("ai95: check what was carried out with `ai95 tasks %s`",
    sn and "show " .. text.quote(sn) or "list")
end

return campaign
