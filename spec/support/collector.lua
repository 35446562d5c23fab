--- Makes the garbage collector work as often as this Lua lets it.
local collector = {}

-- Lua 5.5 has the same settings by other names.
local function set(name, value)
  if _VERSION == "Lua 5.5" then
    return collectgarbage("param", name, value)
  end
  return collectgarbage("set" .. (name == "stepmul" and name or "pause"), value)
end

--- Hardly pauses, and works in steps of this size. Returns a function that restores the settings.
---@param multiplier integer
---@return fun()
function collector.press(multiplier)
  local generational = _VERSION == "Lua 5.4" or _VERSION == "Lua 5.5"
  local before = { pause = set("pause", 1), stepmul = set("stepmul", multiplier) }
  if generational then
    collectgarbage("generational", 1) -- a minor collection at each percent of growth
  end
  if _VERSION == "Lua 5.5" then
    before.minormul = set("minormul", 1)
  end
  return function()
    if generational then
      collectgarbage "incremental"
    end
    for name, value in pairs(before) do
      set(name, value)
    end
  end
end

return collector
