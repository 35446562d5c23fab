--- The file for the rows that an import refuses. An existing one may have been corrected by hand,
--- so it is never overwritten.
local say = require("ai95_texts").say
local terminal = require "ai95_cli.terminal"

local refused_file = {}

local BLOCK = 64 * 1024

--- The path with a number before its extension: "list.refused-2.csv".
local function numbered(path, number)
  if number == 1 then
    return path
  end
  local stem, extension = path:match "^(.*[^/])(%.[^./]*)$"
  return ("%s-%d%s"):format(stem or path, number, extension or "")
end

--- Whether two files have the same content.
local function is_same(path, other)
  local one, two = io.open(path, "rb"), io.open(other, "rb")
  local same = one ~= nil and two ~= nil
  while same do
    local block = one:read(BLOCK)
    same = block == two:read(BLOCK)
    if not block then
      break
    end
  end
  for _, file in pairs { one = one, two = two } do
    file:close()
  end
  return same
end

--- The first of LIST.refused.csv, LIST.refused-2.csv, … that does not exist.
---@param wanted string
---@return string|nil path
---@return string|nil problem why no file can have such a name
function refused_file.choose(wanted)
  local number = 0
  repeat
    number = number + 1
    local path = numbered(wanted, number)
    local is_file, problem = terminal.is_file(path)
    if is_file == false then
      problem = say("%s: it is not a regular file, but a folder, a pipe or a device"):format(path)
    end
    if problem then
      return nil, problem
    end
  until not is_file
  return numbered(wanted, number)
end

--- The file to look at after the import: the one that it wrote, or an older one with the same
--- content, and then the new one is removed. Nil if no row was refused.
---@param wanted string
---@param chosen string
---@return string|nil path
function refused_file.settle(wanted, chosen)
  if not terminal.is_file(chosen) then
    return nil
  end
  local number = 1
  while numbered(wanted, number) ~= chosen do
    local older = numbered(wanted, number)
    if is_same(older, chosen) then
      os.remove(chosen)
      return older
    end
    number = number + 1
  end
  return chosen
end

return refused_file
