-- Terminal output of the demo: tables that line up even with Chinese text, and a progress line.
local terminal = {}

-- os.execute returns a number in Lua 5.1, and true or nil later.
local function succeeds(command)
  local status = os.execute(command)
  return status == true or status == 0
end

terminal.is_interactive = succeeds("test -t 1 && test \"${TERM:-dumb}\" != dumb")

-- Blocks of characters that take two cells: Chinese and its punctuation, compatibility and
-- full-width forms, emoji, rare Chinese characters.
local WIDE = {
  { 0x2E80, 0xA4CF }, { 0xF900, 0xFAFF }, { 0xFE30, 0xFE6F }, { 0xFF00, 0xFF60 },
  { 0xFFE0, 0xFFE6 }, { 0x1F300, 0x1FAFF }, { 0x20000, 0x3FFFD },
}

local function code_point(character)
  local first = character:byte()
  local code = first < 0x80 and first
    or first < 0xE0 and first % 0x20
    or first < 0xF0 and first % 0x10
    or first % 0x08
  for i = 2, #character do
    code = code * 64 + character:byte(i) % 64
  end
  return code
end

local function is_wide(character)
  local code = code_point(character)
  for _, block in ipairs(WIDE) do
    if code >= block[1] and code <= block[2] then
      return true
    end
  end
  return false
end

--- The number of cells of a text.
function terminal.width(text)
  local cells = 0
  for character in text:gmatch("[%z\1-\127\194-\244][\128-\191]*") do
    cells = cells + (is_wide(character) and 2 or 1)
  end
  return cells
end

--- Pads a text with blanks to `cells` cells: on the right, or on the left if `to_the_right`.
function terminal.pad(text, cells, to_the_right)
  local blanks = (" "):rep(cells - terminal.width(text))
  return to_the_right and blanks .. text or text .. blanks
end

--- Prints rows under titles. A title that begins with ">" aligns its column to the right.
function terminal.table(indent, titles, rows)
  local widths, shown = {}, {}
  for column, title in ipairs(titles) do
    shown[column] = title:gsub("^>", "")
    widths[column] = terminal.width(shown[column])
    for _, row in ipairs(rows) do
      widths[column] = math.max(widths[column], terminal.width(row[column]))
    end
  end
  local function line(cells)
    local padded = {}
    for column, text in ipairs(cells) do
      padded[column] = terminal.pad(text, widths[column], titles[column]:sub(1, 1) == ">")
    end
    return (indent .. table.concat(padded, "  "):gsub("%s+$", ""))
  end
  print(line(shown))
  for _, row in ipairs(rows) do
    print(line(row))
  end
end

--- A progress line: call `show` with the share that is done (0 to 1) and a text, then `finish`. If
--- the output is no terminal, it prints a line for each quarter.
function terminal.progress(indent)
  local WIDTH = 30
  local progress, printed, cells = {}, -1, 0
  function progress.show(share, text)
    if terminal.is_interactive then
      local filled = math.floor(share * WIDTH + 0.5)
      local bar = ("#"):rep(filled) .. ("."):rep(WIDTH - filled)
      local line = ("%s[%s] %s"):format(indent, bar, text)
      io.write("\r", terminal.pad(line, math.max(cells, terminal.width(line))))
      io.flush()
      cells = terminal.width(line)
    elseif math.floor(share * 4) > printed then
      printed = math.floor(share * 4)
      print(indent .. text)
      io.flush()
    end
  end
  function progress.finish()
    if terminal.is_interactive then
      print()
    end
  end
  return progress
end

return terminal
