local terminal = require "ai95_cli.terminal"
local flags = require "ai95_cli.flags"

--- The folder of the checkout that this file is in, where it is in one.
local function checkout()
  local here = debug.getinfo(1, "S").source:match("^@(.*)/cli/lua/ai95_cli/commands/sandbox%.lua$")
  local file = here and io.open(here .. "/sandbox/run")
  if file then
    file:close()
    return here
  end
end

return {
  name = "sandbox",
  summary = "Run the platform in miniature on this machine, until Ctrl-C",
  description = "A real nginx that serves the whole API on loopback, to try things out: nobody is phoned. It is in a checkout of"
    .. " the sources, not in what is installed. Account hln, password secret.",
  examples = {
    { "ai95 sandbox", "then, elsewhere, with AI95_BASE_URL=http://127.0.0.1:8095:" },
    { "ai95 --username hln doctor", "does it work?" },
  },
  define = function(command)
    command:option("--port", "HTTP; HTTPS is on the three after it (8095)."):argname "PORT":default "8095"
      :convert(flags.whole("--port", 1, 65532))
  end,
  run = function(context, args)
    local root = checkout()
    if not root then
      context:usage("the sandbox is in a checkout of the sources only: clone them, and run cli/bin/ai95 sandbox there")
    end
    local _, problem = terminal.exec(root .. "/sandbox/run", "--port", ("%d"):format(args.port)) -- which says itself what it lacks
    context:usage("the sandbox did not start: %s", problem)
  end,
}
