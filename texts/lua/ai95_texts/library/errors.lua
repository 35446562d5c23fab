--- The library's errors, in Chinese.

return {
  -- in front and behind
  { "ai95: %s", "ai95：%s" },
  { "%s (after %d attempts)", "%s（试了 %d 次）" },
  { "%s; it may have been carried out: look before you send it again", "%s；可能已经执行：再发送之前请先核对" },
  { " (did you mean \"%s\"?)", "（是不是 \"%s\"？）" },
  { " (there are: %s)", "（有这些：%s）" },

  -- the platform
  { "the platform answered %d %s: %s", "平台回复 %d %s：%s" },
  { "the platform answered %d: %s", "平台回复 %d：%s" },
  { "there is no such task (30011)", "没有这个任务（30011）" },
  { "there is no recording: the call was not connected", "没有录音：电话没有接通" },
  { "the task is still %s after %s seconds", "任务仍是 %s，已等待 %s 秒" },
  { "the deadline passed before the request was sent", "期限已过，请求没有发送" },
  {
    "libcurl's error %d; the address of the proxy, from the option proxy, is not valid%s",
    "代理的地址无效，来自选项 proxy（libcurl 的错误 %d）%s",
  },
  {
    "libcurl's error %d; the address of the proxy, from %s in the environment, is not valid%s",
    "代理的地址无效（libcurl 的错误 %d），来自环境变量 %s%s",
  },
  {
    "refused with HTTP status %d; check base_url, and any proxy in between",
    "被拒绝，HTTP 状态 %d：请检查 base_url 和中间的代理",
  },
  {
    "a redirect, which is not followed: it would carry the api_key elsewhere; check base_url (HTTP"
      .. " status %d)",
    "这是重定向，没有跟随，否则会把 api_key 带到别处：请检查 base_url（HTTP 状态 %d）",
  },
  { "the server failed (HTTP status %d)", "服务器出错（HTTP 状态 %d）" },
  { "an empty answer (HTTP status %d)", "回复是空的（HTTP 状态 %d）" },
  { "not enough memory for the answer", "内存不够，放不下回复" },
  { "too many requests (HTTP status 429)", "请求太频繁（HTTP 状态 429）" },
  { "the project's template cannot be read: %s", "项目模板读不了：%s" },
  { "no row of it names the columns", "里面没有一行是列名" },

  -- options
  { "option \"%s\" must be %s, got %s", "选项 \"%s\" 必须是：%s；现在是：%s" },
  { "option \"%s\" must be %s", "选项 \"%s\" 必须是：%s" },
  { "%s in the environment must be %s", "环境变量 %s 必须是：%s" },
  { "seconds, more than 0", "大于 0 的秒数" },
  { "seconds, 0 or more", "秒数，0 或更多" },
  { "a whole number, 0 or more", "整数，0 或更多" },
  { "bytes, more than 0", "大于 0 的字节数" },
  {
    "http://… or https://… with a host, and no user, query or fragment",
    "http://… 或 https://…，有主机名，没有用户、查询和片段",
  },
  { "the path of a PEM file", "PEM 文件的路径" },
  { "a string without control characters", "没有控制字符的文字" },
  { "another number", "别的数" },

  -- logos, of the report
  { "is larger than %d KiB", "大于 %d KiB" },
  { "is no PNG, JPEG or SVG", "不是 PNG、JPEG 或 SVG" },

  -- last, since other sentences end so, too
  { "%s is empty", "%s是空的" },
}
