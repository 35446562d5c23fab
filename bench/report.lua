-- The tables, as Markdown that can be read as it is.
local stats = require "stats"

local report = {}

local function number(value)
  if value >= 1000 then
    local text = ("%.0f"):format(value)
    return (text:reverse():gsub("(%d%d%d)", "%1,"):reverse():gsub("^,", ""))
  end
  return ("%.3g"):format(value)
end

local function values(one, figure)
  local list = {}
  for i, run in ipairs(one.runs) do
    local value = run[figure.of] or run["total_" .. figure.of]
    value = value and value - (figure.less or 0)
    if figure.rate then
      list[i] = value and run.count / value * figure.scale
    else
      list[i] = value and value * figure.scale / (figure.each and run.count or 1)
    end
  end
  return list
end

-- As wide as it looks on a terminal: µ and · are one column.
local function pad(text, width)
  return text .. (" "):rep(width - utf8.len(text))
end

local function layout(rows)
  local widths = {}
  for _, row in ipairs(rows) do
    for i, cell in ipairs(row) do
      widths[i] = math.max(widths[i] or 3, utf8.len(cell))
    end
  end
  local lines = {}
  for n, row in ipairs(rows) do
    local cells = {}
    for i, width in ipairs(widths) do
      cells[i] = pad(row[i] or "", width)
    end
    lines[#lines + 1] = "| " .. table.concat(cells, " | ") .. " |"
    if n == 1 then
      for i, width in ipairs(widths) do
        cells[i] = ("-"):rep(width)
      end
      lines[#lines + 1] = "| " .. table.concat(cells, " | ") .. " |"
    end
  end
  return table.concat(lines, "\n") .. "\n"
end

local function spread(list, format)
  local low, high = stats.range(list)
  return ("%s (%s–%s)"):format(format(stats.median(list)), format(low), format(high))
end

local function two_places(value)
  return ("%.2f"):format(value)
end

local function find(result, id)
  for _, one in ipairs(result) do
    if one.peer.id == id then
      return one
    end
  end
end

local function label(result, one)
  return (result.work.labels or {})[one.peer.id] or one.peer.label
end

--- A work's table: of each peer the median of each figure, and what part of it ai95 takes.
function report.work(result)
  local work, rows = result.work, { { "" } }
  for _, figure in ipairs(work.figures) do
    table.insert(rows[1], figure.name .. ", " .. figure.unit)
    if not figure.absolute then
      table.insert(rows[1], "ai95 is")
    end
  end
  for _, one in ipairs(result) do
    local row = { label(result, one) }
    if one.missing then
      row[2] = "missing: " .. one.missing
    elseif one.problem then
      row[2] = "failed: " .. one.problem:match "[^\n]*"
    else
      for _, figure in ipairs(work.figures) do
        local own = values(one, figure)
        row[#row + 1] = #own > 0 and spread(own, number) or "–"
        if not figure.absolute then
          local ratios = stats.ratios(values(result[1], figure), own)
          row[#row + 1] = one ~= result[1] and #ratios > 0 and spread(ratios, two_places) .. " ×" or "1"
        end
      end
    end
    rows[#rows + 1] = row
  end
  return ("### %s\n\n%s"):format(work.title, layout(rows))
end

local function is_better(figure, value, than)
  if figure.rate then
    return value > than
  end
  return value < than
end

local function best_of(result, ids, figure)
  local best, best_values
  for _, id in ipairs(ids) do
    local one = find(result, id)
    local list = one and values(one, figure) or {}
    if #list > 0 and (not best or is_better(figure, stats.median(list), stats.median(best_values))) then
      best, best_values = one, list
    end
  end
  return best, best_values
end

local function target_row(result, target)
  local work = result.work
  local figure = work.figures[target.figure or 1]
  local one = find(result, target.peer)
  local row = { work.name, label(result, one), figure.name }
  local own = values(one, figure)
  if target.limit then
    row[4] = ("≤ %s %s"):format(number(target.limit), figure.unit)
    row[5] = #own > 0 and spread(own, number) or "not measured"
    row[6] = #own == 0 and "–" or stats.median(own) <= target.limit and "yes" or "no"
    return row
  end
  local best, theirs = best_of(result, target.against, figure)
  local whom = best and label(result, best) or table.concat(target.against, ", ")
  row[4] = ("%s %.2f × %s"):format(figure.rate and "≥" or "≤", target.ratio, whom)
  if #own == 0 or not best then
    row[5], row[6] = "not measured", "–"
  else
    local ratios = stats.ratios(own, theirs)
    row[5] = spread(ratios, two_places) .. " ×"
    row[6] = is_better(figure, target.ratio, stats.median(ratios)) and "no" or "yes"
  end
  return row
end

--- What was to be reached, and what was.
function report.targets(results)
  local rows = { { "work", "who", "figure", "target", "measured", "reached" } }
  for _, result in ipairs(results) do
    for _, target in ipairs(result.work.targets or {}) do
      rows[#rows + 1] = target_row(result, target)
    end
  end
  return "### Targets\n\n" .. layout(rows)
end

function report.write(results, path)
  local versions = require "versions"
  local parts = { versions.preface(), report.targets(results) }
  for _, result in ipairs(results) do
    parts[#parts + 1] = report.work(result)
  end
  parts[#parts + 1] = versions.list()
  local file = assert(io.open(path, "w"))
  file:write(table.concat(parts, "\n"))
  file:close()
end

return report
