--- The people of the lists, step by step: called, connected, interested.
local card = require "ai95_report.card"
local format = require "ai95_report.format"
local sanitize = require "ai95_report.sanitize"
local svg = require "ai95_report.svg"

local funnel = {}

--- The number of people in a campaign's list; nil if it is not known.
local function rows_of(task)
  local rows = task and tonumber(task.total_count)
  return rows and rows >= 0 and rows < 2 ^ 53 and rows or nil
end

--- How many people the lists of the campaigns have; nil if one of them is not known.
local function listed(data)
  if data.task then
    return rows_of(data.task)
  end
  local list, rest = data.numbers:main_tasks()
  local sum = not rest and 0 or nil
  for _, group in ipairs(list) do
    local rows = rows_of(data.tasks[group.name])
    sum = sum and rows and sum + rows
  end
  return sum
end

---@class ai95_report.Stage
---@field name "list"|"called"|"connected"|"interested"
---@field people integer

--- The steps. The lists are no step if they are not known, or shorter than the people who were
--- called.
---@param data ai95_report.Collected
---@return ai95_report.Stage[]
function funnel.stages(data)
  local numbers, stages = data.numbers, {}
  local rows = listed(data)
  if rows and rows >= numbers.called then
    stages[1] = { name = "list", people = rows }
  end
  for _, name in ipairs { "called", "connected", "interested" } do
    stages[#stages + 1] = { name = name, people = name == "connected" and numbers.customers
      or name == "called" and numbers.called or numbers.interested }
  end
  return stages
end

--- The labels of people who are interested, as a text.
---@param texts table
---@param data ai95_report.Collected
---@return string
function funnel.labels(texts, data)
  local list = {}
  for i, label in ipairs(data.numbers.interest_labels) do
    list[i] = sanitize(label)
  end
  return table.concat(list, texts.comma)
end

---@param texts table
---@param data ai95_report.Collected
---@return table|nil element nil if nobody is known to have been called
function funnel.card(texts, data)
  local numbers, stages = data.numbers, funnel.stages(data)
  if numbers.called == 0 then
    return nil
  end
  local items, rows, first = {}, {}, stages[1].people
  for i, stage in ipairs(stages) do
    local name, before = texts.stages[stage.name], stages[i - 1]
    local share = format.rate(stage.people, first)
    local of_before = before and format.rate(stage.people, before.people) or format.NONE
    items[i] = {
      name = name, text = ("%s · %s"):format(format.whole(stage.people), share),
      title = format.fill(texts.funnel_point, { name = name, n = format.whole(stage.people),
        share = share, before = of_before }),
      parts = { { value = stage.people, class = "bar" } },
    }
    rows[i] = { name, format.whole(stage.people), share, of_before }
  end
  return card.new(texts, {
    title = texts.funnel_title,
    finding = format.fill(numbers.interested > 0 and texts.funnel_finding or texts.funnel_none, {
      labels = funnel.labels(texts, data),
      share = format.rate(numbers.interested, numbers.customers),
    }),
    chart = svg.rows { label = texts.funnel_title, items = items, max = math.max(first, 1) },
    numbers = {
      head = { texts.h_stage, texts.h_people, texts.h_of_first, texts.h_of_before }, rows = rows,
    },
  })
end

return funnel
