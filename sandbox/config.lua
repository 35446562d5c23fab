--- The settings that a test may give to POST /_sandbox/reset and settings, and their defaults.

local config = {}

local DEFAULTS = {
  dedupe = false,           -- refuse a phone number that its task already has
  status_form = "label",    -- a task's status in lists: "label" (发送中) or "number" (3)
  dial_seconds = 0.05,      -- duration of a call, on the sandbox's clock
  lines = 5,                -- calls at the same time, for each task
  recordings_host = false,  -- cdrshow names the host of the recordings
  recording_seconds = 2,
  key_lifetime = 7200,      -- seconds
  max_waiting = 300000,     -- rows not yet dialled, over all tasks
  clock_offset = 0,         -- seconds that the server's clock is ahead of this machine's
  forms = "",               -- the forms of all answers, see forms.lua
  -- Habits, see habits.lua. Lags are in seconds.
  task_lag = 0,             -- from the making of a task until index lists it
  append_lag = 0,           -- from the making of a task until other requests may name it
  count_lag = 0,            -- from an import until total_count and unsend_count count its rows
  row_lag = 0,              -- from a call until cdrlist and crmList list it
  recording_lag = 0,        -- from there until its row names the recording
  gone_recordings = "",     -- recordings with this text in their names are 404
  mark = "", source = "",   -- how these texts are kept, see habits.lua
  mark_length = 0,          -- characters that are kept; 0: all
  source_length = 0,
  newest_first = false,     -- lists begin with what is newest
  single_session = false,   -- a login ends the account's other sessions
  date_shift = 0,           -- seconds that the Date header is ahead of the server's clock
  time_shift = 0,           -- the same for the times in lists, and in their filters
}

local function is_not_negative(value)
  return value >= 0
end

local function is_way_to_keep(value)
  return require("sandbox.habits").knows(value)
end

local CHECKS = {
  status_form = function(value) return value == "label" or value == "number" end,
  dial_seconds = is_not_negative,
  lines = function(value) return value >= 1 and value % 1 == 0 end,
  recording_seconds = function(value) return value >= 0 and value <= 3600 end,
  -- Loaded here, because they need the clock, which needs this module.
  forms = function(value) return require("sandbox.forms").parse(value) end,
  mark = is_way_to_keep, source = is_way_to_keep,
  mark_length = is_not_negative, source_length = is_not_negative,
  task_lag = is_not_negative, append_lag = is_not_negative, count_lag = is_not_negative,
  row_lag = is_not_negative, recording_lag = is_not_negative,
}

config.values = {}

--- Sets the given values; nil and the problem, and no change, if one is invalid.
function config.change(given)
  for name, value in pairs(given) do
    local default, check = DEFAULTS[name], CHECKS[name]
    if default == nil then return nil, "unknown setting: " .. tostring(name) end
    if type(value) ~= type(default) then return nil, name .. " must be a " .. type(default) end
    if check and not check(value) then return nil, name .. " cannot be " .. tostring(value) end
  end
  for name, value in pairs(given) do config.values[name] = value end
  return true
end

--- Sets the given values, and the defaults of the others; nil and the problem if one is invalid.
function config.set(given)
  local done, problem = config.change(given)
  if not done then return nil, problem end
  for name, default in pairs(DEFAULTS) do
    if given[name] == nil then config.values[name] = default end
  end
  return true
end

--- Sets the forms of all answers that `config.set` gives unless it is given others.
function config.set_default_forms(text)
  DEFAULTS.forms = text
  assert(config.set({ forms = text }))
end

config.set({})

return config
