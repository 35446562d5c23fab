--- What `ai95` alone prints: the commands in groups, and a first step.
local terminal = require "ai95_cli.terminal"
local text = require "ai95_cli.text"

local INDENT, GAP = "  ", "  "

local function widest_of(groups)
  local widest = 0
  for _, group in ipairs(groups) do
    for _, node in ipairs(group) do
      widest = math.max(widest, terminal.width(node.name))
    end
  end
  return widest
end

--- Adds a text, wrapped, with `first` in front of its first line.
local function add(lines, first, given, room)
  local margin = terminal.width(first)
  for i, line in ipairs(text.wrap(given, room - margin)) do
    lines[#lines + 1] = (i == 1 and first or (" "):rep(margin)) .. line
  end
end

--- The overview.
---@param root table the tree's root
---@param groups table[] its commands, in groups with a title
---@param room integer the cells of a line
---@return string text
return function(root, groups, room)
  local lines, widest = {}, widest_of(groups)
  add(lines, "", root.summary .. ".", room)
  for _, group in ipairs(groups) do
    lines[#lines + 1] = ""
    lines[#lines + 1] = group.title .. ":"
    for _, node in ipairs(group) do
      add(lines, INDENT .. text.pad(node.name, widest) .. GAP, node.summary, room)
    end
  end
  lines[#lines + 1] = ""
  add(lines, "", "First step: `ai95 doctor` checks the setup and says what is missing.", room)
  add(lines, "", "`ai95 help COMMAND` describes a command, `ai95 --help` all settings.", room)
  return table.concat(lines, "\n")
end
