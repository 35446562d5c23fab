--- Texts as a terminal shows them: a Chinese character takes two cells.
local terminal = require "ai95_cli.terminal"

local width = {}

local CHARACTER = "[%z\1-\127\194-\244][\128-\191]*"
local ELLIPSIS = "…"

--- One line that does nothing to the terminal: whatever the platform's text is, it has no control characters (C0, DEL, C1).
---@param text string
---@return string
function width.plain(text)
  return (text:gsub("\194[\128-\159]", " "):gsub("%c", " "))
end

--- The text, or as much of it as fits, with an ellipsis.
---@param text string
---@param cells integer
---@return string
function width.cut(text, cells)
  if terminal.width(text) <= cells then
    return text
  end
  local taken, parts = terminal.width(ELLIPSIS), {}
  for character in text:gmatch(CHARACTER) do
    taken = taken + terminal.width(character)
    if taken > cells then
      break
    end
    parts[#parts + 1] = character
  end
  return table.concat(parts) .. ELLIPSIS
end

--- The text with blanks after it, or before it where it goes to the right.
---@param text string
---@param cells integer
---@param right boolean|nil
---@return string
function width.pad(text, cells, right)
  local blanks = (" "):rep(cells - terminal.width(text))
  return right and blanks .. text or text .. blanks
end

return width
