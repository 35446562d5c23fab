--- Names that a caller gives: those that are unknown are refused, with the nearest of the known ones.
local errors = require "ai95.errors"

local names = {}

-- Levenshtein's distance, over bytes: names are ASCII and short.
local function distance(a, b)
  local row = {}
  for j = 0, #b do
    row[j] = j
  end
  for i = 1, #a do
    local diagonal = row[0]
    row[0] = i
    for j = 1, #b do
      local cost = a:byte(i) == b:byte(j) and 0 or 1
      diagonal, row[j] = row[j], math.min(row[j] + 1, row[j - 1] + 1, diagonal + cost)
    end
  end
  return row[#b]
end

---@param name any what was given
---@param known string[]
---@return string hint " (did you mean …?)", or which names there are
function names.hint(name, known)
  local best, best_distance
  local given = tostring(name):lower()
  for _, candidate in ipairs(known) do
    -- A beginning is meant as what it begins.
    local d = given ~= "" and candidate:lower():sub(1, #given) == given and 1 or distance(given, candidate:lower())
    if not best_distance or d < best_distance then
      best, best_distance = candidate, d
    end
  end
  if best and best_distance <= math.max(2, math.floor(#given / 2)) then
    return (" (did you mean \"%s\"?)"):format(best)
  end
  return (" (there are: %s)"):format(table.concat(known, ", "))
end

--- Raises where `given` has a name that is not among `known`.
---@param complaint string what is said before the name: "unknown option"
---@param given table
---@param known string[]
function names.check(complaint, given, known)
  local is_known = {}
  for _, name in ipairs(known) do
    is_known[name] = true
  end
  for name in pairs(given) do
    if not is_known[name] then
      errors.misuse("%s \"%s\"%s", complaint, tostring(name), names.hint(name, known))
    end
  end
end

return names
