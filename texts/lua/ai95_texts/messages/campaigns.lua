--- The messages of the command about campaigns and guards, in Chinese.

return {
  -- campaigns
  {
    "%s: give the campaign's name or sn: nobody looks at which one is the last",
    "%s：请给出任务的名称或 sn，这里没有人会确认最新的是哪一个",
  },
  {
    "there is no campaign %s (30011)%s: `ai95 tasks list --all` lists them",
    "没有任务 %s（30011）%s：用 `ai95 tasks list --all` 查看有哪些",
  },
  { "%s: \"%s\" can be %s %ss; give the sn of one:\n%s", "%s：\"%s\" 可能是 %s 个%s；请给出其中一个的 sn：\n%s" },
  { "%s: the account has no %s", "%s：账号里没有%s" },
  { "%s: no %s is called \"%s\"%s; there are:\n%s", "%s：没有叫这个名字的%s：\"%s\"%s；有这些：\n%s" },
  { "   … and %s more: `%s` lists them", "   ……还有 %s 个：用 `%s` 查看" },
  { "nothing was done", "什么都没有做" },
  { "%s people will be called. Type yes: ", "将呼叫 %s 人。确认请输入“是”或 yes：" },
  { "An unknown number of people will be called. Type yes: ", "将呼叫的人数未知。确认请输入“是”或 yes：" },
  { "Delete it? Type yes: ", "删除它吗？确认请输入“是”或 yes：" },
  { "Delete these %d? Type yes: ", "删除这 %d 个吗？确认请输入“是”或 yes：" },
  { "%s  %s  %s, %d of %d dialled", "%s  %s  %s，已呼 %d / 共 %d" },
  { "%s cannot be undone: confirm it with --yes", "%s 无法撤销：请用 --yes 确认" },
  { "ai95: check the campaign with `ai95 tasks show %s`", "ai95：请用 `ai95 tasks show %s` 核对任务" },

  -- watching
  { "%d connected, ", "接通 %d，" },
  { "%d ok, ", "通 %d，" },
  { "%d not", "未接通 %d" },
  { "%d of %d", "%d / %d" },
  { "waits for `ai95 tasks resume`", "等待 `ai95 tasks resume`" },
  { "%s  %s  %s: %s, %d of %d dialled", "%s  %s  %s：%s，已呼 %d / 共 %d" },
  { "it waits to be started: `ai95 tasks resume %s`", "等待启动：`ai95 tasks resume %s`" },
  { "%s; trying again", "%s；正在重试" },
  { "stopped watching; the campaigns continue", "不再查看，任务照常进行" },
  {
    "no campaigns today: name one (`ai95 tasks list --all` lists them)",
    "今天没有任务：请指定一个（用 `ai95 tasks list --all` 查看）",
  },
  { "--interval must be 0.1 to 3600 seconds", "--interval 必须是 0.1 到 3600 秒" },

  -- guards
  {
    "%s must be seconds, or a time such as 30m or 8h, not \"%s\"",
    "%s 要写秒数，或者 30m、8h 这样的时长，不能是 \"%s\"",
  },
  { "--until: write %s as %s-%s-%s", "--until：%s 请写成 %s-%s-%s" },
  { "--until: %s is too short or too long a time", "--until：%s 太短或太长" },
  {
    "--max-failure-rate must be a share such as 60%% or 0.6, not \"%s\"",
    "--max-failure-rate 要写比例，如 60%% 或 0.6，不能是 \"%s\"",
  },
  {
    "give --state FILE: HOME is not set, so there is no folder for it",
    "请给出 --state FILE：没有设置 HOME，没有目录可以存放",
  },
  {
    "the AI user %s may call at %s: if this machine fails, the campaign goes on within that time."
      .. " Set those hours in the platform, too",
    "AI 用户 %s 可以在 %s 呼叫：这台机器出故障时，任务会在这些时间里继续。请在平台上也设成同样的时段",
  },
  { "nothing was sent; this is a plan", "什么都没有发送，这只是计划" },
  { "nothing was changed; this is a plan", "什么都没有改动，这只是计划" },
  { "yes", "是" },
  { "no", "否" },
  { "%s after the first start", "第一次启动之后 %s" },
  { "import, then dial", "先导入，再呼叫" },
  { "import, then wait until %s", "先导入，然后等到 %s" },
  { "dial: %s", "呼叫：%s" },
  { "dial the failed numbers again: %s", "重呼未接通的号码：%s" },
  { "wait: %s", "等待：%s" },
  { "end: %s", "结束：%s" },
  { "pause, then %s", "先暂停，再%s" },
  { "%s  %s: %s", "%s  %s：%s" },
  { ", %d of %d dialled, %d connected, %d not", "，已呼 %d / 共 %d，接通 %d，未接通 %d" },
  {
    "people are called as soon as the hours allow it: confirm it with --yes",
    "时段一到就会呼叫：请用 --yes 确认",
  },
  { "%s people will be called within the hours %s. Type yes: ", "将呼叫 %s 人，时段是 %s。确认请输入“是”或 yes：" },
  {
    "An unknown number of people will be called within the hours %s. Type yes: ",
    "将呼叫的人数未知，时段是 %s。确认请输入“是”或 yes：",
  },
  {
    "the campaign is paused before the command ends. Once more ends it at once, and the campaign"
      .. " may go on dialling",
    "正在先暂停任务，然后结束。再按一次就立刻结束，任务可能会继续呼叫",
  },
  { "the campaign was dialling; it is paused before people are added", "任务正在呼叫，先暂停再加人" },
}
