--- What the library says of guarded campaigns, in Chinese.

return {
  -- hours
  { "\"%s\" is no window such as 09:00-12:00", "\"%s\" 不是 09:00-12:00 这样的时段" },
  { "\"%s\" is no time of the day", "\"%s\" 不是一天里的时间" },
  { "\"%s\" is empty; the whole day is 00:00-24:00", "\"%s\" 是空的；全天写 00:00-24:00" },
  { "\"%s\" goes over midnight; write it as two: %s-24:00%s", "\"%s\" 跨过了零点，请分成两段写：%s-24:00%s" },
  { "there is no window such as 09:00-12:00", "请给出 09:00-12:00 这样的时段" },
  {
    "\"%s\" is no day of the week: write mon-fri, or 1 (Monday) to 7 (Sunday)",
    "\"%s\" 不是星期几：请写 mon-fri，或者 1（周一）到 7（周日）",
  },
  { "there is no day of the week", "请给出星期几" },
  { "%s, every day", "%s，每天" },
  { "%s, Mon-Fri", "%s，周一至周五" },
  { "%s, Mon-Sat", "%s，周一至周六" },
  { "Mon 20%s", "周一 20%s" },
  { "Tue 20%s", "周二 20%s" },
  { "Wed 20%s", "周三 20%s" },
  { "Thu 20%s", "周四 20%s" },
  { "Fri 20%s", "周五 20%s" },
  { "Sat 20%s", "周六 20%s" },
  { "Sun 20%s", "周日 20%s" },

  -- decisions
  {
    "%s. The answer to a request was lost: until %s the guard watches whether it is carried out",
    "%s。有一个请求没有收到回复：到 %s 为止，看守会留意它是否执行",
  },
  { "all %d numbers were dialled; %d were reached", "%d 个号码全部拨完，接通 %d 个" },
  {
    "%d of the last %d calls failed (%d %%); the limit is %g %%",
    "失败 %d 通，在最近 %d 通里占 %d%%，超过上限 %g%%",
  },
  { "%d customers were reached; the goal is %d", "已接通 %d 位客户，目标是 %d 位" },
  { "%d customers are interested; the goal is %d", "已有 %d 位客户有意向，目标是 %d 位" },
  { "the guard was told to stop", "看守收到了停止的要求" },
  { "the deadline %s has passed", "已过截止时间 %s" },
  { "the hours are over; they begin again on %s", "现在不在时段内；下一个时段从 %s 开始" },
  {
    "the answer to a request was lost, and it may still be carried out until %s",
    "有一个请求没有收到回复，到 %s 为止都可能执行",
  },
  { "%d numbers failed; redial %d of %d is due on %s", "%d 个号码未接通；第 %d 次重呼（共 %d 次）在 %s" },
  { "%d numbers failed; redial %d of %d", "%d 个号码未接通；第 %d 次重呼，共 %d 次" },
  {
    "somebody else paused the campaign; the guard goes on once somebody resumes it",
    "别人暂停了任务；有人继续之后，看守再接着来",
  },
  { "it is within the hours", "在时段内" },

  -- steps
  { "the platform cannot be asked: %s", "问不到平台：%s" },
  { "the guard starts: it pauses first, and then decides", "看守启动：先暂停，再决定" },
  {
    "redial %d was begun, and the guard ended before it knew the outcome: it counts as done, and is"
      .. " not repeated",
    "第 %d 次重呼已开始，看守在知道结果之前就结束了：算作已经重呼，不再重复",
  },
  { "the guard has failed", "看守出错了" },
  { "the campaign may be dialling, and should not (%s): %s", "任务可能正在呼叫，而现在不该呼叫（%s）：%s" },
  { "it is not paused yet", "还没有暂停下来" },
  { "the campaign may be dialling, and could not be paused", "任务可能正在呼叫，没能暂停" },
  { "a request whose answer was lost was carried out", "没有收到回复的请求执行了" },
  { "whether the campaign was resumed is not known yet: %s", "还不知道任务有没有继续：%s" },
  { "its answer was lost; it counts as done, and is not repeated (%s)", "没有收到回复，算作已经重呼，不再重复（%s）" },
  {
    "the platform does not tell its time; the hours are by this machine's clock: %s",
    "平台没有给出时间，时段以这台机器的时钟为准：%s",
  },
  {
    "the platform's clock says %s, and this machine's %s; the hours are by the platform's",
    "平台的时钟是 %s，这台机器是 %s；时段以平台为准",
  },

  -- states of guards
  {
    "it is damaged, or is no state of a guard, so it cannot tell how often failed numbers were"
      .. " dialled again. Nothing was done. Restore it from a backup; or remove it, and give only"
      .. " the redials that are left",
    "已损坏，或者不是看守的状态文件，说明不了重呼过几次。什么都没有做。请用备份恢复；或者删除它，只给出剩下的重呼次数",
  },
  { "it belongs to the campaign %s and not to %s; give another path", "它属于任务 %s，不是 %s；请给出别的路径" },
  { "another guard is using it", "另一个看守正在使用它" },
}
