--- Periods of days that a list shows: an address names one ("day=today"), or two dates.
local platform = require "console.platform"

local periods = {}

---@class console.Period
---@field first integer|nil how many days ago it begins; nil: there is no limit
---@field last integer|nil how many days ago it ends; nil: there is no limit

-- The names are also keys of ai95_texts.console.
local by_name = {
  today = { first = 0, last = 0 },
  yesterday = { first = 1, last = 1 },
  week = { first = 6 },
  month = { first = 29 },
  all = {},
}

--- The period of an address; nil if it has other dates. A form sends the dates of its period, and
--- empty ones for all time. The arguments name the period from then on, since links leave out what
--- is empty.
---@param args table<string, string> changed
---@param default string
---@return string|nil name
function periods.of_address(args, default)
  local first, last = args.start_create_at, args.end_create_at
  if not first and not last then
    return by_name[args.day] and args.day or default
  end
  args.day = nil
  for name in pairs(by_name) do
    local own_first, own_last = periods.dates(name)
    if (first or "") == (own_first or "") and (last or "") == (own_last or "") then
      args.start_create_at, args.end_create_at, args.day = nil, nil, name
      return name
    end
  end
  return nil
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
