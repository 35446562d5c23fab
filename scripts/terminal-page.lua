--- Writes the output of `tmux capture-pane -e -J` as an HTML page that looks like the terminal:
-- terminal-page.lua COLUMNS TITLE < CAPTURE > PAGE
local columns, title = tonumber(arg[1]), arg[2]

-- The colours of SGR 30 to 37 and 90 to 97.
local PALETTE = {
  [0] = "#484f58", "#ff7b72", "#3fb950", "#d29922", "#58a6ff", "#bc8cff", "#39c5cf", "#b1bac4",
}

local function escape(text)
  return (text:gsub("[&<>]", { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;" }))
end

--- The text with each Chinese character in a box of two cells, since its font has another width.
local function in_cells(text)
  return (escape(text):gsub("[\227-\239][\128-\191][\128-\191]", "<i>%0</i>"))
end

--- Applies the numbers of an SGR sequence to a style.
local function apply(style, codes)
  for digits in (codes == "" and "0" or codes):gmatch "%d+" do
    local code = tonumber(digits)
    if code == 0 then
      style.color, style.bold, style.dim = nil, nil, nil
    elseif code == 1 then
      style.bold = true
    elseif code == 2 then
      style.dim = true
    elseif code == 22 then
      style.bold, style.dim = nil, nil
    elseif code == 39 then
      style.color = nil
    elseif code % 60 >= 30 and code % 60 <= 37 and code < 98 then
      style.color = PALETTE[code % 60 - 30]
    end
  end
end

local function css_of(style)
  return (style.color and "color:" .. style.color .. ";" or "")
    .. (style.bold and "font-weight:bold;" or "")
    .. (style.dim and "opacity:.6;" or "")
end

local function line_of(text, style)
  local pieces = {}
  local function add(run)
    local css = css_of(style)
    pieces[#pieces + 1] = (run == "" or css == "") and in_cells(run)
      or ('<span style="%s">%s</span>'):format(css, in_cells(run))
  end
  add(text:match "^[^\27]*")
  for codes, run in text:gmatch "\27%[([%d;]*)m([^\27]*)" do
    apply(style, codes)
    add(run)
  end
  return table.concat(pieces)
end

-- tmux continues a style on the next line.
local style = {}
local lines = {}
for text in io.lines() do
  local line = line_of(text:gsub(" +$", ""), style)
  lines[#lines + 1] = "<p>" .. (line == "" and "&nbsp;" or line) .. "</p>"
end
while lines[#lines] == "<p>&nbsp;</p>" do
  lines[#lines] = nil
end

io.write(([[
<!DOCTYPE html>
<meta charset="utf-8">
<title>%s</title>
<style>
  body { margin: 0; padding: 12px; background: #fff; display: inline-block }
  div { background: #0d1117; border-radius: 8px; padding: 10px 16px 14px }
  h1 { margin: 0 0 10px; font: 12px sans-serif; color: #8b949e; text-align: center }
  section { width: %dch; color: #e6edf3;
    font: 13px/18px "DejaVu Sans Mono", "Noto Sans Mono", "Noto Sans CJK SC", monospace }
  p { margin: 0; white-space: pre-wrap; padding-left: 3ch; text-indent: -3ch }
  i { font-size: 115%%; font-style: normal; display: inline-block; width: 1.047em; height: 18px;
    vertical-align: bottom; text-align: center; text-indent: 0; overflow: hidden }
</style>
<div><h1>%s</h1><section>%s</section></div>
]]):format(escape(title), columns, escape(title), table.concat(lines, "\n")))
