--- Which records a run asks for. A record may arrive late, under an earlier time, and may change
--- after it was read, so each run reads some of them again.
local dates = require "ai95.util.dates"
local validator = require "ai95.api.validator"

local window = {}

local HOUR, DAY = 3600, 86400 -- seconds
local OVERLAP = 2 * HOUR -- that a record may be late

-- The lists whose rows have times. `again`: the days that the first run of a day reads again.
-- `unfinished`: the states of campaigns whose rows still change, from the day on which they were
-- made, if that is not longer ago than `again`. `by_day`: the platform may list a row under the
-- beginning of its day.
local rules = {
  tasks = { again = 31, unfinished = { "unsent", "sending", "calling", "paused", "unknown" } },
  calls = { again = 2, unfinished = {} },
  customers = { again = 7, unfinished = { "unsent", "sending", "calling", "unknown" },
    by_day = true },
}

local function ago(time, seconds)
  return dates.format(dates.parse(time) - seconds)
end

local function earlier(a, b)
  return (a == nil or b and b < a) and b or a
end

--- When the oldest campaign in these states was made, which is not older than `earliest`.
local function oldest_task(connection, states, earliest)
  if #states == 0 then
    return nil
  end
  local name, bound = connection:name "created_at", validator.copy(states)
  bound[#bound + 1] = connection.dialect.time(earliest)
  local oldest = connection:rows(("SELECT %s FROM tasks WHERE state IN (%s) AND %s >= ?"):format(
    connection:text("MIN(" .. name .. ")"), ("?, "):rep(#states - 1) .. "?", name),
    (unpack or table.unpack)(bound))[1][1]
  return oldest ~= "" and oldest:gsub("T", " "):sub(1, 19) or nil
end

--- A time so long before a run that began at `began`. A run is not later than the newest record
--- that it was shown: a Date header that is ahead would skip records.
local function before(state, seconds)
  local newest = state.newest
  return ago(newest and newest < state.began and newest or state.began, seconds)
end

--- The time from which on the next run of a list reads, after one that showed rows.
---@param connection ai95.DatabaseConnection
---@param what string
---@param state ai95.DatabaseProgress
---@return string
function window.next_start(connection, what, state)
  local rule = rules[what]
  local start = before(state, OVERLAP)
  start = earlier(start, oldest_task(connection, rule.unfinished, ago(start, rule.again * DAY)))
  return rule.by_day and start:sub(1, 10) .. " 00:00:00" or start
end

--- The time from which on this run reads: the first one of a day goes back some days.
---@param what string
---@param state ai95.DatabaseProgress
---@param now string
---@return string
function window.start(what, state, now)
  local start = state.start_at
  if state.finished_at and state.day ~= now:sub(1, 10) then
    start = earlier(start, before({ newest = state.newest, began = now }, rules[what].again * DAY))
  end
  return start < state.since and state.since or start
end

return window
