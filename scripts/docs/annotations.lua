--- Reads the LuaCATS annotations of the library and of the report: classes with their fields and
--- functions, and aliases. It reads the form that this project writes (one tag per line, continued
--- by lines without a tag), not the whole language.
local annotations = {}

local ROOTS = { "ai95", "ai95.core", "ai95_report" }

--- Splits `text` into the type at its beginning and the rest. A type ends at a blank outside
--- brackets.
local function take_type(text)
  local depth, at = 0, 1
  while at <= #text do
    local char = text:sub(at, at)
    if char:find "[%(%[{<]" then
      depth = depth + 1
    elseif char:find "[%)%]}>]" then
      depth = depth - 1
    elseif char == " " and depth == 0 and not text:sub(at - 1, at - 1):find "[:,|]" then
      break
    end
    at = at + 1
  end
  return text:sub(1, at - 1), (text:sub(at):gsub("^%s+", ""))
end

-- Parsers of tags, by name. Each takes the text after the tag.
local tags = {}

function tags.class(text)
  local name, parent, rest = text:match "^([%w_.]+)%s*:?%s*([%w_.]*)%s*(.*)$"
  return { name = name, parent = parent ~= "" and parent or nil, text = rest, kind = "class" }
end

function tags.alias(text)
  return { name = text, text = "", kind = "alias" }
end

function tags.field(text)
  local private = text:find "^private " ~= nil
  local name, rest = text:gsub("^private ", ""):match "^(%S+)%s+(.*)$"
  local type, meaning = take_type(rest)
  return { name = name, type = type, text = meaning, private = private }
end

function tags.param(text)
  local name, rest = text:match "^(%S+)%s+(.*)$"
  local type, meaning = take_type(rest)
  return { name = name, type = type, text = meaning }
end

tags["return"] = function(text)
  local type, rest = take_type(text)
  local name, meaning = rest:match "^([%a_][%w_]*)%s*(.*)$"
  return { name = name, type = type, text = meaning or rest }
end

--- Keeps a function out of the reference.
function tags.private()
  return { text = "" }
end

--- A value of an alias: | "name" # text
tags["|"] = function(text)
  local value, meaning = text:match "^(%S+)%s*#?%s*(.*)$"
  return { name = value, text = meaning }
end

--- Parses a comment: { text = { line, … }, class = { … }, field = { … }, … }, with a list for each
--- tag.
local function read_block(lines)
  local block, found = { text = {} }, {} -- found: tags with their texts
  for _, line in ipairs(lines) do
    local tag, rest = line:match "^%-%-%-@?(%|)%s*(.*)$"
    if not tag then
      tag, rest = line:match "^%-%-%-@(%a+)%s*(.*)$"
    end
    local last = found[#found]
    if tags[tag] then
      found[#found + 1] = { tag = tag, text = rest }
    elseif not tag and last then
      last.text = last.text .. " " .. line:match "^%-%-%-%s*(.*)$"
    elseif not tag then
      table.insert(block.text, (line:gsub("^%-%-%-%s?", "")))
    end
  end
  for _, each in ipairs(found) do
    block[each.tag] = block[each.tag] or {}
    table.insert(block[each.tag], tags[each.tag](each.text))
  end
  return block
end

--- Adds a class or an alias to `found`, and returns it.
local function enter(found, block, file)
  local item = block.class and block.class[1] or block.alias[1]
  if item.text ~= "" then
    table.insert(block.text, item.text)
  end
  item.text, item.file, item.functions = block.text, file, {}
  item.fields, item.values = block.field or {}, block["|"] or {}
  assert(not found[item.name], file .. ": " .. item.name .. " is annotated twice")
  found[item.name] = item
  return item
end

local function words(text)
  local list = {}
  for word in text:gmatch "[%w_.]+" do
    list[#list + 1] = word
  end
  return list
end

--- Reads one file into `found`. `bound` has the classes by the local variable under their
--- annotation.
local function read_file(found, path)
  local bound, comment = {}, {}
  for whole_line in io.lines(path) do
    local line = whole_line:match "^%s*(.-)%s*$"
    local variable = line:match "^local ([%w_]+) ="
    local owner, separator, name, arguments = line:match "^function ([%w_]+)([.:])([%w_]+)%((.-)%)"
    if line:find "^%-%-%-" then
      table.insert(comment, line)
    else
      local block = read_block(comment)
      comment = {}
      if block.class or block.alias then
        local item = enter(found, block, path)
        bound[variable or false] = item
      elseif bound[owner] and not name:find "^_" and not block.private then
        table.insert(bound[owner].functions, {
          name = name, separator = separator, arguments = words(arguments), text = block.text,
          params = block.param or {}, returns = block["return"] or {}, file = path,
        })
      end
    end
  end
end

--- All classes and aliases of the files, by name.
local function read(paths)
  local found = {}
  for _, path in ipairs(paths) do
    read_file(found, path)
  end
  return found
end

local function mentioned(item)
  local list = { item.parent }
  local function add(type)
    for name in type:gmatch "ai95[%w_]*%.[%a_][%w_]*" do
      list[#list + 1] = name
    end
  end
  for _, field in ipairs(item.fields) do
    if not field.private then
      add(field.type)
    end
  end
  for _, fn in ipairs(item.functions) do
    for _, part in ipairs { fn.params, fn.returns } do
      for _, each in ipairs(part) do
        add(each.type)
      end
    end
  end
  return list
end

--- The public classes: every class that the fields, parameters, results and parents refer to,
--- beginning with the modules that a user requires.
---@return table public classes and aliases, by name
function annotations.public()
  local paths = { "report/lua/ai95_report/init.lua" }
  for path in assert(io.popen "find lua -name '*.lua' | LC_ALL=C sort"):lines() do
    paths[#paths + 1] = path
  end
  local found, public = read(paths), {}
  local function visit(name)
    assert(found[name], name .. " is mentioned but has no annotation")
    if not public[name] then
      public[name] = found[name]
      for _, other in ipairs(mentioned(found[name])) do
        visit(other)
      end
    end
  end
  for _, root in ipairs(ROOTS) do
    visit(root)
  end
  return public
end

return annotations
