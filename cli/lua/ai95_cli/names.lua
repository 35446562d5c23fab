--- Project templates, AI users and campaigns by the names that people know, instead of their sn.
local ai95 = require "ai95"
local say = require("ai95_texts").say
local text = require "ai95_cli.text"

local names = {}

local MAX_CANDIDATES = 10 -- that a message lists
local MIN_PREFIX = 4 -- characters of an sn that can stand for it

names.NEWEST = "@last" -- the campaign that was created last

--- A kind of thing that has an sn and a name.
---@class ai95_cli.Named
---@field option string the option that takes it
---@field noun string
---@field sn string the field with its sn
---@field names string[] the fields with what people call it
---@field command string the command that lists all
---@field list fun(context: ai95_cli.Context): table[]|nil, ai95.Error|nil
---@field time string|nil the field that tells when it was created. Then it can also be given by the
--- beginning of its sn, or as the newest one

---@type table<string, ai95_cli.Named>
local kinds = {
  project = {
    option = "--project", noun = "project template", sn = "sn",
    names = { "project_caption", "project_name" }, command = "ai95 projects",
    list = function(context) return context:projects() end,
  },
  ai_user = {
    option = "--ai-user", noun = "AI user", sn = "user_sn", names = { "user_name" },
    command = "ai95 ai-users",
    list = function(context) return context:ai_users() end,
  },
  campaign = {
    option = "--task", noun = "campaign", sn = "dial_task_main_sn", names = { "source" },
    command = "ai95 tasks list --all", time = "created_at",
    list = function(context) return context:campaigns() end,
  },
}

-- What a table prints behind an sn that it has cut.
local CUT = "…"

--- Whether a text is an sn. Every sn of the platform has a bar after its kind: "project|8ac1…".
---@param given string
---@return boolean
function names.is_sn(given)
  return given:find("|", 1, true) ~= nil and given:sub(-#CUT) ~= CUT
end

--- Whether an sn begins like this, with or without its kind.
local function has_prefix(sn, given)
  local prefix = given:sub(-#CUT) == CUT and given:sub(1, -#CUT - 1) or given
  return #prefix >= MIN_PREFIX
    and (sn:sub(1, #prefix) == prefix or (sn:match "^[^|]*|(.*)$" or ""):sub(1, #prefix) == prefix)
end

--- Those of the list that were created last.
local function newest(kind, list)
  local found = {}
  for _, each in ipairs(list) do
    local time, latest = each[kind.time] or "", found[1] and found[1][kind.time] or ""
    if time > latest or #found == 0 then
      found = { each }
    elseif time == latest then
      found[#found + 1] = each
    end
  end
  return found
end

--- Those of the list that have this name, or this sn.
local function find(kind, list, given)
  if kind.time and given == names.NEWEST then
    return newest(kind, list)
  end
  local found = {}
  for _, each in ipairs(list) do
    local matches = each[kind.sn] == given or kind.time and has_prefix(each[kind.sn], given)
    for _, field in ipairs(kind.names) do
      matches = matches or each[field] == given
    end
    if matches then
      found[#found + 1] = each
    end
  end
  return found
end

--- One line for each candidate: its sn, quoted for a shell, and its name.
local function lines_of(kind, candidates)
  local lines = {}
  for i, each in ipairs(candidates) do
    if i > MAX_CANDIDATES then
      lines[i] = say("   … and %s more: `%s` lists them"):format(
        text.number(#candidates - MAX_CANDIDATES), kind.command)
      break
    end
    lines[i] = ("   %s  %s%s"):format(text.quote(tostring(each[kind.sn])),
      kind.time and (each[kind.time] or "") .. "  " or "", tostring(each[kind.names[1]] or ""))
  end
  return table.concat(lines, "\n")
end

--- " (did you mean …?)" if one of the names is near.
local function nearest(kind, list, given)
  local known = {}
  for _, each in ipairs(list) do
    known[#known + 1] = each[kind.names[1]]
  end
  local hint = ai95.suggest(given, known)
  return hint:find("did you mean", 1, true) and text.suggestion(given, known) or ""
end

--- The sn of what the user named. Ends the command if nothing has that name, or more than one.
---@param context ai95_cli.Context
---@param which "project"|"ai_user"|"campaign"
---@param given string an sn or a name
---@param argument string|nil what it was given as; the option unless said otherwise
---@return string sn
function names.sn_of(context, which, given, argument)
  if names.is_sn(given) then
    return given
  end
  local kind = kinds[which]
  argument = argument or kind.option
  local list = context:check(kind.list(context))
  local found = find(kind, list, given)
  if #found == 1 then
    return found[1][kind.sn]
  elseif #found > 1 then
    context:usage("%s: \"%s\" can be %s %ss; give the sn of one:\n%s", argument, given,
      text.number(#found), say(kind.noun), lines_of(kind, found))
  elseif #list == 0 then
    context:usage("%s: the account has no %s", argument, say(kind.noun))
  end
  context:usage("%s: no %s is called \"%s\"%s; there are:\n%s", argument, say(kind.noun), given,
    nearest(kind, list, given), lines_of(kind, list))
end

return names
