--- The call console's pages, without a browser. spec/console/browser checks the rest.
local cjson = require "cjson"
local consoles = require "support.console"
local sandbox = require "support.sandbox"

local contains, lacks = consoles.contains, consoles.lacks
local seed, campaign = consoles.seed, consoles.campaign
local address, task_path = consoles.address, consoles.task_path
local SCRIPT = "<script>alert(1)</script>"
local ESCAPED = "&lt;script&gt;alert(1)&lt;/script&gt;"

describe("the call console #nginx", function()
  local console, visitor

  consoles.use(function(...)
    console, visitor = ...
  end)

  describe("shows", function()
    it("the campaigns with their progress", function()
      seed(10, { source = "会员关怀" })
      local html = visitor:page "/"
      contains(html, "会员关怀")
      contains(html, "10 of 10 dialled")
      contains(html, "<progress aria-label=\"10 of 10 dialled\" max=\"10\" value=\"10\">")
    end)

    it("the campaigns of the requested days", function()
      seed(1, { source = "old", created_at = "2019-03-01" })
      lacks(visitor:page "/", "old")
      contains(visitor:page "/?start_create_at=&end_create_at=", "old")
      contains(visitor:page "/?start_create_at=2019-03-01&end_create_at=2019-03-01", "old")
      lacks(visitor:page "/?start_create_at=2019-03-02&end_create_at=2019-03-03", "old")
    end)

    it("a campaign's calls page by page", function()
      local sn = seed(120)
      local html = visitor:page(task_path(sn))
      contains(html, "Page 1 of 3")
      contains(html, "13000000050")
      lacks(html, "13000000051")
      html = visitor:page(visitor.link(html, "/task[^\"]*pageIndex=1[^\"]*"))
      contains(html, "Page 2 of 3")
      contains(html, "13000000051")
      html = visitor:page(task_path(sn, { pageIndex = 9 }))
      contains(html, "No call matches.")
      contains(visitor:page(visitor.link(html, "/task[^\"]*pageIndex=2[^\"]*")), "13000000120")
    end)

    it("the calls that match the filters", function()
      local sn = seed(30, { created_at = "2019-03-01 10:00:00" })
      local html = visitor:page(task_path(sn, {
        start_create_at = "2019-03-01", end_create_at = "2019-03-02", callee = "13000000004",
        caller = "900002", ai_user_sn = sandbox.AI_USER, talktimes_min = "1",
        talktimes_max = "900", asr_b = "有意向", asr_c = "16", asr_d = "1",
      }))
      contains(html, "1 in all")
      contains(html, "Filter (10 active)")
      local sent = cjson.decode(sandbox.last("cdrlist").body)
      assert.same({
        "2019-03-01", "2019-03-02 23:59:59", "13000000004", "900002", sandbox.AI_USER, 1, 900,
        "有意向", 16, 1, sn,
      }, {
        sent.start_create_at, sent.end_create_at, sent.callee, sent.caller, sent.ai_user_sn,
        sent.talktimes_min, sent.talktimes_max, sent.asr_b, sent.asr_c, sent.asr_d,
        sent.dial_task_main_sn,
      })
    end)

    it("a filter in an address that has no such choice", function()
      for _, path in ipairs { "/?status=9", "/?ai_user_sn=9" } do
        local html = visitor:page(path)
        contains(html, "Filter (1 active)")
        contains(html, "<option selected value=\"9\">9</option>")
      end
      local html = visitor:page "/?status=4"
      contains(html, "<option selected value=\"4\">Paused</option>")
      assert.equal(1, select(2, html:gsub("<option selected", "")))
    end)

    it("a call's conversation, with a recording for each answer", function()
      local html = visitor:call(seed(10))
      contains(html, "您好，我是民政局离婚咨询机器人小夏，请问有什么可以帮您")
      local _, turns = html:gsub("class=\"bubble customer\"", "")
      local _, players = html:gsub("<audio", "")
      assert.is_true(turns >= 2)
      assert.equal(turns + 1, players)
    end)

    it("only the answers if the platform has no details", function()
      local sn = seed(10, { answer = "不需要" })
      sandbox.fault("cdrshow", "code", { code = 30011, times = 0 })
      local html = visitor:call(sn)
      contains(html, "Only the answers are shown.")
      contains(html, "不需要")
    end)

    it("a call that did not connect", function()
      local html = visitor:page(task_path(seed(30), { talktimes_max = 0 }))
      html = visitor:page(visitor.link(html, "/call[^\"]*"))
      contains(html, "Nobody answered")
      lacks(html, "<audio")
    end)

    it("English or Chinese, as the browser requests and the visitor chooses", function()
      local function language(given)
        return visitor:ask("/", given):match("<html lang=\"([^\"]*)\"")
      end
      assert.equal("en", language())
      local function accepted(languages)
        return language { headers = { ["Accept-Language"] = languages } }
      end
      assert.equal("zh-CN", accepted "zh-TW,zh;q=0.9,en;q=0.8")
      assert.equal("en", accepted "fr,en;q=0.5,zh;q=0.4")
      local _, status, headers = visitor:ask "/task?lang=zh-CN&sn=x"
      assert.equal(303, status)
      assert.equal("/task?sn=x", headers.location)
      assert.equal("zh-CN", accepted "en")
      contains(visitor:page "/", "营销任务")
      assert.equal(200, select(2, visitor:ask "/?lang=tlh"))
    end)

    it("every text in both languages", function()
      package.path = "console/?.lua;" .. package.path
      for key, text in pairs(require "console.texts") do
        assert.equal(2, #text, key)
        local _, english = text[1]:gsub("%%[ds]", "")
        local _, chinese = text[2]:gsub("%%[ds]", "")
        assert.equal(english, chinese, key)
      end
    end)
  end)

  describe("escapes", function()
    it("a campaign's name and remark", function()
      local sn = seed(3, { source = SCRIPT, mark = "\"'&" .. SCRIPT })
      local pages = {
        visitor:page "/", visitor:page(task_path(sn)), (visitor:call(seed(9, { source = SCRIPT }))),
      }
      for _, html in ipairs(pages) do
        lacks(html, SCRIPT)
        contains(html, ESCAPED)
      end
    end)

    it("the words of a call", function()
      local sn = seed(9, { answer = SCRIPT .. "\" onload=\"x" })
      local html = visitor:call(sn)
      lacks(html, "<script")
      contains(html, ESCAPED .. "&quot; onload=&quot;x")
      sandbox.fault("cdrshow", "code", { code = 30011, times = 0 })
      html = visitor:call(sn)
      lacks(html, "<script")
      contains(html, ESCAPED)
    end)

    it("filters and other parts of an address", function()
      local sn = seed(3)
      local html = visitor:page(task_path(sn, {
        callee = "\"><script>x", asr_b = "'" .. SCRIPT, other = SCRIPT,
      }))
      lacks(html, "<script")
      contains(html, "value=\"&quot;&gt;&lt;script&gt;x\"")
      html = visitor:ask(task_path(SCRIPT))
      lacks(html, "<script")
      html = visitor:ask "/%5Cevil.example/%22%3E%3Cscript%3E"
      lacks(html, "<script")
      lacks(html, "evil")
    end)

    it("the outcome of a form", function()
      local sn = campaign(SCRIPT)
      visitor:ask("/pause", { form = visitor.form(visitor:page(task_path(sn)), "/pause") })
      local html = visitor:page(task_path(sn))
      lacks(html, "<script")
      contains(html, "“" .. ESCAPED .. "” is paused.")
    end)
  end)

  describe("responds", function()
    it("with a page and a status for each problem", function()
      local sn = seed(3)
      local unknown_call = { task = sn, sn = "x", at = "2019-01-01 00:00:00" }
      for path, expected in pairs {
        ["/nothing"] = { 404, "There is no such page" },
        [task_path "dial_task_main_sn|0"] = { 404, "There is no such campaign" },
        ["/task"] = { 404, "There is no such campaign" },
        ["/call"] = { 404, "There is no such call" },
        [address("/call", unknown_call)] = { 404, "There is no such call" },
        [task_path(sn, { talktimes_min = "many" })] =
          { 400, "The value of “talktimes_min” is not valid." },
        [task_path(sn, { start_create_at = "2019-13-01" })] = { 400, "start_create_at" },
        ["/task?sn=%FF"] = { 400, "Invalid request" },
        ["/task?sn=a%00b"] = { 400, "Invalid request" },
        ["/task?sn=" .. ("a"):rep(300)] = { 400, "Invalid request" },
        ["/pause"] = { 405, "This address does not allow that" },
      } do
        local html, status = visitor:ask(path)
        assert.equal(expected[1], status, path)
        contains(html, expected[2])
        contains(html, "<a class=\"button quiet\" href=\"/\">Back to the campaigns</a>")
      end
      local _, status, headers = visitor:ask("/task", { form = { sn = sn } })
      assert.equal(405, status)
      assert.equal("GET, HEAD", headers.allow)
    end)

    it("with the platform's failure, whether or not the platform reports it", function()
      sandbox.fault("index", "status", { status = 503, times = 0 })
      local html, status = visitor:ask "/"
      assert.equal(502, status)
      contains(html, "The platform has an internal error")
      contains(html, "It answered HTTP 503.")
      sandbox.reset { recording_seconds = 1 }
      sandbox.fault("index", "html", { times = 0 })
      contains(visitor:ask "/", "The platform’s answer could not be read")
    end)

    it("with 503 after too many requests", function()
      sandbox.fault("index", "status", { status = 429, times = 0 })
      local html, status = visitor:ask "/"
      assert.equal(503, status)
      contains(html, "Too many requests to the platform")
      contains(html, ">Try again</a>")
    end)

    it("under its own name only", function()
      assert.equal(421, (select(2, visitor:ask("/", { headers = { Host = "evil.example" } }))))
      assert.equal(200, (select(2, visitor:ask("/", { headers = { Host = "localhost" } }))))
    end)

    it("with the headers that keep a page to itself, in every response", function()
      local paths = {
        "/", "/nothing", "/console.css", "/icon.svg", visitor:recording(seed(10)), "/recording",
        "/?lang=en",
      }
      for _, path in ipairs(paths) do
        local _, _, headers = visitor:ask(path)
        contains(headers["content-security-policy"], "default-src 'none'; style-src 'self';")
        lacks(headers["content-security-policy"], "unsafe")
        assert.equal("nosniff", headers["x-content-type-options"], path)
        assert.equal("DENY", headers["x-frame-options"])
        assert.equal("same-origin", headers["referrer-policy"])
        local cached = path:find "%.%a+$" and "no-cache" or "no-store"
        assert.equal(cached, headers["cache-control"], path)
      end
      local _, _, headers = console:visitor():ask "/"
      assert.matches("^console=%x+; Path=/; HttpOnly; SameSite=Lax$", headers["set-cookie"])
    end)

    it("without an api_key, a password, or an address of the platform", function()
      local sn = campaign()
      visitor:ask("/pause", { form = visitor.form(visitor:page(task_path(sn)), "/pause") })
      visitor:page(task_path(sn))
      local _, link = visitor:call(seed(10))
      for path in visitor:page(link):gmatch("\"(/recording[^\"]*)\"") do
        visitor:ask((path:gsub("&amp;", "&")), { headers = { Range = "bytes=0-9" } })
      end
      sandbox.fault("index", "code", { code = 10001 })
      visitor:ask(task_path(sn))
      local key = cjson.decode(sandbox.last("index").body).api_key
      assert.equal(8, #key)
      local everything = table.concat(visitor.seen, "\n")
      assert.is_true(#visitor.seen > 50)
      for _, secret in ipairs { key, "api_key", "secret", "/api/", sandbox.url, "/home/record" } do
        lacks(everything, secret)
      end
    end)
  end)
end)
