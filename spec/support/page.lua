--- Parses a page with an XML parser, which fails if the page is not well-formed.
local lxp = require "lxp"

local Element = {}
Element.__index = Element

--- The elements of that name inside, in order; without a name, all.
function Element:all(name, into)
  into = into or {}
  for _, child in ipairs(self) do
    if type(child) == "table" then
      if not name or child.name == name then
        into[#into + 1] = child
      end
      child:all(name, into)
    end
  end
  return into
end

function Element:text()
  local parts = {}
  for i, child in ipairs(self) do
    parts[i] = type(child) == "table" and child:text() or child
  end
  return (table.concat(parts):gsub("^%s+", ""):gsub("%s+$", ""))
end

--- A table's rows, as the texts of their cells; the first is the heading.
function Element:rows()
  local rows = {}
  for i, tr in ipairs(self:all "tr") do
    rows[i] = {}
    for _, cell in ipairs(tr) do
      if type(cell) == "table" then
        rows[i][#rows[i] + 1] = cell:text()
      end
    end
  end
  return rows
end

local page = {}

---@param text string
---@return table element the outermost; it has name, attributes, parent, and its children
function page.parse(text)
  local root = setmetatable({}, Element)
  local open = root
  local parser = lxp.new {
    StartElement = function(_, name, attributes)
      local element = setmetatable({ name = name, attributes = {}, parent = open }, Element)
      for key, value in pairs(attributes) do
        if type(key) == "string" then
          element.attributes[key] = value
        end
      end
      open[#open + 1] = element
      open = element
    end,
    EndElement = function() open = open.parent end,
    CharacterData = function(_, characters) open[#open + 1] = characters end,
  }
  local ok, problem, line, column = parser:parse(text)
  local place = ("line %s, column %s"):format(tostring(line), tostring(column))
  assert(ok, ("%s in %s"):format(tostring(problem), place))
  assert(parser:parse())
  parser:close()
  return root[1]
end

return page
