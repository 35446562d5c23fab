--- What `ai95` alone prints: the commands in groups, and a first step.
local say = require("ai95_texts").say
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

--- The overview.
---@param root table the tree's root
---@param groups table[] its commands, in groups with a title
---@param room integer the cells of a line
---@return string text
return function(root, groups, room)
  local lines, widest = {}, widest_of(groups)
  local function add(label, given)
    lines[#lines + 1] = text.hang(label, given, room)
  end
  add("", say("%s."):format(say(root.summary)))
  for _, group in ipairs(groups) do
    lines[#lines + 1] = ""
    lines[#lines + 1] = say("%s:"):format(say(group.title))
    for _, node in ipairs(group) do
      add(INDENT .. text.pad(node.name, widest) .. GAP, say(node.summary))
    end
  end
  lines[#lines + 1] = ""
  add("", say "First step: `ai95 config` sets up the account, and `ai95 doctor` checks it.")
  add("", say "`ai95 help COMMAND` describes a command, `ai95 --help` all settings.")
  return table.concat(lines, "\n")
end
