--- Periods of days that a list shows: an address names one ("day=today"), or two dates.
local platform = require "console.platform"

local periods = {}

---@class console.Period
---@field first integer|nil how many days ago it begins; nil: there is no limit
---@field last integer|nil how many days ago it ends; nil: there is no limit

-- The names are also keys of console.texts.
local by_name = {
  today = { first = 0, last = 0 },
  yesterday = { first = 1, last = 1 },
  week = { first = 6 },
  month = { first = 29 },
  all = {},
}

--- The period of an address; nil if it has dates. A form whose dates were cleared sends them empty:
--- that is all time, and the arguments say so from then on, since links leave out what is empty.
---@param args table<string, string> changed
---@param default string
---@return string|nil name
function periods.of_address(args, default)
  local first, last = args.start_create_at, args.end_create_at
  if not first and not last then
    return by_name[args.day] and args.day or default
  end
  args.day = nil
  if (first or "") ~= "" or (last or "") ~= "" then
    return nil
  end
  args.start_create_at, args.end_create_at, args.day = nil, nil, "all"
  return "all"
end

--- The first and the last day, as "Y-m-d"; nil without a limit.
---@param name string
---@return string|nil first
---@return string|nil last
function periods.dates(name)
  local period = by_name[name]
  return period.first and platform.day(period.first), period.last and platform.day(period.last)
end

return periods
