--- Tables for a person, on a terminal of any width.
local terminal = require "ai95_cli.terminal"
local text = require "ai95_cli.text"

---@class ai95_cli.Column
---@field [1] string the field's name, which is also the title
---@field right boolean|nil whether it is aligned to the right
---@field shrinks boolean|nil whether it may be cut if the terminal is too narrow
---@field below boolean|nil whether it moves to a line of its own if the terminal is too narrow (the
--- last column)
---@field style nil|fun(value: any): string|nil the colour of a value

-- rows that decide the widths, so that the first rows appear before the last are read
local SAMPLE = 200
local MIN_COLUMN = 6 -- cells of a column that is cut
local GAP, INDENT = "  ", "  "

---@class ai95_cli.Table
---@field columns ai95_cli.Column[]
---@field below ai95_cli.Column|nil the column on a line of its own
---@field widths integer[]
local Table = {}
Table.__index = Table

local function total_of(widths, count)
  local total = #GAP * (count - 1)
  for i = 1, count do
    total = total + widths[i]
  end
  return total
end

--- The widths after cutting columns, the widest first, until a line fits; nil if that is not
--- enough.
local function shrink(columns, natural, count, room)
  local widths = {}
  for i = 1, count do
    widths[i] = natural[i]
  end
  while total_of(widths, count) > room do
    local widest
    for i = 1, count do
      if columns[i].shrinks and widths[i] > MIN_COLUMN
        and (not widest or widths[i] > widths[widest]) then
        widest = i
      end
    end
    if not widest then
      return nil
    end
    widths[widest] = widths[widest] - 1
  end
  return widths
end

--- Decides the widths of the columns.
function Table:fit(natural, room)
  local columns = self.columns
  local last = columns[#columns]
  self.widths = shrink(columns, natural, #columns, room)
  if not self.widths and last.below then
    self.widths = shrink(columns, natural, #columns - 1, room)
    self.below = self.widths and last
  end
  self.widths = self.widths or natural
end

function Table:line(cells, row)
  local parts = {}
  for i, column in ipairs(self.columns) do
    if column ~= self.below then
      local shown = column.shrinks and text.cut(cells[i], self.widths[i]) or cells[i]
      local style = not row and "bold" or nil
      if row and column.style then
        style = column.style(rawget(row, column[1]))
      end
      parts[i] = self.paint(text.pad(shown, self.widths[i], column.right), style)
    end
  end
  self.write((table.concat(parts, GAP):gsub("%s+$", "")) .. "\n")
  if self.below then
    self.write(INDENT .. self.paint(cells[#cells], not row and "bold" or "dim") .. "\n")
  end
end

--- Prints rows.
---@param given table `columns`; `text_of(value)`; `write(line)`; `paint(text, style)`; `room`: the
--- cells of a line, nil for no limit
---@param next_row fun(): table|nil
---@return integer count the number of rows
return function(given, next_row)
  local self = setmetatable({ columns = given.columns, write = given.write, paint = given.paint },
    Table)
  local rows, cells, natural, titles = {}, {}, {}, {}
  local function cells_of(row)
    local list = {}
    for i, column in ipairs(self.columns) do
      list[i] = text.plain(given.text_of(rawget(row, column[1])))
    end
    return list
  end
  for i, column in ipairs(self.columns) do
    titles[i] = text.plain(column[1])
    natural[i] = terminal.width(titles[i])
  end
  for row in next_row do
    rows[#rows + 1], cells[#cells + 1] = row, cells_of(row)
    for i, cell in ipairs(cells[#cells]) do
      natural[i] = math.max(natural[i], terminal.width(cell))
    end
    if #rows == SAMPLE then
      break
    end
  end
  if #rows == 0 then
    return 0
  end
  self:fit(natural, given.room or math.huge)
  self:line(titles)
  for i, row in ipairs(rows) do
    self:line(cells[i], row)
  end
  local count = #rows
  if count == SAMPLE then
    for row in next_row do
      self:line(cells_of(row), row)
      count = count + 1
    end
  end
  return count
end
