--- The help of the commands for programs and shells, in Chinese.

return {
  -- url
  { "Print a signed address, for a player or a browser", "打印带签名的地址，供播放器或浏览器使用" },
  {
    "The address contains the api_key and works until the key expires. Do not share it: anybody who"
      .. " has it can do everything that you can.",
    "地址里有 api_key，密钥过期之前一直有效。不要给别人：谁拿到它，就能做您能做的一切。",
  },
  { "listen to a call", "听一通电话" },

  -- cdrDownload
  { "Print the signed address of /api/cdrDownload", "打印 /api/cdrDownload 带签名的地址" },
  { "put values with | into single quotes", "值里有 | 时用单引号括起来" },
  { "The recording's folder.", "录音的目录。" },
  { "The recording's file.", "录音的文件。" },

  -- cdrFragmentDownload
  { "Print the signed address of /api/cdrFragmentDownload", "打印 /api/cdrFragmentDownload 带签名的地址" },
  { "The fragment's file (fenduanluyin).", "分段录音的文件（fenduanluyin）。" },

  -- exportModel
  { "Print the signed address of /api/exportModel", "打印 /api/exportModel 带签名的地址" },

  -- sign
  { "Show what is signed for a request, and the signature", "显示一个请求参与签名的内容，以及签名" },
  {
    "Puts the parameters into the document's order and types. Prints the bytes that are hashed and"
      .. " the signature, which is the parameter url. If you give a url, compares it with the"
      .. " signature. Sends nothing.",
    "按平台文档的顺序和类型排好参数，打印参与签名的字节和签名，也就是参数 url。给出 url 时，与算出的签名对照。什么都不发送。",
  },
  { "@FILE reads the value from a file", "@FILE 表示从文件读取值" },
  { "check the signature of another program's request", "检查别的程序的请求签名对不对" },
  {
    "The document's name: login, index, getAiUsers, getProjects, addExcel, addJson, operateTask,"
      .. " cdrlist, cdrshow, crmList, cdrDownload, cdrFragmentDownload, exportModel.",
    "文档里的接口名：login、index、getAiUsers、getProjects、addExcel、addJson、operateTask、cdrlist、cdrshow、"
      .. "crmList、cdrDownload、cdrFragmentDownload、exportModel。",
  },
  {
    "A parameter; its value can be @FILE. Everybody on this machine can read a key on the command"
      .. " line.",
    "一个参数，值可以是 @FILE。写在命令行里的密钥，机器上的人都能看到。",
  },
  { "The JSON body of a request, instead of parameters.", "请求的 JSON 内容，代替参数。" },

  -- completion
  { "Print a completion script for a shell", "打印 shell 的补全脚本" },
  {
    "Completes commands, options, and values: names of campaigns, project templates and AI users as"
      .. " the platform listed them last, fields, dates.",
    "补全命令、选项和值：平台最近列出的任务、项目模板和 AI 用户的名称，还有字段、日期。",
  },
  { "for bash", "用于 bash" },
  { "for zsh, if ~/.zfunc is in fpath", "用于 zsh，~/.zfunc 要在 fpath 里" },
  { "for fish", "用于 fish" },
  { "bash, zsh or fish.", "bash、zsh 或 fish。" },

  -- help
  { "Describe a command", "说明一个命令" },
  { "Without a command, lists all in groups.", "不给命令时，分组列出全部。" },
  { "the same as `ai95 tasks watch --help`", "与 `ai95 tasks watch --help` 相同" },
  { "The command's name, and its subcommand's.", "命令的名字，以及子命令的名字。" },

  -- version
  { "Show the versions", "显示版本" },
  {
    "of ai95, Lua, libcurl and OpenSSL, for a report of a problem",
    "ai95、Lua、libcurl 和 OpenSSL 的版本，报告问题时用",
  },
}
