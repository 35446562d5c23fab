--- For an unknown name: the nearest known one.

local ascii = require "ai95.util.ascii"

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

---@param name any the unknown name
---@param known string[]
---@return string hint " (did you mean …?)", or the list of all names
return function(name, known)
  local best, best_distance
  local given = ascii.lower(tostring(name))
  for _, candidate in ipairs(known) do
    -- The beginning of a name counts as that name.
    local is_prefix = given ~= "" and ascii.lower(candidate):sub(1, #given) == given
    local d = is_prefix and 1 or distance(given, ascii.lower(candidate))
    if not best_distance or d < best_distance then
      best, best_distance = candidate, d
    end
  end
  if best and best_distance <= math.max(2, math.floor(#given / 2)) then
    return (" (did you mean \"%s\"?)"):format(best)
  end
  return (" (there are: %s)"):format(table.concat(known, ", "))
end
