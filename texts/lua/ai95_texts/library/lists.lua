--- What the library says of customer lists and ledgers, in Chinese.

return {
  -- rows, from import/problems.lua
  { "line %d: %s", "第 %d 行：%s" },
  { "%s is the same as in line %d", "%s与第 %d 行相同" },
  { "%s is the same as in row %d", "%s与第 %d 行相同" },
  {
    "%s was turned into scientific notation by a spreadsheet (as 1.38E+10), and digits are lost:"
      .. " format the column as text, and enter the numbers again",
    "%s被电子表格变成了科学计数法（如 1.38E+10），丢了几位：请把这一列设为文本格式，重新填写号码",
  },
  {
    "%s is a decimal number: format the column as text, and enter the numbers again",
    "%s是小数：请把这一列设为文本格式，重新填写号码",
  },
  { "%s contains a space; write digits only", "%s里有空格，请只写数字" },
  { "%s contains a quote; write digits only", "%s里有引号，请只写数字" },
  { "%s contains the invisible character %s; write digits only", "%s里有看不见的字符 %s，请只写数字" },
  { "%s contains \"%s\"; write digits only", "%s里有 \"%s\"，请只写数字" },
  {
    "%s has a prefix that would have to be removed (+86, 0086, 86 or a zero)",
    "%s有需要去掉的前缀（+86、0086、86 或 0）",
  },
  { "%s has 1 digit, but a mobile number begins with 13 to 19", "%s只有 1 位，手机号码以 13 到 19 开头" },
  { "%s has %s digits, but a mobile number begins with 13 to 19", "%s有 %s 位，但手机号码以 13 到 19 开头" },
  { "%s has %s digits; a mobile number has 11", "%s有 %s 位，手机号码是 11 位" },
  { "%s is an emergency or service number", "%s是紧急电话或服务号码" },
  { "%s lacks the area code, as 0755 in 0755 86000000", "%s没有区号，如 0755 86000000 里的 0755" },
  {
    "%s has lost the zero of its area code, as happens in spreadsheets: format the column as text,"
      .. " and enter the numbers again",
    "%s的区号在电子表格里丢了 0：请把这一列设为文本格式，重新填写号码",
  },
  {
    "%s has %s digits; with its area code a landline has 11 or 12 (11 with 010 or 02x)",
    "%s有 %s 位，座机连区号是 11 或 12 位（010 和 02x 是 11 位）",
  },
  {
    "%s has a wrong digit behind the area code: the local part begins with 2 to 8",
    "%s区号后面的第一位不对：应是 2 到 8",
  },
  {
    "%s has more digits after it: an extension, which cannot be called, or a second number",
    "%s后面还有数字：分机号不能呼叫，也可能是第二个号码",
  },
  {
    "%s is not a number as it is dialled from China: + or 00, the country code, and the number"
      .. " without a zero in front",
    "%s不是从中国拨打的写法：+ 或 00，国家代码，再加前面没有 0 的号码",
  },
  { "%s has 1 digit; no number of that length can be called", "%s只有 1 位，没有这么短的号码" },
  { "%s has %s digits; no number of that length can be called", "%s有 %s 位，没有这个长度的号码" },
  { "the row has %d values for %d columns", "这一行有 %d 个值，而列只有 %d 个" },
  {
    "a value of the row has other lines of the list in it: is a quote missing? (value %d of %d)",
    "有一个值里含有名单的其他行，是不是少了引号？（第 %d 个值，共 %d 个）",
  },
  { "the row has text after a closing quote", "右引号后面还有文字" },
  {
    "%s is the same as in an earlier list (see %s); to import the row anyway, clear that cell",
    "%s与以前的名单相同（见“%s”）；仍要导入这一行，请清空那一格",
  },
  {
    "column %s has an error of the spreadsheet, such as #N/A or #REF!",
    "“%s”这一列是电子表格的错误值，如 #N/A 或 #REF!",
  },
  {
    "column %s has a formula without a value: open the list in Excel or WPS and save it",
    "“%s”这一列是没有值的公式：请用 Excel 或 WPS 打开名单，再保存一次",
  },
  { "column %s is not valid %s", "“%s”这一列不是有效的 %s 编码" },
  { "the header is not valid %s", "列名不是有效的 %s 编码" },
  { "the header has text after a closing quote", "列名的右引号后面还有文字" },

  -- lists
  { "exclude: %s, line %d: %s; nothing was sent", "排除名单 %s，第 %d 行：%s；什么都没有发送" },
  { "exclude: row %d: %s; nothing was sent", "排除名单第 %d 行：%s；什么都没有发送" },
  { "there is no column %s to use as %s; there are: %s", "没有“%s”这一列可以用作“%s”；有这些列：%s" },
  { "the name of a column has %d bytes; the longest may have %d", "有一个列名有 %d 个字节，最多 %d 个" },
  { "more than one column could be %s: %s; map one of them to %s", "不止一列可能是“%s”：%s；请把其中一列指定为“%s”" },
  { "two columns are called %s; rename one", "有两列都叫“%s”，请改掉一个" },
  {
    "no column is called %s, or has a usual name for it; map one of these to %s: %s",
    "没有叫“%s”的列，也没有常见的叫法；请把其中一列指定为“%s”：%s",
  },
  {
    "no line names the columns: put one on top that calls them 姓名 and 电话",
    "没有一行是列名：请在最上面加一行，写明姓名和电话",
  },
  { "no column is called 电话, and the first line is not a phone number", "没有叫“电话”的列，第一行也不是电话号码" },
  {
    "this line has a phone number, but the line that names the columns comes later; move that one"
      .. " to the top",
    "这一行是电话号码，而列名在后面：请把列名那一行移到最上面",
  },
  { "a quote is opened and never closed", "有一个引号没有配对" },
  {
    "this row has more than a megabyte: is a quote opened and never closed?",
    "这一行超过 1 MB：是不是有引号没有配对？",
  },
  { "this row has more than 1,000 values: is it a list at all?", "这一行超过 1,000 个值：这是名单吗？" },
  { "it could not be read to its end; open it again", "没能读到末尾，请重新打开" },
  {
    "it is not UTF-8, and this system's iconv does not know GB18030",
    "不是 UTF-8，而这个系统的 iconv 不认得 GB18030",
  },
  { "the option %s is for workbooks, and this is not one", "选项 %s 用于工作簿，而这不是工作簿" },
  {
    "the options delimiter and encoding are for CSV, and this is a workbook",
    "选项 delimiter 和 encoding 用于 CSV，而这是工作簿",
  },
  { "this system's iconv does not know the encoding %s", "这个系统的 iconv 不认得编码 %s" },
  {
    "reading .xlsx needs the module ai95.workbook (rock ai95-workbook), which uses libzip and"
      .. " expat; or save the list as \"CSV UTF-8\"",
    "读取 .xlsx 需要模块 ai95.workbook（rock ai95-workbook），它依赖 libzip 和 expat；也可以把名单另存为 \"CSV UTF-8\"",
  },
  {
    "reading .xlsx needs the module ai95.workbook (rock ai95-workbook), which uses libzip and expat",
    "读取 .xlsx 需要模块 ai95.workbook（rock ai95-workbook），它依赖 libzip 和 expat",
  },
  { "there is no sheet that is not hidden; there are: %s", "没有不隐藏的工作表；有这些：%s" },
  { "there is no sheet %s; there are: %s", "没有工作表 %s；有这些：%s" },
  { "the workbook is too large for standard input; give its path", "工作簿太大，不能从标准输入读，请给出路径" },
  {
    "the workbook is protected with a password: remove the password in Excel and save it again",
    "工作簿有密码：请在 Excel 里去掉密码，再保存一次",
  },
  { "it is an old Excel workbook (.xls): save it as .xlsx", "这是旧版 Excel 工作簿（.xls）：请另存为 .xlsx" },
  { "it is an old Office document, but not a workbook", "这是旧版 Office 文件，但不是工作簿" },
  { "the name must end in .xlsx or .xls", "文件名必须以 .xlsx 或 .xls 结尾" },
  { "the content is not a .%s workbook", "内容不是 .%s 工作簿" },
  {
    "the file is empty, so it cannot tell who is in the campaign. Restore it from a backup; remove"
      .. " it only if nobody was imported",
    "台账是空的，说明不了谁在任务里。请用备份恢复；只有确定没有导入过任何人，才能删除它",
  },
  { "the file is empty", "文件是空的" },
  {
    "the list was moved or replaced after it was opened; nothing was sent",
    "名单打开之后被移动或替换了；什么都没有发送",
  },
  { "it exists already", "已经存在" },
  { "somebody else has written it since this began", "开始之后有别的程序写过它" },
  { "No such file or directory", "没有这个文件或目录" },
  { "Permission denied", "没有权限" },
  { "Is a directory", "这是一个目录" },
  {
    "there are no rows: %d were refused and %d excluded; nothing was sent",
    "没有可以发送的行：%d 行不能发送，排除了 %d 行；什么都没有发送",
  },
  { "there are no rows: all %d were refused; nothing was sent", "没有可以发送的行：%d 行都不能发送；什么都没有发送" },
  { "there are no rows; nothing was sent", "没有行；什么都没有发送" },
  { "there are no rows", "没有行" },

  -- ledgers
  { "ledger: %s", "台账 %s" },
  { "this is not a ledger; give another path", "这不是台账，请给出别的路径" },
  { "another version of ai95 wrote it; use that one", "这是另一个版本的 ai95 写的，请用那个版本" },
  { "there is none", "没有这个文件" },
  { "another import is using it", "另一个导入正在使用它" },
  {
    "it belongs to another campaign, with name (source) \"%s\" and not \"%s\"; give the ledger of"
      .. " this campaign, or another path for a new one",
    "这是别的任务的台账，名称是 \"%s\"，不是 \"%s\"；请给出这个任务的台账，或者为新任务换一个路径",
  },
  {
    "it belongs to another campaign, with %s %s and not %s; give the ledger of this campaign, or"
      .. " another path for a new one",
    "这是别的任务的台账，%s 是 %s，不是 %s；请给出这个任务的台账，或者为新任务换一个路径",
  },
  {
    "it is damaged in line %d (byte %d)%s. Nothing was sent. Restore the file from a backup; or"
      .. " look in the platform who is in the campaign, and begin a new ledger with those people"
      .. " excluded",
    "第 %d 行（第 %d 字节）损坏%s。什么都没有发送。请用备份恢复；或者到平台上看谁在任务里，排除这些人，再用新的台账",
  },
  { "request %d is not the one that is unaccounted for", "结果未定的不是第 %d 个请求" },
  { "the request did not make a campaign", "这个请求没有新建任务" },
  {
    "the request made a campaign; say which (dial_task_main_sn)",
    "这个请求新建了任务，请指明是哪一个（dial_task_main_sn）",
  },
  {
    "it is not known whether request %d was carried out; %s; run the same import again with its"
      .. " ledger, which looks before it sends; or find out yourself, and record it with `ai95"
      .. " ledger resolve`",
    "不知道第 %d 个请求有没有执行；%s；请用同一个台账把同样的导入再运行一遍，它会先查再发送；也可以自己查清，用 `ai95 ledger resolve` 记下来",
  },
  { "looking it up failed: %s", "查找时出错：%s" },
  {
    "%s; run the same import again with its ledger, which looks before it sends",
    "%s；请用同一个台账把同样的导入再运行一遍，它会先查再发送",
  },
  { "the request was carried out, but this could not be recorded: %s", "请求已经执行，但没能记下来：%s" },
  { "the platform's answer said that it was, but no task has it", "平台答复说执行了，但任务里都没有" },
  { "the platform does not list the task %s; nothing more was sent", "平台没有列出任务 %s；没有再发送" },
  {
    "the task %s has an unknown count of numbers, and the ledger knows of %d; nothing more was sent",
    "任务 %s 的号码数不明，而台账记着 %d 个；没有再发送",
  },
  {
    "the task %s has %s numbers, and the ledger knows of %d; nothing more was sent",
    "任务 %s 有 %s 个号码，而台账记着 %d 个；没有再发送",
  },
  {
    "the platform lists the task %s, and takes nothing more for it; did somebody delete it? %s",
    "平台列出了任务 %s，但不再接收它的数据，是不是有人删除了它？%s",
  },
  {
    "the platform has the task %s, which seems to be this campaign's, and the ledger knows nothing"
      .. " of it: it has lost its last records; nothing was sent. Restore it from a backup, or"
      .. " exclude (`exclude`) the people of that task and give another ledger",
    "平台上的任务 %s 看来就是这个任务，而台账里没有：台账丢了最后的记录；什么都没有发送。请用备份恢复，或者排除（`exclude`）那个任务里的人，换一个台账",
  },
  {
    "it is not known who is in the task %s: it has %d numbers, and %d of them are neither in the"
      .. " ledger nor in the platform's list of its customers; nothing was sent. Use the ledger of"
      .. " the import that made the task; or exclude (`exclude`) the lists that were imported into"
      .. " it",
    "不知道任务 %s 里有谁：它有 %d 个号码，其中 %d 个既不在台账里，也不在平台的客户列表里；什么都没有发送。请用新建任务的那次导入的台账，或者排除（`exclude`）导入过的名单",
  },
  {
    "it is not known who is in the task %s: it has an unknown count of numbers, and they are"
      .. " neither in the ledger nor in the platform's list of its customers; nothing was sent. Use"
      .. " the ledger of the import that made the task; or exclude (`exclude`) the lists that were"
      .. " imported into it",
    "不知道任务 %s 里有谁：号码数不明，它们既不在台账里，也不在平台的客户列表里；什么都没有发送。请用新建任务的那次导入的台账，或者排除（`exclude`）导入过的名单",
  },
  { "the platform shows no count of numbers for the task %s", "平台没有显示任务 %s 的号码数" },
  {
    "the task %s has %d numbers and should have %d, or %d with this request",
    "任务 %s 有 %d 个号码，应当是 %d 个，算上这个请求是 %d 个",
  },
  {
    "the task %s is new and may have these people, and the platform does not show its remark",
    "任务 %s 是新的，可能有这些人，而平台没有显示它的备注",
  },
  { "the platform's lists change all the time", "平台的列表一直在变" },
}
