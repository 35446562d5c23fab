--- The call console's forms, which pause and resume campaigns: who may send them, and how often.
local files = require "support.files"
local mime = require "mime"
local processes = require "support.server"
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

  local function send(path, given, headers)
    return select(2, visitor:ask(path, { form = given, headers = headers }))
  end

  it("redirects to the campaign, and reports its outcome once", function()
    local _, status, headers = visitor:ask("/pause", { form = form })
    assert.equal(303, status)
    assert.equal(task_path(sn), headers.location)
    local html = visitor:page(headers.location)
    contains(html, "“年底回访” is paused.")
    assert.equal("paused", sandbox.state().tasks[1].state)
    lacks(visitor:page(headers.location), "is paused.")
    assert.equal(303, send("/resume", visitor.form(html, "/resume")))
    contains(visitor:page "/", "“年底回访” is running again.")
    assert.equal("sending", sandbox.state().tasks[1].state)
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

  it("belongs to its user, once auth_basic is switched on and asks for one", function()
    local folder = processes.temporary_folder()
    assert(os.execute("cp -R console/. " .. folder))
    local configuration = files.read(folder .. "/nginx.conf.in")
    configuration = configuration:gsub("# (auth_basic )", "%1")
      :gsub("# (auth_basic_user_file )[^;]*", "%1" .. folder .. "/users")
    files.write(folder .. "/nginx.conf.in", configuration)
    files.write(folder .. "/users", "an:{PLAIN}1\nbo:{PLAIN}2\n")
    local guarded = consoles.start(nil, folder)
    local stranger = guarded:visitor()
    for _, path in ipairs { "/", "/recording", "/console.css" } do
      assert.equal(401, (select(2, stranger:ask(path))))
    end
    local function ask(path, user, given)
      local headers = { Authorization = "Basic " .. mime.b64(user) }
      return stranger:ask(path, { form = given, headers = headers })
    end
    local own = stranger.form(ask(task_path(sn), "an:1"), "/pause")
    assert.equal(403, (select(2, ask("/pause", "bo:2", own))))
    assert.equal(303, (select(2, ask("/pause", "an:1", own))))
    guarded:stop()
    os.execute("rm -rf " .. folder)
  end)
end)
