--- The help of the commands about campaigns, in Chinese.

return {
  -- run
  { "Import a list and call its people within calling hours", "导入名单，只在允许的时段呼叫" },
  {
    "`ai95 import` with a ledger, then `ai95 guard`. Nobody is called before the import has ended,"
      .. " or outside the hours. Run the same command again after an error, an interruption, or"
      .. " with a longer list: it sends only the people who are not in yet, and goes on. Asks"
      .. " first; without a terminal, it needs --yes.",
    "先带着台账 `ai95 import`，再 `ai95 guard`。导入结束之前、时段之外，不会呼叫任何人。出错、中断或名单加长之后，把同一条命令再运行一遍：只发送还没有进去的人，然后接"
      .. "着来。开始前会询问；没有终端时需要 --yes。",
  },
  {
    "Exit status: 0, everybody was dialled or a goal is reached; 4, too many calls failed; 5, the"
      .. " deadline has passed; others as of every command. After Ctrl-C or SIGTERM it pauses the"
      .. " campaign and ends by the signal.",
    "退出码：0，全部拨完，或者达到了目标；4，失败太多；5，过了截止时间；其他与所有命令相同。按 Ctrl-C 或收到 SIGTERM 时，先暂停任务，再按信号结束。",
  },
  { "the plan", "只看计划" },
  { "add people to a campaign, and call them", "把人加进任务并呼叫" },
  {
    "When to call, China time: 09:00-12:00,13:30-18:00; 00:00-24:00 is at any time.",
    "呼叫的时段，北京时间：09:00-12:00,13:30-18:00；00:00-24:00 表示全天。",
  },
  { "The days: mon-fri, or 1-5 (default: every day).", "呼叫的日子：mon-fri 或 1-5（默认：每天）。" },
  { "Stop if a larger share of the last calls failed: 60%.", "最近的通话里失败的超过这个比例就停止：60%。" },
  { "How many calls that is about (default: 100).", "“最近的通话”是多少通（默认：100）。" },
  { "Stop once N customers were reached.", "接通的客户达到 N 位就停止。" },
  { "Stop once N customers are interested.", "有意向的客户达到 N 位就停止。" },
  {
    "The labels of customers who are interested, separated by commas (default: 有意向).",
    "哪些标签表示有意向，用逗号分隔（默认：有意向）。",
  },
  {
    "Stop then: 2024-05-31, \"2024-05-31 18:00\", or 8h after the first start.",
    "到时停止：2024-05-31、\"2024-05-31 18:00\"，或者第一次启动之后 8h。",
  },
  {
    "Call those again who were not reached, at most N times (default: 0).",
    "没有接通的人再呼，最多 N 次（默认：0）。",
  },
  { "The pause before each redial: 30m, 2h (default: 30m).", "每次重呼之前等多久：30m、2h（默认：30m）。" },
  { "Seconds between two looks (default: 10).", "每隔多少秒查看一次（默认：10）。" },
  {
    "The file that remembers what was done, for a restart (default: one for each campaign, in"
      .. " ~/.local/state/ai95).",
    "记住做过什么的文件，重新启动时用（默认：每个任务一个，在 ~/.local/state/ai95 里）。",
  },
  { "Write the campaign's report there at the end, as a web page.", "结束时把任务的报告写到这个文件，是一个网页。" },
  { "Print the plan and change nothing.", "只打印计划，不做任何改动。" },
  { "Do not ask before people are called.", "呼叫之前不询问。" },

  -- tasks
  { "List, watch and control campaigns", "查看和控制任务" },
  {
    "A campaign is the platform's 营销任务. It can be given by its name (source), by its sn"
      .. " (dial_task_main_sn) or at least four characters of its beginning, and the newest one as"
      .. " @last. If more than one fits, the command lists them and does nothing.",
    "任务就是平台上的营销任务。可以用名称（source）、sn（dial_task_main_sn）或 sn 的前几个字符（至少四个）指定，最新的任务是 @last。符合的任务不止一个时，命令"
      .. "会列出它们，不做任何事。",
  },
  { "campaigns of the last seven days", "最近七天的任务" },
  { "stop calling for now", "先不再呼叫" },
  { "show the progress of the newest one until it is done", "显示最新任务的进度，直到结束" },

  -- list
  { "List campaigns", "列出任务" },
  {
    "Campaigns created today, unless you give dates, --task or --all. `state` is unsent, sending,"
      .. " calling, sent, paused or unknown.",
    "今天创建的任务；给出日期、--task 或 --all 时除外。`state` 是 unsent、sending、calling、sent、paused 或 unknown。",
  },
  { "today's", "今天的" },
  { "campaigns that wait for a person", "等人处理的任务" },
  { "for a script", "用于脚本" },
  { "for cron: those that are new or have changed", "用于 cron：新的和有变化的任务" },
  {
    "From this day or time on: 2024-05-31, \"2024-05-31 18:00\", today, yesterday, this-week,"
      .. " last-week, this-month, last-month or 7d (seven days ago).",
    "从这一天或这个时间起：2024-05-31、\"2024-05-31 18:00\"、today、yesterday、this-week、last-week、this-month、"
      .. "last-month 或 7d（七天前）。",
  },
  { "Up to this day or time.", "到这一天或这个时间为止。" },
  { "Only campaigns in this state: sending, sent or paused.", "只看这个状态的任务：sending、sent 或 paused。" },
  { "Only this AI user.", "只看这个 AI 用户。" },
  {
    "Only this campaign: its name, sn, the beginning of its sn, or @last.",
    "只看这个任务：名称、sn、sn 的开头，或者 @last。",
  },
  { "All days, not only today.", "所有日期，不只是今天。" },
  { "Stop after N rows.", "最多 N 行。" },
  {
    "Fetch N rows with each request (default: 200). Give less if the platform is slow.",
    "每个请求取 N 行（默认：200）。平台慢时请调小。",
  },
  {
    "Only the campaigns since the last run with the same FILE, and again those that have changed."
      .. " The first run takes all campaigns and creates FILE; each run updates it.",
    "只看上次用同一个 FILE 运行之后的任务，有变化的会再次列出。第一次取全部任务并创建 FILE，以后每次都会更新它。",
  },
  {
    "With --new: the first run takes only the campaigns from this day or time on. Once FILE exists,"
      .. " this changes nothing.",
    "与 --new 一起用：第一次只取这一天或这个时间之后的任务。有了 FILE 之后，它不起作用。",
  },

  -- show
  { "Show a campaign with all its fields", "显示任务的全部字段" },
  { "whenever it was created", "不管什么时候创建的" },
  {
    "The campaign: its name, sn (dial_task_main_sn), the beginning of its sn, or @last for the"
      .. " newest one.",
    "任务：名称、sn（dial_task_main_sn）、sn 的开头；@last 表示最新的任务。",
  },

  -- pause
  { "Pause campaigns", "暂停任务" },
  { "no more calls until `resume`", "用 `resume` 之前不再呼叫" },

  -- resume
  { "Start or continue campaigns", "启动或继续任务" },
  {
    "The people who have not been dialled are called. Asks first. Without a terminal, it needs"
      .. " --yes.",
    "呼叫还没有拨过的人。开始前会询问；没有终端时需要 --yes。",
  },
  { "also after rows were added to a finished campaign", "往已结束的任务里加了人，也用它" },
  { "Do not ask.", "不询问。" },

  -- redial
  { "Call again everybody whom a campaign did not reach", "重呼任务里没有接通的人" },
  {
    "Each time it calls them once more. Asks first. Without a terminal, it needs --yes.",
    "每运行一次，就再呼叫他们一次。开始前会询问；没有终端时需要 --yes。",
  },
  { "one more call to each person who did not answer", "给没有接通的人再打一次电话" },

  -- delete
  { "Delete campaigns", "删除任务" },
  {
    "The platform cannot bring them back. Asks first. Without a terminal, it needs --yes.",
    "删除后平台无法恢复。开始前会询问；没有终端时需要 --yes。",
  },
  { "its calls stay in the lists", "任务的通话仍然在列表里" },

  -- watch
  { "Watch campaigns until they are done", "看着任务，直到结束" },
  {
    "Watches today's campaigns, unless you name some. Shows the progress on stderr: bars on a"
      .. " terminal, otherwise a line for each change of state. Ends when all campaigns are sent or"
      .. " paused, and prints them on stdout. A campaign that was never started is waited for only"
      .. " if you name it. If the platform cannot be reached, tries again. Ctrl-C stops the"
      .. " watching; the campaigns continue.",
    "看今天的任务，除非指定了任务。进度显示在 stderr 上：在终端里是进度条，否则状态每变化一次打印一行。所有任务都已发送或已暂停时结束，并在 stdout 上打印它们。从未启动的任务，指"
      .. "定了才会等待。连不上平台时会再试。按 Ctrl-C 只停止查看，任务照常进行。",
  },
  { "the newest campaign, with its rate and the time left", "最新的任务，带速度和剩余时间" },
  { "in a script: continue when it is done", "在脚本里：任务结束后再继续" },
  { "The time between two polls.", "每隔多少秒查看一次。" },

  -- guard
  { "Let a campaign call within calling hours only", "让任务只在允许的时段呼叫" },
  {
    "Pauses the campaign, and resumes it when the hours allow; ends when everybody was dialled, a"
      .. " goal is reached, too many calls failed, or at the deadline. Remembers what it did in a"
      .. " small file: it can be killed and started again with the same options at any time. While"
      .. " no guard runs, a campaign that was dialling goes on. If somebody else pauses the"
      .. " campaign, it stays paused until somebody resumes it. Prints each step with its reason."
      .. " Asks first; without a terminal, it needs --yes.",
    "先暂停任务，时段到了再继续；全部拨完、达到目标、失败太多或到了截止时间就结束。做过什么记在一个小文件里：随时可以杀掉，再用同样的选项启动。没有看守运行时，正在呼叫的任务会继续。别人暂停了任"
      .. "务，它就一直暂停，直到有人继续。每一步都打印原因。开始前会询问；没有终端时需要 --yes。",
  },
  { "from cron or systemd", "在 cron 或 systemd 里" },
}
