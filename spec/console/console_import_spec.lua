--- The call console makes a campaign of a list.
local consoles = require "support.console"
local sandbox = require "support.sandbox"
local files = require "support.files"

local contains, lacks = consoles.contains, consoles.lacks
local address = consoles.address

local LIST = "客户姓名,手机号码,地址\n"
  .. "张三,+86 138-0000-0001,<b>北京</b>\n李四,13800000002,上海\n王五,13800000001,重复\n赵六,123,短\n"

describe("the call console, with a customer list, #nginx", function()
  local console, visitor, name
  local specs = 0

  consoles.use(function(...) console, visitor = ... end)
  before_each(function()
    sandbox.reset { dial_seconds = 1000 }
    -- The console's ledgers stay, so each spec has a campaign of its own.
    specs = specs + 1
    name = "春季名单" .. specs
  end)

  local function upload(data, file)
    local token = visitor.form(visitor:page "/import", "/import").token
    return visitor:upload("/import", { token = token }, file or "名单.csv", data)
  end

  --- Uploads a list. Returns the address of its page.
  local function uploaded(data, file)
    local _, status, headers = upload(data, file)
    assert.equal(303, status)
    return headers.location
  end

  --- The page that asks for confirmation.
  local function confirmation(page, more)
    local params = { id = page:match "id=(%x+)", source = name, start = "on",
      project_sn = sandbox.PROJECT, ai_user_sn = sandbox.AI_USER }
    for field, value in pairs(more or {}) do
      params[field] = value
    end
    return visitor:page(address("/import/confirm", params))
  end

  local function start(form)
    local _, status, headers = visitor:ask("/import/start", { form = form })
    assert.equal(303, status)
    return visitor:page(headers.location), headers.location
  end

  it("shows what was found, and gives back the refused rows", function()
    contains(visitor:page "/", "href=\"/import\">New campaign from a list</a>")
    local path = uploaded(LIST)
    local html = visitor:page(path)
    contains(html, "<h1>名单.csv</h1>")
    contains(html, "<dt>People to call</dt><dd>2</dd>")
    contains(html, "<dt>Refused rows</dt><dd>2</dd>")
    contains(html, "<dt>Numbers cleaned</dt><dd>1</dd>")
    contains(html, "<dt>Columns</dt><dd>姓名、电话、地址</dd>")
    contains(html, "<td>&lt;b&gt;北京&lt;/b&gt;</td>")
    contains(html, "<li>Line 5: ")
    contains(html, "<option value=\"" .. sandbox.AI_USER .. "\">")
    local text, _, headers = visitor:ask(visitor.link(html, "/import/refused[^\"]*"))
    contains(headers["content-disposition"], "filename*=UTF-8''")
    contains(text, "赵六,123,短")
    lacks(text, "李四")
    assert.equal(0, sandbox.counts("addJson").received)
  end)

  it("reads workbooks, and explains why a file cannot be read", function()
    local html = visitor:page(uploaded(files.read "examples/customers.xlsx", "名单.xlsx"))
    contains(html, "<dt>People to call</dt><dd>20</dd>")
    contains(html, "xlsx")
    for _, data in ipairs { "a,b\n1,2\n", ("\0"):rep(100), "姓名,电话\n", "x" } do
      local body, status = visitor:ask(uploaded(data))
      assert.is_true(status == 400 or status == 200)
      lacks(body, "/import/confirm")
      lacks(body, console.dir)
      lacks(body, ".list:")
    end
    assert.equal(400, (select(2, upload(""))))
    contains(visitor:page(uploaded(LIST, "\255\254.csv")), "<h1>?</h1>")
    for path, status in pairs {
      ["/import/list"] = 404, ["/import/list?id=../run"] = 404,
      ["/import/list?id=" .. ("0"):rep(32)] = 404, ["/import/refused?id=x"] = 404,
      ["/import/confirm?id=" .. ("0"):rep(32)] = 404,
    } do
      assert.equal(status, (select(2, visitor:ask(path))), path)
    end
  end)

  it("explains in the visitor's language why rows are refused, and why a list cannot be read",
    function()
      local chinese = { headers = { ["Accept-Language"] = "zh-CN" } }
      local list, other = uploaded(LIST), uploaded "a,b\n1,2\n"
      local html = visitor:ask(list, chinese)
      contains(html, "<li>第 4 行：<span>电话与第 2 行相同</span></li>")
      contains(html, "<li>第 5 行：<span>电话是紧急电话或服务号码</span></li>")
      contains(visitor:ask(visitor.link(html, "/import/refused[^\"]*")),
        "第 4 行：电话与第 2 行相同 (line 4: 电话 is the same as in line 2)")
      contains(visitor:ask(other, chinese),
        "<p>第 1 行：没有一行是列名：请在最上面加一行，写明姓名和电话</p>")
      contains(visitor:page(list), "<span>电话 is the same as in line 2</span>")
    end)

  it("says that a list is too large", function()
    local own = consoles.start()
    local guest = own:visitor()
    local token = guest.form(guest:page "/import", "/import").token
    local body, status = guest:upload("/import", { token = token }, "x.csv",
      ("姓名,电话\n"):rep(3 * 2 ^ 20))
    assert.equal(413, status)
    contains(body, "A list may have 32 MB.")
    own.process:stop() -- nginx logs it as an error
  end)

  it("calls nobody before the visitor has confirmed how many, and then each person once", function()
    local page = uploaded(LIST)
    local html = confirmation(page)
    contains(html, ">Create and call 2 people</button>")
    assert.equal(0, sandbox.counts("addJson").received)
    local form = visitor.form(html, "/import/start")
    local shown = start(form)
    contains(shown, "“" .. name .. "”: 2 people went in and are being called.")
    contains(shown, "<h1 id=\"task\">" .. name .. "</h1>")
    for _ = 1, 2 do -- a reload, a double click
      contains((start(form)), "was already sent and was not sent again")
    end
    -- The same people under the same name, in another list.
    html = confirmation(uploaded(LIST, "again.csv"))
    contains(html, "Nobody is left to call")
    contains(html, "A list went into this campaign before")
    lacks(html, "<button type=\"submit\">Create")
    html = confirmation(uploaded(LIST .. "新人,13800000009,南京\n"))
    contains(html, ">Create and call 1 people</button>")
    start(visitor.form(html, "/import/start"))
    assert.same({ ["13800000001"] = 1, ["13800000002"] = 1, ["13800000009"] = 1 },
      sandbox.imports().phones)
    assert.equal(1, #sandbox.state().tasks)
  end)

  it("can leave the start to somebody", function()
    local html = confirmation(uploaded(LIST), { start = "" })
    contains(html, "Nobody is called until somebody starts the campaign.")
    local shown, path = start(visitor.form(html, "/import/start"))
    contains(shown, "Nobody is called yet.")
    assert.equal("unsent", sandbox.state().tasks[1].state)
    local sn = path:match "sn=([^&]*)"
    contains(visitor:page("/resume?sn=" .. sn), ">Start calling 2 people</button>")
  end)

  it("sends nobody twice after an answer was lost, whatever is pressed", function()
    local page = uploaded(LIST)
    sandbox.fault("addJson", "close_after")
    local shown = start(visitor.form(confirmation(page), "/import/start"))
    -- The library asked the platform what became of it.
    contains(shown, "2 people went in")
    assert.equal(1, sandbox.counts("addJson").received)
    assert.same({ ["13800000001"] = 1, ["13800000002"] = 1 }, sandbox.imports().phones)
  end)

  it("says that nothing went in if the platform refuses", function()
    sandbox.fault("addJson", "code", { code = 30004, times = 0 })
    local shown, path = start(visitor.form(confirmation(uploaded(LIST)), "/import/start"))
    contains(shown, "The import into “" .. name .. "” stopped. 0 people had gone in before.")
    contains(shown, "30004")
    assert.matches("^/import/confirm", path) -- to try again
    lacks(shown, "A list went into this campaign before")
    sandbox.reset { dial_seconds = 1000 }
    contains((start(visitor.form(shown, "/import/start"))), "2 people went in")
  end)

  it("is sent only as it was confirmed, and only by its own pages", function()
    local page = uploaded(LIST)
    local form = visitor.form(confirmation(page), "/import/start")
    local function refused(changes)
      local changed = {}
      for field, value in pairs(form) do
        changed[field] = value
      end
      for field, value in pairs(changes) do
        changed[field] = value
      end
      return (select(2, visitor:ask("/import/start", { form = changed })))
    end
    for field, value in pairs { people = "3", source = "other", ai_user_sn = "x", start = "",
      token = "1.a.b", project_sn = "x" } do
      assert.equal(403, refused { [field] = value }, field)
    end
    assert.equal(404, refused { id = ("0"):rep(32) })
    assert.equal(400, refused { source = "" })
    assert.equal(403, (select(2, visitor:upload("/import", { token = "" }, "x.csv", LIST))))
    assert.equal(403, (select(2, visitor:ask("/import", { form = { token = "x" } }))))
    assert.equal(0, sandbox.counts("addJson").received)
    -- Another list goes into the same campaign first.
    local other = visitor.form(confirmation(uploaded "姓名,电话,地址\n张三,13800000001,a\n"),
      "/import/start")
    start(other)
    contains((start(form)), "Nothing was sent: other people are left for “" .. name .. "”")
    assert.same({ ["13800000001"] = 1 }, sandbox.imports().phones)
  end)

  it("warns of a campaign of the same name, and of a console that keeps no ledgers", function()
    assert(sandbox.client().tasks:import { project_sn = sandbox.PROJECT,
      ai_user_sn = sandbox.AI_USER, source = name, columns = sandbox.COLUMNS,
      rows = sandbox.customers(2) })
    local html = confirmation(uploaded(LIST))
    contains(html, "There is another campaign of this name")
    lacks(html, "--dir")
  end)

  it("keeps its lists where nobody else can read them", function()
    uploaded(LIST)
    local pipe = io.popen("stat -c %a " .. console.dir)
    assert.equal("700\n", pipe:read "*a")
    pipe:close()
    assert.equal(404, (select(2, visitor:ask "/lists/")))
  end)
end)
