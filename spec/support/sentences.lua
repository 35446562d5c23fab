--- The texts in Lua sources: each constant, joined where literals are, and the code in front of it.
local files = require "support.files"

local sentences = {}

local ESCAPES = { n = "\n", t = "\t", r = "\r" }

local function unescape(text)
  return (text:gsub("\\(%d%d?%d?)", function(code) return string.char(tonumber(code)) end)
    :gsub("\\(.)", function(character) return ESCAPES[character] or character end))
end

--- The end of a literal or a comment that begins at `from`, and its text; nil if none does.
local function literal_at(source, from)
  local equals, after = source:match("^%[(=*)%[\n?()", from)
  if equals then
    local first, last = source:find("]" .. equals .. "]", after, true)
    return last + 1, source:sub(after, first - 1)
  end
  local quote = source:match("^[\"']", from)
  if quote then
    local at = from + 1
    while source:sub(at, at) ~= quote do
      at = at + (source:sub(at, at) == "\\" and 2 or 1)
    end
    return at + 1, unescape(source:sub(from + 1, at - 1))
  end
end

local OPERATORS = { ["return"] = true, ["and"] = true, ["or"] = true }

--- Whether a literal behind this code is the whole argument of a call, as in: say "text" .. more
local function is_argument(before)
  local word = before:match "([%w_]+)%s+$"
  return word ~= nil and not OPERATORS[word]
end

--- The constants of a source.
---@param source string
---@return { text: string, before: string }[]
function sentences.of(source)
  local list, at, last = {}, 1, nil
  while at <= #source do
    local next_at, text = literal_at(source, at)
    if source:find("^%-%-", at) then
      at = literal_at(source, at + 2) or source:find("\n", at, true) or #source + 1
    elseif next_at then
      local between = last and source:sub(last.after, at - 1)
      if between and between:find "^%s*%.%.%s*$" and not is_argument(last.before) then
        last.text, last.after = last.text .. text, next_at
      else
        last = { text = text, before = source:sub(math.max(1, at - 200), at - 1), after = next_at }
        list[#list + 1] = last
      end
      at = next_at
    else
      at = at + 1
    end
  end
  return list
end

--- The constants of all sources in some folders.
---@param folders string[]
---@return { text: string, before: string, path: string }[]
function sentences.in_folders(folders)
  local list = {}
  for _, folder in ipairs(folders) do
    local paths = assert(io.popen(("find %s -name '*.lua' | LC_ALL=C sort"):format(folder)))
    for path in paths:lines() do
      for _, each in ipairs(sentences.of(files.read(path))) do
        each.path = path
        list[#list + 1] = each
      end
    end
    paths:close()
  end
  return list
end

return sentences
