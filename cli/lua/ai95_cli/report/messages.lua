--- The texts of the page in two languages. {names} are filled in.
local messages = {}

messages.zh = {
  tag = "zh-CN", language = "中文",
  second = "秒", minute = "分", hour = "小时", short_unit = { size = 10000, name = "万" },
  weekdays = { "周一", "周二", "周三", "周四", "周五", "周六", "周日" },
  states = {
    sending = "发送中", sent = "已发送", paused = "暂停发送", unsent = "未发送", calling = "正在呼叫",
    unknown = "未知",
  },
  title = "外呼报告",
  range = "{from} 至 {to}",
  zone = "中国标准时间（UTC+8）",
  made = "生成于 {time}",
  nothing_title = "这段时间没有外呼记录",
  nothing = "请检查起止日期；没有拨打过的日子，平台不会返回记录。", nothing_campaign = "该任务还没有拨打过。",
  warning_open = "所选时间范围尚未结束，数字还会增加。", warning_running = "任务尚未呼完，数字还会增加。",
  warning_shifted = "读取期间平台的记录有变动：统计了 {counted} 条，读完后平台报 {reported} 条。数字可能有少量出入，稍后重新生成即可。",
  warning_untimed = "{n} 通电话没有任何时间，未计入时段与星期。",
  calls = "外呼通数", connected = "接通", connected_rate = "接通率", talk_total = "通话总时长",
  talk_median = "通话时长中位数",
  interval = "95% 区间 {low}–{high}", mean = "平均 {mean}", per_call = "平均每通外呼 {mean}",
  not_connected = "未接通 {n}",
  inbound = "另有呼入 {n}，未计入",
  numbers = "查看数据",
  few_key = "空心：不足 {few} 通，仅供参考", whisker_key = "细线：95% 置信区间",
  connected_key = "接通", not_connected_key = "未接通", talk_key = "通话", ring_key = "振铃",
  mark_key = "虚线：总体 {rate}",
  trend_title = "接通率走势", now_key = "本时段", before_key = "上一时段",
  trend_higher = "外呼 {calls} 通（上一时段 {range} 为 {callsBefore}），接通率 {rate}，"
    .. "比上一时段的 {rateBefore} 明显提高。",
  trend_lower = "外呼 {calls} 通（上一时段 {range} 为 {callsBefore}），接通率 {rate}，"
    .. "比上一时段的 {rateBefore} 明显下降。",
  trend_alike = "外呼 {calls} 通（上一时段 {range} 为 {callsBefore}），接通率 {rate}，"
    .. "与上一时段的 {rateBefore} 没有明显差别。",
  trend_nothing = "上一时段（{range}）没有外呼。",
  trend_point = "；上一时段：接通 {connected} / {calls}，{rate}",
  hours_title = "各时段接通率", hours_volume = "外呼通数，最高 {n}",
  extremes = "最高 {best}（{bestRate}），最低 {worst}（{worstRate}）",
  hours_alike = "各时段没有明显差别（95% 区间相互重叠）。", hours_thin = "没有两个时段达到 {few} 通，暂不比较。",
  weekdays_title = "一周各天接通率",
  weekdays_alike = "各天没有明显差别（95% 区间相互重叠）。",
  weekdays_thin = "没有两天在至少两周里共有 {few} 通，暂不比较。",
  rate_point = "{name}：接通 {connected} / {calls}，{rate}",
  rate_point_interval = "（95% 区间 {low}–{high}）",
  talk_title = "通话时长分布", talk_finding = "{share} 的接通电话在 {limit} 秒内结束",
  share_point = "{name}：{n}，占 {share}",
  labels_title = "标签", labels_finding = "{share} 的接通电话有标签", no_label = "无标签",
  scores_title = "分值", scores_finding = "{n} 通有分值，平均 {mean}", scores_none = "接通的电话都没有分值。",
  categories_title = "客户分类", categories_finding = "{n} 位接通客户，{share} 已分类", no_category = "未分类",
  categories_none = "没有接通的客户。",
  reasons_title = "挂断原因", reasons_finding = "接通与未接通分色显示", no_reason = "未注明",
  none_connected = "没有接通的电话。",
  tasks_title = "任务对比", tasks_finding = "按外呼通数排列，条形为接通率", no_task = "无任务",
  gone = "任务 {sn}（已不在平台）", unnamed = "未命名任务 {which}",
  tasks_rate = "{rate}（n={n}）",
  ai_title = "AI 用户负载", ai_finding = "条形为占用率：通话与振铃占可用线路时间的比例，满格为 100%", no_ai_user = "未注明",
  ai_text = "{busy} · 占用 {share}", ai_idle = "无外呼",
  ai_point = "{name}：外呼 {calls}，通话 {talk}，振铃 {ring}，占用率 {share}",
  others = "其他 {n} 项", hour_span = "{hour}:00–{hour}:59",
  bin_from = "{from} 以上",
  h_day = "日期", h_calls_before = "上一时段外呼", h_rate_before = "上一时段接通率",
  h_hour = "时段", h_weekday = "星期", h_calls = "外呼", h_connected = "接通", h_rate = "接通率",
  h_interval = "95% 区间",
  h_length = "通话时长", h_share = "占比", h_label = "标签", h_score = "分值", h_category = "分类",
  h_customers = "客户",
  h_reason = "挂断原因", h_not_connected = "未接通", h_task = "任务", h_state = "状态", h_mean = "平均通话",
  h_talk = "通话总时长",
  h_rows = "名单", h_left = "未呼", h_ai_user = "AI 用户", h_lines = "并发", h_windows = "可呼时段",
  h_ring = "振铃", h_days = "外呼天数",
  h_occupancy = "占用率", h_peak = "最忙时段", h_n = "通数",
  notes_title = "口径说明",
  notes = {
    "接通：通话时长（talktimes）大于 0 秒。无人接听的电话也可能带有接通时间（connected_at）"
      .. "，因此不以它为准；不足 1 秒即挂断的电话按未接通计。",
    "接通率 = 接通 ÷ 外呼。只统计呼出电话；本时段另有呼入 {inbound} 通，未计入任何数字。",
    "细线是 95% 置信区间（Wilson 法）：通数越少，区间越宽。不足 {few} 通的接通率画成空心，"
      .. "不参与高低比较。一周各天只在至少出现两次时才比较：一个周一说明不了所有周一。",
    "日期、时段与星期按接通时间（connected_at，未接通的为振铃结束时间）归类，"
      .. "缺失时依次取开始振铃、进入队列、挂断的时间；均为中国标准时间。",
    "标签（asr_b）与分值（asr_c）以接通的电话为基数。客户分类（status）来自客户列表，"
      .. "每位客户一行，以其最近一通电话为准。",
    "占用率 =（通话 + 振铃时间）÷（可呼时段 × 并发数 × 有外呼的天数）；"
      .. "可呼时段重叠的部分只算一次。名单与未呼为任务当前的数字。",
    "本报告不读取客户的姓名与电话号码；任务名、标签等文字里的手机号码已遮盖。",
  },
}

