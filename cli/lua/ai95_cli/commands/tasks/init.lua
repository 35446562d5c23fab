-- Parentheses, since Lua 5.4 returns the path as well.
local commands = {
  (require "ai95_cli.commands.tasks.list"), (require "ai95_cli.commands.tasks.show"),
}
for _, operation in ipairs(require "ai95_cli.commands.tasks.operations") do
  commands[#commands + 1] = operation
end
commands[#commands + 1] = require "ai95_cli.commands.tasks.watch"

return {
  name = "tasks",
  summary = "Look at campaigns and handle them",
  description = "A campaign is the platform's 营销任务. SN is its dial_task_main_sn.",
  examples = {
    { "ai95 tasks list --from 7d", "those of the last seven days" },
    { "ai95 tasks pause SN", "no more calls for now" },
    { "ai95 tasks watch SN", "until it is done" },
  },
  commands = commands,
}
