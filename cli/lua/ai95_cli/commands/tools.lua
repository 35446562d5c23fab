--- The small commands: login, sandbox, completion, help, version.
local ai95 = require "ai95"
local flags = require "ai95_cli.flags"
local settings = require "ai95_cli.settings"
local terminal = require "ai95_cli.terminal"

local tools = {}

tools.login = {
  name = "login",
  summary = "Log in and show the account",
  description = "Saves the api_key for later commands (see --store); it expires after two hours."
    .. " Other commands log in only if they need to.",
  examples = {
    { "ai95 login", "asks for the password if none is set" },
    { "ai95 login --show-key --json", "with the api_key, to test other programs" },
  },
  define = function(command)
    command:flag("--show-key",
      "Show the api_key too. Until it expires, anybody who has it can do everything"
      .. " that you can.")
  end,
  run = function(context, args)
    local session = context:check(context:client(true):login())
    session.api_key_until = ai95.dates.format(session.api_key_expire)
    if not args.show_key then
      session.api_key = nil
    end
    context.output:record(session, {
      "user_name", "user_sn", "team_name", "expired", "ai_count", "caller_group", "api_key_until",
    })
  end,
}

--- The checkout that this file is in; nil if it was installed.
local function checkout()
  local here = debug.getinfo(1, "S").source:match("^@(.*)/cli/lua/ai95_cli/commands/tools%.lua$")
  local file = here and io.open(here .. "/sandbox/run")
  if file then
    file:close()
    return here
  end
end

tools.sandbox = {
  name = "sandbox",
  summary = "Run a small copy of the platform on this machine, until Ctrl-C",
  description = "An nginx on 127.0.0.1 that serves the whole API, to try things out. It calls"
    .. " nobody. The account is hln, the password secret. Needs a checkout of the sources.",
  examples = {
    { "ai95 sandbox", "then, in another shell:" },
    { "ai95 --base-url http://127.0.0.1:8095 --username hln doctor", "check the setup" },
  },
  define = function(command)
    command:option("--port",
      "The port for HTTP; the next three are for HTTPS."):argname "PORT"
      :default "8095":convert(flags.whole("--port", 1, 65532))
  end,
  run = function(context, args)
    local root = checkout()
    if not root then
      context:usage("the sandbox needs a checkout of the sources: clone them and run cli/bin/ai95"
        .. " sandbox there")
    end
    local _, problem = terminal.exec(root .. "/sandbox/run", "--port", ("%d"):format(args.port))
    context:usage("the sandbox did not start: %s", problem)
  end,
}

tools.completion = {
  name = "completion",
  summary = "Print a completion script for a shell",
  examples = {
    { "ai95 completion bash > ~/.local/share/bash-completion/completions/ai95", "for bash" },
    { "ai95 completion zsh > ~/.zfunc/_ai95", "for zsh, if ~/.zfunc is in fpath" },
    { "ai95 completion fish > ~/.config/fish/completions/ai95.fish", "for fish" },
  },
  description = "Completes commands, options, and values: names of campaigns, project templates and"
    .. " AI users as the platform listed them last, fields, dates.",
  define = function(command)
    command:argument("shell", "bash, zsh or fish."):choices { "bash", "zsh", "fish" }
  end,
  run = function(context, args)
    context.output:write(require("ai95_cli.completion").scripts[args.shell])
  end,
}

tools.help = {
  name = "help",
  summary = "Describe a command",
  description = "Without a command, lists all in groups.",
  examples = { { "ai95 help tasks watch", "the same as `ai95 tasks watch --help`" } },
  define = function(command)
    command:argument("COMMAND", "The command's name, and its subcommand's."):argname "COMMAND"
      :target "path":args "*"
  end,
  run = function(context, args)
    local help, problem = require("ai95_cli.tree").help(args.path)
    if not help then
      context:usage("%s", problem)
    end
    context.output:write(help, "\n")
  end,
}

tools.version = {
  name = "version",
  summary = "Show the versions",
  examples = { { "ai95 version", "of ai95, Lua, libcurl and OpenSSL, for a report of a problem" } },
  run = function(context)
    context.output:write(settings.versions(), "\n")
  end,
}

return tools
