--- What each page of help has, the overview, and what argparse says, in Chinese.

return {
  { "%s.", "%s。" },
  { "%s:", "%s：" },
  { "%s (default: %s)", "%s（默认：%s）" },
  { "Usage: ", "用法：" },
  { "<command>", "<命令>" },
  { "Arguments", "参数" },
  { "Options", "选项" },
  { "Other options", "其他选项" },
  { "Commands", "命令" },
  { "Other commands", "其他命令" },
  { "Examples:", "示例：" },
  { "Fields (--fields), or all:", "字段（--fields），all 表示全部：" },
  {
    "`ai95 --help` describes the exit status and the options that every command has.",
    "退出码和所有命令都有的选项，见 `ai95 --help`。",
  },
  { [[
Exit status:
   0   success
   1   failed: the platform refused, or the network failed. Trying again later may help
   2   wrong usage: correct the command line, the settings or a file
   3   unknown: the platform may have done it. Check before you run the command again]], [[
退出码：
   0   完成
   1   失败：平台拒绝，或者网络不通。以后再试可能成功
   2   用法有误：请改正命令、设置或文件
   3   结果未知：平台可能已经执行。请先核对，再运行]] },
  {
    "First step: `ai95 config` sets up the account, and `ai95 doctor` checks it.",
    "第一步：用 `ai95 config` 设置账号，用 `ai95 doctor` 检查。",
  },
  {
    "`ai95 help COMMAND` describes a command, `ai95 --help` all settings.",
    "`ai95 help COMMAND` 说明一个命令，`ai95 --help` 说明全部设置。",
  },
  { "there is no command \"%s\"%s", "没有命令 \"%s\"%s" },
  { "ai95: %s\n\n%s\n\nFor help: %s --help\n", "ai95：%s\n\n%s\n\n查看帮助：%s --help\n" },
  {
    "do not give a password on the command line, where everybody on this machine can read it: put"
      .. " it into AI95_PASSWORD or the configuration file, or type it at the terminal",
    "不要把密码写在命令行里，这台机器上的人都能看到：请放进 AI95_PASSWORD 或配置文件，或者在终端里输入",
  },
}
