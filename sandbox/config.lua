--- The settings that a test may give to POST /_sandbox/reset, and their defaults.

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
}

local CHECKS = {
  status_form = function(value) return value == "label" or value == "number" end,
  dial_seconds = function(value) return value >= 0 end,
  lines = function(value) return value >= 1 and value % 1 == 0 end,
  recording_seconds = function(value) return value >= 0 and value <= 3600 end,
  -- Loaded here, because it needs the clock, which needs this module.
  forms = function(value) return require("sandbox.forms").parse(value) end,
}

config.values = {}

--- Sets the given values, and the defaults of the others; nil and the problem if one is invalid.
function config.set(given)
  for name, value in pairs(given) do
    local default, check = DEFAULTS[name], CHECKS[name]
    if default == nil then return nil, "unknown setting: " .. tostring(name) end
    if type(value) ~= type(default) then return nil, name .. " must be a " .. type(default) end
    if check and not check(value) then return nil, name .. " cannot be " .. tostring(value) end
  end
  for name, default in pairs(DEFAULTS) do
    local value = given[name]
    if value == nil then value = default end
    config.values[name] = value
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
