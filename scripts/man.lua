#!/usr/bin/env lua
-- Prints the man page of ai95, made from the commands as they are: make man
local ai95 = require "ai95"
local settings = require "ai95_cli.settings"
local tree = require "ai95_cli.tree"

local lines = {}

local function escape(text)
  return (text:gsub("\\", "\\e"):gsub("%-", "\\-"):gsub("\n[.']", "\n\\&%0"):gsub("^[.']", "\\&%0"))
end

local function add(format, ...)
  lines[#lines + 1] = select("#", ...) > 0 and format:format(...) or format
end

local function add_option(option)
  local names, arguments = {}, table.concat(option:_get_argument_list(), " ")
  for i, alias in ipairs(option._public_aliases) do
    names[i] = ("\\fB%s\\fR"):format(escape(alias))
  end
  add(".TP\n%s%s\n%s", table.concat(names, ", "), arguments ~= "" and (" \\fI%s\\fR"):format(escape(arguments)) or "",
    escape(option:_get_description()))
end

local function add_options(parser)
  for _, argument in ipairs(parser._arguments) do
    add(".TP\n\\fI%s\\fR\n%s", escape(table.concat(argument:_get_argument_list(), " ")), escape(argument:_get_description()))
  end
  for _, option in ipairs(parser._options) do
    if not option._hidden and option._name ~= "-h" then
      add_option(option)
    end
  end
end

local function add_examples(node)
  for _, example in ipairs(node.examples or {}) do
    add(".PP\n\\fB%s\\fR\n.RS 4\n%s\n.RE", escape(example[1]), escape(example[2]))
  end
end

--- A command and those under it.
local function add_command(parser, node)
  if node.run then
    local usage = parser:get_usage():gsub("^Usage: ", ""):gsub("%s*%[%-h%]", ""):gsub("%s+", " ")
    add(".SS \"%s\"", (parser:_get_fullname():gsub("^ai95 ", "")))
    add(escape(usage))
    add(".PP\n%s", escape(node.summary .. "." .. (node.description and " " .. node.description or "")))
    add_options(parser)
    add_examples(node)
  end
  for i, child in ipairs(node.commands or {}) do
    add_command(parser._commands[i], child)
  end
end

local parser = tree.parser()
add(".\\\" Made by scripts/man.lua; `make man` makes it again.")
add(".TH AI95 1 \"\" \"ai95 %s\" \"User Commands\"", ai95._VERSION)
add(".SH NAME\nai95 \\- %s", escape((tree.root.summary:gsub("^%u", string.lower))))
add(".SH SYNOPSIS\n\\fBai95\\fR [\\fIoptions\\fR] \\fIcommand\\fR …")
add ".SH DESCRIPTION"
add(escape(tree.root.description))
add ".SH OPTIONS"
add_options(parser)
add ".SH COMMANDS"
for i, node in ipairs(tree.root.commands) do
  add_command(parser._commands[i], node)
end
add ".SH EXIT STATUS"
for status, meaning in tree.EXIT_STATUS:gmatch("(%d)   ([^\n]+)") do
  add(".TP\n%s\n%s", status, escape(meaning))
end
add ".SH ENVIRONMENT"
for _, name in ipairs(settings.names) do
  add(".TP\n\\fBAI95_%s\\fR", name:upper())
  add(escape(name == "password" and "The password." or ("As --%s."):format((name:gsub("_", "-")))))
end
add(".TP\n\\fBNO_COLOR\\fR\nWhere it is not empty, nothing is coloured.")
add ".SH FILES"
add(".TP\n\\fI~/.config/ai95/config\\fR\n%s", escape("Settings: a line `name = value` for each, with the names that the variables"
  .. " have after AI95_, in small letters; comments begin with #. Where it holds a password nobody else may be able to read it."
  .. " XDG_CONFIG_HOME is honoured."))
add(".TP\n\\fI~/.cache/ai95/store\\fR\n%s", escape("The api_key, from one command to the next. XDG_CACHE_HOME is honoured."))
add(".TP\n\\fIFILE.csv.journal\\fR\n%s", escape("What an import has sent. Without it, the import sends everything again."))
add ".SH EXAMPLES"
add_examples(tree.root)
print(table.concat(lines, "\n"))