messages.en = {
  tag = "en", language = "English",
  second = "s", minute = "min", hour = "h", short_unit = { size = 1000, name = "k" },
  weekdays = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" },
  states = {
    sending = "sending", sent = "sent", paused = "paused", unsent = "not sent", calling = "calling",
    unknown = "unknown",
  },
  title = "Call report",
  range = "{from} to {to}",
  zone = "China Standard Time (UTC+8)",
  made = "made {time}",
  nothing_title = "No outbound calls in this period",
  nothing = "Check the dates: the platform has no records for days without calls.",
  nothing_campaign = "This campaign has not dialled anybody yet.",
  warning_open = "This period has not ended yet: the numbers will grow.",
  warning_running = "This campaign has not been dialled to its end: the numbers will grow.",
  warning_shifted = "The platform's records changed during the report: it counted {counted}, and"
    .. " then the platform had {reported}. The numbers may be slightly wrong; make the report again"
    .. " later.",
  warning_untimed = "{n} calls have no time, so no hour or weekday includes them.",
  calls = "Calls", connected = "Connected", connected_rate = "Connected rate",
  talk_total = "Talk time",
  talk_median = "Median talk",
  interval = "95%: {low} to {high}", mean = "mean {mean}", per_call = "{mean} per call made",
  not_connected = "{n} not connected", inbound = "{n} inbound not counted",
  numbers = "Show the numbers",
  few_key = "Hollow: fewer than {few} calls", whisker_key = "Thin line: 95% interval",
  connected_key = "Connected", not_connected_key = "Not connected", talk_key = "Talking",
  ring_key = "Ringing",
  mark_key = "Dashed line: all calls, {rate}",
  trend_title = "Connected rate over time", now_key = "This period",
  before_key = "The period before",
  trend_higher = "{calls} calls ({callsBefore} in the period before, {range}); {rate} connected,"
    .. " clearly more than {rateBefore} before.",
  trend_lower = "{calls} calls ({callsBefore} in the period before, {range}); {rate} connected,"
    .. " clearly less than {rateBefore} before.",
  trend_alike = "{calls} calls ({callsBefore} in the period before, {range}); {rate} connected,"
    .. " no clear difference to {rateBefore} before.",
  trend_nothing = "The period before ({range}) had no calls.",
  trend_point = "; the period before: {connected} of {calls}, {rate}",
  hours_title = "Connected rate by hour", hours_volume = "Calls, at most {n}",
  extremes = "Highest {best} ({bestRate}), lowest {worst} ({worstRate})",
  hours_alike = "No clear difference between the hours (their 95% intervals overlap).",
  hours_thin = "Too few calls to compare: fewer than two hours have {few}.",
  weekdays_title = "Connected rate by weekday",
  weekdays_alike = "No clear difference between the days (their 95% intervals overlap).",
  weekdays_thin = "Too few calls to compare: fewer than two weekdays have {few} in two weeks.",
  rate_point = "{name}: {connected} of {calls} connected, {rate}",
  rate_point_interval = " (95% interval {low} to {high})",
  talk_title = "Talk time", talk_finding = "{share} of connected calls end within {limit} s",
  share_point = "{name}: {n}, {share}",
  labels_title = "Labels", labels_finding = "{share} of connected calls have a label",
  no_label = "No label",
  scores_title = "Scores", scores_finding = "{n} calls have a score, mean {mean}",
  scores_none = "No connected call has a score.",
  categories_title = "Customer categories",
  categories_finding = "{n} connected customers, {share} with a category",
  no_category = "No category", categories_none = "No customer was connected.",
  reasons_title = "Hang-up reasons", reasons_finding = "By whether the call was connected",
  no_reason = "Not stated",
  none_connected = "No call was connected.",
  tasks_title = "Campaigns compared",
  tasks_finding = "By number of calls; the bar is the connected rate", no_task = "No campaign",
  gone = "Campaign {sn} (no longer on the platform)", unnamed = "Unnamed campaign, {which}",
  tasks_rate = "{rate} (n={n})",
  ai_title = "Utilization of the AI users",
  ai_finding = "The bar is the busy share of its lines' time, up to 100%",
  no_ai_user = "Not stated",
  ai_text = "{busy} · {share} busy", ai_idle = "no calls",
  ai_point = "{name}: {calls} calls, {talk} talking, {ring} ringing, {share} utilization",
  others = "{n} others", hour_span = "{hour}:00–{hour}:59",
  bin_from = "over {from}",
  h_day = "Day", h_calls_before = "Calls before", h_rate_before = "Rate before",
  h_hour = "Hour", h_weekday = "Weekday", h_calls = "Calls", h_connected = "Connected",
  h_rate = "Rate",
  h_interval = "95% interval",
  h_length = "Talk time", h_share = "Share", h_label = "Label", h_score = "Score",
  h_category = "Category",
  h_customers = "Customers",
  h_reason = "Reason", h_not_connected = "Not connected", h_task = "Campaign", h_state = "State",
  h_mean = "Mean talk",
  h_talk = "Talk time", h_rows = "Rows", h_left = "Not called yet", h_ai_user = "AI user",
  h_lines = "Lines",
  h_windows = "Calling hours",
  h_ring = "Ringing", h_days = "Days calling", h_occupancy = "Utilization", h_peak = "Busiest hour",
  h_n = "Calls",
  notes_title = "How to read this",
  notes = {
    "Connected: the talk time (talktimes) is more than 0 seconds. connected_at is not used for"
    .. " this, because a call that nobody answered may have one too. A call that ended within its"
    .. " first second counts as not connected.",
    "Connected rate = connected ÷ calls made. Only outbound calls count; no number includes the"
    .. " {inbound} inbound calls of this period.",
    "Thin lines are 95% confidence intervals (Wilson's method): the fewer the calls, the wider the"
    .. " interval. Rates of fewer than {few} calls are drawn hollow and not compared. Weekdays are"
    .. " compared only if they occur at least twice: one Monday says nothing about Mondays.",
    "Dates, hours and weekdays are those of connected_at (for calls that were not connected, the"
    .. " end of the ringing). If it is missing: the start of the ringing, of the queueing, or the"
    .. " hang-up. All times are China Standard Time.",
    "Labels (asr_b) and scores (asr_c) are those of connected calls. Categories (status) come from"
    .. " the list of customers, which has one row per customer, with the latest call.",
    "Utilization = (talking + ringing) ÷ (calling hours × lines × days with calls); overlapping"
    .. " hours count once. Rows and not called yet are a campaign's current numbers.",
    "This report contains no name or phone number of a customer; mobile numbers in the names of"
    .. " campaigns and labels are masked.",
  },
}

--- The languages, in the order in which a page offers them.
messages.ORDER = { "zh", "en" }

return messages
