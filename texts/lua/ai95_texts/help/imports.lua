--- The help of the commands that import lists, in Chinese.

return {
  -- projects
  { "List the project templates", "列出项目模板" },
  { "`import --project` takes the name or the sn", "`import --project` 用这里的名称或 sn" },
  { "the columns that a list for one needs", "某个模板的名单需要哪些列" },
  { "download the workbook of one", "下载某个模板的工作簿" },
  {
    "Write to this file, which gets its name once it is whole. Its ending (.csv, .json or .jsonl)"
      .. " chooses the format.",
    "写进这个文件，全部写完才有正式的名字。格式由扩展名（.csv、.json 或 .jsonl）决定。",
  },
  {
    "Print CSV for Excel: with a mark (BOM), long numbers as text, formulas harmless.",
    "打印给 Excel 用的 CSV：带标记（BOM），长数字按文本，公式不会执行。",
  },
  {
    "Print times with their zone: 2024-05-31T18:00:00+08:00.",
    "时间带上时区：2024-05-31T18:00:00+08:00。",
  },

  -- columns
  { "Print the columns that a project template needs", "打印项目模板需要的列" },
  {
    "One on each line, in their order: 姓名, 电话, and those that the AI user speaks of. A list for"
      .. " `import` may have them in any order.",
    "每行一列，按顺序：姓名、电话，以及 AI 用户会念到的列。`import` 的名单里，这些列可以按任意顺序。",
  },
  { "what a list for this project needs", "这个项目的名单需要哪些列" },
  { "the same, for programs", "同上，供程序使用" },
  { "The project template: its name or sn.", "项目模板：名称或 sn。" },

  -- template
  { "Download the workbook of a project template", "下载项目模板的工作簿" },
  {
    "An empty .xlsx with the columns that the project needs for each customer.",
    "空的 .xlsx，里面有这个项目的每位客户需要的列。",
  },
  { "fill it in for `import`", "填好之后用 `import` 导入" },
  { "The project template's sn.", "项目模板的 sn。" },
  { "The file to write.", "要写的文件。" },

  -- ai-users
  { "List the AI users, who make the calls", "列出拨打电话的 AI 用户" },
  { "`import --ai-user` takes the name or the sn", "`import --ai-user` 用这里的名称或 sn" },

  -- import
  { "Import customers from a list into a campaign", "把名单上的客户导入任务" },
  {
    "Reads a workbook or CSV, whatever its encoding and the order of its columns. Phone numbers are"
      .. " cleaned, and each row is checked before anything is sent. Rows that cannot be sent are"
      .. " reported with their line number and written to LIST.refused.csv, with the reason. The"
      .. " ledger makes it safe to run an import again, with the same list or a corrected one:"
      .. " nobody is called twice.",
    "读取工作簿或 CSV，编码和列的顺序不限。先清理电话号码，逐行检查，然后才发送。不能发送的行会报告行号，连同原因写进 LIST.refused.csv。有了台账，同一份或改过的名单可以放心"
      .. "再导入一次：没有人会接到两次电话。",
  },
  { "check the list", "检查名单" },
  { "call the people in it", "呼叫名单上的人" },
  { "choose a column, and leave people out", "指定电话在哪一列，并排除一些人" },
  { "add to a campaign", "加进已有的任务" },
  { "what another program writes", "导入另一个程序的输出" },
  {
    "The customers: .xlsx, or separated by commas, tabs, semicolons or bars, in UTF-8, UTF-16 or"
      .. " GB18030 (GBK); - is standard input. The columns 姓名 and 电话 are found by their usual"
      .. " names.",
    "客户名单：.xlsx，或者用逗号、制表符、分号或竖线分隔的文件，编码可以是 UTF-8、UTF-16 或 GB18030（GBK）；- 表示标准输入。姓名和电话两列按常见的叫法识别。",
  },
  {
    "Use the list's column as 姓名, as 电话, or under the name that the template has. Repeatable.",
    "把名单里的这一列当作姓名、电话，或者模板里的那个列名。可以多次使用。",
  },
  {
    "A list of people who are not called, or a ledger; only the phone numbers in it matter."
      .. " Repeatable.",
    "不能打扰的人的名单，或者台账；只看里面的电话号码。可以多次使用。",
  },
  {
    "Refuse phone numbers that would be cleaned, such as 138-0000-0001.",
    "需要清理的电话号码不导入，例如 138-0000-0001。",
  },
  {
    "Of a workbook: the sheet to read (default: the first that is not hidden).",
    "工作簿：要读的工作表（默认：第一张没有隐藏的）。",
  },
  {
    "Of a workbook: read the rows too that are hidden, for example by a filter.",
    "工作簿：隐藏的行也读，例如筛选掉的行。",
  },
  {
    "What separates the values: one character, or tab, comma, semicolon or bar (default: found in"
      .. " the list).",
    "各个值之间的分隔符：一个字符，或者 tab、comma、semicolon、bar（默认：自动识别）。",
  },
  {
    "The encoding, by a name that iconv knows (default: found in the list).",
    "编码，用 iconv 的名称（默认：自动识别）。",
  },
  {
    "Where to write the rows that cannot be sent, each with the reason, to correct and import them"
      .. " (default: LIST.refused.csv). A file that exists is kept: -2, -3 … is added to the name.",
    "把不能发送的行连同原因写到哪里，改好之后可以再导入（默认：LIST.refused.csv）。已有的文件会保留，新文件的名字加上 -2、-3……。",
  },
  {
    "The project template: its name or sn (see `ai95 projects`).",
    "项目模板：名称或 sn（见 `ai95 projects`）。",
  },
  {
    "The AI user who makes the calls: its name or sn (see `ai95 ai-users`).",
    "拨打电话的 AI 用户：名称或 sn（见 `ai95 ai-users`）。",
  },
  { "The campaign's name.", "营销名称。" },
  { "A remark.", "备注。" },
  {
    "Add to this campaign; options that you omit are taken from it. If it was finished, it is"
      .. " paused afterwards: `ai95 tasks resume` continues it.",
    "加进这个任务，没有给出的选项从任务里取。任务如果已经结束，之后会暂停，用 `ai95 tasks resume` 继续。",
  },
  {
    "Start calling at once (is_zidong). Without --auto the campaign waits until `ai95 tasks resume`"
      .. " starts it.",
    "马上开始呼叫（is_zidong）。不加 --auto，任务会等待，直到用 `ai95 tasks resume` 启动。",
  },
  { "Encrypt the rows.", "加密传输。" },
  {
    "Check the list and send nothing. The exit status is the import's: 0 if there are rows to send,"
      .. " 2 if not. Needs no account; with --project it also compares the columns with the"
      .. " template's.",
    "只检查名单，什么都不发送。退出码与导入时相同：有可以发送的行是 0，没有是 2。不需要账号；给出 --project 时，还会把名单的列与模板对照。",
  },
  {
    "The file that records who is in the campaign (default: LIST.ledger; none for standard input)."
      .. " Whatever list you import with it, it sends only the people who are not in yet: run the"
      .. " same import again after an error or an interruption, correct the list, or import the"
      .. " refused rows.",
    "台账，记录谁已经在任务里（默认：LIST.ledger；标准输入没有默认的台账）。不管导入哪份名单，只发送还没有进去的人：出错或中断之后再运行一遍、改好名单再导入、导入没有进去的行，都可以"
      .. "。",
  },
  { "Record nothing. A second run calls everybody again.", "不做记录。再运行一次，所有人都会再接到一次电话。" },
  { "Rows per request (default: 5000).", "每个请求多少行（默认：5000）。" },
  {
    "If the answer to a request is lost: how long to look for its rows on the platform before they"
      .. " are sent again (default: 180).",
    "没有收到请求的回复时，在平台上查找那些行最多多少秒，然后才重新发送（默认：180）。",
  },

  -- import-excel
  { "Import customers from a workbook into a campaign", "把工作簿里的客户导入任务" },
  {
    "Uploads the workbook unread. `ai95 import` reads workbooks too, and is safer: here no row is"
      .. " checked and no phone number is cleaned, nobody can be excluded, duplicates, emergency"
      .. " and service numbers are sent too, and there is no ledger: a second run calls everybody"
      .. " again.",
    "原样上传工作簿，不读取内容。`ai95 import` 也能读工作簿，而且更安全；这里不逐行检查，不清理电话号码，不能排除任何人，重复的号码、紧急电话和服务号码都会发送，也没有台账：再运行"
      .. "一次，所有人都会再接到一次电话。",
  },
  { "download the workbook to fill in", "下载要填的工作簿" },
  { "then `ai95 tasks resume` starts the campaign", "然后用 `ai95 tasks resume` 启动任务" },
  { "An .xlsx with the columns of the project's template.", ".xlsx 文件，列与项目模板一致。" },

  -- ledger
  { "Look at the ledger of an import, or resolve an unknown outcome", "查看导入的台账，或者记下未知的结果" },
  {
    "The ledger records who is in a campaign, so that an import that runs again sends only those"
      .. " who are not. It has no names and no phone numbers.",
    "台账记录谁已经在任务里，再次导入时只发送还没有进去的人。里面没有姓名和电话号码。",
  },
  { "how many people are in, and what is open", "有多少人已经在里面，还有什么没定" },

  -- show
  { "Show how many people a ledger has, and what is open", "显示台账里有多少人，还有什么没定" },
  { "of an import", "某次导入的台账" },
  { "The file, as LIST.ledger.", "台账文件，例如 LIST.ledger。" },

  -- resolve
  { "Record what became of a request", "记下一个请求的结果" },
  {
    "If an import says that it is not known whether a request was carried out, look in the platform"
      .. " whether its people are in the campaign, and record it here. The next import with this"
      .. " ledger goes on from there. If you say that it was not carried out and it was, people are"
      .. " called twice.",
    "如果导入时说不知道某个请求有没有执行，请到平台上看这些人在不在任务里，再记在这里。下次用这个台账导入时会接着来。如果您说没有执行，而其实执行了，这些人会接到两次电话。",
  },
  { "its people are sent again", "这些人会重新发送" },
  { "the request made this campaign", "这个请求建了这个任务" },
  { "The people are in the campaign.", "这些人在任务里。" },
  { "They are not.", "这些人不在。" },
  { "Its number, as `ai95 ledger show` prints it.", "请求的编号，`ai95 ledger show` 会打印。" },
  { "The campaign that the request made: its name or sn.", "这个请求所建的任务：名称或 sn。" },
}
