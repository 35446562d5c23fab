--- Writes types and texts of annotations as Markdown, with links.
local text = {}

--- The part after # of a link to a heading, as GitHub makes it.
function text.anchor(heading)
  return (heading:lower():gsub("[!-,./:-@%[-^`{-~]", ""):gsub(" ", "-"))
end

local function link(label, heading)
  return ("[%s](#%s)"):format(label, text.anchor(heading))
end

--- A link to a class. Its text leaves out the module's name.
function text.class(name)
  return link(name:match "^ai95[%w_]*%.(%u.*)$" or name, name)
end

--- The alternatives of a type: the parts between | outside brackets.
local function alternatives(type)
  local list, depth, from = {}, 0, 1
  for at = 1, #type + 1 do
    local char = type:sub(at, at)
    if char:find "^[%(%[{<]" then
      depth = depth + 1
    elseif char:find "^[%)%]}>]" then
      depth = depth - 1
    elseif (char == "|" or char == "") and depth == 0 then
      list[#list + 1] = type:sub(from, at - 1)
      from = at + 1
    end
    -- The results of a function extend to the end: fun(): a|b
    if char == ":" and depth == 0 then
      list[#list + 1] = type:sub(from)
      return list
    end
  end
  return list
end

local function code(type)
  local linked = ("`" .. type .. "`"):gsub("ai95[%w_]*%.%u%w*", function(name)
    return "`" .. text.class(name) .. "`"
  end)
  return (linked:gsub("``", ""))
end

local function one_type(type)
  type = type:match "^%((fun.*)%)$" or type
  local element = type:match "^(ai95%.%u%w*)%[%]$"
  local yields = type:match "^fun%(%): (ai95%.%u.*)$"
  if element then
    return "a list of " .. code(element)
  elseif yields then
    return "an iterator over " .. code((yields:gsub("|nil", "")))
  end
  return code(type)
end

--- A type in words, and whether it may be nil.
function text.type(type)
  local list, may_be_nil = {}, false
  for _, each in ipairs(alternatives(type)) do
    if each == "nil" then
      may_be_nil = true
    else
      list[#list + 1] = (one_type(each))
    end
  end
  return table.concat(list, " or "), may_be_nil
end

--- A text with links from names in backticks (`headings` has the heading of each) and from classes.
function text.prose(plain, headings)
  local linked = plain:gsub("`([^`]+)`", function(name)
    return headings[name] and link("`" .. name .. "`", headings[name]) or nil
  end)
  return (linked:gsub("ai95[%w_]*%.%u%w*", text.class))
end

--- A table, from lists of cells; the first is its head.
function text.table(rows)
  local lines = {}
  for i, cells in ipairs(rows) do
    lines[#lines + 1] = "| " .. table.concat(cells, " | ", 1, #rows[1]) .. " |"
    if i == 1 then
      lines[2] = ("| --- "):rep(#cells) .. "|"
    end
  end
  return table.concat(lines, "\n")
end

--- Escapes the content of a table's cell.
function text.cell(content)
  return (content:gsub("|", "\\|"))
end

--- Lines of an annotation as paragraphs. Lines indented by four blanks are an example.
function text.paragraphs(lines, headings)
  local out, is_code = {}, false
  for _, line in ipairs(lines) do
    local example = line:match "^    (.*)$"
    if example and not is_code then
      out[#out + 1] = "```lua"
    elseif is_code and not example then
      out[#out + 1] = "```"
    end
    is_code = example ~= nil
    out[#out + 1] = example or text.prose(line, headings)
  end
  if is_code then
    out[#out + 1] = "```"
  end
  return table.concat(out, "\n")
end

return text
