--- The names of campaigns, project templates and AI users that the platform listed last, for
--- completion in a shell, where no key press may wait for the platform: a file for its owner only,
--- with a line `KIND<tab>NAME` for each.
local ai95 = require "ai95"
local settings = require "ai95_cli.settings"
local text = require "ai95_cli.text"

local name_cache = {}

local MAX_NAMES = 200 -- of each kind

local function path()
  local folder = settings.cache_folder()
  return folder and folder .. "/names"
end

--- The names by kind.
---@return table<string, string[]>
function name_cache.read()
  local place, names = path(), {}
  local content = place and ai95.read_private(place) or ""
  for kind, name in content:gmatch "([%l_]+)\t([^\n]+)\n" do
    names[kind] = names[kind] or {}
    table.insert(names[kind], name)
  end
  return names
end

--- Keeps the names of a list that the platform sent. If that fails, there is less to complete.
---@param kind "campaign"|"project"|"ai_user"
---@param list table[]
---@param field string the field with the name
function name_cache.keep(kind, list, field)
  local place, names = path(), name_cache.read()
  local own, seen = {}, {}
  for _, row in ipairs(list) do
    local name = type(row[field]) == "string" and text.plain(row[field]) or ""
    if name ~= "" and not seen[name] and #own < MAX_NAMES then
      own[#own + 1], seen[name] = name, true
    end
  end
  names[kind] = own
  local lines = {}
  for each, of_kind in pairs(names) do
    for _, name in ipairs(of_kind) do
      lines[#lines + 1] = each .. "\t" .. name .. "\n"
    end
  end
  table.sort(lines)
  if place then
    ai95.replace_file(place, table.concat(lines), true)
  end
end

return name_cache
