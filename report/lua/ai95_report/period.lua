--- The time range of a report.
local ai95 = require "ai95"

local dates = ai95.dates

local WEEK = 6 * 86400 -- seconds before the last day, which makes seven days

--- The first and the last second of a report. A day without a time stands for its first or its last
--- second. Without dates it is the last seven days; for a campaign, all time.
---@param from string|nil "Y-m-d" or "Y-m-d H:i:s"
---@param to string|nil
---@param is_campaign boolean|nil
---@return string first "Y-m-d H:i:s"; after `last` if the range is empty
---@return string last
return function(from, to, is_campaign)
  to = to or is_campaign and dates.END or dates.format(os.time()):sub(1, 10)
  from = from or is_campaign and dates.BEGINNING or dates.format(dates.parse(to) - WEEK):sub(1, 10)
  return #from == 10 and from .. " 00:00:00" or from, #to == 10 and to .. " 23:59:59" or to
end
