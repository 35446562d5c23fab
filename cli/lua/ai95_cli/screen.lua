--- Lines on a terminal that are redrawn in place. The cursor stays visible and below them, so the
--- terminal is in order however the program ends.
local terminal = require "ai95_cli.terminal"
local text = require "ai95_cli.text"

--- A line: its parts, each a text and its colour.
---@alias ai95_cli.ScreenLine { [1]: string, [2]: string|nil }[]

---@class ai95_cli.Screen
---@field drawn integer the lines on the terminal
---@field paint fun(text: string, style: string|nil): string
local Screen = {}
Screen.__index = Screen

local STDERR = 2

--- A screen on stderr; nil if that is not a terminal that can move its cursor.
---@return ai95_cli.Screen|nil
function Screen.new()
  if not terminal.size(STDERR) or (os.getenv "TERM" or "dumb") == "dumb" then
    return nil
  end
  return setmetatable({ drawn = 0, paint = text.painter(STDERR) }, Screen)
end

--- Moves the cursor to the first line. After a change of the width its place is unknown, because
--- the terminal may have wrapped the lines: then everything on the screen is scrolled up, where a
--- person can still read it.
local function move_back(self, columns, rows)
  if self.drawn_columns and columns ~= self.drawn_columns then
    return ("\27[%d;1H%s\27[H"):format(rows, ("\n"):rep(rows))
  end
  return self.drawn > 0 and ("\r\27[%dA"):format(self.drawn) or "\r"
end

--- The width of the terminal now.
---@return integer
function Screen:columns()
  return (terminal.size(STDERR)) or 80
end

--- Whether the size of the terminal has changed since the last drawing.
---@return boolean
function Screen:is_resized()
  local columns, rows = terminal.size(STDERR)
  return columns ~= self.drawn_columns or rows ~= self.drawn_rows
end

--- The text of a line, or as much of it as fits, in colour.
local function render(self, line, cells)
  local left, shown = cells, {}
  for _, part in ipairs(line) do
    left = left - terminal.width(text.plain(part[1]))
  end
  local is_whole = left >= 0
  left = cells
  for i, part in ipairs(line) do
    local plain = text.plain(part[1])
    local width = terminal.width(plain)
    if not is_whole and width >= left then
      shown[i] = self.paint(text.cut(plain .. " ", left), part[2])
      break
    end
    shown[i], left = self.paint(plain, part[2]), left - width
  end
  return table.concat(shown)
end

--- Replaces the lines. Lines and cells that do not fit are omitted.
---@param lines ai95_cli.ScreenLine[]
function Screen:draw(lines)
  local columns, rows = terminal.size(STDERR)
  if not columns then
    return
  end
  local count, parts = math.min(#lines, math.max(rows - 1, 1)), { move_back(self, columns, rows) }
  for i = 1, count do
    parts[#parts + 1] = render(self, lines[i], columns - 1) .. "\27[K\n"
  end
  parts[#parts + 1] = "\27[J"
  io.stderr:write(table.concat(parts))
  self.drawn, self.drawn_columns, self.drawn_rows = count, columns, rows
end

--- Removes the lines.
function Screen:clear()
  local columns, rows = terminal.size(STDERR)
  if columns and self.drawn > 0 then
    io.stderr:write(move_back(self, columns, rows), "\27[J")
  end
  self.drawn, self.drawn_columns = 0, nil
end

return Screen
