--- The texts of the console in English and in Chinese: campaigns, lists, calls.

return {
  console = { "Call console", "外呼控制台" },
  skip = { "Skip to the content", "跳到正文" },
  language = { "Language", "语言" },
  china_time = { "Times are China Standard Time.", "时间均为中国标准时间。" },
  count = { "%d in all", "共 %d 条" },
  path = { "You are here", "当前位置" },

  -- Campaigns
  tasks = { "Campaigns", "营销任务" },
  no_tasks = { "No campaign matches.", "没有符合条件的任务。" },
  no_tasks_hint = { "Choose other dates, or clear the filters.", "请选择其他日期，或清除筛选条件。" },
  unnamed = { "Unnamed campaign", "未命名任务" },
  progress = { "%d of %d dialled", "已呼 %d / 共 %d" },
  connected = { "Connected", "成功" },
  not_connected = { "Not connected", "失败" },
  waiting = { "Waiting", "未呼" },
  created = { "Created", "创建时间" },
  ai_user = { "AI user", "AI 用户" },
  template = { "Template", "模板" },
  operator = { "By", "创建人" },
  mark = { "Remark", "备注" },
  pause = { "Pause", "暂停" },
  resume = { "Resume", "继续" },
  pause_named = { "Pause “%s”", "暂停“%s”" },
  start = { "Start calling", "开始呼叫" },
  redial = { "Call again", "重呼未接通" },
  resume_named = { "Resume “%s”", "继续“%s”" },
  start_named = { "Start calling “%s”", "开始呼叫“%s”" },
  redial_named = { "Call again: “%s”", "重呼未接通：“%s”" },
  refresh_on = { "Update every 5 seconds", "每 5 秒自动更新" },
  refresh_off = { "Stop updating", "停止自动更新" },
  updated = { "Updated %s", "更新于 %s" },
  not_updated = { "No connection. Last update:", "连接中断，最后更新：" },

  -- Before people are phoned
  campaign = { "Campaign", "任务" },
  state = { "State", "状态" },
  cancel = { "Cancel", "取消" },
  start_people = { "Start calling %d people", "开始呼叫 %d 人" },
  start_unknown_people = { "Start calling everybody on the list", "开始呼叫名单中的所有人" },
  start_consequence = {
    "The platform begins to phone them right away, within the AI user’s hours.",
    "确认后平台将在 AI 用户的呼叫时段内立即开始拨打。",
  },
  resume_people = { "Go on calling: %d people", "继续呼叫剩余 %d 人" },
  resume_unknown_people = { "Go on calling the rest", "继续呼叫剩余号码" },
  resume_consequence = {
    "The platform goes on phoning those who were not called yet.", "平台将继续拨打尚未呼叫的号码。",
  },
  redial_people = { "Call %d people again", "重新呼叫 %d 人" },
  redial_unknown_people = { "Call those again who were not reached", "重新呼叫未接通的人" },
  redial_consequence = {
    "The platform phones everybody again whom this campaign did not reach.",
    "平台将重新拨打本任务中所有未接通的号码。",
  },

  -- States of a campaign
  sending = { "Sending", "发送中" },
  calling = { "Calling", "正在呼叫" },
  sent = { "Sent", "已发送" },
  paused = { "Paused", "已暂停" },
  unsent = { "Not sent", "未发送" },
  unknown = { "Unknown", "未知" },

  -- Rate and pace of a campaign
  rate = { "Connected of those dialled", "接通率" },
  pace = { "Pace", "速度" },
  calls_an_hour = { "%.0f calls an hour", "每小时 %.0f 通" },
  left = { "Time left at this pace", "按此速度预计还需" },
  minutes = { "%d min", "%d 分钟" },
  hours = { "%d h %d min", "%d 小时 %d 分钟" },
  days = { "%d d %d h", "%d 天 %d 小时" },

  -- Lists
  views = { "Pages of the campaign", "任务的页面" },
  export = { "Export as CSV", "导出 CSV" },
  too_long_to_sort = {
    "Lists of up to %d rows can be sorted. Choose fewer with the filters.",
    "列表不超过 %d 条时可以排序，请先用筛选缩小范围。",
  },
  reached = { "Connected", "已接通" },
  unreached = { "Not connected", "未接通" },
  quick = { "Quick filters", "快捷筛选" },

  -- Charts
  charts = { "Charts", "图表" },
  report = { "report", "报告" },
  download_report = { "Download as a file", "下载为文件" },
  too_many_calls = {
    "This campaign has %d calls, and the console makes charts of %d at most. An operator can make "
      .. "its report with this command:",
    "本任务有 %d 通电话，控制台的图表最多统计 %d 通。请运维人员用下面的命令生成报告：",
  },

  -- Search
  search = { "Search all campaigns", "搜索所有任务" },
  search_placeholder = { "Number or name", "号码或姓名" },
  search_for = { "Search: %s", "搜索：%s" },
  search_incomplete = {
    "There may be more: %d customers were searched at most, and %d are shown at most.",
    "结果可能不全：最多查找 %d 位客户，最多显示 %d 位。",
  },
  first_of = { "The first %d of %d.", "显示前 %d 条，共 %d 条。" },
  nothing_found = { "Nothing was found for “%s”.", "没有找到“%s”。" },
  search_numbers = {
    "The platform finds whole numbers only.", "平台只能查找完整的号码。",
  },
  search_names = {
    "Enter a whole number, or a part of the name of a campaign or of a customer who was called in "
      .. "the last %d days.",
    "请输入完整的号码，或任务名称、最近 %d 天内呼叫过的客户姓名的一部分。",
  },

  -- Customers
  customers = { "Customers", "客户" },
  no_customers = { "No customer matches.", "没有符合条件的客户。" },
  no_customers_hint = {
    "A customer is listed once the first call has ended.", "首次通话结束后才会列出客户。",
  },
  class = { "Class", "类别" },
  class_named = { "Class %s", "%s 类" },
  name = { "Name", "姓名" },
  address = { "Address", "地址" },
  unit = { "Company", "单位" },
  worth_calling_back = { "Worth calling back", "值得回访" },
  bad_classes = { "Write classes such as A or A,B.", "请填写类别，例如 A 或 A,B。" },
  phone = { "Number", "号码" },
  labelling = { "Label", "标签" },
  asks_count = { "Questions", "问题次数" },

  -- Calls
  calls = { "Calls", "通话" },
  no_calls = { "No call matches.", "没有符合条件的通话。" },
  no_calls_hint = { "A call is listed once it has ended.", "通话结束后才会列出。" },
  number = { "Number", "号码" },
  time = { "Time", "时间" },
  connected_at = { "Connected", "接通时间" },
  called_at = { "Called", "呼叫时间" },
  talked = { "Talked", "通话时长" },
  rang = { "Ringing", "振铃时长" },
  seconds = { "%d s", "%d 秒" },
  ended = { "Ended", "挂断类型" },
  label = { "Label", "标签" },
  score = { "Score", "分值" },
  questions = { "Questions", "问题次数" },

  -- Periods
  period = { "Period", "时间范围" },
  today = { "Today", "今天" },
  yesterday = { "Yesterday", "昨天" },
  week = { "Last 7 days", "最近 7 天" },
  month = { "Last 30 days", "最近 30 天" },
  all = { "All time", "全部时间" },

  -- Filters: the platform's parameters
  filter = { "Filter", "筛选" },
  filter_active = { "Filter (%d active)", "筛选（%d 项）" },
  apply = { "Apply", "应用" },
  clear = { "Clear", "清除" },
  any = { "Any", "不限" },
  start_create_at = { "From", "开始日期" },
  end_create_at = { "Up to", "结束日期" },
  status = { "State", "状态" },
  ai_user_sn = { "AI user", "AI 用户" },
  callee = { "Number called", "被叫号码" },
  caller = { "Calling number", "主叫号码" },
  talktimes_min = { "Talked, at least (s)", "最短通话（秒）" },
  talktimes_max = { "Talked, at most (s)", "最长通话（秒）" },
  asr_b = { "Label", "标签" },
  asr_c = { "Score", "分值" },
  asr_d = { "Questions", "问题次数" },
  rejected = { "Nothing was searched.", "未执行查询。" },
  rejected_hint = {
    "Correct the marked filter, and apply the filters again.", "请修改标出的筛选条件后重新应用。",
  },
  bad_date = {
    "There is no such day. Write it as 2026-02-28.", "没有这一天，请按 2026-02-28 的格式填写。",
  },
  bad_number = { "Write a whole number.", "请填写整数。" },
  end_before_start = { "This is before the first day.", "早于开始日期。" },
  pages = { "Pages", "分页" },
  first = { "First", "首页" },
  last = { "Last", "末页" },
  page_of = { "Page %d of %d", "第 %d 页，共 %d 页" },
  previous = { "Previous", "上一页" },
  next = { "Next", "下一页" },

  -- One call
  steps = { "Other calls of the list", "列表中的其他通话" },
  previous_call = { "Previous call", "上一通" },
  next_call = { "Next call", "下一通" },
  place = { "%d of %d", "第 %d 通，共 %d 通" },
  play_from = { "Play from %s", "从 %s 开始播放" },
  keys = {
    "Keys: space plays and stops, ← and → seek by 5 seconds, Shift with ← or → opens the "
      .. "previous or the next call.",
    "快捷键：空格播放或暂停，← → 后退或前进 5 秒，Shift+← → 打开上一通或下一通。",
  },
  call_to = { "Call to %s", "与 %s 的通话" },
  recording = { "Recording", "录音" },
  whole_recording = { "Recording of the whole call", "整通录音" },
  recording_missing = {
    "The platform has no recording of this call (yet).", "平台（尚）没有这次通话的录音。",
  },
  dead_recording = { "The recording cannot be played.", "录音无法播放。" },
  no_recording = { "Nobody answered, so there is no recording.", "无人接听，没有录音。" },
  conversation = { "Conversation", "对话" },
  no_conversation = { "Nothing was said.", "没有对话内容。" },
  only_answers = {
    "The platform did not return the AI user’s words and the recordings. "
      .. "Only the answers are shown.",
    "平台没有返回 AI 用户的话术和分段录音，以下仅为客户的回答。",
  },
  robot = { "AI user", "AI 用户" },
  customer = { "Customer", "客户" },
  answer_recording = { "Recording of answer %d", "第 %d 句回答的录音" },
  noinput = { "says nothing", "没有说话" },
  nomatch = { "is not understood", "没有听懂" },
  BasedPTheEnd = { "the conversation ends", "对话结束" },
}
