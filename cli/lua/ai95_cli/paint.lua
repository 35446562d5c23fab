--- Colour, on a terminal that has it, unless NO_COLOR says otherwise (https://no-color.org).
local terminal = require "ai95_cli.terminal"

local CODES = { bold = "1", dim = "2", red = "31", green = "32", yellow = "33", cyan = "36" }

--- A function that paints a text for what is behind a descriptor.
---@param fd integer
---@return fun(text: string, style: string|nil): string
return function(fd)
  local forbidden = os.getenv "NO_COLOR"
  if not terminal.size(fd) or (forbidden and forbidden ~= "") or (os.getenv "TERM" or "dumb") == "dumb" then
    return function(text) return text end
  end
  return function(text, style)
    return style and ("\27[%sm%s\27[0m"):format(CODES[style], text) or text
  end
end
