--- All commands, and argparse's parser made from them.
local Output = require "ai95_cli.output"
local argparse = require "argparse"
local doctor = require "ai95_cli.commands.doctor"
local flags = require "ai95_cli.flags"
local import = require "ai95_cli.commands.import"
local import_excel = require "ai95_cli.commands.import_excel"
local ledger = require "ai95_cli.commands.ledger"
local lists = require "ai95_cli.commands.lists"
local recordings = require "ai95_cli.commands.recordings"
local report = require "ai95_cli.commands.report"
local settings = require "ai95_cli.settings"
local sign = require "ai95_cli.commands.sign"
local tasks = require "ai95_cli.commands.tasks"
local tools = require "ai95_cli.commands.tools"

local tree = {}

tree.EXIT_STATUS = [[
Exit status:
   0   success
   1   failed: the platform refused, or the network failed. Trying again later may help
   2   wrong usage: correct the command line, the settings or a file
   3   unknown: the platform may have done it. Check before you run the command again]]

--- The root. Every command has its options.
tree.root = {
  name = "ai95",
  summary = "Campaigns, calls, transcripts and recordings of the 95AI outbound-call platform",
  description = "A setting can be an option (--base-url), an environment variable (AI95_BASE_URL)"
    .. " or a line in ~/.config/ai95/config (base_url = https://…, without quotes). An option"
    .. " overrides the variable, and the variable overrides the file. The password cannot be an"
    .. " option: put it into AI95_PASSWORD or into that file (mode 600), or type it when asked.",
  examples = {
    { "ai95 doctor", "check the setup" },
    { "ai95 import customers.xlsx --project NAME --ai-user NAME --source Spring --auto",
      "call the people in a list" },
    { "ai95 tasks watch", "watch today's campaigns until they are done" },
    { "ai95 calls --from yesterday --json", "one object per line, for programs" },
  },
  -- In the order of --help.
  commands = {
    tools.login, lists.projects, lists.ai_users, import, import_excel, ledger, tasks,
    lists.calls,
    lists.customers,
    recordings.transcript, recordings.archive, report, recordings.url, sign, doctor, tools.sandbox,
    tools.completion,
  },
}

--- The names of fields, in lines of at most 100 characters.
local function list_fields(fields)
  local lines, line = {}, "  "
  for i, field in ipairs(fields) do
    local word = " " .. field.name .. (i < #fields and "," or "")
    if #line + #word > 100 then
      lines[#lines + 1], line = line, "  "
    end
    line = line .. word
  end
  lines[#lines + 1] = line
  return "Fields (--fields), or all:\n" .. table.concat(lines, "\n")
end

local function epilog_of(node, is_root)
  local parts = {}
  if node.examples then
    local lines = { "Examples:" }
    for _, example in ipairs(node.examples) do
      lines[#lines + 1] = "   " .. example[1]
      lines[#lines + 1] = "       " .. example[2]
    end
    parts[1] = table.concat(lines, "\n")
  end
  if node.fields then
    parts[#parts + 1] = list_fields(node.fields)
  end
  parts[#parts + 1] = is_root and tree.EXIT_STATUS
    or "`ai95 --help` describes the exit status and the options that every command has."
  return table.concat(parts, "\n\n")
end

--- Refuses an empty value, such as that of a shell variable that was never set, where a file, a
--- name or the like is expected. Only a text may be empty.
local function refuse_empty(parser)
  for _, elements in ipairs { parser._arguments, parser._options } do
    for _, element in ipairs(elements) do
      if not element._convert and element._argname ~= "TEXT" then
        element:convert(flags.filled(element._name))
      end
    end
  end
end

local function define(parser, node, depth)
  parser:add_help { action = function() Output.print(parser:get_help()) end }
  parser:description(node.summary .. "." .. (node.description and "\n\n" .. node.description or ""))
  parser:epilog(epilog_of(node, depth == 1))
  if depth == 1 then
    settings.define(parser)
  end
  if node.define then
    node.define(parser)
  end
  if node.fields then
    flags.define_export(parser)
  end
  if node.define or node.fields then
    refuse_empty(parser)
  end
  if node.commands then
    parser:command_target("command" .. depth)
    parser:require_command(node.run == nil)
    for _, child in ipairs(node.commands) do
      define(parser:command(child.name):summary(child.summary), child, depth + 1)
    end
  end
end

--- Prints what is wrong and the usage on stderr, and ends the program.
local function usage_error(parser, message)
  if message:find("^unknown option '%-%-password'") then
    message = "do not give a password on the command line, where everybody on this machine can"
      .. " read it: put it into AI95_PASSWORD or the configuration file, or type it at the terminal"
  end
  io.stderr:write(("ai95: %s\n\n%s\n\nFor help: %s --help\n"):format(message, parser:get_usage(),
    parser:_get_fullname()))
  os.exit(2)
end

---@return table parser argparse's
function tree.parser()
  local parser = argparse(tree.root.name):help_max_width(100):usage_max_width(100)
    :help_description_margin(28)
  parser.error = usage_error
  define(parser, tree.root, 1)
  return parser
end

--- Reads the arguments. Ends the program with a message if they are wrong.
---@param arguments string[]
---@return table args
---@return table node the command
function tree.parse(arguments)
  local args = tree.parser():parse(arguments)
  local node, depth = tree.root, 1
  while args["command" .. depth] do
    for _, child in ipairs(node.commands) do
      if child.name == args["command" .. depth] then
        node = child
        break
      end
    end
    depth = depth + 1
  end
  return args, node
end

return tree
