--- The lists of a campaign in the call console: sorting, quick filters, customers, CSV.
local consoles = require "support.console"
local processes = require "support.server"
local sandbox = require "support.sandbox"

local contains, lacks = consoles.contains, consoles.lacks
local address, seed, task_path = consoles.address, consoles.seed, consoles.task_path

--- The texts of a column's cells, top down.
local function column(html, name)
  local texts = {}
  for cell in html:gmatch("<td class=\"" .. name .. "\"[^>]*>(.-)</td>") do
    texts[#texts + 1] = (cell:gsub("<[^>]*>", ""))
  end
  return texts
end

describe("the call console's lists #nginx", function()
  local visitor

  consoles.use(function(_, ...) visitor = ... end)

  it("are sorted as a whole by any column, both ways, on all pages", function()
    local sn = seed(120)
    local html = visitor:page(task_path(sn))
    html = visitor:page(visitor.link(html, "/task[^\"]*sort=talked[^\"]*"))
    contains(html, "<th aria-sort=\"ascending\" class=\"talked\"")
    assert.same({ "0 s", "0 s", "0 s" }, { unpack(column(html, "talked"), 1, 3) })
    html = visitor:page(visitor.link(html, "/task[^\"]*sort=%-talked[^\"]*"))
    contains(html, "aria-sort=\"descending\"")
    local seconds = {}
    for _ = 1, 3 do
      for _, text in ipairs(column(html, "talked")) do
        seconds[#seconds + 1] = tonumber(text:match "^%d+")
      end
      local link = html:match "<a class=\"button quiet\" href=\"([^\"]*)\" rel=\"next\""
      html = link and visitor:page((link:gsub("&amp;", "&")))
    end
    assert.equal(120, #seconds)
    for i = 2, #seconds do
      assert.is_true(seconds[i - 1] >= seconds[i])
    end
    for _, name in ipairs { "time", "number", "ended", "label", "score", "questions" } do
      for _, sign in ipairs { "", "-" } do
        html = visitor:page(task_path(sn, { sort = sign .. name }))
        local values = column(html, name)
        assert.equal(50, #values)
        for i = 2, #values do
          local a, b = values[i - 1], values[i]
          a, b = tonumber(a) or a, tonumber(b) or b
          if a ~= "" and b ~= "" then
            assert.is_true(sign == "" and a <= b or sign == "-" and a >= b, name)
          else
            assert.equal("", b) -- those without a value are last
          end
        end
      end
    end
    html = visitor:page(task_path(sn, { sort = "nothing" }))
    lacks(html, "aria-sort")
  end)

  it("say why they cannot be sorted if they are too long", function()
    local html = visitor:page(task_path(seed(10001), { sort = "-talked" }))
    contains(html, "Lists of up to 10000 rows can be sorted.")
    lacks(html, "sort=talked")
    contains(html, "Page 1 of 201")
    visitor.link(html, "/task[^\"]*pageIndex=200[^\"]*") -- the last
  end)

  it("have quick filters, which are links that switch on and off", function()
    local sn = seed(60)
    local client = sandbox.client()
    local function total(params)
      params.dial_task_main_sn = sn
      return ("%d in all"):format(client.calls:list(params).total)
    end
    local html = visitor:page(task_path(sn))
    local connected = visitor:page(visitor.link(html, "/task[^\"]*talktimes_min=1[^\"]*"))
    contains(connected, total { talktimes_min = 1 })
    contains(connected, "aria-current=\"true\" href=\"" .. task_path(sn))
    html = visitor:page(visitor.link(html, "/task[^\"]*talktimes_max=0[^\"]*"))
    contains(html, total { talktimes_max = 0 })
    local label = visitor:page(visitor.link(connected, "/task[^\"]*asr_b=[^\"]*"))
    local texts = column(label, "label")
    for _, text in ipairs(texts) do
      assert.equal(texts[1], text)
    end
    contains(label, total { talktimes_min = 1, asr_b = texts[1] })
  end)

  it("show the customers with their classes, and those worth calling back", function()
    local sn = seed(60)
    local page = address("/customers", { sn = sn })
    contains(visitor:page(task_path(sn)), "href=\"" .. page .. "\">Customers</a>")
    local html = visitor:page(page)
    contains(html, "60 in all")
    html = visitor:page(visitor.link(html, "/customers[^\"]*status=A%%2CB"))
    local classes = column(html, "class")
    assert.is_true(#classes > 0)
    for _, class in ipairs(classes) do
      assert.matches("^[AB]$", class)
    end
    html = visitor:page(address("/customers", { sn = sn, status = "a， b", sort = "-class" }))
    assert.equal(#classes, #column(html, "class"))
    assert.equal("B", column(html, "class")[1])
    local _, status = visitor:ask(address("/customers", { sn = sn, status = "A;B" }))
    assert.equal(400, status)
    -- The number leads to the customer's calls.
    local number = column(html, "number")[1]
    html = visitor:page(visitor.link(html, "/task[^\"]*callee=" .. number .. "[^\"]*"))
    contains(html, "1 in all")
  end)

  it("show the rate, and of a running campaign its pace and the time that is left", function()
    local html = visitor:page(task_path(seed(40)))
    assert.matches("<dt>Connected of those dialled</dt><dd>%d%d%.%d%%</dd>", html)
    lacks(html, "<dt>Pace</dt>")
    local sn = consoles.campaign()
    sandbox.set { dial_seconds = 0.2, lines = 1 }
    processes.wait_for("the first calls", function()
      return tonumber((sandbox.client().tasks:get(sn)).send_count) > 2
    end)
    sandbox.set { dial_seconds = 1000 }
    html = visitor:page(task_path(sn))
    assert.matches("<dt>Pace</dt><dd>%d+ calls an hour</dd>", html)
    assert.matches("<dt>Time left at this pace</dt><dd>%d+ min</dd>", html)
  end)

  describe("as CSV", function()
    it("have the rows that the filters leave, all of them, for a spreadsheet", function()
      local sn = seed(120, { source = "会员/关怀", answer = "=1+1" })
      local html = visitor:page(task_path(sn, { talktimes_min = 1, sort = "talked" }))
      local total = tonumber(html:match "(%d+) in all")
      local text, status, headers = visitor:ask(visitor.link(html, "/export/calls.csv[^\"]*"))
      assert.equal(200, status)
      assert.equal("text/csv; charset=utf-8", headers["content-type"])
      contains(headers["content-disposition"], "filename*=UTF-8''%E4%BC%9A%E5%91%98_")
      assert.equal("\239\187\191Time,Number,Talked,Ended,Label,Score,Questions,"
        .. "Calling number,AI user", text:match "^[^\r\n]*")
      assert.equal(total + 1, select(2, text:gsub("\n", "")))
      text = visitor:page(address("/export/customers.csv", { sn = sn, status = "A" }))
      contains(text, "Class,Name,Number,")
      lacks(text, "\nB,")
      assert.is_truthy(text:find "\nA,")
      -- No row passes: there is a file nevertheless.
      text = visitor:page(address("/export/calls.csv", { sn = sn, callee = "13999999999" }))
      contains(text, "Time,Number")
      assert.equal(1, select(2, text:gsub("\n", "")))
    end)

    it("are an error if they cannot be read, and break off if that happens later", function()
      local sn = seed(12000)
      sandbox.fault("cdrlist", "code", { code = 500, times = 0 })
      local html, status = visitor:ask(address("/export/calls.csv", { sn = sn }))
      assert.equal(502, status)
      contains(html, "The platform reported an error")
      sandbox.reset { recording_seconds = 1 }
      sn = seed(12000)
      sandbox.fault("cdrlist", "code", { code = 500, times = 0, skip = 1 })
      assert.is_false((pcall(visitor.ask, visitor, address("/export/calls.csv", { sn = sn }))))
      for path, expected in pairs {
        [address("/export/calls.csv", { sn = "nothing" })] = 404,
        [address("/export/calls.csv", { sn = sn, start_create_at = "2026-02-31" })] = 400,
      } do
        assert.equal(expected, (select(2, visitor:ask(path))))
      end
    end)
  end)
end)
