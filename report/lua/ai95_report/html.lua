--- Markup with automatic escaping. `html.p { class = "x", "a < b", html.b { "c" } }` is an element;
--- each string becomes text, so that only this file writes < and &. The result is both HTML and
--- well-formed XML.
local Element = {}
Element.__index = Element

local VOID = { meta = true, br = true, input = true, img = true }
-- Elements that end their line, for readers of the source. Never inside text.
local BREAKS = {}
local BREAKING = "html head meta title style body header main article section footer p h1 h2 div "
  .. "dl ul li details summary table thead tbody tr svg g"
for name in BREAKING:gmatch("%a+%d?") do
  BREAKS[name] = true
end

local escapes = { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ['"'] = "&quot;" }

local function escape(text, what)
  return (tostring(text):gsub(what, escapes))
end

local function write_attributes(element, out)
  local names = {}
  for name, value in pairs(element.content) do
    if type(name) == "string" and value then
      names[#names + 1] = name
    end
  end
  table.sort(names)
  for _, name in ipairs(names) do
    local value = element.content[name]
    out[#out + 1] = (' %s="%s"'):format(name, escape(value == true and name or value, "[&<>\"]"))
  end
end

local write

--- The children, in order. Skips false and nil.
local function write_children(list, out)
  local last = 0
  for index in pairs(list) do
    if type(index) == "number" then
      last = math.max(last, index)
    end
  end
  for index = 1, last do
    write(list[index], out)
  end
end

local function write_element(element, out)
  local name = element.name
  out[#out + 1] = "<" .. name
  write_attributes(element, out)
  if VOID[name] then
    out[#out + 1] = "/>"
  else
    out[#out + 1] = ">"
    write_children(element.content, out)
    out[#out + 1] = "</" .. name .. ">"
  end
  if BREAKS[name] then
    out[#out + 1] = "\n"
  end
end

function write(node, out)
  if getmetatable(node) == Element then
    write_element(node, out)
  elseif type(node) == "table" then
    write_children(node, out)
  elseif node then
    out[#out + 1] = escape(node, "[&<>]")
  end
end

function Element:__tostring()
  local out = {}
  write(self, out)
  return table.concat(out)
end

--- html.NAME { attribute = value, child, … } makes an element; tostring() returns its markup.
return setmetatable({}, {
  __index = function(html, name)
    local function make(content)
      return setmetatable({ name = name, content = content }, Element)
    end
    html[name] = make
    return make
  end,
})
