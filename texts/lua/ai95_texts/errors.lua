--- What the platform's codes and the kinds of the library's errors mean, in Chinese.

return {
  -- the platform's codes, from api/codes.lua
  { "the signature (url) does not match the request", "签名不符：请求可能在途中被改动；用 `ai95 sign` 查看参与签名的内容" },
  { "the request was sent with the wrong HTTP method", "数据传输方式错误：请检查 base_url（http 还是 https）和代理" },
  { "the request's format is wrong", "数据格式错误：请检查 base_url（http 还是 https）和代理" },
  { "the client type (from) does not exist", "平台没有开放接口访问：请联系平台客服" },
  { "wrong username or password", "用户名或密码错误，请改正：`ai95 doctor` 会显示账号取自哪里" },
  { "the api_key is not valid", "api_key 无效：可能有别的程序用同一账号反复登录，请共用一个存放处" },
  { "the api_key has expired", "api_key 已过期：可能有别的程序用同一账号反复登录，请共用一个存放处" },
  { "this account has no permission for this endpoint", "账号没有这个接口的权限：请平台管理员开通，或者换一个账号" },
  { "the uploaded file is empty", "导入的文件是空的：工作簿里只有列名" },
  {
    "the uploaded file is not in .xlsx or .xls format",
    "导入的文件不是 .xlsx 或 .xls：请另存为 .xlsx，或者改用 `ai95 import`",
  },
  { "the import failed: the template is empty", "导入失败，模板是空的：请换一个项目，或者在平台上补全模板" },
  { "too many rows are waiting to be called: at most 300,000", "待呼叫的太多，最多 30 万条：请等一部分拨完，再运行同一个导入" },
  { "too many rows in one import: at most 30,000", "一次导入的太多，最多 3 万条：请拆分工作簿，或者改用 `ai95 import`" },
  { "the data is empty, or is not JSON of the expected form", "数据为空或格式不对：前两列必须依次是姓名、电话，其余列按模板" },
  { "a field has the wrong type", "字段类型错误：电话里可能有数字以外的字符" },
  { "no AI user was chosen (ai_user_sn)", "没有选择 AI 用户：请用 --ai-user 指定，见 `ai95 ai-users`" },
  { "no AI user is available", "没有可用的 AI 用户：不属于这个账号，或者已到期，见 `ai95 ai-users`" },
  { "the task does not exist", "没有这个任务：sn 写错、任务已删除，或者属于别的账号" },
  { "nothing was chosen (pkeys)", "没有选择任务" },
  { "an error inside the platform; ask its support", "平台内部错误：请联系平台客服" },
  { "a code that the document does not list", "文档里没有的错误码：请告诉平台客服" },

  -- kinds of errors
  {
    "the platform cannot be reached, or the connection broke: check base_url, the name server,"
      .. " firewalls and the proxy; `ai95 doctor` helps",
    "连不上平台，或者连接断了：请检查 base_url、域名解析、防火墙和代理，也可以运行 `ai95 doctor`",
  },
  {
    "the platform did not answer in time: a longer timeout may help",
    "平台没有及时回复：可以调大 timeout",
  },
  {
    "the connection cannot be trusted: check the machine's clock, base_url and ca_file",
    "无法确认对方是平台：请检查机器的时钟、base_url 和 ca_file",
  },
  {
    "the answer is not what the platform's document promises: check base_url and the proxy",
    "回复不符合平台的文档：请检查 base_url 和代理",
  },
  { "there were too many requests", "请求太频繁" },
  { "the answer is too large: raise max_body, or ask for less", "回复太大：请调大 max_body，或者一次少取一些" },
  { "a file or a database on this machine cannot be used", "本机的文件或数据库用不了" },
  { "the input cannot be used", "给出的内容用不了" },
  { "nobody knows what became of the request: check it on the platform", "不知道请求的结果：请到平台上核对" },
  { "the account was refused", "平台拒绝了账号或密钥" },
  { "the platform refused", "平台拒绝了请求" },

  -- what is added
  { "%s (the platform: %d %s)", "%s（平台：%d %s）" },
  { "%s (%s)", "%s（%s）" },
  { "%s; it may have been carried out: look before you send it again", "%s；可能已经执行：再发送之前请先核对" },
  { "%s (after %d attempts)", "%s（试了 %d 次）" },
}
