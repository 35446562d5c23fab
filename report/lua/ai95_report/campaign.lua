--- What a campaign is called.
local format = require "ai95_report.format"
local sanitize = require "ai95_report.sanitize"

local campaign = {}

local SHOWN = 9 -- columns of an sn, with the ellipsis

--- The beginning of an sn without its kind, in valid UTF-8.
local function short(sn)
  return format.fit(sanitize(sn:match "|(.*)" or sn), SHOWN)
end

--- The name of a campaign, which may have none, or be no longer on the platform.
---@param texts table
---@param sn string the task's; "" for calls that belong to no campaign
---@param task ai95.Task|nil
---@return string
function campaign.name(texts, sn, task)
  if sn == "" then
    return texts.no_task
  elseif not task then
    return format.fill(texts.gone, { sn = short(sn) })
  end
  local name = sanitize(task.source or ""):match "^%s*(.-)%s*$"
  if name ~= "" then
    return name
  end
  local created = task.created_at and sanitize(task.created_at):sub(1, 16)
  return format.fill(texts.unnamed, { which = created or short(sn) })
end

--- Puts the time of the beginning before the names of campaigns that share one. Before, since a
--- long name is cut at its end.
---@param named { name: string, task: ai95.Task|nil }[] changed
function campaign.tell_apart(named)
  local counts = {}
  for _, each in ipairs(named) do
    counts[each.name] = (counts[each.name] or 0) + 1
  end
  for _, each in ipairs(named) do
    local created = each.task and each.task.created_at
    if counts[each.name] > 1 and created then
      each.name = ("%s %s"):format(sanitize(created):sub(6, 16), each.name)
    end
  end
end

return campaign
