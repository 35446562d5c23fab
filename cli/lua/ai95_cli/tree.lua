--- All commands, and argparse's parser made from them.
local Output = require "ai95_cli.output"
local argparse = require "argparse"
local config = require "ai95_cli.commands.config"
local doctor = require "ai95_cli.commands.doctor"
local flags = require "ai95_cli.flags"
local guard = require "ai95_cli.commands.guard"
local help = require "ai95_cli.help"
local import = require "ai95_cli.commands.import"
local import_excel = require "ai95_cli.commands.import_excel"
local ledger = require "ai95_cli.commands.ledger"
local lists = require "ai95_cli.commands.lists"
local overview = require "ai95_cli.overview"
local recordings = require "ai95_cli.commands.recordings"
local report = require "ai95_cli.commands.report"
local run = require "ai95_cli.commands.run"
local settings = require "ai95_cli.settings"
local sign = require "ai95_cli.commands.sign"
local sync = require "ai95_cli.commands.sync"
local tasks = require "ai95_cli.commands.tasks"
local text = require "ai95_cli.text"
local texts = require "ai95_texts"
local tools = require "ai95_cli.commands.tools"

local say = texts.say

local tree = {}

--- The commands in groups, in the order of the overview and of --help.
tree.groups = {
  { title = "Setup", config, tools.login, doctor, tools.sandbox },
  { title = "Campaigns", lists.projects, lists.ai_users, import, import_excel, run, tasks, guard,
    ledger },
  { title = "Calls", lists.calls, lists.customers, recordings.transcript, recordings.archive,
    sync, report },
  { title = "Programs and shells", recordings.url, sign, tools.completion, tools.help,
    tools.version },
}

--- The root. Every command has its options.
tree.root = {
  name = "ai95",
  summary = "Campaigns, calls, transcripts and recordings of the 95AI outbound-call platform",
  description = "A setting can be an option (--base-url), an environment variable (AI95_BASE_URL)"
    .. " or a line in ~/.config/ai95/config (base_url = https://…, without quotes). An option"
    .. " overrides the variable, and the variable overrides the file. The password cannot be an"
    .. " option: put it into AI95_PASSWORD or into that file (mode 600), or type it when asked."
    .. " `ai95 config` writes that file.",
  examples = {
    { "ai95 config && ai95 doctor", "set up the account, and check the setup" },
    { "ai95 import customers.xlsx --project NAME --ai-user NAME --source Spring --auto",
      "call the people in a list" },
    { "ai95 tasks watch", "watch today's campaigns until they are done" },
    { "ai95 calls --from yesterday --json", "one object per line, for programs" },
  },
  commands = {},
}
for _, group in ipairs(tree.groups) do
  for _, node in ipairs(group) do
    table.insert(tree.root.commands, node)
  end
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

local function define(parser, node, depth, cells)
  help.define(parser, node, depth == 1, cells)
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
  help.translate(parser)
  if node.commands then
    parser:command_target("command" .. depth)
    parser:require_command(node.run == nil)
    for _, child in ipairs(node.commands) do
      define(parser:command(child.name):summary(say(child.summary)), child, depth + 1, cells)
    end
  end
end

--- Shows the commands of --help in their groups.
local function define_groups(parser)
  local place = 0
  for _, group in ipairs(tree.groups) do
    local commands = {}
    for i = 1, #group do
      commands[i] = parser._commands[place + i]
    end
    place = place + #group
    parser:group(group.title, (unpack or table.unpack)(commands))
  end
end

--- Prints what is wrong and the usage on stderr, and ends the program.
local function usage_error(parser, message)
  if message:find("^unknown option '%-%-password'") then
    message = say("do not give a password on the command line, where everybody on this machine"
      .. " can read it: put it into AI95_PASSWORD or the configuration file, or type it at the"
      .. " terminal")
  end
  io.stderr:write(say("ai95: %s\n\n%s\n\nFor help: %s --help\n"):format(
    texts.retell(message), parser:get_usage(), parser:_get_fullname()))
  os.exit(2)
end

---@param cells integer|nil the cells of a line of help; absent: as the terminal has
---@return table parser argparse's
function tree.parser(cells)
  cells = cells or help.width()
  local parser = argparse(tree.root.name):usage_max_width(cells)
  parser.error = usage_error
  define(parser, tree.root, 1, cells)
  define_groups(parser)
  return parser
end

--- The help of a command; the overview without one.
---@param path string[] the command's names, from the first on
---@return string|nil help
---@return string|nil problem
function tree.help(path)
  local parser = tree.parser()
  for _, name in ipairs(path) do
    local child, names = nil, {}
    for i, command in ipairs(parser._commands) do
      names[i] = command._name
      child = command._name == name and command or child
    end
    if not child then
      return nil, say("there is no command \"%s\"%s"):format(name,
        #names > 0 and text.suggestion(name, names) or "")
    end
    parser = child
  end
  return #path == 0 and overview(tree.root, tree.groups, help.width()) or parser:get_help()
end

--- Reads the arguments. Ends the program with a message if they are wrong.
---@param arguments string[]
---@return table args
---@return table node the command
function tree.parse(arguments)
  if #arguments == 0 then
    Output.print(tree.help {})
  elseif arguments[1] == "__complete" then -- what the scripts of `completion` call
    local words = { (unpack or table.unpack)(arguments, 2) }
    io.stdout:write(require("ai95_cli.completion").candidates(tree.parser(), tree.root, words))
    os.exit(0)
  end
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
