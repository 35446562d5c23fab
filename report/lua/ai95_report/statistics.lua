--- The statistics of the report: confidence intervals, medians, bins.
local statistics = {}

--- Rates of fewer calls than this are not compared.
statistics.FEW = 30

local Z = 1.959964 -- 95 %

--- Wilson's 95% confidence interval for a rate of k in n. Unlike the normal approximation it is
--- correct for small n and for rates near 0 and 1.
---@param k integer
---@param n integer
---@return number|nil low 0 to 1; nil if n is 0
---@return number|nil high
function statistics.interval(k, n)
  if n == 0 then
    return nil, nil
  end
  local rate, square = k / n, Z * Z
  local centre = (rate + square / (2 * n)) / (1 + square / n)
  local half = Z / (1 + square / n) * math.sqrt(rate * (1 - rate) / n + square / (4 * n * n))
  return math.max(0, centre - half), math.min(1, centre + half)
end

--- Whether the rate of a group is higher than that of another one. "alike" also if the intervals
--- overlap, or if one of them has few calls.
---@param group { connected: integer, calls: integer }
---@param other { connected: integer, calls: integer }
---@return "higher"|"lower"|"alike"
function statistics.compare(group, other)
  if math.min(group.calls, other.calls) < statistics.FEW then
    return "alike"
  end
  local low, high = statistics.interval(group.connected, group.calls)
  local other_low, other_high = statistics.interval(other.connected, other.calls)
  return low > other_high and "higher" or high < other_low and "lower" or "alike"
end

--- The median of counted values; of an even number, the mean of the two in the middle.
---@param counts table<number, integer> how often each value occurred
---@return number|nil nil if there are none
function statistics.median(counts)
  local values, total = {}, 0
  for value, count in pairs(counts) do
    values[#values + 1], total = value, total + count
  end
  table.sort(values)
  local seen, lower = 0, nil
  for _, value in ipairs(values) do
    seen = seen + counts[value]
    if lower then
      return (lower + value) / 2
    elseif seen * 2 > total then
      return value
    elseif seen * 2 == total then
      lower = value
    end
  end
  return nil
end

local MAX_BINS = 12

-- The widths of bins of durations, in seconds.
local WIDTHS = { 5, 10, 15, 20, 30, 60, 120, 300, 600, 1800, 3600, 7200 }
local COVERED = 0.95 -- of all values, by the bins of equal width

--- The least width with which all bins but the last one cover most of the values.
local function width_of(counts, total)
  for _, width in ipairs(WIDTHS) do
    local covered = 0
    for value, count in pairs(counts) do
      covered = covered + (value <= width * (MAX_BINS - 1) and count or 0)
    end
    if covered >= COVERED * total then
      return width
    end
  end
  return WIDTHS[#WIDTHS]
end

--- Bins of durations: all of the same round width, except that the last one is open if there are
--- longer ones.
---@param counts table<integer, integer> how often each duration occurred, from 1 second
---@return { from: integer, to: integer|nil, count: integer }[] bins `to`: nil if it is open
---@return integer width seconds
function statistics.duration_bins(counts)
  local total, longest = 0, 0
  for value, count in pairs(counts) do
    total, longest = total + count, math.max(longest, value)
  end
  local width, bins = width_of(counts, total), {}
  local closed = math.min(MAX_BINS - 1, math.ceil(longest / width))
  for i = 1, closed do
    bins[i] = { from = (i - 1) * width + 1, to = i * width, count = 0 }
  end
  if longest > closed * width then
    bins[closed + 1] = { from = closed * width + 1, count = 0 }
  end
  for value, count in pairs(counts) do
    local bin = bins[math.min(#bins, math.ceil(value / width))]
    bin.count = bin.count + count
  end
  return bins, width
end

--- Bins of whole numbers, all with the same round width.
---@param counts table<integer, integer> how often each value occurred
---@return { from: integer, to: integer, count: integer }[]
function statistics.bins(counts)
  local least, most
  for value in pairs(counts) do
    least, most = math.min(value, least or value), math.max(value, most or value)
  end
  if not least then
    return {}
  end
  local width, power, step = 1, 1, 0
  while math.floor(most / width) - math.floor(least / width) >= MAX_BINS do
    step = step % 3 + 1
    if step == 1 then
      power = power * 10
    end
    width = power / 10 * ({ 2, 5, 10 })[step]
  end
  local first, bins = math.floor(least / width), {}
  for i = 1, math.floor(most / width) - first + 1 do
    local from = math.floor((first + i - 1) * width)
    bins[i] = { from = from, to = math.min(math.floor(from + width - 1), most), count = 0 }
  end
  for value, count in pairs(counts) do
    local bin = bins[math.floor(value / width) - first + 1]
    bin.count = bin.count + count
  end
  return bins
end

return statistics
