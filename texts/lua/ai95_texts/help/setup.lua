--- The help of ai95 itself and of the commands that set it up, in Chinese.

return {
  -- ai95
  {
    "Campaigns, calls, transcripts and recordings of the 95AI outbound-call platform",
    "95AI 外呼平台的任务、通话、对话文本和录音",
  },
  {
    "A setting can be an option (--base-url), an environment variable (AI95_BASE_URL) or a line in"
      .. " ~/.config/ai95/config (base_url = https://…, without quotes). An option overrides the"
      .. " variable, and the variable overrides the file. The password cannot be an option: put it"
      .. " into AI95_PASSWORD or into that file (mode 600), or type it when asked. `ai95 config`"
      .. " writes that file.",
    "每项设置都可以用选项（--base-url）、环境变量（AI95_BASE_URL）或 ~/.config/ai95/config 里的一行（base_url = https://…，不加"
      .. "引号）给出：选项优先于环境变量，环境变量优先于文件。密码不能写成选项，请放进 AI95_PASSWORD 或那个文件（权限 600），也可以等命令询问时输入。`ai95"
      .. " config` 会写好那个文件。",
  },
  { "set up the account, and check the setup", "设置账号，并检查设置" },
  { "call the people in a list", "呼叫名单上的人" },
  { "watch today's campaigns until they are done", "看着今天的任务，直到全部结束" },
  { "one object per line, for programs", "每行一个对象，供程序使用" },
  { "Show this help message and exit.", "显示这份帮助并退出。" },
  { "Show the versions and exit.", "显示版本并退出。" },
  { "Print one JSON object per line.", "每行打印一个 JSON 对象。" },
  { "Print CSV with a header line.", "打印 CSV，第一行是列名。" },
  {
    "The fields to show, in this order: the platform's names, separated by commas, or all.",
    "要显示的字段，按这里的顺序：平台的字段名，用逗号分隔；all 表示全部。",
  },
  { "Hide most of each phone number and name: 138****0001, 张*.", "遮住电话号码和姓名的大部分：138****0001、张*。" },
  {
    "For cron: print nothing if all goes well, but what --json or --csv ask for. If it fails, print"
      .. " everything.",
    "用于 cron：一切正常时，除了 --json 或 --csv 要的内容，什么都不打印；失败时全部打印。",
  },
  { "The configuration file (default: ~/.config/ai95/config).", "配置文件（默认：~/.config/ai95/config）。" },
  { "The platform's address.", "平台的地址。" },
  { "The account's user name.", "账号的用户名。" },
  {
    "The file that keeps the api_key between commands, or \"memory\" to keep it nowhere (default:"
      .. " ~/.cache/ai95/store).",
    "保存 api_key 的文件，供以后的命令使用；\"memory\" 表示不保存（默认：~/.cache/ai95/store）。",
  },
  {
    "Time limit for one exchange; for downloads, the longest stall (default: 30).",
    "与平台往来一次最多几秒；下载时是最多停顿几秒（默认：30）。",
  },
  { "Time limit for connecting (default: 5).", "建立连接最多几秒（默认：5）。" },
  { "Time limit for a request with all its retries (default: 120).", "一次请求连同所有重试最多几秒（默认：120）。" },
  {
    "How often to repeat a request that is safe to repeat (default: 2).",
    "可以放心重发的请求最多重试几次（默认：2）。",
  },
  {
    "The largest response or recording to accept (default: 67108864).",
    "接受的回复或录音最大多少字节（默认：67108864）。",
  },
  {
    "A PEM file with the certificate authorities to trust (default: the system's).",
    "PEM 文件，里面是可以信任的证书机构（默认：系统的）。",
  },
  {
    "The proxy's address, or \"none\" (default: the proxy that the environment names).",
    "代理的地址，\"none\" 表示不用代理（默认：环境变量里的代理）。",
  },
  {
    "Accept any certificate. Anybody on the network path can then read and change all data.",
    "接受任何证书。这时网络上的任何人都能看到、改动全部数据。",
  },
  { "Use HTTP/2 for requests that only read.", "只读取的请求使用 HTTP/2。" },
  { "Print a line on stderr for each exchange with the platform.", "与平台每往来一次，在 stderr 上打印一行。" },
  { "Output", "输出" },
  { "Settings", "设置" },
  { "Setup", "准备" },
  { "Campaigns", "营销任务" },
  { "Calls", "通话" },
  { "Programs and shells", "程序与 shell" },

  -- config
  { "Set up the account", "设置账号" },
  {
    "Asks for the platform's address, the user name and the password, tries to log in, and writes"
      .. " ~/.config/ai95/config (or --config) with mode 600. Other lines of that file stay.",
    "询问平台的地址、用户名和密码，试着登录，再写进 ~/.config/ai95/config（或 --config 指定的文件），权限 600。文件里的其他行保持不变。",
  },
  { "run this first", "第一次使用时先运行它" },

  -- login
  { "Log in and show the account", "登录并显示账号" },
  {
    "Saves the api_key for later commands (see --store); it expires after two hours. Other commands"
      .. " log in only if they need to.",
    "保存 api_key 供以后的命令使用（见 --store），有效期两小时。其他命令只在需要时登录。",
  },
  { "asks for the password if none is set", "没有设置密码时会询问" },
  { "with the api_key, to test other programs", "连同 api_key，用来测试其他程序" },
  {
    "Show the api_key too. Until it expires, anybody who has it can do everything that you can.",
    "也显示 api_key。在它过期之前，谁拿到它，就能做您能做的一切。",
  },

  -- doctor
  { "Check the setup and suggest fixes", "检查设置，并给出建议" },
  {
    "Checks versions, settings, certificates, proxy, store, login, clock, and each endpoint that"
      .. " only reads. Changes nothing and calls nobody. If a check fails, the exit status is 1.",
    "检查版本、设置、证书、代理、存放处、登录、时钟，以及每个只读取的接口。不改动任何东西，不打电话。有检查没通过时，退出码是 1。",
  },
  { "for monitoring", "用于监控" },

  -- sandbox
  { "Run a small copy of the platform on this machine, until Ctrl-C", "在本机运行平台的微缩版，直到按 Ctrl-C" },
  {
    "An nginx on 127.0.0.1 that serves the whole API, to try things out. It calls nobody. The"
      .. " account is hln, the password secret. Needs a checkout of the sources.",
    "在 127.0.0.1 上启动一个 nginx，提供全部接口，供您试用，不打电话。用户名是 hln，密码是 secret。需要完整的源代码。",
  },
  { "then, in another shell:", "然后在另一个 shell 里：" },
  { "check the setup", "检查设置" },
  { "The port for HTTP; the next three are for HTTPS.", "HTTP 的端口；后面三个端口用于 HTTPS。" },
}
