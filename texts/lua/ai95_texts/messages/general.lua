--- The other messages of the command, in Chinese.

return {
  -- everywhere
  { "ai95: %s", "ai95：%s" },
  { "ai95: internal error, please report it: %s", "ai95：内部错误，请告诉我们：%s" },
  { ": ", "：" },
  { ", ", "、" },
  { "; ", "；" },
  { "%s: %s", "%s：%s" },
  { "%s and %s", "%s 和 %s" },
  { "%s, %s left", "%s，还需 %s" },
  { "%s of %s %s", "%s / %s %s" },
  { "%s is empty", "%s 是空的" },
  { "%s must be a whole number, not \"%s\"", "%s 必须是整数，不能是 \"%s\"" },
  { "%s must be a whole number from %d to %d, not \"%s\"", "%s 必须是 %d 到 %d 的整数，不能是 \"%s\"" },
  { "%s must be a whole number or %s, not \"%s\"", "%s 必须是整数或 %s，不能是 \"%s\"" },

  -- dates and lists
  { "%s: \"%s\" is not a time of day", "%s：\"%s\" 不是有效的时间" },
  { "%s: \"%s\" is not a day of the calendar", "%s：\"%s\" 不是日历上的日期" },
  { "%s: \"%s\" is not a date: expected %s", "%s：\"%s\" 不是日期，可以写 %s" },
  {
    "2024-05-31, \"2024-05-31 18:00\", today, yesterday, this-week, last-week, this-month,"
      .. " last-month or 7d (seven days ago)",
    "2024-05-31、\"2024-05-31 18:00\"、today、yesterday、this-week、last-week、this-month、last-month 或 7d"
      .. "（七天前）",
  },
  { "--from %s is after --to %s", "--from %s 晚于 --to %s" },
  { "--all cannot be used with --from or --to", "--all 不能与 --from 或 --to 一起用" },
  { "no %s", "没有%s" },
  { "no new %s", "没有新的%s" },
  { "no %s today (see --from, --to and --all)", "今天没有%s（见 --from、--to 和 --all）" },
  { "no project templates", "没有项目模板" },
  { "no AI users", "没有 AI 用户" },
  {
    "the account has no project template %s: `ai95 projects` lists them",
    "账号里没有项目模板 %s：用 `ai95 projects` 查看有哪些",
  },
  {
    "--since is for the first run of --new; --from chooses a range",
    "--since 用于 --new 的第一次运行；选择日期范围请用 --from",
  },
  { "--page-size cannot be used with --new", "--page-size 不能与 --new 一起用" },
  {
    "--new cannot be used with filters: no later run would report the %s that they leave out%s",
    "--new 不能与筛选条件一起用：筛掉的%s以后也不会再出现%s",
  },
  { " (--since chooses where the first run begins)", "（第一次从哪里开始，用 --since 指定）" },
  { "--new: %s", "--new：%s" },
  {
    "--new: cannot write the file, so the next run will report the same again: %s",
    "--new：文件写不了，下次运行会再次取到同样的内容：%s",
  },
  {
    "--since changes nothing: %s continues where the last run ended",
    "--since 不起作用：%s 会从上次停下的地方接着来",
  },

  -- output
  { "--excel is for CSV, not for --json", "--excel 用于 CSV，不能与 --json 一起用" },
  {
    "-o: give --csv or --json too, or a name that ends in .csv, .json or .jsonl",
    "-o：请同时给出 --csv 或 --json，或者用 .csv、.json、.jsonl 结尾的文件名",
  },
  { "--zone is for --csv and --json", "--zone 只用于 --csv 和 --json" },
  { "--fields: there is no field \"%s\"%s", "--fields：没有字段 \"%s\"%s" },
  { "ai95: no row has a field \"%s\" (--fields)\n", "ai95：没有一行有字段 \"%s\"（--fields）\n" },

  -- settings
  {
    "the setting %s is missing: give --%s, or AI95_%s in the environment, or a line `%s = …` in"
      .. " ~/.config/ai95/config; `ai95 config` asks for it",
    "缺少设置 %s：请用 --%s、环境变量 AI95_%s，或者 ~/.config/ai95/config 里的一行 `%s = …` 给出；也可以运行 `ai95 config`",
  },
  {
    "the setting password is missing: put it into AI95_PASSWORD or ~/.config/ai95/config (mode 600)",
    "缺少密码：请放进 AI95_PASSWORD，或者 ~/.config/ai95/config（权限 600）",
  },
  { "Password of %s: ", "%s 的密码：" },
  { "no password was given", "没有输入密码" },
  { "expected `name = value`", "应当是 `名字 = 值`" },
  { "unknown setting \"%s\"%s", "没有设置 \"%s\"%s" },
  { "%s is set twice", "%s 设置了两次" },
  { "%s has no value", "%s 没有值" },
  {
    "the value of %s is in quotes: remove them (if the quotes belong to the value, set AI95_%s"
      .. " instead)",
    "%s 的值加了引号，请去掉（如果引号是值的一部分，请改用 AI95_%s）",
  },
  { "the configuration file", "配置文件" },
  {
    "the configuration file cannot have this %s, with blanks at its ends or control characters: set"
      .. " AI95_%s instead",
    "这个 %s 首尾有空格或含有控制字符，不能写进配置文件：请改用 AI95_%s",
  },
  { "the configuration file cannot be read: %s", "配置文件读不了：%s" },
  { "the configuration file %s cannot be read", "配置文件 %s 读不了" },
  {
    "%s contains a password, and other users can read it: chmod 600 %s",
    "%s 里有密码，别的用户能读到：请运行 chmod 600 %s",
  },
  { "%s \"%s\" (from %s) is not a valid value%s", "%s 的值 \"%s\"（来自 %s）无效%s" },

  -- config and doctor
  { "Address of the platform", "平台地址" },
  { "User name", "用户名" },
  { "Password of %s (empty: it stays as it is): ", "%s 的密码（不填则不变）：" },
  { "Password of %s (empty: it is asked for at each login): ", "%s 的密码（不填则每次登录时询问）：" },
  { "the terminal", "终端" },
  { "nothing was saved", "什么都没有保存" },
  { "the login works: %s of %s", "登录成功：%s，%s" },
  { "the login does not work: %s", "登录失败：%s" },
  { "Save it anyway? Type yes: ", "仍然保存吗？确认请输入“是”或 yes：" },
  { "%s is set in the environment, and overrides the file", "环境变量 %s 已设置，优先于文件" },
  {
    "there is no folder for the configuration file: set HOME, or give --config",
    "没有目录可以存放配置文件：请设置 HOME，或者给出 --config",
  },
  {
    "config asks at a terminal. Elsewhere write %s: lines `base_url = …`, `username = …`, `password"
      .. " = …`, mode 600",
    "config 需要在终端里询问。没有终端时，请自己写 %s：几行 `base_url = …`、`username = …`、`password = …`，权限 600",
  },
  { "the configuration file cannot be written: %s", "配置文件写不了：%s" },
  {
    "saved in %s, which only you can read. Next: `ai95 doctor`",
    "已保存到 %s，只有您能读到。接下来：`ai95 doctor`",
  },
  { ", and there is no terminal to ask at", "，也没有终端可以询问" },
  {
    "put it into AI95_PASSWORD or ~/.config/ai95/config (mode 600)",
    "请放进 AI95_PASSWORD，或者 ~/.config/ai95/config（权限 600）",
  },
  { "a check failed", "有一项检查没有通过" },
  { "%d checks failed", "有 %d 项检查没有通过" },

  -- recordings
  { "%s  %s  %s s  %s", "%s  %s  %s 秒  %s" },
  { "person", "客户" },
  { "there is no call %s%s", "没有通话 %s%s" },
  { " that matches the filters", "（按这些筛选条件）" },
  {
    "interrupted. The saved files stay; run the same command again to continue",
    "已中断。保存好的文件还在，把同一条命令再运行一遍就会继续",
  },
  { "%d files, %s", "%d 个文件，%s" },
  {
    "could not save %s recordings; run the same command again to try once more",
    "有 %s 段录音没能保存；把同一条命令再运行一遍，就会再试",
  },

  -- report
  { "--logo: %s", "--logo：%s" },
  { "--logo: %s: %s", "--logo：%s：%s" },
  { "--logo: %s %s", "--logo：%s %s" },
  {
    "--json prints the numbers on stdout: give -o a file for the page, or omit it",
    "--json 把数字打印在 stdout 上：-o 请给网页指定一个文件，或者去掉",
  },
  {
    "the platform's records changed during the report: it counted %d, and then there were %d. The"
      .. " page has the same warning",
    "生成报告期间平台的记录有变动：统计了 %d 条，读完后有 %d 条。网页上有同样的提示",
  },

  -- sign
  { "a whole number", "整数" },
  { "%s, or omitted", "%s，或者不写" },
  { "%s must be %s, not \"%s\"", "%s 必须是%s，不能是 \"%s\"" },
  { "\"%s\" is not NAME=VALUE", "\"%s\" 不是 NAME=VALUE 的形式" },
  { "%s is given twice", "%s 给了两次" },
  { "%s is not a JSON object", "%s 不是 JSON 对象" },
  { "there is no endpoint \"%s\"%s", "没有接口 \"%s\"%s" },
  { "give the parameters, or --body with all of them", "请给出各个参数，或者用 --body 给出全部" },
  {
    "user_sn=… and api_key=… are missing: they are signed too (`ai95 login --show-key` prints them)",
    "缺少 user_sn=… 和 api_key=…：它们也参与签名（`ai95 login --show-key` 会打印）",
  },
  { "the given url does not sign these parameters", "给出的 url 与这些参数的签名不符" },

  -- sandbox and sync
  {
    "the sandbox needs a checkout of the sources: clone them and run cli/bin/ai95 sandbox there",
    "沙箱需要完整的源代码：请克隆下来，在那里运行 cli/bin/ai95 sandbox",
  },
  { "the sandbox did not start: %s", "沙箱没有启动：%s" },
  {
    "do not give a password on the command line, where everybody on this machine can read it: put"
      .. " the address into AI95_DB",
    "不要把密码写在命令行里，这台机器上的人都能看到：请把地址放进 AI95_DB",
  },
  {
    "interrupted. What was committed stays; run the same command again to continue",
    "已中断。已提交的数据还在，把同一条命令再运行一遍就会继续",
  },
  { "the platform counts %s more rows than it lists", "平台统计的比列出的多 %s 行" },
}
