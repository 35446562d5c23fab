--- Renders HTML and escapes every string. Only h.markup skips the escaping: it is for the charts of
--- the report, which escapes its texts itself.
--
--     h.p { class = "note", "Fish & chips, says ", h.b { name } }
--
-- The list part of the table is the content: text, numbers, elements, lists of these; nil and false
-- are skipped. The other keys are attributes: `true` gives one without a value, false none, and
-- `aria_label` becomes aria-label.
local without_direction = require "console.without_direction"

local Element, Markup = {}, {}

local ENTITIES = {
  ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ["\""] = "&quot;", ["'"] = "&#39;",
}
local VOID = { input = true, link = true, meta = true } -- without content

local changing -- of the page that is being rendered

local function escape(text)
  text = without_direction(tostring(text))
  text = changing and changing(text) or text
  return (text:gsub("[&<>\"']", ENTITIES))
end

local function write_attributes(out, content)
  local names = {}
  for name, value in pairs(content) do
    if type(name) == "string" and value ~= false then
      names[#names + 1] = name
    end
  end
  table.sort(names)
  for _, name in ipairs(names) do
    local value = content[name]
    local text = value == true and "" or "=\"" .. escape(value) .. "\""
    out[#out + 1] = " " .. name:gsub("_", "-") .. text
  end
end

local function write(out, node)
  if getmetatable(node) == Element then
    out[#out + 1] = "<" .. node.tag
    write_attributes(out, node.content)
    out[#out + 1] = ">"
    if not VOID[node.tag] then
      write(out, node.content)
      out[#out + 1] = "</" .. node.tag .. ">"
    end
  elseif getmetatable(node) == Markup then
    out[#out + 1] = node.text
  elseif type(node) == "table" then
    for i = 1, table.maxn(node) do -- a list may have holes
      write(out, node[i])
    end
  elseif node ~= nil and node ~= false then
    out[#out + 1] = escape(node)
  end
end

--- `change`, if given, changes every text before it is escaped.
---@param node any
---@param change (fun(text: string): string)|nil
---@return string
local function render(node, change)
  local out = { "<!doctype html>" }
  changing = change
  write(out, node) -- does not yield
  changing = nil
  return table.concat(out)
end

--- HTML that another module has made and escaped, as a part of a page.
---@param text string
local function markup(text)
  return setmetatable({ text = text }, Markup)
end

return setmetatable({ render = render, markup = markup }, {
  __index = function(h, tag)
    local function element(content)
      return setmetatable({ tag = tag, content = content }, Element)
    end
    h[tag] = element
    return element
  end,
})
