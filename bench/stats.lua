-- Medians and spreads.
local stats = {}

function stats.median(values)
  local sorted = table.move(values, 1, #values, 1, {})
  table.sort(sorted)
  local middle = #sorted // 2
  return #sorted % 2 == 1 and sorted[middle + 1] or (sorted[middle] + sorted[middle + 1]) / 2
end

--- The smallest and the largest.
function stats.range(values)
  return math.min(table.unpack(values)), math.max(table.unpack(values))
end

--- Of two lists, what each round's values have as ratio.
function stats.ratios(values, against)
  local ratios = {}
  for i = 1, math.min(#values, #against) do
    ratios[i] = values[i] / against[i]
  end
  return ratios
end

return stats
