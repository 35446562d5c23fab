--- The page of --help: its words in the reader's language, its lines in cells of the terminal.
--- argparse, which makes the page, speaks English and counts bytes.
local Output = require "ai95_cli.output"
local terminal = require "ai95_cli.terminal"
local text = require "ai95_cli.text"
local texts = require "ai95_texts"

local say = texts.say

local help = {}

local STDOUT = 1
local MAX_WIDTH = 100 -- cells of a line
local WIDE = 60 -- from here on an option and its description are beside each other
local MARGIN, BESIDE, BELOW = 3, 28, 6 -- cells in front of an option, and of its description

help.EXIT_STATUS = [[
Exit status:
   0   success
   1   failed: the platform refused, or the network failed. Trying again later may help
   2   wrong usage: correct the command line, the settings or a file
   3   unknown: the platform may have done it. Check before you run the command again]]

--- The cells of a line of help.
---@return integer
function help.width()
  return math.min(terminal.size(STDOUT) or MAX_WIDTH, MAX_WIDTH)
end

--- The paragraphs of a text, each in the reader's language.
local function say_paragraphs(given)
  return ((given .. "\n\n"):gsub("(.-)\n\n", function(each) return say(each) .. "\n\n" end)
    :gsub("\n+$", ""))
end

local function list_fields(fields)
  local names = {}
  for i, field in ipairs(fields) do
    names[i] = field.name
  end
  return say "Fields (--fields), or all:" .. "\n   " .. table.concat(names, ", ")
end

local function epilog_of(node, is_root)
  local parts = {}
  if node.examples then
    local lines = { say "Examples:" }
    for _, example in ipairs(node.examples) do
      lines[#lines + 1] = "   " .. example[1]
      lines[#lines + 1] = "       " .. say(example[2])
    end
    parts[1] = table.concat(lines, "\n")
  end
  if node.fields then
    parts[#parts + 1] = list_fields(node.fields)
  end
  parts[#parts + 1] = say(is_root and help.EXIT_STATUS
    or "`ai95 --help` describes the exit status and the options that every command has.")
  return table.concat(parts, "\n\n")
end

-- argparse's own word, which its lines begin with, and which it indents the others by.
local USAGE = "Usage: "

--- The usage. argparse never breaks a group of options that exclude each other.
local function usage(parser, cells)
  local lines, margin = {}, ""
  local label = say(USAGE)
  for line in getmetatable(parser).get_usage(parser):gmatch "[^\n]+" do
    line = line:sub(#USAGE + 1):gsub("<command>", say "<command>")
    for _, part in ipairs(text.wrap(line, cells - terminal.width(label))) do
      lines[#lines + 1] = margin .. part
      margin = (" "):rep(terminal.width(label))
    end
  end
  return label .. table.concat(lines, "\n")
end

--- What an option, an argument or a command is for.
local function description_of(element)
  local description = element._summary or element._description or ""
  return element._default and element._show_default
    and say("%s (default: %s)"):format(description, element._default) or description
end

--- An option, an argument or a command, and beside or below it what it is for.
local function entry(element, cells)
  local margin = cells < WIDE and BELOW or BESIDE
  local labels, lines = element:_get_label_lines(), {}
  local about = text.wrap(description_of(element), cells - margin)
  local is_beside = terminal.width(labels[1]) < margin - MARGIN
  for i, label in ipairs(labels) do
    lines[i] = (" "):rep(MARGIN) .. label
  end
  for i, line in ipairs(about) do
    local place = is_beside and i or #labels + i
    lines[place] = text.pad(lines[place] or "", margin) .. line
  end
  return table.concat(lines, "\n")
end

--- Gives argparse's parser of a command its page.
---@param parser table
---@param node table the command
---@param is_root boolean
---@param cells integer of a line
function help.define(parser, node, is_root, cells)
  local add_group = getmetatable(parser)._add_group_help
  function parser.get_usage() return usage(parser, cells) end
  function parser._get_element_help(_, element) return entry(element, cells) end
  function parser._add_group_help(self, blocks, added, label, elements)
    add_group(self, blocks, added, say("%s:"):format(say((label:gsub(":$", "")))), elements)
  end
  function parser.get_help()
    local about = say("%s."):format(say(node.summary))
      .. (node.description and "\n\n" .. say_paragraphs(node.description) or "")
    parser:description(text.wrap_lines(about, cells))
    parser:epilog(text.wrap_lines(epilog_of(node, is_root), cells))
    return getmetatable(parser).get_help(parser)
  end
  parser:add_help { action = function() Output.print(parser:get_help()) end }
end

--- Says what the options and arguments of a command are for in the reader's language.
---@param parser table argparse's, with all of them
function help.translate(parser)
  for _, elements in ipairs { parser._arguments, parser._options } do
    for _, element in ipairs(elements) do
      element._description = element._description and say(element._description)
    end
  end
end

return help
