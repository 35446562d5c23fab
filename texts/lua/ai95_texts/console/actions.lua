--- The texts of the console in English and in Chinese: what is done, and what can go wrong.

return {
  -- A campaign from a list
  new_campaign = { "New campaign from a list", "用名单新建任务" },
  upload_hint = {
    "An Excel workbook (.xlsx) or a CSV with columns such as 姓名 and 电话. Nothing is sent yet: you "
      .. "see first what was found.",
    "请选择包含“姓名”“电话”等列的 Excel（.xlsx）或 CSV 文件。上传后先显示检查结果，不会发送任何内容。",
  },
  list_file = { "Customer list", "客户名单" },
  upload = { "Upload and check", "上传并检查" },
  no_list = { "There is no such list", "名单不存在" },
  no_list_hint = {
    "Lists are removed after seven days. Upload it again.", "名单保留七天，请重新上传。",
  },
  empty_list = { "Choose a file that is not empty.", "请选择一个非空的文件。" },
  list_too_large = { "The list is too large", "名单文件过大" },
  list_too_large_hint = {
    "A list may have 32 MB. Split it, or save the workbook as CSV.",
    "名单文件不能超过 32 MB，请拆分后上传，或将工作簿另存为 CSV。",
  },
  unreadable_list = { "The list cannot be read.", "无法读取名单。" },
  other_list = { "Upload another list", "上传其他名单" },
  found_in_list = { "What was found", "检查结果" },
  the_campaign = { "The campaign", "新任务" },
  first_rows = { "The first rows", "前几行" },
  people = { "People to call", "可呼叫" },
  refused_rows = { "Refused rows", "无效行" },
  already_in = { "Already in the campaign", "已在任务中" },
  cleaned = { "Numbers cleaned", "已规范号码" },
  format = { "Format", "格式" },
  hidden_rows = { "Hidden rows left out", "已略过隐藏行" },
  columns = { "Columns", "列" },
  missing_columns = { "Columns missing", "缺少的列" },
  line = { "Line %d: ", "第 %d 行：" },
  refused_count = { "%d rows cannot be sent", "%d 行无法发送" },
  download_refused = {
    "Download these rows with the reasons, to correct and upload them",
    "下载这些行及原因，修改后可重新上传",
  },
  campaign_name = { "Name of the campaign", "任务名称" },
  project_sn = { "Template", "模板" },
  start_at_once = { "Start calling at once", "立即开始呼叫" },
  continue = { "Continue", "下一步" },
  back = { "Back", "返回" },
  import_and_call = { "Create and call %d people", "新建并呼叫 %d 人" },
  import_only = { "Create with %d people", "新建任务，共 %d 人" },
  nobody_new = { "Nobody is left to call", "没有需要呼叫的人" },
  import_calls = {
    "The platform begins to phone them right away, within the AI user’s hours.",
    "确认后平台将在 AI 用户的呼叫时段内立即开始拨打。",
  },
  import_waits = {
    "Nobody is called until somebody starts the campaign.", "任务开始之前不会呼叫任何人。",
  },
  same_campaign = {
    "A list went into this campaign before (same name, template and AI user). Only people who are "
      .. "not in it yet are added.",
    "此前已用相同的名称、模板和 AI 用户导入过名单，本次只会加入尚未在该任务中的人。",
  },
  namesake = {
    "There is another campaign of this name, made at %s outside this console. This makes a second "
      .. "one, and whoever is in both is called twice.",
    "已有一个同名任务（创建于 %s，不是由本控制台导入的）。继续将新建第二个任务，同时在两个任务中的人会被呼叫两次。",
  },
  temporary_ledger = {
    "This console forgets at its end who was called. Ask your administrator to run it with --dir.",
    "本控制台停止后不保留已呼叫名单的记录。请管理员使用 --dir 参数运行。",
  },
  import_calling = { "“%s”: %d people went in and are being called.", "“%s”：已导入 %d 人，正在呼叫。" },
  import_added = {
    "“%s”: %d people went in. Nobody is called yet.", "“%s”：已导入 %d 人，尚未开始呼叫。",
  },
  import_paused = {
    "“%s”: %d people went in. The platform paused the campaign: resume it to call them.",
    "“%s”：已导入 %d 人。平台已暂停该任务，继续后才会呼叫。",
  },
  import_stopped = {
    "The import into “%s” stopped. %d people had gone in before. Sending the same list again adds "
      .. "only those who are not in.",
    "“%s”的导入中断，此前已导入 %d 人。再次提交同一名单只会加入尚未导入的人。",
  },
  import_unknown = {
    "It is not known whether all of the list went into “%s” (%d people certainly did): the "
      .. "platform’s answer was lost. Look at the campaign. Sending the same list again first asks "
      .. "the platform, and adds only those who are not in.",
    "不知道名单是否已全部导入“%s”（已确认 %d 人）：没有收到平台的答复。请先查看任务；"
      .. "再次提交同一名单时会先向平台核对，只加入尚未导入的人。",
  },
  import_repeated = {
    "The list for “%s” was already sent and was not sent again. Look at the campaign.",
    "“%s”的名单已经提交过，没有再次提交。请查看该任务。",
  },
  import_busy = {
    "Another list is going into “%s” right now. Nothing was sent.",
    "正在向“%s”导入另一份名单，本次没有提交。",
  },
  import_changed = {
    "Nothing was sent: other people are left for “%s” than you confirmed. Check the number.",
    "没有提交：“%s”需要导入的人数与确认时不同，请核对后重新确认。",
  },

  -- The result of an operation; %s is the campaign's name
  changed = {
    "Nothing was done: “%s” has changed since you opened the page. Look at it, and decide again.",
    "未执行：打开页面之后，“%s”的状态或人数已有变化。请查看后重新决定。",
  },
  pause_done = { "“%s” is paused.", "“%s”已暂停。" },
  start_done = { "“%s” is being called.", "“%s”已开始呼叫。" },
  redial_done = {
    "“%s”: those who were not reached are being called again.", "“%s”中未接通的号码正在重新呼叫。",
  },
  resume_done = { "“%s” is running again.", "“%s”已继续。" },
  pause_rejected = {
    "The platform refused to pause “%s”. Nothing was changed.",
    "平台拒绝暂停“%s”，任务没有变化。",
  },
  resume_rejected = {
    "The platform refused to resume “%s”. Nothing was changed.",
    "平台拒绝继续“%s”，任务没有变化。",
  },
  start_rejected = {
    "The platform refused to start “%s”. Nobody was called.", "平台拒绝开始“%s”，没有拨打任何人。",
  },
  redial_rejected = {
    "The platform refused to call again in “%s”. Nobody was called.",
    "平台拒绝重呼“%s”，没有拨打任何人。",
  },
  start_not_sent = {
    "“%s” was not started: the request did not reach the platform.", "“%s”没有开始：请求没有发送到平台。",
  },
  redial_not_sent = {
    "Nobody in “%s” was called again: the request did not reach the platform.",
    "“%s”没有重呼：请求没有发送到平台。",
  },
  pause_not_sent = {
    "“%s” was not paused: the request did not reach the platform.", "“%s”没有暂停：请求没有发送到平台。",
  },
  resume_not_sent = {
    "“%s” was not resumed: the request did not reach the platform.", "“%s”没有继续：请求没有发送到平台。",
  },
  start_unknown = {
    "“%s” may or may not have been started: the platform’s answer was lost. Check the campaign’s "
      .. "state and its calls before you start it again.",
    "不知道“%s”是否已开始：没有收到平台的答复。再次开始之前，请先查看任务的状态和通话。",
  },
  redial_unknown = {
    "People in “%s” may or may not be called again now: the platform’s answer was lost. Do not "
      .. "repeat it before you have checked: is the campaign sending, do new calls appear below?",
    "不知道“%s”是否已开始重呼：没有收到平台的答复。再次操作之前请先确认：任务是否在发送中，下面是否有新的通话。",
  },
  pause_unknown = {
    "“%s” may or may not be paused: the platform’s answer was lost. Check the campaign’s state.",
    "不知道“%s”是否已暂停：没有收到平台的答复。请查看任务的状态。",
  },
  resume_unknown = {
    "“%s” may or may not be resumed: the platform’s answer was lost. Check the campaign’s state.",
    "不知道“%s”是否已继续：没有收到平台的答复。请查看任务的状态。",
  },
  pause_repeated = {
    "This pause was already sent and was not sent again. Check the campaign’s state.",
    "这次暂停已经发送过，没有再次发送。请查看任务的状态。",
  },
  resume_repeated = {
    "This resume was already sent and was not sent again. Check the campaign’s state.",
    "这次继续已经发送过，没有再次发送。请查看任务的状态。",
  },

  redial_repeated = {
    "This was sent a moment ago and was not sent again. Check the campaign’s state and its calls.",
    "刚才已经发送过重呼，没有再次发送。请查看任务的状态和通话。",
  },

  -- Users
  log_in = { "Log in", "登录" },
  log_out = { "Log out", "退出登录" },
  user_name = { "User name", "用户名" },
  password = { "Password", "密码" },
  wrong_password = { "The user name or the password is wrong.", "用户名或密码错误。" },
  login_again = { "The page was too old. Log in again.", "页面已过期，请重新登录。" },
  too_many_attempts = {
    "There were too many attempts. Try again in 15 minutes.", "尝试次数过多，请 15 分钟后再试。",
  },
  not_allowed = { "You may not do that", "没有权限" },
  not_allowed_hint = {
    "Your account can look at campaigns and listen to calls. Ask an operator, or your "
      .. "administrator.",
    "您的账号只能查看任务和收听录音，请联系操作员或管理员。",
  },
  forwarded = { "This console serves only its own machine", "本控制台仅供本机使用" },
  forwarded_hint = {
    "It has no users, and refuses requests that come through a proxy. Ask your administrator to "
      .. "run it with --users.",
    "控制台没有设置用户，因此拒绝经过代理的请求。请管理员使用 --users 参数运行。",
  },

  -- Errors
  to_tasks = { "Back to the campaigns", "返回营销任务" },
  try_again = { "Try again", "重试" },
  not_found = { "There is no such page", "页面不存在" },
  no_task = { "There is no such campaign", "任务不存在" },
  no_task_hint = { "It may have been deleted.", "任务可能已被删除。" },
  no_call = { "There is no such call", "通话不存在" },
  no_call_recording = { "There is no such recording", "录音不存在" },
  bad_request = { "Invalid request", "无法识别的请求" },
  bad_value = { "The value of “%s” is not valid.", "“%s”的值无效。" },
  bad_method = { "This address does not allow that", "此地址不支持该操作" },
  refused = { "Not carried out", "未执行" },
  refused_hint = {
    "The form is not from this console, or is too old. Open the campaign again and retry there.",
    "该请求不是来自本控制台的页面，或页面已过期。请重新打开任务后再操作。",
  },
  unreachable = { "The platform cannot be reached", "无法连接平台" },
  too_slow = { "The platform does not answer", "平台没有响应" },
  too_often = { "Too many requests to the platform", "对平台的请求过于频繁" },
  too_large = { "The platform’s answer is too large", "平台返回的数据过大" },
  login_refused = { "The platform rejected this console’s account", "平台拒绝了本控制台的账号" },
  login_refused_hint = {
    "Ask your administrator to check the console’s password and the account’s permissions.",
    "请联系管理员检查控制台的用户名、密码和账号权限。",
  },
  platform_error = { "The platform reported an error", "平台返回错误" },
  platform_fails = { "The platform has an internal error", "平台服务故障" },
  platform_fails_hint = { "It answered HTTP %s. Try again later.", "平台返回 HTTP %s，请稍后再试。" },
  no_sense = { "The platform’s answer could not be read", "平台的响应无法识别" },
  own_fault = { "Something went wrong here", "控制台内部错误" },
  own_fault_hint = { "The console’s error log has the details.", "详情请见控制台的错误日志。" },
}
