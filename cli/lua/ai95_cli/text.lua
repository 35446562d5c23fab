--- Texts for a terminal: one line each, cut and padded to cells, coloured, quoted for a shell.
local ai95 = require "ai95"
local terminal = require "ai95_cli.terminal"
local texts = require "ai95_texts"

local say = texts.say

local text = {}

local CHARACTER = "[%z\1-\127\194-\244][\128-\191]*"
local ELLIPSIS = "…"
local CODES = { bold = "1", dim = "2", red = "31", green = "32", yellow = "33", cyan = "36" }

--- One line without control characters (C0, DEL, C1), so that no text from the platform can control
--- the terminal.
---@param given string
---@return string
function text.plain(given)
  return (given:gsub("\194[\128-\159]", " "):gsub("%c", " "))
end

--- The text, or as much of it as fits, with an ellipsis. A Chinese character takes two cells.
---@param given string
---@param cells integer
---@return string
function text.cut(given, cells)
  if terminal.width(given) <= cells then
    return given
  end
  local taken, parts = terminal.width(ELLIPSIS), {}
  for character in given:gmatch(CHARACTER) do
    taken = taken + terminal.width(character)
    if taken > cells then
      break
    end
    parts[#parts + 1] = character
  end
  return table.concat(parts) .. ELLIPSIS
end

local NO_START, NO_END = "，。、；：！？）》」』…”’", "（《「『“‘"

--- The parts between which a line may be broken: words, each with the blanks in front of it, and
--- single Chinese characters, each with the punctuation behind it and the bracket in front of it.
local function parts_of(given)
  local parts, joins, opens = {}, false, false
  for character in given:gmatch(CHARACTER) do
    local is_wide = terminal.width(character) > 1
    local last = parts[#parts]
    if character == " " then
      local follows = last and not last:find "%S"
      parts[follows and #parts or #parts + 1] = (follows and last or "") .. " "
      joins = true
    elseif last and (joins and not (is_wide and last:find "%S") or opens
      or #character > 1 and NO_START:find(character, 1, true)) then
      parts[#parts], joins = last .. character, not is_wide
    else
      parts[#parts + 1], joins = character, not is_wide
    end
    opens = #character > 1 and NO_END:find(character, 1, true) ~= nil
  end
  return parts
end

--- The lines of a text that is broken between its words, never in one.
---@param given string
---@param cells integer
---@return string[] lines
function text.wrap(given, cells)
  local lines, line = {}, nil
  for _, part in ipairs(parts_of(given)) do
    if line and terminal.width(line) + terminal.width(part) > cells then
      lines[#lines + 1], line = line, nil
    end
    line = line and line .. part or part:gsub("^ +", "")
  end
  lines[#lines + 1] = line
  return lines
end

--- A text of several lines, each of which is wrapped. The parts of a line are indented as it is.
---@param given string
---@param cells integer
---@return string
function text.wrap_lines(given, cells)
  local lines = {}
  for line in (given .. "\n"):gmatch "(.-)\n" do
    local indent, rest = line:match "^( *)(.*)$"
    local parts = text.wrap(rest, cells - #indent)
    lines[#lines + 1] = indent .. table.concat(parts, "\n" .. indent)
  end
  return table.concat(lines, "\n")
end

local MIN_BESIDE, INDENT = 20, 2 -- cells

--- A label and a text beside it, wrapped between its words; below it if the line is too short for
--- both.
---@param label string with the gap behind it
---@param given string
---@param cells integer|nil those of a line; nil: no limit
---@param paint nil|fun(label: string): string colours the label
---@return string text lines, without the last line break
function text.hang(label, given, cells, paint)
  local margin = terminal.width(label)
  local is_below = cells ~= nil and cells - margin < MIN_BESIDE
  if is_below then
    label, margin = label:gsub(" +$", "") .. "\n" .. (" "):rep(INDENT), INDENT
  end
  local lines = cells and text.wrap(given, cells - margin) or { given }
  return (paint and paint(label) or label) .. table.concat(lines, "\n" .. (" "):rep(margin))
end

--- The text with blanks after it, or before it if it is aligned to the right.
---@param given string
---@param cells integer
---@param right boolean|nil
---@return string
function text.pad(given, cells, right)
  local blanks = (" "):rep(cells - terminal.width(given))
  return right and blanks .. given or given .. blanks
end

--- A whole number with separators: "5,000".
---@param value integer
---@return string
function text.number(value)
  local digits = ("%.0f"):format(value):reverse():gsub("(%d%d%d)", "%1,")
  return (digits:reverse():gsub("^(%-?),", "%1"))
end

--- "1 row", "2,000 rows", "2,000 行".
---@param count integer
---@param one string "%s row"
---@param many string "%s rows"
---@param ... any what else the text has behind the number
---@return string
function text.count(count, one, many, ...)
  return texts.say_count(count, one, many):format(text.number(count), ...)
end

--- "a", "a and b", "a, b and c".
---@param words string[]
---@return string
function text.list(words)
  if #words < 2 then
    return words[1] or ""
  end
  return say("%s and %s"):format(table.concat(words, say ", ", 1, #words - 1), words[#words])
end

--- What the library says, in the reader's language.
---@param sentence string
---@return string
function text.retold(sentence)
  return (texts.retell(sentence))
end

--- " (did you mean …?)", or which names there are.
---@param given string
---@param known string[]
---@return string
function text.suggestion(given, known)
  return text.retold(ai95.suggest(given, known))
end

--- A time of the day without its seconds; a text in another form as it is.
---@param time string
---@return string
function text.hour(time)
  return (time:gsub("^(%d%d?:%d%d):%d%d$", "%1"))
end

--- The text as one word of a shell's command line: nearly every sn contains a |.
---@param word string
---@return string
function text.quote(word)
  return "'" .. word:gsub("'", "'\\''") .. "'"
end

--- A function that colours a text if the descriptor is a terminal that can show colours and
--- NO_COLOR is not set (https://no-color.org).
---@param fd integer
---@return fun(given: string, style: string|nil): string
function text.painter(fd)
  local no_color = os.getenv "NO_COLOR"
  if not terminal.size(fd) or (no_color and no_color ~= "")
    or (os.getenv "TERM" or "dumb") == "dumb" then
    return function(given) return given end
  end
  return function(given, style)
    return style and ("\27[%sm%s\27[0m"):format(CODES[style], given) or given
  end
end

return text
