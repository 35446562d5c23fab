rockspec_format = "3.0"
package = "ai95-cli"
version = "scm-1"
source = {
  url = ".", -- where the repository is published; `luarocks make` in a checkout does not need it
}
description = {
  summary = "The command ai95, for the 95AI outbound-call platform",
  detailed = [[
Imports customer lists, watches campaigns, lists calls, saves recordings and makes reports, from a
shell or cron.
]],
  license = "MIT",
  labels = { "commandline", "telephony" },
}
dependencies = {
  "lua >= 5.1, < 5.6",
  "ai95",
  "ai95-report",
  "argparse >= 0.7",
  "lua-cjson",
}
-- The Makefile compiles with the flags of `make build`, and writes only to build/.
build = {
  type = "make",
  build_target = "build-command",
  build_variables = {
    LUA = "$(LUA)", LUA_INCDIR = "$(LUA_INCDIR)", CC = "$(CC)", CFLAGS = "$(CFLAGS)",
    LIBFLAG = "$(LIBFLAG)", OUT = "build/luarocks",
  },
  install_pass = false,
  install = {
    lua = {
      ai95_cli = "cli/lua/ai95_cli/init.lua",
      ["ai95_cli.commands.campaign"] = "cli/lua/ai95_cli/commands/campaign.lua",
      ["ai95_cli.commands.config"] = "cli/lua/ai95_cli/commands/config.lua",
      ["ai95_cli.commands.doctor"] = "cli/lua/ai95_cli/commands/doctor.lua",
      ["ai95_cli.commands.guard"] = "cli/lua/ai95_cli/commands/guard.lua",
      ["ai95_cli.commands.import"] = "cli/lua/ai95_cli/commands/import.lua",
      ["ai95_cli.commands.import_excel"] = "cli/lua/ai95_cli/commands/import_excel.lua",
      ["ai95_cli.commands.ledger"] = "cli/lua/ai95_cli/commands/ledger.lua",
      ["ai95_cli.commands.lists"] = "cli/lua/ai95_cli/commands/lists.lua",
      ["ai95_cli.commands.recordings"] = "cli/lua/ai95_cli/commands/recordings.lua",
      ["ai95_cli.commands.report"] = "cli/lua/ai95_cli/commands/report.lua",
      ["ai95_cli.commands.run"] = "cli/lua/ai95_cli/commands/run.lua",
      ["ai95_cli.commands.sign"] = "cli/lua/ai95_cli/commands/sign.lua",
      ["ai95_cli.commands.sync"] = "cli/lua/ai95_cli/commands/sync.lua",
      ["ai95_cli.commands.tasks"] = "cli/lua/ai95_cli/commands/tasks.lua",
      ["ai95_cli.commands.tools"] = "cli/lua/ai95_cli/commands/tools.lua",
      ["ai95_cli.commands.watch"] = "cli/lua/ai95_cli/commands/watch.lua",
      ["ai95_cli.completion"] = "cli/lua/ai95_cli/completion.lua",
      ["ai95_cli.context"] = "cli/lua/ai95_cli/context.lua",
      ["ai95_cli.customer_list"] = "cli/lua/ai95_cli/customer_list.lua",
      ["ai95_cli.failure"] = "cli/lua/ai95_cli/failure.lua",
      ["ai95_cli.flags"] = "cli/lua/ai95_cli/flags.lua",
      ["ai95_cli.guard_options"] = "cli/lua/ai95_cli/guard_options.lua",
      ["ai95_cli.guard_plan"] = "cli/lua/ai95_cli/guard_plan.lua",
      ["ai95_cli.guarding"] = "cli/lua/ai95_cli/guarding.lua",
      ["ai95_cli.help"] = "cli/lua/ai95_cli/help.lua",
      ["ai95_cli.mask"] = "cli/lua/ai95_cli/mask.lua",
      ["ai95_cli.name_cache"] = "cli/lua/ai95_cli/name_cache.lua",
      ["ai95_cli.names"] = "cli/lua/ai95_cli/names.lua",
      ["ai95_cli.output"] = "cli/lua/ai95_cli/output.lua",
      ["ai95_cli.overview"] = "cli/lua/ai95_cli/overview.lua",
      ["ai95_cli.progress"] = "cli/lua/ai95_cli/progress.lua",
      ["ai95_cli.refused_file"] = "cli/lua/ai95_cli/refused_file.lua",
      ["ai95_cli.screen"] = "cli/lua/ai95_cli/screen.lua",
      ["ai95_cli.settings"] = "cli/lua/ai95_cli/settings.lua",
      ["ai95_cli.table"] = "cli/lua/ai95_cli/table.lua",
      ["ai95_cli.text"] = "cli/lua/ai95_cli/text.lua",
      ["ai95_cli.tree"] = "cli/lua/ai95_cli/tree.lua",
      ["ai95_cli.watermark"] = "cli/lua/ai95_cli/watermark.lua",
    },
    lib = {
      ["ai95_cli.terminal"] = "build/luarocks/ai95_cli/terminal.so",
    },
    bin = { ai95 = "cli/bin/ai95" },
  },
  copy_directories = { "cli/man" },
}
