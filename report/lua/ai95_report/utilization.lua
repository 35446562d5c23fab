--- The utilization of an AI user: its busy time in relation to its capacity.
local groups = require "ai95_report.groups"

local utilization = {}

local AI_USERS = 50 -- that are shown one by one

local function seconds_of(text)
  local hour, minute, second = tostring(text):match("^(%d%d?):(%d%d):?(%d?%d?)$")
  if not hour then
    return nil
  end
  return tonumber(hour) * 3600 + tonumber(minute) * 60 + (tonumber(second) or 0)
end

--- The seconds of a day that lie in at least one window. Windows may overlap, as in the platform's
--- own example.
---@param windows string[][] { { "08:00:00", "18:00:00" }, … }
---@return integer
function utilization.open_seconds(windows)
  local spans = {}
  for _, window in ipairs(windows) do
    local from, to = seconds_of(window[1]), seconds_of(window[2])
    if from and to and from > to then -- past midnight
      spans[#spans + 1] = { 0, to }
      to = 86400
    end
    if from and to then
      spans[#spans + 1] = { from, to }
    end
  end
  table.sort(spans, function(a, b) return a[1] < b[1] end)
  local open, reached = 0, 0
  for _, span in ipairs(spans) do
    open = open + math.max(0, span[2] - math.max(span[1], reached))
    reached = math.max(reached, span[2])
  end
  return open
end

---@class ai95_report.Utilization
---@field sn string "" or nil if the platform did not name it
---@field name string|nil
---@field group ai95_report.Counts
---@field lines integer|nil concurrent calls
---@field windows string[][]
---@field days integer days with calls
---@field busy number seconds of ringing and talking
---@field capacity number|nil seconds that its lines could have been busy on those days
---@field peak integer|nil the hour with most calls

local function peak_of(hours)
  local peak
  for hour = 0, 23 do
    if (hours[hour] or 0) > (peak and hours[peak] or 0) then
      peak = hour
    end
  end
  return peak
end

--- The utilization of one AI user.
---@param group ai95_report.Counts as counted, with user_name, day_count and hours
---@param ai_user ai95.AiUser|nil the platform's row, if it still has one
---@return ai95_report.Utilization
function utilization.of(group, ai_user)
  local windows = ai_user and ai_user:windows() or {}
  local lines, days = ai_user and tonumber(ai_user.max_call_count), group.day_count or 0
  local capacity = lines and lines * days * utilization.open_seconds(windows) or 0
  return {
    sn = ai_user and ai_user.user_sn or group.name,
    name = ai_user and ai_user.user_name or group.user_name, group = group, lines = lines,
    windows = windows, days = days,
    busy = group.talk + group.ring, capacity = capacity > 0 and capacity or nil,
    peak = peak_of(group.hours or {}),
  }
end

--- The utilization of all AI users: first those that made calls, by their number, then the others.
---@param data ai95_report.Collected
---@return ai95_report.Utilization[] list
---@return ai95_report.Counts|nil rest those beyond the first AI_USERS together
---@return integer others the number of their names, at least
function utilization.all(data)
  local by_sn, called, utilizations = {}, {}, {}
  for _, ai_user in ipairs(data.ai_users) do
    by_sn[tostring(ai_user.user_sn)] = ai_user
  end
  local list, rest, others = data.numbers.ai_users:top(AI_USERS)
  for i, group in ipairs(list) do
    utilizations[i] = utilization.of(group, by_sn[group.name])
    called[group.name] = true
  end
  for _, ai_user in ipairs(data.ai_users) do
    if not called[tostring(ai_user.user_sn)] and not rest then
      utilizations[#utilizations + 1] = utilization.of(groups.group(), ai_user)
    end
  end
  return utilizations, rest, others
end

return utilization
