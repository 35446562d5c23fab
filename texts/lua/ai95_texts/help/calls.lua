--- The help of the commands about calls, in Chinese.

return {
  -- calls
  { "List calls", "列出通话" },
  {
    "Today's calls, unless you give dates, --task or --all. Times are China Standard Time.",
    "今天的通话；给出日期、--task 或 --all 时除外。时间均为中国标准时间。",
  },
  { "yesterday's calls of ten seconds or more", "昨天十秒以上的通话" },
  { "a campaign's calls for a spreadsheet", "一个任务的通话，用电子表格打开" },
  { "for cron: the calls since the last run", "用于 cron：上次运行之后的通话" },
  { "The number called.", "被叫号码。" },
  { "The number calling.", "主叫号码。" },
  { "At least this many seconds of talk.", "通话时长至少这么多秒。" },
  { "At most this many seconds of talk.", "通话时长最多这么多秒。" },
  { "Label.", "标签。" },
  { "Score.", "分值。" },
  { "Number of questions.", "问题次数。" },
  {
    "Only the calls since the last run with the same FILE. The first run takes all calls and"
      .. " creates FILE; each run updates it.",
    "只看上次用同一个 FILE 运行之后的通话。第一次取全部通话并创建 FILE，以后每次都会更新它。",
  },
  {
    "With --new: the first run takes only the calls from this day or time on. Once FILE exists,"
      .. " this changes nothing.",
    "与 --new 一起用：第一次只取这一天或这个时间之后的通话。有了 FILE 之后，它不起作用。",
  },

  -- customers
  { "List customers, each with the result of the last call", "列出客户和最近一次通话的结果" },
  {
    "Today's customers, unless you give dates, --task or --all.",
    "今天的客户；给出日期、--task 或 --all 时除外。",
  },
  { "who is worth another call", "值得再打电话的人" },
  { "all data about one customer", "一位客户的全部数据" },
  { "for a screen that others see", "用于别人也能看到的屏幕" },
  { "The customer's number.", "客户的号码。" },
  { "Classes, separated by commas: A,B,C.", "分类，用逗号分隔：A,B,C。" },

  -- transcript
  { "Show what was said in a call", "显示一通电话里说了什么" },
  {
    "The platform cannot look up a call by its sn, so the command searches today's calls, then all"
      .. " calls. Filters make the search faster. Markers are in parentheses: noinput (the person"
      .. " said nothing), nomatch (the platform did not understand), BasedPTheEnd (the end).",
    "平台不能按 sn 查找通话，所以先查今天的通话，再查全部；加上筛选条件会更快。括号里是标记：noinput（对方没有说话）、nomatch（平台没有听懂）、BasedPTheEnd（结束）"
      .. "。",
  },
  { "the cdr_sn is in `ai95 calls`", "cdr_sn 见 `ai95 calls`" },
  { "an old call, found fast", "以前的通话，查得快" },
  { "one turn per line", "每行一个回合" },
  { "The call's cdr_sn.", "通话的 cdr_sn。" },
  { "Search the calls of all time.", "查找所有日期的通话。" },

  -- archive
  { "Save recordings", "保存录音" },
  {
    "Saves the recordings of whole calls and of each answer in DIR/DATE/, and describes them in"
      .. " manifest.jsonl. Skips files that already exist. Reports each download that fails and"
      .. " continues with the next. Saves today's calls, unless you give dates, --task, --all or"
      .. " --new.",
    "把整通电话和每句回答的录音保存到 DIR/日期/，并在 manifest.jsonl 里逐一说明。已有的文件会跳过；下载失败的会报告，然后继续下一个。保存今天的通话；给出日期、--task"
      .. "、--all 或 --new 时除外。",
  },
  { "one day", "一天" },
  {
    "for cron: the calls since the last run; the first run begins in November",
    "用于 cron：上次运行之后的通话；第一次从十一月开始",
  },
  { "a campaign's calls of ten seconds or more", "一个任务里十秒以上的通话" },
  { "to be looked through in a spreadsheet", "用电子表格查看" },
  { "The folder to save to; it is created if necessary.", "保存到哪个目录；没有时会创建。" },
  { "Save only whole calls, not each answer.", "只保存整通电话，不保存每句回答。" },
  {
    "What files are called: sn (CDR_SN.wav, the default) or phone (PHONE_TIME_HASH.wav). Recordings"
      .. " that are there are recognized under either name.",
    "文件叫什么：sn（CDR_SN.wav，默认）或 phone（PHONE_TIME_HASH.wav）。已有的录音用哪种名字都认得。",
  },
  {
    "Also write DIR/index.csv, for a spreadsheet: a line with number, time, label and file for each"
      .. " whole call in DIR.",
    "另外写 DIR/index.csv，供电子表格使用：DIR 里每通电话一行，有号码、时间、标签和文件。",
  },
  { "Concurrent downloads (default: 16).", "同时下载几个（默认：16）。" },

  -- sync
  { "Write the platform's data into a database", "把平台的数据写进数据库" },
  {
    "Campaigns, calls, customers, AI users and projects, and the talks turn by turn, in tables that"
      .. " it creates. Each run asks only for what is new or may have changed. It needs LuaDBI"
      .. " (Debian: lua-dbi-sqlite3, lua-dbi-postgresql or lua-dbi-mysql).",
    "任务、通话、客户、AI 用户和项目，以及逐句的对话，写进它自己建的表。每次运行只取新的和可能有变化的。需要 LuaDBI（Debian：lua-dbi-sqlite3、"
      .. "lua-dbi-postgresql 或 lua-dbi-mysql）。",
  },
  { "for cron: a file, which needs no server", "用于 cron：一个文件，不需要服务器" },
  { "a server; an address with a password is no option", "数据库服务器；带密码的地址不能写成选项" },
  { "begin with this year's calls", "从今年的通话开始" },
  {
    "The database: sqlite:PATH, postgres://USER@HOST/DATABASE or mysql://USER@HOST/DATABASE"
      .. " (default: AI95_DB in the environment, or sqlite:ai95.db).",
    "数据库：sqlite:PATH、postgres://USER@HOST/DATABASE 或 mysql://USER@HOST/DATABASE（默认：环境变量 AI95_DB，或者"
      .. " sqlite:ai95.db）。",
  },
  {
    "Only these lists, of tasks, calls, customers, ai_users, projects.",
    "只同步这些列表：tasks、calls、customers、ai_users、projects。",
  },
  {
    "The first run begins at this day or time: 2024-05-31, \"2024-05-31 18:00\", today, yesterday"
      .. " or 7d (default: with the oldest record).",
    "第一次从这一天或这个时间开始：2024-05-31、\"2024-05-31 18:00\"、today、yesterday 或 7d（默认：从最早的记录开始）。",
  },
  {
    "Fetch N rows with each request (default: 1000). Give less if the platform is slow.",
    "每个请求取 N 行（默认：1000）。平台慢时请调小。",
  },

  -- report
  {
    "Make a report about the calls of some days or of a campaign, as a web page",
    "为几天或一个任务的通话生成报告网页",
  },
  {
    "One self-contained HTML file with charts and numbers: the connected rate by day, hour and"
      .. " weekday, the people from the lists to interest, talk times, labels and scores, hang-up"
      .. " reasons, campaigns compared, the utilization of the AI users. --json prints all its"
      .. " numbers. It contains no name or phone number of a customer. Times are China Standard"
      .. " Time.",
    "一个独立的 HTML 文件，有图表和数字：按天、时段和星期的接通率，从名单到有意向的人数，通话时长，标签和分值，挂断原因，任务对比，AI 用户的利用率。--json 打印其中的全部数字。里"
      .. "面没有客户的姓名和电话号码。时间均为中国标准时间。",
  },
  { "the last seven days, in report.html", "最近七天，写进 report.html" },
  { "a month", "一个月" },
  { "one campaign, all its calls", "一个任务的全部通话" },
  { "all numbers of the page, as JSON", "网页里的全部数字，JSON 格式" },
  { "for cron: yesterday, in Chinese only", "用于 cron：昨天的，只要中文" },
  {
    "Only this campaign (its name, sn, the beginning of its sn, or @last), and all its calls unless"
      .. " dates are given.",
    "只看这个任务（名称、sn、sn 的开头，或者 @last）；不给日期就是它的全部通话。",
  },
  { "The first day or time (default: six days before --to).", "第一天或开始时间（默认：--to 之前六天）。" },
  { "The last day or time (default: today).", "最后一天或结束时间（默认：今天）。" },
  {
    "The labels of people who are interested, separated by commas (default: 有意向).",
    "哪些标签表示有意向，用逗号分隔（默认：有意向）。",
  },
  {
    "The file to write (default: report.html; with --json none); - is stdout.",
    "要写的文件（默认：report.html；有 --json 时不写）；- 表示 stdout。",
  },
  {
    "zh, en, or both: a page that opens in Chinese and can switch to English.",
    "zh、en 或 both：both 是先显示中文、可以切换到英文的网页。",
  },
  { "The page's title (default: 外呼报告, Call report).", "网页的标题（默认：外呼报告，Call report）。" },
  {
    "An image for the top of the page: a PNG, a JPEG or an SVG of up to 512 KiB.",
    "放在网页顶部的图片：PNG、JPEG 或 SVG，最大 512 KiB。",
  },
}
