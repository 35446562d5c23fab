--- The messages of the command about customer lists and imports, in Chinese.

return {
  -- the list
  {
    "--delimiter must be one character, or tab, comma, semicolon or bar, not \"%s\"",
    "--delimiter 必须是一个字符，或者 tab、comma、semicolon、bar，不能是 \"%s\"",
  },
  {
    "--map must be COLUMN=NAME, as in 手机=电话, not \"%s\"",
    "--map 要写成 COLUMN=NAME，如 手机=电话，不能是 \"%s\"",
  },
  { "--map gives two names to the column %s", "--map 给同一列起了两个名字：%s" },
  { "standard input", "标准输入" },
  { "only one list can be - (standard input)", "只能有一份名单是 -（标准输入）" },
  { "; for example --map %s", "；例如 --map %s" },
  { "sheet %s", "工作表 %s" },
  { "separated by tabs", "用制表符分隔" },
  { "separated by semicolons", "用分号分隔" },
  { "separated by bars", "用竖线分隔" },
  { "%s used as %s", "“%s”用作“%s”" },
  { "not read: sheet %s", "没有读的工作表：%s" },
  { "%s columns without a name left out", "略去 %s 个没有列名的列" },
  { "the template has columns that the list lacks: %s", "模板里有、名单里没有的列：%s" },
  { "the list has columns that the template lacks: %s", "名单里有、模板里没有的列：%s" },
  { "the list is not compared with the template: %s", "没有与模板对照：%s" },
  { "the account has no project template with this sn", "账号里没有 sn 相同的项目模板" },

  -- what became of the rows
  { "%s rows", "有效 %s 行" },
  { "%s numbers cleaned", "清理了 %s 个号码" },
  { "%s already in", "%s 行已经在任务里" },
  { "%s people excluded", "排除了 %s 人" },
  { "%s rows refused, see %s", "%s 行不能发送，见 %s" },
  { "%s rows refused (--refused FILE keeps them)", "%s 行不能发送（用 --refused FILE 保存它们）" },
  { "%s hidden rows left out (--hidden reads them)", "略去 %s 个隐藏的行（加上 --hidden 就会读）" },
  { "line %d", "第 %d 行" },
  { "%s, line %d", "%s，第 %d 行" },
  { "%s, line %d: %s", "%s，第 %d 行：%s" },
  { "… and %s more", "……还有 %s 行" },
  { "%s numbers to exclude cannot be read:", "要排除的号码有 %s 个读不懂：" },
  { "%s refused", "不能发送 %s 行" },
  { "%s excluded", "排除 %s 行" },
  { " (%s)", "（%s）" },
  { "there are no rows to send%s; nothing was sent", "没有可以发送的行%s；什么都没有发送" },
  { "%s; name another file with --refused", "%s；请用 --refused 指定别的文件" },
  { "%s: it is not a regular file, but a folder, a pipe or a device", "%s：不是普通文件，而是目录、管道或设备" },

  -- the import
  { "%s are missing (or --task, to add to a campaign)", "缺少 %s（要加进已有的任务，请用 --task）" },
  { "%s are missing, and the campaign has none", "缺少 %s，任务里也没有" },
  { "nothing was sent", "什么都没有发送" },
  { "nothing was sent; this is a preview", "什么都没有发送，这只是检查" },
  {
    "nothing was sent: everybody who can be called is in the campaign already",
    "什么都没有发送：能呼叫的人都已经在任务里",
  },
  { "waiting for what the platform's lists show, for up to %s", "正在等平台的列表显示结果，最多 %s" },
  {
    "with - (standard input), give --ledger FILE, which makes the import safe to repeat, or"
      .. " --no-ledger",
    "名单是 -（标准输入）时，请给出 --ledger FILE，这样可以放心再导入一次；或者给出 --no-ledger",
  },
  {
    "with - (standard input), give --ledger FILE: it makes the command safe to repeat",
    "名单是 -（标准输入）时，请给出 --ledger FILE，这样可以放心再运行一次",
  },
  { "imported %s rows before the error, into %s", "出错之前已导入 %s 行，任务是 %s" },
  {
    "interrupted. %s records what was sent: run the same command again to send the rest",
    "已中断。%s 记着发送了什么：把同一条命令再运行一遍，就会发送其余的",
  },
  {
    "interrupted. The platform keeps the rows that were sent, and no ledger records them: check"
      .. " `ai95 tasks list` before you run the command again",
    "已中断。已发送的行留在平台上，没有台账记着它们：再运行之前，请先用 `ai95 tasks list` 核对",
  },
  {
    "interrupted. The platform may have imported the rows: check `ai95 tasks list` before you run"
      .. " the command again",
    "已中断。平台可能已经导入了这些行：再运行之前，请先用 `ai95 tasks list` 核对",
  },
  {
    "nobody is called yet: `ai95 tasks resume %s` starts the campaign",
    "还没有呼叫任何人：用 `ai95 tasks resume %s` 启动任务",
  },
  {
    "nobody is called yet: the campaign is paused, and `ai95 tasks resume %s` continues it",
    "还没有呼叫任何人：任务已暂停，用 `ai95 tasks resume %s` 继续",
  },
  { "the campaign %s is running and calls the new people", "任务 %s 正在进行，会呼叫新加的人" },
  { "the campaign %s has called everybody", "任务 %s 已经呼完所有人" },
  {
    "`ai95 tasks show %s` shows whether the campaign is running",
    "任务是否在进行，用 `ai95 tasks show %s` 查看",
  },
  {
    "whether the campaign is paused is not known: `ai95 tasks show %s`",
    "不知道任务有没有暂停：请用 `ai95 tasks show %s` 查看",
  },
  {
    "the campaign is paused: `ai95 tasks resume %s` continues it",
    "任务已暂停：用 `ai95 tasks resume %s` 继续",
  },
  { "ai95: check what was carried out with `ai95 tasks %s`", "ai95：请用 `ai95 tasks %s` 核对执行了什么" },

  -- ledgers
  {
    "it is not known whether request %d, with %s people, was carried out%s: look in the platform at"
      .. " %s, then `ai95 ledger resolve %s --request %d --carried-out` or `--not-carried-out`",
    "不知道第 %d 个请求（%s 人）有没有执行%s：请到平台上查看%s，然后运行 `ai95 ledger resolve %s --request %d --carried-out`，没有"
      .. "执行就用 `--not-carried-out`",
  },
  { " (the platform answered that it was)", "（平台答复说执行了）" },
  { "the campaign %s", "任务 %s" },
  { "the campaigns that are new since then", "那以后新建的任务" },
  { "say --carried-out or --not-carried-out", "请说明 --carried-out 还是 --not-carried-out" },
  { "nothing was recorded", "什么都没有记录" },
  { "request %d is recorded as carried out", "已记录：第 %d 个请求执行了" },
  { "request %d is recorded as not carried out", "已记录：第 %d 个请求没有执行" },
}
