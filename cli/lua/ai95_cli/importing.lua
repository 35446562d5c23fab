--- What both ways of importing have in common: what a campaign needs, and what is told of the result.
local flags = require "ai95_cli.flags"
local quoted = require "ai95_cli.quoted"

local importing = {}

--- Gives a command the options that describe the campaign.
function importing.define(command)
  command:option("--project", "The project template's sn (see `ai95 projects`)."):argname "SN":target "project_sn"
    :convert(flags.filled "--project")
  command:option("--ai-user", "The sn of the AI user that phones (see `ai95 ai-users`)."):argname "SN":target "ai_user_sn"
    :convert(flags.filled "--ai-user")
  command:option("--source", "The campaign's name."):argname "NAME":convert(flags.filled "--source")
  command:option("--mark", "A remark."):argname "TEXT"
  command:option("--task", "Add to this campaign, and take from it what is not given. One that was done is paused then: see"
    .. " `ai95 tasks resume`."):argname "SN":target "dial_task_main_sn":convert(flags.filled "--task")
  command:flag("--auto", "Phone at once (is_zidong). Without it the campaign waits for `ai95 tasks resume`."):target "is_zidong"
end

local required = { { "project_sn", "--project" }, { "ai_user_sn", "--ai-user" }, { "source", "--source" } }

local function present(text)
  return text ~= nil and text ~= "" and text or nil
end

--- The parameters that both imports take.
---@param context ai95_cli.Context
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
    local task = context:task(args.dial_task_main_sn, "nothing was sent")
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

local what_now = {
  unsent = "nobody is phoned yet: `ai95 tasks resume %s` begins",
  paused = "nobody is phoned yet: the campaign is paused, and `ai95 tasks resume %s` lets it go on",
  sending = "the campaign %s is sending: who was added is phoned",
  sent = "all of the campaign %s has been dialled",
}
what_now.calling = what_now.sending

--- Tells whether the people are phoned. Only the platform knows: a campaign that is added to may be sending.
---@param context ai95_cli.Context
---@param sn string the campaign's
function importing.say_what_now(context, sn)
  local task = context:client().tasks:get(sn)
  context:say(task and what_now[task.state] or "`ai95 tasks show %s` tells whether its people are phoned", quoted(sn))
end

importing.first = { "dial_task_main_sn", "total", "success", "fail", "out_repeat", "rows", "refused", "chunks" }

--- Tells where to look, for a request of which nobody knows whether it was carried out.
---@param context ai95_cli.Context
---@param args table
function importing.say_where_to_look(context, args)
  local sn = args.dial_task_main_sn
  context:say("ai95: see what became of it with `ai95 tasks %s`", sn and "show " .. quoted(sn) or "list")
end

return importing
