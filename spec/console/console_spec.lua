--- The call console's pages, without a browser. spec/console/browser checks the rest.
local cjson = require "cjson"
local consoles = require "support.console"
local sandbox = require "support.sandbox"

local contains, lacks = consoles.contains, consoles.lacks
local seed, campaign = consoles.seed, consoles.campaign
local address, task_path = consoles.address, consoles.task_path
local SCRIPT = "<script>alert(1)</script>"
local OPEN = "<script>" -- the console's own have attributes
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

    it("the running campaigns first, then the newest", function()
      local running = campaign "running"
      for name, days in pairs { old = 3, middle = 2, new = 1 } do
        seed(1, { source = name, created_at = os.date("!%Y-%m-%d", os.time() - days * 86400) })
      end
      local names = {}
      for name in visitor:page("/"):gmatch "<h2><a[^>]*>([^<]*)" do
        names[#names + 1] = name
      end
      assert.same({ "running", "new", "middle", "old" }, names)
      assert.is_truthy(running)
    end)

    it("the campaigns page by page, in this order", function()
      for i = 1, 45 do
        seed(1, { source = ("number %02d"):format(i),
          created_at = os.date("!%Y-%m-%d %H:%M:%S", os.time() - (100 - i) * 60) })
      end
      local html = visitor:page "/"
      contains(html, "number 45")
      lacks(html, "number 25")
      contains(visitor:page(visitor.link(html, "/%?pageIndex=2")), "number 05")
      html = visitor:page(visitor.link(html, "/%?pageIndex=1"))
      contains(html, "number 25")
      contains(html, "Page 2 of 3")
    end)

    it("a remark without the token by which an import finds its campaign", function()
      seed(1, { mark = "ai95:0123456789abcdef first list" })
      local html = visitor:page "/"
      contains(html, "<dd>first list</dd>")
      lacks(html, "ai95:0123456789abcdef")
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
      contains(html, "<dt>Called</dt>")
      lacks(html, "<dt>Connected</dt>")
      lacks(html, "<audio")
    end)

    it("the way back to the same place of the lists", function()
      local sn = seed(120, { source = "会员关怀" })
      visitor:page "/?day=week"
      local html = visitor:page(task_path(sn, { talktimes_min = 1, pageIndex = 1 }))
      visitor.link(html, "/%?day=week")
      html = visitor:page(visitor.link(html, "/call[^\"]*"))
      visitor.link(html, "/%?day=week")
      html = visitor:page(visitor.link(html, "/task[^\"]*"))
      contains(html, "Page 2 of")
      contains(html, "Filter (1 active)")
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
      lacks(html, OPEN)
      contains(html, ESCAPED .. "&quot; onload=&quot;x")
      sandbox.fault("cdrshow", "code", { code = 30011, times = 0 })
      html = visitor:call(sn)
      lacks(html, OPEN)
      contains(html, ESCAPED)
    end)

    it("no mark that changes the direction of text", function()
      local sn = seed(3, { source = "a\226\128\174b\226\129\166c\226\128\143d",
        mark = "\216\156x、y" })
      for _, html in ipairs { visitor:page "/", (visitor:page(task_path(sn))) } do
        contains(html, "abcd")
        contains(html, "<dd>x、y</dd>")
      end
    end)

    it("filters and other parts of an address", function()
      local sn = seed(3)
      local html = visitor:page(task_path(sn, {
        callee = "\"><script>x", asr_b = "'" .. SCRIPT, other = SCRIPT,
      }))
      lacks(html, OPEN)
      contains(html, "value=\"&quot;&gt;&lt;script&gt;x\"")
      html = visitor:ask(task_path(SCRIPT))
      lacks(html, OPEN)
      html = visitor:ask "/%5Cevil.example/%22%3E%3Cscript%3E"
      lacks(html, OPEN)
      lacks(html, "evil")
    end)

    it("the outcome of a form", function()
      local sn = campaign(SCRIPT)
      visitor:ask("/pause", { form = visitor.form(visitor:page(task_path(sn)), "/pause") })
      local html = visitor:page(task_path(sn))
      lacks(html, OPEN)
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
        "/", "/nothing", "/console.css", "/live.js", "/icon.svg", visitor:recording(seed(10)),
        "/recording", "/?lang=en",
      }
      for _, path in ipairs(paths) do
        local _, _, headers = visitor:ask(path)
        contains(headers["content-security-policy"], "default-src 'none'; style-src 'self';")
        lacks(headers["content-security-policy"], "unsafe")
        assert.equal("nosniff", headers["x-content-type-options"], path)
        assert.equal("DENY", headers["x-frame-options"])
        assert.equal("same-origin", headers["referrer-policy"])
        local cached = path:find "%.%l+$" and "no-cache" or "no-store"
        assert.equal(cached, headers["cache-control"], path)
      end
      local _, _, headers = console:visitor():ask "/"
      assert.matches("^console=%x+; Path=/; HttpOnly; SameSite=Lax,", headers["set-cookie"])
    end)

    it("with a choice that lasts, if pages are to update themselves", function()
      local sn = campaign()
      lacks(visitor:page "/", "data-updating")
      local link = visitor.link(visitor:page(task_path(sn)), "/task[^\"]*update=on[^\"]*")
      local _, status, headers = visitor:ask(link)
      assert.equal(303, status)
      assert.equal(task_path(sn), headers.location)
      for _, path in ipairs { task_path(sn), "/" } do
        contains(visitor:page(path), "<body data-updating>")
        contains(visitor:page(path), "<noscript><meta content=\"5\" http-equiv=\"refresh\">")
      end
      visitor:ask(visitor.link(visitor:page "/", "/[^\"]*update=off"))
      lacks(visitor:page "/", "data-updating")
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
