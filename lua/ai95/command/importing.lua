--- What both ways of importing have in common: what a campaign needs, and what is told of the result.
local importing = {}

--- Gives a command the options that describe the campaign.
function importing.define(command)
  command:option("--project", "The project template's sn (see `ai95 projects`)."):argname "SN":target "project_sn"
  command:option("--ai-user", "The sn of the AI user that phones (see `ai95 ai-users`)."):argname "SN":target "ai_user_sn"
  command:option("--source", "The campaign's name."):argname "NAME"
  command:option("--mark", "A remark."):argname "TEXT"
  command:option("--task", "Add to this campaign, and take from it what is not given. One that was done is paused then: see"
    .. " `ai95 tasks resume`."):argname "SN":target "dial_task_main_sn"
  command:flag("--auto", "Phone at once (is_zidong). Without it the campaign waits for `ai95 tasks resume`."):target "is_zidong"
end

local required = { { "project_sn", "--project" }, { "ai_user_sn", "--ai-user" }, { "source", "--source" } }

local function present(text)
  return text ~= nil and text ~= "" and text or nil
end

--- The parameters that both imports take.
---@param context ai95.command.Context
---@param args table
---@return table params
function importing.params(context, args)
  local params = {
    project_sn = args.project_sn, ai_user_sn = args.ai_user_sn, source = args.source, mark = args.mark,
    is_zidong = args.is_zidong, dial_task_main_sn = args.dial_task_main_sn,
  }
  if args.dry_run then
    return params
  elseif args.dial_task_main_sn then
    local task = context:check(context:client().tasks:get(args.dial_task_main_sn))
    params.project_sn = params.project_sn or present(task.project_sn)
    params.ai_user_sn = params.ai_user_sn or present(task.user_sn)
    params.source = params.source or present(task.source)
  end
  for _, each in ipairs(required) do
    if not params[each[1]] then
      context:usage("%s is missing%s", each[2], args.dial_task_main_sn and ", and the campaign does not tell it"
        or " (or --task, to add to a campaign)")
    end
  end
  return params
end

importing.first = { "dial_task_main_sn", "total", "success", "fail", "out_repeat", "rows", "refused", "chunks" }

--- Tells where to look, for a request of which nobody knows whether it was carried out.
---@param context ai95.command.Context
---@param args table
function importing.say_where_to_look(context, args)
  local sn = args.dial_task_main_sn
  context:say("ai95: see what became of it with `ai95 tasks %s`", sn and "show " .. sn or "list")
end

return importing
