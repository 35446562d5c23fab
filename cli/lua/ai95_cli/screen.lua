--- Lines on a terminal that are drawn again in place. The cursor stays visible and after the last of them, so that whatever
--- ends the program leaves nothing to be put right.
local terminal = require "ai95_cli.terminal"
local width = require "ai95_cli.width"

---@class ai95_cli.Screen
---@field drawn string[] the lines that are there
---@field fd integer
local Screen = {}
Screen.__index = Screen

local STDERR = 2

--- A screen on stderr; nil where that is no terminal, or one that cannot move its cursor.
---@return ai95_cli.Screen|nil
function Screen.new()
  if not terminal.size(STDERR) or (os.getenv "TERM" or "dumb") == "dumb" then
    return nil
  end
  return setmetatable({ drawn = {} }, Screen)
end

--- To where the first line is to be. In a terminal that was made wider or narrower nobody knows where it was, since it may
--- have broken the lines, and some were drawn before it said so. Then all that is on the screen is scrolled away, and stays
--- where a person can scroll back to it.
local function back(self, columns, rows)
  if self.drawn_columns and columns ~= self.drawn_columns then
    return ("\27[%d;1H%s\27[H"):format(rows, ("\n"):rep(rows))
  end
  return #self.drawn > 0 and ("\r\27[%dA"):format(#self.drawn) or "\r"
end

--- How wide the terminal is now.
---@return integer
function Screen:columns()
  return (terminal.size(STDERR)) or 80
end

--- Whether the terminal has another size than when it was last drawn on.
---@return boolean
function Screen:is_resized()
  local columns, rows = terminal.size(STDERR)
  return columns ~= self.drawn_columns or rows ~= self.drawn_rows
end

--- Shows these lines instead of those that are there; what does not fit is left out.
---@param lines string[]
function Screen:draw(lines)
  local columns, rows = terminal.size(STDERR)
  if not columns then
    return
  end
  local shown, parts = {}, { back(self, columns, rows) }
  for i = 1, math.min(#lines, math.max(rows - 1, 1)) do
    shown[i] = width.cut(width.plain(lines[i]), columns - 1)
    parts[#parts + 1] = shown[i] .. "\27[K\n"
  end
  parts[#parts + 1] = "\27[J"
  io.stderr:write(table.concat(parts))
  self.drawn, self.drawn_columns, self.drawn_rows = shown, columns, rows
end

--- Takes the lines away.
function Screen:clear()
  local columns, rows = terminal.size(STDERR)
  if columns and #self.drawn > 0 then
    io.stderr:write(back(self, columns, rows), "\27[J")
  end
  self.drawn, self.drawn_columns = {}, nil
end

return Screen
