--- The call console's search across campaigns, and the way from call to call.
local consoles = require "support.console"
local sandbox = require "support.sandbox"

local contains, lacks = consoles.contains, consoles.lacks
local address, seed, task_path = consoles.address, consoles.seed, consoles.task_path

describe("the call console #nginx", function()
  local visitor

  consoles.use(function(_, ...) visitor = ... end)

  describe("finds, across campaigns,", function()
    it("the calls to a number, and the way back", function()
      seed(5, { source = "会员关怀", created_at = "2019-03-01" })
      seed(5, { source = "年底回访" })
      local html = visitor:page(address("/search", { q = "+86 130 0000-0004" }))
      contains(html, "2 in all")
      contains(html, ">会员关怀</a>")
      contains(html, ">年底回访</a>")
      lacks(html, "13000000005")
      html = visitor:page(visitor.link(html, "/call[^\"]*"))
      contains(html, "<h1>Call to 13000000004</h1>")
      contains(html, "<dt>Campaign</dt>")
      html = visitor:page(visitor.link(html, "/search%?q[^\"]*"))
      contains(html, "2 in all")
    end)

    it("campaigns and customers by a part of their names", function()
      seed(15, { source = "会员关怀" })
      seed(5, { source = "老客户1回访", created_at = "2019-03-01" })
      local html = visitor:page(address("/search", { q = "会员" }))
      contains(html, "<h2 id=\"tasks\">Campaigns</h2><p>1 in all</p>")
      lacks(html, "<h2 id=\"customers\">")
      html = visitor:page(address("/search", { q = "客户1" }))
      contains(html, "老客户1回访")
      local name = html:match "<td class=\"name\"[^>]*>([^<]*)"
      contains(name, "客户1")
      contains(html, "<h2 id=\"customers\">Customers</h2><p>7 in all</p>") -- 1, 10 to 15
      html = visitor:page(visitor.link(html, "/search%?q=130%d+"))
      contains(html, "<h2 id=\"calls\">")
    end)

    it("nothing, and says what it can find", function()
      contains(visitor:page "/search", "Enter a whole number, or a part")
      contains(visitor:page "/search?q=%20", "Enter a whole number, or a part")
      local html = visitor:page(address("/search", { q = "13900000000" }))
      contains(html, "Nothing was found for “13900000000”.")
      contains(html, "The platform finds whole numbers only.")
      html = visitor:page(address("/search", { q = "<script>[" }))
      contains(html, "Nothing was found for “&lt;script&gt;[”.")
    end)
  end)

  describe("leads from call to call of a filtered and sorted list", function()
    local function step(html, rel)
      local link = html:match("href=\"([^\"]*)\" rel=\"" .. rel .. "\"")
      return link and visitor:page((link:gsub("&amp;", "&")))
    end

    it("in its order, across its pages", function()
      local sn = seed(160)
      local params = { dial_task_main_sn = sn, talktimes_min = 1, pageSize = 1000 }
      local calls = sandbox.client().calls:list(params)
      assert.is_true(#calls > 100)
      table.sort(calls, function(a, b) return a.callee > b.callee end)
      local html = visitor:page(task_path(sn, { talktimes_min = 1, sort = "-number" }))
      html = visitor:page(visitor.link(html, "/call[^\"]*"))
      assert.is_nil(step(html, "prev"))
      for place = 1, 51 do
        contains(html, ("Call to %s</h1>"):format(calls[place].callee))
        contains(html, ("<span>%d of %d</span>"):format(place, #calls))
        html = step(html, "next")
      end
      html = step(step(html, "prev"), "prev")
      contains(html, ("Call to %s</h1>"):format(calls[50].callee))
      contains(visitor:page(visitor.link(html, "/task[^\"]*")), "Page 1 of")
      -- The last call.
      html = visitor:page(task_path(sn, { talktimes_min = 1, pageIndex = 2 }))
      local last
      for link in html:gmatch "href=\"(/call[^\"]*)\"" do
        last = link
      end
      assert.is_nil(step(visitor:page((last:gsub("&amp;", "&"))), "next"))
    end)

    it("unless the list has changed", function()
      local sn = seed(60)
      local html = visitor:page(task_path(sn))
      local link = visitor.link(html, "/call[^\"]*")
      lacks(visitor:page(link .. "&pageIndex=1"), "class=\"steps\"")
      lacks(visitor:page(link .. "&start_create_at=2026-02-31"), "class=\"steps\"")
      contains(visitor:page(link), "class=\"steps\"")
    end)
  end)

  it("says where a turn begins in the recording of the whole call", function()
    local html = visitor:call(seed(10))
    local offsets = {}
    for seconds in html:gmatch "<li data%-at=\"(%d+)\">" do
      offsets[#offsets + 1] = tonumber(seconds)
    end
    assert.is_true(#offsets >= 2)
    for i, seconds in ipairs(offsets) do
      assert.equal((i - 1) * 4, seconds)
    end
    contains(html, "aria-label=\"Play from 0:04\"")
  end)
end)
