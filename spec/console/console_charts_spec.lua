--- The charts of a campaign in the call console.
local cjson = require "cjson"
local consoles = require "support.console"
local processes = require "support.server"
local sandbox = require "support.sandbox"

local contains, lacks = consoles.contains, consoles.lacks
local address, seed = consoles.address, consoles.seed

local NAME = "<b>会员</b>&\"关怀"
local CARDS = {
  en = { "Connected rate over time", "Connected rate by hour", "From the list to interest",
    "Talk time", "Labels", "Customer categories", "Scores", "Hang-up reasons" },
  ["zh-CN"] = { "接通率走势", "各时段接通率", "从名单到意向", "通话时长分布", "标签", "客户分类", "分值",
    "挂断原因" },
}

local function path_of(sn) return address("/task/report", { sn = sn }) end

describe("the call console's charts #nginx", function()
  local console, visitor

  consoles.use(function(...) console, visitor = ... end)

  --- A campaign of two days, so that there is a trend.
  local function two_days(more)
    local task = { created_at = "2026-03-02 12:00:00", spacing = 600 }
    for name, value in pairs(more or {}) do
      task[name] = value
    end
    return seed(100, task)
  end

  --- The numbers of requests for calls and for customers. Those for calls may be refused at first,
  --- since the sandbox has forgotten the console's login.
  local function requests()
    return { sandbox.counts("cdrlist").carried_out, sandbox.counts("crmList").received }
  end

  --- Asks for an address several times at once, as visitors do. Returns the statuses.
  local function ask_at_once(path, times)
    local urls = (" '" .. console.url .. path .. "'"):rep(times)
    local pipe = io.popen("curl -s --parallel --parallel-immediate -w '\\n%{http_code}\\n'" .. urls
      .. " | grep -x '[0-9][0-9][0-9]'")
    local statuses = {}
    for line in pipe:lines() do
      statuses[#statuses + 1] = tonumber(line)
    end
    pipe:close()
    return statuses
  end

  it("are a page of each campaign, in the visitor's language", function()
    local sn = two_days { source = "会员关怀" }
    for language, titles in pairs(CARDS) do
      visitor:ask(address("/", { lang = language }))
      local html = visitor:page(visitor.link(visitor:page(consoles.task_path(sn)),
        "/task/report[^\"]*"))
      contains(html, "<html lang=\"" .. language .. "\"")
      contains(html, "<h1 id=\"task\">会员关怀</h1>")
      contains(html, "lang=\"" .. language .. "\"><p class=\"made\"")
      for _, title in ipairs(titles) do
        contains(html, "<h2>" .. title .. "</h2>")
      end
      contains(html, "<link href=\"/report.css\" rel=\"stylesheet\">")
      assert.is_truthy(html:find "<a aria%-current=\"page\" href=\"/task/report%?sn=[^\"]*\">")
      visitor:page(visitor.link(html, "/task%?[^\"]*"))
      visitor:page(visitor.link(html, "/customers%?[^\"]*"))
    end
  end)

  it("have the numbers of the campaign's calls only", function()
    local sn = two_days()
    seed(50, { source = "another" })
    local html = visitor:page(path_of(sn))
    contains(html, "<dt>Calls</dt><dd><div class=\"figure\">100</div>")
    contains(html, "2026-03-02 to 2026-03-03 · made ")
  end)

  it("are escaped, and have nothing that the policy forbids", function()
    local sn = two_days { source = NAME }
    local html, _, headers = visitor:ask(path_of(sn))
    lacks(html, "<b>")
    contains(html, "&lt;b&gt;会员&lt;/b&gt;&amp;&quot;关怀")
    lacks(html, "style=\"")
    lacks(html, "<style")
    assert.is_nil(html:find "1300000%d%d%d%d")
    contains(headers["content-security-policy"], "style-src 'self';")
  end)

  it("have a style sheet of their own, which a browser keeps", function()
    local css, status, headers = visitor:ask "/report.css"
    assert.equal(200, status)
    assert.same({ "text/css; charset=utf-8", "no-cache" },
      { headers["content-type"], headers["cache-control"] })
    contains(css, ".ai95-report .tiles {")
    assert.is_nil(headers["set-cookie"])
    local text, again = visitor:ask("/report.css",
      { headers = { ["If-None-Match"] = headers.etag } })
    assert.same({ "", 304 }, { text, again })
  end)

  it("are there for a campaign that nobody was called in", function()
    local html = visitor:page(path_of(seed(0)))
    contains(html, "This campaign has not dialled anybody yet")
    lacks(html, "<svg")
  end)

  it("can be saved as a file, whose name is the campaign's", function()
    local sn = two_days { source = "会员/\226\128\174关怀*" } -- with a mark of direction
    local html = visitor:page(path_of(sn))
    local text, status, headers = visitor:ask(visitor.link(html, "/export/report.html[^\"]*"))
    assert.equal(200, status)
    assert.equal("text/html; charset=utf-8", headers["content-type"])
    assert.equal("attachment; filename=\"report.html\"; filename*=UTF-8''"
      .. "%E4%BC%9A%E5%91%98_%E5%85%B3%E6%80%80%2A%20report.html", headers["content-disposition"])
    assert.equal("<!DOCTYPE html>", text:sub(1, 15))
    contains(text, "接通率走势")
    contains(text, "Connected rate over time")
    assert.equal("</html>", text:match "[^\n]*\n?$":sub(1, 7))
  end)

  it("are read once for all visitors, languages and files", function()
    local sn = two_days()
    sandbox.fault("crmList", "delay", { seconds = 0.5 })
    assert.same({ 200, 200, 200, 200, 200, 200 }, ask_at_once(path_of(sn), 6))
    local before = requests()
    -- How many calls; their first page, and the number after it; the same of customers.
    assert.same({ 4, 2 }, before)
    visitor:page(path_of(sn))
    visitor:ask "/?lang=zh-CN"
    visitor:page(path_of(sn))
    visitor:page(address("/export/report.html", { sn = sn }))
    assert.same(before, requests())
    visitor:page(path_of(two_days()))
    assert.same({ 8, 4 }, requests())
  end)

  it("are not read for the update of a page that is open", function()
    local sn = two_days()
    local html = visitor:ask(path_of(sn), { headers = { ["X-Update"] = "1" } })
    contains(html, "id=\"about\"")
    assert.same({ 0, 0 }, requests())
  end)

  it("show an error of the platform to everybody who waits, and are read again later", function()
    local sn = two_days()
    sandbox.fault("cdrlist", "delay", { seconds = 0.5 })
    sandbox.fault("crmList", "code", { code = 20007 })
    assert.same({ 502, 502, 502, 502 }, ask_at_once(path_of(sn), 4))
    assert.same({ 2, 1 }, requests())
    local html, status = visitor:ask(path_of(sn))
    if status == 502 then -- it is remembered for two seconds
      contains(html, "<p>20007: ")
      contains(html, "Try again")
    end
    processes.wait_for("the charts", function()
      return select(2, visitor:ask(path_of(sn))) == 200
    end)
  end)

  it("are not there without a campaign", function()
    for _, path in ipairs { "/task/report", "/export/report.html" } do
      local html, status = visitor:ask(address(path, { sn = "dial_task_main_sn|none" }))
      assert.equal(404, status)
      contains(html, "There is no such campaign")
    end
  end)

  it("name the command for a campaign that is too large", function()
    local sn = seed(50001, { source = "大" })
    local html = visitor:page(path_of(sn))
    contains(html, "This campaign has 50001 calls, and the console makes charts of 50000 at most.")
    contains(html, "<code>ai95 report --task &#39;" .. sn .. "&#39; -o report.html</code>")
    lacks(html, "/export/report.html")
    local _, status, headers = visitor:ask(address("/export/report.html", { sn = sn }))
    assert.equal(303, status)
    contains(headers.location, "/task/report?sn=")
    assert.same({ 1, 0 }, requests())
  end)

  it("are logged if they are saved", function()
    local sn = two_days()
    visitor:page(address("/export/report.html", { sn = sn }))
    local last
    for line in io.lines(console.dir .. "/actions.log") do
      last = cjson.decode(line)
    end
    assert.same({ "export", "report", sn }, { last.action, last.list, last.campaign })
  end)
end)
