--- The cards about the results of calls: talk times, labels, scores, categories, hang-up reasons.
local card = require "ai95_report.card"
local format = require "ai95_report.format"
local sanitize = require "ai95_report.sanitize"
local statistics = require "ai95_report.statistics"
local svg = require "ai95_report.svg"

local outcomes = {}

local SHOWN = 6    -- bars
local LISTED = 100 -- rows of the table

local SHORT = 10 -- seconds; the card names the share of calls up to this

--- A round number of at least the largest value, and grid lines up to it.
local function scale(most, texts)
  local step = 1
  while most / step > 4 do
    local lead = tonumber((("%.0f"):format(step)):sub(1, 1))
    step = step * (lead == 2 and 2.5 or 2)
  end
  local top = math.max(1, math.ceil(most / step)) * step
  local lines = {}
  for value = 0, top, step do
    lines[#lines + 1] = { value = value, label = format.short(value, texts) }
  end
  return top, lines
end

local function share_point(texts, name, count, whole)
  return format.fill(texts.share_point, { name = name, n = format.whole(count),
    share = format.rate(count, whole) })
end

--- A card with columns of counts. `bins`: { label, note, name, count }; `notes`: their unit.
local function distribution(texts, given)
  local most, whole = 0, given.whole
  for _, bin in ipairs(given.bins) do
    most = math.max(most, bin.count)
  end
  local max, lines = scale(most, texts)
  local columns, rows = {}, {}
  for i, bin in ipairs(given.bins) do
    columns[i] = {
      label = bin.label, note = bin.note, value = bin.count > 0 and bin.count or nil,
      text = bin.count > 0 and format.short(bin.count, texts) or nil,
      title = share_point(texts, bin.name, bin.count, whole),
    }
    rows[i] = { bin.name, format.whole(bin.count), format.rate(bin.count, whole) }
  end
  return card.new(texts, {
    title = given.title, finding = given.finding,
    chart = svg.columns { label = given.title, items = columns, max = max, grid = lines,
      notes = given.notes },
    numbers = { head = { given.heading, texts.h_n, texts.h_share }, rows = rows },
  })
end

---@param texts table
---@param numbers ai95_report.Aggregate
---@return table element
function outcomes.lengths(texts, numbers)
  local connected = numbers.total.connected
  if connected == 0 then
    return card.new(texts, { title = texts.talk_title, finding = texts.none_connected })
  end
  local bins, width = statistics.duration_bins(numbers.seconds)
  local size, unit = 1, texts.second
  if width % 60 == 0 then
    size, unit = 60, texts.minute
  end
  for _, bin in ipairs(bins) do
    local from = ("%d"):format(size == 1 and bin.from or (bin.from - 1) / size)
    if bin.to then
      bin.label, bin.note = from, ("–%d"):format(bin.to / size)
      bin.name = ("%s%s %s"):format(from, bin.note, unit)
    else
      bin.name = format.fill(texts.bin_from, { from = format.duration(bin.from - 1, texts) })
      bin.label = (">%d"):format((bin.from - 1) / size)
    end
  end
  local short = 0
  for seconds, count in pairs(numbers.seconds) do
    short = short + (seconds <= SHORT and count or 0)
  end
  return distribution(texts, {
    title = texts.talk_title, heading = texts.h_length, bins = bins, whole = connected,
    notes = unit, finding = format.fill(texts.talk_finding,
      { share = format.rate(short, connected), limit = SHORT }),
  })
end

---@param texts table
---@param numbers ai95_report.Aggregate
---@return table element
function outcomes.scores(texts, numbers)
  local scored = numbers.scored
  if scored.count == 0 then
    return card.new(texts, { title = texts.scores_title, finding = texts.scores_none })
  end
  local bins = {}
  for i, bin in ipairs(statistics.bins(numbers.scores)) do
    local name = bin.from == bin.to and ("%d"):format(bin.from)
      or ("%d–%d"):format(bin.from, bin.to)
    bins[i] = { name = name, label = ("%d"):format(bin.from), note = bin.to > bin.from
      and ("–%d"):format(bin.to) or nil,
      count = bin.count }
  end
  return distribution(texts, {
    title = texts.scores_title, heading = texts.h_score, bins = bins, whole = scored.count,
    finding = format.fill(texts.scores_finding, {
      n = format.whole(scored.count), mean = ("%.1f"):format(scored.sum / scored.count),
    }),
  })
end

--- The largest groups with their names, then the others together, then those without a name.
local function named_groups(texts, given, most)
  local list, rest, others = given.groups:top(most)
  local named = {}
  for i, group in ipairs(list) do
    named[i] = { name = sanitize(group.name), group = group }
  end
  if rest then
    named[#named + 1] = { name = format.fill(texts.others, { n = others }), group = rest }
  end
  if given.without.calls > 0 then
    named[#named + 1] = { name = given.no_name, group = given.without }
  end
  return named
end

--- A card with horizontal bars of groups, largest first.
---@param given table title, finding, keys, heading, count_heading; groups; without: the group
--- without a name, and no_name for it; whole: the number that is 100 %, and the length of a full
--- bar; split: whether the table has columns for connected and not connected
local function ranking(texts, given)
  local items, rows = {}, {}
  for i, each in ipairs(named_groups(texts, given, SHOWN)) do
    local group = each.group
    items[i] = {
      name = each.name,
      text = ("%s · %s"):format(format.whole(group.calls), format.rate(group.calls, given.whole)),
      title = share_point(texts, each.name, group.calls, given.whole),
      parts = { { value = group.connected, class = "bar" },
        { value = group.calls - group.connected, class = "other" } },
    }
  end
  for i, each in ipairs(named_groups(texts, given, LISTED)) do
    local group = each.group
    rows[i] = { each.name, format.whole(group.calls), format.rate(group.calls, given.whole) }
    if given.split then
      rows[i][4], rows[i][5] = format.whole(group.connected),
        format.whole(group.calls - group.connected)
    end
  end
  local head = { given.heading, given.count_heading or texts.h_calls, texts.h_share }
  if given.split then
    head[4], head[5] = texts.h_connected, texts.h_not_connected
  end
  return card.new(texts, {
    title = given.title, finding = given.finding, keys = given.keys,
    chart = svg.rows { label = given.title, items = items, max = given.whole },
    numbers = { head = head, rows = rows },
  })
end

--- A group without details. Its bar has the quieter colour.
local function unnamed(count)
  return { calls = count, connected = 0 }
end

---@param texts table
---@param numbers ai95_report.Aggregate
---@return table element
function outcomes.labels(texts, numbers)
  local connected = numbers.total.connected
  if connected == 0 then
    return card.new(texts, { title = texts.labels_title, finding = texts.none_connected })
  end
  return ranking(texts, {
    title = texts.labels_title, heading = texts.h_label, groups = numbers.labels, whole = connected,
    without = unnamed(numbers.unlabelled), no_name = texts.no_label,
    finding = format.fill(texts.labels_finding,
      { share = format.rate(connected - numbers.unlabelled, connected) }),
  })
end

---@param texts table
---@param numbers ai95_report.Aggregate
---@return table element
function outcomes.categories(texts, numbers)
  local customers = numbers.customers
  if customers == 0 then
    return card.new(texts, { title = texts.categories_title, finding = texts.categories_none })
  end
  return ranking(texts, {
    title = texts.categories_title, heading = texts.h_category, count_heading = texts.h_customers,
    groups = numbers.categories,
    whole = customers, without = unnamed(numbers.uncategorised), no_name = texts.no_category,
    finding = format.fill(texts.categories_finding, {
      n = format.whole(customers), share = format.rate(customers - numbers.uncategorised,
        customers),
    }),
  })
end

---@param texts table
---@param numbers ai95_report.Aggregate
---@return table element
function outcomes.reasons(texts, numbers)
  return ranking(texts, {
    title = texts.reasons_title, heading = texts.h_reason, finding = texts.reasons_finding,
    split = true,
    groups = numbers.reasons, whole = numbers.total.calls, without = numbers.unexplained,
    no_name = texts.no_reason,
    keys = { { "talked", texts.connected_key }, { "other", texts.not_connected_key } },
  })
end

return outcomes
