--- The call console's forms, which pause and resume campaigns: who may send them, and how often.
local consoles = require "support.console"
local sandbox = require "support.sandbox"

local contains, lacks = consoles.contains, consoles.lacks
local campaign, task_path = consoles.campaign, consoles.task_path

describe("the call console's form #nginx", function()
  local console, visitor, sn, form

  consoles.use(function(...)
    console, visitor = ...
  end)
  before_each(function()
    sn = campaign()
    form = visitor.form(visitor:page(task_path(sn)), "/pause")
  end)

  --- The form of the page that asks for confirmation.
  local function confirmation(path)
    return visitor.form(visitor:page(consoles.address(path, { sn = sn })), path)
  end

  local function send(path, given, headers)
    return select(2, visitor:ask(path, { form = given, headers = headers }))
  end

  it("redirects to the campaign, and reports its outcome once", function()
    local _, status, headers = visitor:ask("/pause", { form = form })
    assert.equal(303, status)
    assert.equal(task_path(sn), headers.location)
    contains(visitor:page(headers.location), "“年底回访” is paused.")
    assert.equal("paused", sandbox.state().tasks[1].state)
    lacks(visitor:page(headers.location), "is paused.")
    assert.equal(303, send("/resume", confirmation "/resume"))
    contains(visitor:page "/", "“年底回访” is running again.")
    assert.equal("sending", sandbox.state().tasks[1].state)
  end)

  it("phones people only after a page that says how many they are", function()
    sandbox.reset { dial_seconds = 1000 }
    sn = assert(sandbox.client().tasks:import {
      project_sn = sandbox.PROJECT, ai_user_sn = sandbox.AI_USER, source = "新名单",
      columns = sandbox.COLUMNS, rows = sandbox.customers(20),
    }).dial_task_main_sn
    for _, path in ipairs { "/", task_path(sn) } do
      local html = visitor:page(path)
      lacks(html, "action=\"/resume\"")
      contains(html, "aria-label=\"Start calling “新名单”\"")
      contains(html, "href=\"" .. consoles.address("/resume", { sn = sn }) .. "\"")
    end
    local html = visitor:page(consoles.address("/resume", { sn = sn }))
    contains(html, ">Start calling 20 people</button>")
    assert.equal("unsent", sandbox.state().tasks[1].state)
    form = visitor.form(html, "/resume")
    for _ = 1, 3 do -- a double click
      assert.equal(303, send("/resume", form))
    end
    contains(visitor:page(task_path(sn)), "“新名单” is being called.")
    assert.equal(1, sandbox.counts("operateTask").received)
    -- Nothing is left to start.
    local _, status, headers = visitor:ask(consoles.address("/resume", { sn = sn }))
    assert.equal(303, status)
    assert.equal(task_path(sn), headers.location)
  end)

  it("phones nobody if the campaign has changed since the confirmation was shown", function()
    send("/pause", form)
    local confirmed = confirmation "/resume"
    assert.equal(403, send("/resume", { sn = sn, token = confirmed.token, people = "999" }))
    assert.equal(403, send("/resume", { sn = sn, token = confirmed.token }))
    assert(assert(sandbox.client().tasks:get(sn)):import {
      columns = { "姓名", "电话" }, rows = { { "新来的", "13900000001" } },
      exclude = sandbox.customers(20),
    })
    local before = sandbox.counts("operateTask").received
    assert.equal(303, send("/resume", confirmed))
    contains(visitor:page(task_path(sn)), "Nothing was done: “年底回访” has changed")
    -- Somebody else resumes it.
    confirmed = confirmation "/resume"
    assert(assert(sandbox.client().tasks:get(sn)):resume())
    before = before + 1
    assert.equal(303, send("/resume", confirmed))
    contains(visitor:page(task_path(sn)), "Nothing was done: “年底回访” has changed")
    assert.equal(before, sandbox.counts("operateTask").received)
  end)

  it("calls again whom it did not reach: once, whoever asks", function()
    sn = consoles.seed(30)
    local failed = tonumber((sandbox.client().tasks:get(sn)).fail)
    assert.is_true(failed > 0)
    local html = visitor:page(consoles.address("/redial", { sn = sn }))
    contains(html, (">Call %d people again</button>"):format(failed))
    local stranger = console:visitor()
    local path = consoles.address("/redial", { sn = sn })
    local other = stranger.form(stranger:page(path), "/redial")
    -- The platform's lists may lag behind: the campaign seems not to have changed.
    sandbox.fault("operateTask", "close_before")
    assert.equal(303, send("/redial", visitor.form(html, "/redial")))
    contains(visitor:page(task_path(sn)), "may or may not be called again now")
    assert.equal(303, (select(2, stranger:ask("/redial", { form = other }))))
    contains(stranger:page(task_path(sn)), "This was sent a moment ago and was not sent again.")
    assert.equal(1, sandbox.counts("operateTask").received)
  end)

  it("calls again in a paused campaign only if everybody was dialled once", function()
    assert.equal(303, send("/pause", form))
    lacks(visitor:page(task_path(sn)), "/redial")
    sn = consoles.seed(30)
    assert(assert(sandbox.client().tasks:get(sn)):pause())
    local html = visitor:page(task_path(sn))
    contains(html, "href=\"" .. consoles.address("/redial", { sn = sn }) .. "\"")
    lacks(html, "\"/resume")
    assert.equal(303, send("/redial", confirmation "/redial"))
    contains(visitor:page(task_path(sn)), "are being called again.")
  end)

  it("can be sent by others once it was refused", function()
    sn = consoles.seed(30)
    sandbox.fault("operateTask", "code", { code = 20007 })
    assert.equal(303, send("/redial", confirmation "/redial"))
    contains(visitor:page(task_path(sn)), "Nobody was called.")
    assert.equal(303, send("/redial", confirmation "/redial"))
    contains(visitor:page(task_path(sn)), "are being called again.")
    assert.equal(1, sandbox.counts("operateTask").carried_out)
  end)

  it("reports an unknown outcome, and repeats nothing when it is sent again", function()
    sandbox.fault("operateTask", "close_after")
    assert.equal(303, send("/pause", form))
    contains(visitor:page(task_path(sn)), "“年底回访” may or may not be paused")
    assert.equal(1, sandbox.counts("operateTask").received)
    for _ = 1, 3 do
      assert.equal(303, send("/pause", form))
      contains(visitor:page(task_path(sn)), "was not sent again")
    end
    assert.equal(1, sandbox.counts("operateTask").received)
  end)

  it("keeps its outcome until it is seen, even if it is sent again", function()
    sandbox.fault("operateTask", "close_after")
    assert.equal(303, send("/pause", form))
    assert.equal(303, send("/pause", form))
    contains(visitor:page "/", "may or may not be paused")
  end)

  it("reports its outcome even if the campaign's state cannot be read afterwards", function()
    sandbox.fault("operateTask", "close_after")
    assert.equal(303, send("/pause", form))
    sandbox.fault("index", "code", { code = 500, times = 0 })
    local html, status = visitor:ask(task_path(sn))
    assert.equal(502, status)
    contains(html, "may or may not be paused")
  end)

  it("reports a refusal, and a request that did not reach the platform", function()
    sandbox.fault("operateTask", "code", { code = 20007, msg = "没有接口访问权限" })
    assert.equal(303, send("/pause", form))
    local html = visitor:page(task_path(sn))
    contains(html, "The platform refused to pause “年底回访”. Nothing was changed.")
    contains(html, "20007: this account has no permission for this endpoint")
    -- Always, because a worker with an earlier spec's key would use up a single one.
    sandbox.fault("index", "code", { code = 500, times = 0 })
    assert.equal(303, send("/pause", visitor.form(html, "/pause")))
    contains(visitor:ask(task_path(sn)), "was not paused: the request did not reach the platform")
    assert.equal(0, sandbox.counts("operateTask").carried_out)
  end)

  it("is refused if it is not from one of the console's pages", function()
    local expires, rest = form.token:match("^(%d+)(.*)$")
    local refused = {
      { sn = form.sn },
      { sn = form.sn, token = "" },
      { sn = form.sn, token = "1.a.b" },
      { token = form.token },
      { sn = "dial_task_main_sn|0", token = form.token },
      { sn = form.sn, token = form.token .. "x" },
      { sn = form.sn, token = ("%d%s"):format(expires + 1, rest) },
    }
    for _, bad in ipairs(refused) do
      assert.equal(403, send("/pause", bad))
    end
    assert.equal(403, send("/resume", form)) -- another action's token
    assert.equal(403, send("/pause", form, { Origin = "http://evil.example" }))
    assert.equal(403, send("/pause", form, { Origin = "null" }))
    assert.equal(403, send("/pause", form, { ["Sec-Fetch-Site"] = "cross-site" }))
    assert.equal(403, send("/pause", form, { ["Sec-Fetch-Site"] = "same-site" }))
    assert.equal(403, send("/pause", form, { Cookie = "" }))
    local stranger = console:visitor()
    stranger:page "/"
    assert.equal(403, (select(2, stranger:ask("/pause", { form = form }))))
    assert.equal(0, sandbox.counts("operateTask").received)
    -- The token is still valid after all of this.
    local own = { Origin = console.url, ["Sec-Fetch-Site"] = "same-origin" }
    assert.equal(303, send("/pause", form, own))
    assert.equal(1, sandbox.counts("operateTask").carried_out)
  end)
end)
