-- The tables, as Markdown that is readable as plain text.
local report = {}

-- `of`: the run's value; `each`: divided by the run's requests; `rate`: requests divided by it, so
-- that more is better; `scale`: to the unit.
local figures = {
  time = { name = "time", of = "time" },
  cpu = { name = "CPU", of = "cpu" },
  memory = { name = "memory", of = "memory", unit = "MB", scale = 1024 / 1e6 },
  rate = { name = "requests/s", of = "seconds", rate = true },
  worker_cpu = { name = "CPU each", of = "worker_cpu", each = true, unit = "µs", scale = 1e6 },
}

local function value_of(job, figure, run)
  local value = run[figure.of]
  if figure.rate then
    return run.requests / value
  elseif figure.each then
    return value / run.requests * figure.scale
  end
  return value * (figure.scale or job.unit == "ms" and 1000 or 1)
end

local function values(result, one, figure)
  local list = {}
  for i, run in ipairs(one.runs) do
    list[i] = value_of(result.job, figure, run)
  end
  return list
end

local function median(list)
  local sorted = table.move(list, 1, #list, 1, {})
  table.sort(sorted)
  local middle = #sorted // 2
  return #sorted % 2 == 1 and sorted[middle + 1] or (sorted[middle] + sorted[middle + 1]) / 2
end

--- The ratios of the same rounds.
local function ratios(list, against)
  local result = {}
  for i = 1, math.min(#list, #against) do
    result[i] = list[i] / against[i]
  end
  return result
end

local function number(value)
  if value >= 1000 then
    local text = ("%.0f"):format(value)
    return (text:reverse():gsub("(%d%d%d)", "%1,"):reverse():gsub("^,", ""))
  end
  return (("%#.3g"):format(value):gsub("%.$", ""))
end

local function ratio(value)
  return ("%.2f"):format(value)
end

--- The median, the least and the most.
local function spread(list, format)
  return ("%s (%s–%s)"):format(format(median(list)), format(math.min(table.unpack(list))),
    format(math.max(table.unpack(list))))
end

local function heading(job, figure)
  local unit = figure.unit or not figure.rate and (job.unit or "s")
  return unit and figure.name .. ", " .. unit or figure.name
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
    local cells, rule = {}, {}
    for i, width in ipairs(widths) do
      local cell = row[i] or ""
      cells[i], rule[i] = cell .. (" "):rep(width - utf8.len(cell)), ("-"):rep(width)
    end
    lines[#lines + 1] = "| " .. table.concat(cells, " | ") .. " |"
    if n == 1 then
      lines[#lines + 1] = "| " .. table.concat(rule, " | ") .. " |"
    end
  end
  return table.concat(lines, "\n") .. "\n"
end

local function find(result, id)
  for _, one in ipairs(result) do
    if one.peer.id == id and #one.runs > 0 and not one.problem then
      return one
    end
  end
end

--- The best of the peers with which a job is compared, or nil.
local function baseline(result, ids, figure)
  local best, best_value
  for _, id in ipairs(ids) do
    local one = find(result, id)
    local value = one and median(values(result, one, figure))
    if value and (not best or (value < best_value) ~= (figure.rate == true)) then
      best, best_value = one, value
    end
  end
  return best
end

local function peers_of(job)
  for _, target in ipairs(job.targets) do
    if target.of then
      return target.of
    end
  end
  return { job.peers[#job.peers].id }
end

--- The table of one job: each peer's figures, and their ratio to those of the peer with which ai95
--- is compared.
function report.job(result)
  local job = result.job
  local rows = { { "" } }
  for _, name in ipairs(job.figures) do
    table.insert(rows[1], heading(job, figures[name]))
    if name ~= "memory" then
      table.insert(rows[1], "ratio")
    end
  end
  for _, one in ipairs(result) do
    local row = { one.peer.label }
    if one.missing then
      row[2] = "missing: " .. one.missing
    elseif one.problem then
      row[2] = "failed: " .. one.problem:match "[^\n]*"
    else
      for _, name in ipairs(job.figures) do
        local figure = figures[name]
        local own = values(result, one, figure)
        row[#row + 1] = spread(own, number)
        if name ~= "memory" then
          local peer = baseline(result, peers_of(job), figure)
          row[#row + 1] = peer == one and "1" or peer
            and spread(ratios(own, values(result, peer, figure)), ratio) or "–"
        end
      end
    end
    rows[#rows + 1] = row
  end
  return ("### %s: %s\n\n%s"):format(job.name, job.title, layout(rows))
end

--- The baseline of a target: a label and the figures.
local function compared_with(results, result, target, figure, one)
  if target.of then
    local other = baseline(result, target.of, figure)
    return other and other.peer.label, other and values(result, other, figure)
  end
  for _, candidate in ipairs(results) do
    local other = candidate.job == target.like and find(candidate, one.peer.id)
    if other then
      return target.like.title, values(candidate, other, figure)
    end
  end
end

--- A target for one Lua: the cells of ai95 and of the peer, and whether it is reached (nil: not
--- measured).
local function measured(results, result, target, figure, one)
  local own = values(result, one, figure)
  if target.limit then
    return number(median(own)), "–", median(own) <= target.limit
  end
  local label, theirs = compared_with(results, result, target, figure, one)
  if not label then
    return number(median(own)), "–", nil
  end
  local value = median(ratios(own, theirs))
  local is_reached
  if target.least then
    is_reached = value >= target.least
  else
    is_reached = value <= target.most
  end
  return ("%s (%s ×)"):format(number(median(own)), ratio(value)),
    ("%s %s"):format(label, number(median(theirs))), is_reached
end

local words = { [true] = "yes", [false] = "no" }

local function target_row(results, result, target, figure)
  local job, who = result.job, target.who or "ai95"
  local row = { job.name .. ": " .. job.title, heading(job, figure), "–", "–", "–" }
  if who ~= "ai95" then
    row[1] = row[1] .. ", " .. who
  end
  local reached = {}
  for i, lua in ipairs { "lua5.4", "luajit" } do
    local one = find(result, who .. " " .. lua)
    if one then
      local is_reached
      row[i + 2], row[5], is_reached = measured(results, result, target, figure, one)
      reached[#reached + 1] = words[is_reached] or "not measured"
    end
  end
  row[6] = ("%s %.4g%s"):format(target.least and "≥" or "≤",
    target.limit or target.most or target.least, target.limit and "" or " ×")
  row[7] = reached[1] == reached[2] and reached[1] or table.concat(reached, ", ")
  return row
end

--- The targets, and whether they are reached on Lua 5.4 and on LuaJIT.
function report.targets(results)
  local rows = { { "job", "figure", "Lua 5.4", "LuaJIT", "peer", "target", "reached" } }
  for _, result in ipairs(results) do
    for _, target in ipairs(result.job.targets) do
      for _, name in ipairs(target.figures) do
        rows[#rows + 1] = target_row(results, result, target, figures[name])
      end
    end
  end
  return "### Targets\n\n" .. layout(rows)
end

function report.write(results, path)
  local versions = require "versions"
  local parts = { versions.preface(), report.targets(results) }
  for _, result in ipairs(results) do
    parts[#parts + 1] = report.job(result)
  end
  parts[#parts + 1] = versions.list()
  local file = assert(io.open(path, "w"))
  file:write(table.concat(parts, "\n"))
  file:close()
end

return report
