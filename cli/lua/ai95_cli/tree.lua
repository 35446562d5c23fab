--- All commands, and argparse's parser made from them.
local argparse = require "argparse"
local settings = require "ai95_cli.settings"

local tree = {}

tree.EXIT_STATUS = [[
Exit status:
   0   done
   1   the platform or the network said no; later it may not
   2   used wrongly: something on the command line, in the settings or in a file has to be put right
   3   unknown outcome: it may have been carried out. Look before you run it again]]

--- The root: its options are every command's.
tree.root = {
  name = "ai95",
  summary = "Campaigns, calls, transcripts and recordings of the 95AI outbound-call platform",
  description = "Settings come from the options, then from AI95_BASE_URL and so on in the environment, then from"
    .. " ~/.config/ai95/config, which has lines such as `base_url = https://…`, without quotes. A password is never an option:"
    .. " it is in AI95_PASSWORD or in that file (mode 600), or is asked for at the terminal.",
  examples = {
    { "ai95 doctor", "does everything work here?" },
    { "ai95 import customers.csv --project SN --ai-user SN --source Spring --auto", "phone the people in a file" },
    { "ai95 tasks watch", "today's campaigns, until they are done" },
    { "ai95 calls --from yesterday --json", "one object a line, for programs" },
  },
  commands = {},
}

-- In the order in which --help lists them.
for i, name in ipairs {
  "login", "projects", "ai_users", "import", "import_excel", "tasks", "calls", "customers", "transcript", "archive", "report",
  "url", "sign", "doctor", "sandbox", "completion",
} do
  tree.root.commands[i] = require("ai95_cli.commands." .. name)
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
  parts[#parts + 1] = is_root and tree.EXIT_STATUS or "The options that every command has, and the exit status: ai95 --help"
  return table.concat(parts, "\n\n")
end

local function define(parser, node, depth)
  parser:description(node.summary .. "." .. (node.description and "\n\n" .. node.description or ""))
  parser:epilog(epilog_of(node, depth == 1))
  if node.define then
    node.define(parser)
  end
  if node.commands then
    parser:command_target("command" .. depth)
    parser:require_command(node.run == nil)
    for _, child in ipairs(node.commands) do
      define(parser:command(child.name):summary(child.summary), child, depth + 1)
    end
  end
end

--- Says on stderr how a command is used, and ends the program.
local function complain(parser, message)
  if message:find("^unknown option '%-%-password'") then
    message = "a password is not given on the command line, where everybody on this machine can read it: put it into"
      .. " AI95_PASSWORD or the configuration file, or wait to be asked"
  end
  io.stderr:write(("ai95: %s\n\n%s\n\n%s --help says more.\n"):format(message, parser:get_usage(), parser:_get_fullname()))
  os.exit(2)
end

---@return table parser argparse's
function tree.parser()
  local parser = argparse(tree.root.name):help_max_width(100):usage_max_width(100):help_description_margin(28)
  parser.error = complain
  settings.define(parser)
  define(parser, tree.root, 1)
  return parser
end

--- Reads the arguments. Where they are wrong it says so and ends the program.
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
