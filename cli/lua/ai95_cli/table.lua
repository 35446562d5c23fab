--- Tables for a person, on a terminal of any width.
local terminal = require "ai95_cli.terminal"
local text = require "ai95_cli.text"

---@class ai95_cli.Column
---@field [1] string the field's name, which is also the title
---@field word string|nil what the title says in another language, if the name says something else
---@field is_word boolean|nil whether the values are words of ours, such as the states of campaigns
---@field right boolean|nil whether it is aligned to the right
---@field shrinks boolean|nil whether it may be cut if the terminal is too narrow
---@field below boolean|nil whether it is the first to move to a line of its own if the terminal is
--- too narrow: an sn, which matters less than a name
---@field style nil|fun(value: any): string|nil the colour of a value

-- rows that decide the widths, so that the first rows appear before the last are read
local SAMPLE = 200
local MIN_COLUMN = 12 -- cells to which a column is cut; with less room it moves to another line
local GAP, INDENT = "  ", "  "

---@class ai95_cli.Table
---@field columns ai95_cli.Column[]
---@field lines integer[][] the places of the columns on each line of a row
---@field natural integer[] the cells that each column needs
---@field widths integer[] the cells that it has
---@field room integer the cells of a line
local Table = {}
Table.__index = Table

local function total_of(widths, places)
  local total = #GAP * (#places - 1)
  for _, place in ipairs(places) do
    total = total + widths[place]
  end
  return total
end

--- Cuts columns, the widest first, until a line fits. Returns whether it does.
local function shrink(columns, widths, places, room)
  while total_of(widths, places) > room do
    local widest
    for _, place in ipairs(places) do
      if columns[place].shrinks and widths[place] > MIN_COLUMN
        and (not widest or widths[place] > widths[widest]) then
        widest = place
      end
    end
    if not widest then
      return false
    end
    widths[widest] = widths[widest] - 1
  end
  return true
end

--- The columns on as many lines as they need, in the natural widths. One that is wider than a line
--- is cut.
local function flow(natural, places, room)
  local widths, lines, line = {}, {}, {}
  for _, place in ipairs(places) do
    local indent = #lines > 0 and #INDENT or 0
    widths[place] = math.min(natural[place], room)
    line[#line + 1] = place
    if #line > 1 and indent + total_of(widths, line) > room then
      line[#line] = nil
      lines[#lines + 1], line = line, { place }
    end
  end
  lines[#lines + 1] = line
  return widths, lines
end

local function copy(list)
  return { (unpack or table.unpack)(list) }
end

--- Decides the lines of a row and the widths of the columns: all on one line; ids below, with names
--- cut if need be; or on as many lines as it takes.
function Table:fit()
  local natural, room = self.natural, self.room
  local all, beside, below = {}, {}, {}
  for place, column in ipairs(self.columns) do
    all[place] = place
    local list = column.below and below or beside
    list[#list + 1] = place
  end
  self.widths, self.lines = copy(natural), { all }
  if total_of(natural, all) <= room then
    return
  end
  if #beside > 0 and shrink(self.columns, self.widths, beside, room) then
    self.lines = { beside, #below > 0 and below or nil }
    for _, place in ipairs(below) do
      self.widths[place] = math.min(natural[place], room)
    end
    return
  end
  for _, place in ipairs(below) do
    beside[#beside + 1] = place
  end
  self.widths, self.lines = flow(natural, beside, room)
end

--- Prints a row, or without one the titles.
function Table:print(cells, row)
  for number, places in ipairs(self.lines) do
    local parts = {}
    for i, place in ipairs(places) do
      local column, width, cell = self.columns[place], self.widths[place], cells[place]
      if column.shrinks or width < self.natural[place] then
        cell = text.cut(cell, width)
      end
      local style = not row and "bold" or number > 1 and column.below and "dim" or nil
      if row and column.style then
        style = column.style(rawget(row, column[1]))
      end
      parts[i] = self.paint(text.pad(cell, width, column.right), style)
    end
    local indent = number > 1 and total_of(self.widths, places) + #INDENT <= self.room and INDENT
    self.write((indent or "") .. table.concat(parts, GAP):gsub("%s+$", "") .. "\n")
  end
end

--- Prints rows.
---@param given table `columns`; `text_of(value, column)`; `title_of(column)`; `write(line)`;
--- `paint(text, style)`; `room`: the cells of a line, nil for no limit
---@param next_row fun(): table|nil
---@return integer count the number of rows
return function(given, next_row)
  local self = setmetatable({
    columns = given.columns, write = given.write, paint = given.paint, natural = {},
    room = given.room or math.huge,
  }, Table)
  local rows, cells, natural, titles = {}, {}, self.natural, {}
  local function cells_of(row)
    local list = {}
    for i, column in ipairs(self.columns) do
      list[i] = text.plain(given.text_of(rawget(row, column[1]), column))
    end
    return list
  end
  for i, column in ipairs(self.columns) do
    titles[i] = text.plain(given.title_of(column))
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
  self:fit()
  self:print(titles)
  for i, row in ipairs(rows) do
    self:print(cells[i], row)
  end
  local count = #rows
  if count == SAMPLE then
    for row in next_row do
      self:print(cells_of(row), row)
      count = count + 1
    end
  end
  return count
end
