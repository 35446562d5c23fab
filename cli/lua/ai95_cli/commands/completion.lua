return {
  name = "completion",
  summary = "Print a completion script for a shell",
  examples = {
    { "ai95 completion bash > ~/.local/share/bash-completion/completions/ai95", "for bash" },
    { "ai95 completion zsh > ~/.zfunc/_ai95", "for zsh, where ~/.zfunc is in fpath" },
  },
  define = function(command)
    command:argument("shell", "bash or zsh."):choices { "bash", "zsh" }
  end,
  run = function(context, args)
    local parser = require("ai95_cli.tree").parser()
    context.output:write(args.shell == "bash" and parser:get_bash_complete() or parser:get_zsh_complete())
  end,
}
