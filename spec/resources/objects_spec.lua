local fake_client = require "support.fake_client"
local sandbox = require "support.sandbox"

describe("a task", function()
  local client

  before_each(function()
    sandbox.reset { dial_seconds = 0.01 }
    client = sandbox.client()
  end)

  local function import(more)
    local params = {
      project_sn = sandbox.PROJECT, source = "测试", ai_user_sn = sandbox.AI_USER,
      columns = sandbox.COLUMNS,
      rows = sandbox.customers(20),
    }
    for name, value in pairs(more or {}) do
      params[name] = value
    end
    return assert(client.tasks:import(params))
  end

  it("is imported, runs, and is watched to its end", function()
    local result = import { is_zidong = true, aes = true, mark = "备注" }
    assert.same({ 20, 20, 0, 0, 1 },
      { result.total, result.success, result.fail, result.out_repeat, result.chunks })
    local task = assert(client.tasks:get(result.dial_task_main_sn))
    assert.equal("测试", task.source)
    assert.equal("备注", task.mark)
    local seen = 0
    local done = assert(task:wait { interval = 0.05, timeout = 10, progress = function(t)
      seen = seen + 1
      assert.is_number(t.send_count)
    end })
    assert.equal("sent", done.state)
    assert.equal(20, done.send_count)
    assert.is_true(seen >= 1)
    local calls, customers = 0, 0
    for call in task:calls() do
      calls = calls + 1
      assert.equal(task.dial_task_main_sn, call.dial_task_main_sn)
    end
    for customer in task:customers { pageSize = 7 } do
      customers = customers + 1
      assert.matches("^138", customer.phone)
    end
    assert.equal(20, calls)
    assert.equal(20, customers)
  end)

  it("is started, paused and resumed, dials failed numbers again, and is deleted", function()
    sandbox.reset { dial_seconds = 3600 }
    local task = assert(client.tasks:get(import().dial_task_main_sn))
    assert.equal("unsent", task.state)
    assert.is_true(task:resume())
    assert.equal("sending", assert(task:refresh()).state)
    assert.is_true(task:pause())
    assert.equal("paused", assert(task:refresh()).state)
    assert.equal(task, assert(task:wait { timeout = 5 }))
    assert.is_true(task:resume())
    sandbox.advance(1e6)
    assert.equal("sent", assert(task:refresh()).state)
    local failed = tonumber(task.fail)
    assert.is_true(failed > 0)
    assert.is_true(task:redial_failed())
    assert.equal("sending", assert(task:refresh()).state)
    assert.is_true(task:delete())
    local gone, err = task:refresh()
    assert.is_nil(gone)
    assert.equal(30011, err.code)
    assert.equal("api", err.kind)
    local again
    again, err = client.tasks:get(task.dial_task_main_sn)
    assert.is_nil(again)
    assert.equal(30011, err.code)
  end)

  it("is waited for until `stop_when` says so", function()
    sandbox.reset { dial_seconds = 3600 }
    local task = assert(client.tasks:get(import({ is_zidong = true }).dial_task_main_sn))
    local looks = 0
    assert.equal(task, assert(task:wait { timeout = 10, interval = 0.05, stop_when = function(seen)
      looks = looks + 1
      return seen == task and looks == 3
    end }))
    assert.equal("sending", task.state)
    assert.equal(3, looks)
  end)

  it("returns an error if waiting takes too long", function()
    sandbox.reset { dial_seconds = 3600 }
    local task = assert(client.tasks:get(import({ is_zidong = true }).dial_task_main_sn))
    local done, err = task:wait { timeout = 0.2, interval = 0.05 }
    assert.is_nil(done)
    assert.equal("timeout", err.kind)
    assert.matches("still sending after 0.2 seconds", tostring(err))
  end)

  it("is found whatever its date, and so are its calls and customers", function()
    local seeded = sandbox.seed { calls = 10, task = { created_at = "2019-03-08 10:00:00" } }
    assert.equal(0, #assert(client.tasks:list()))
    local task = assert(client.tasks:get(seeded.dial_task_main_sn))
    local count = 0
    for _ in task:calls() do count = count + 1 end
    for _ in task:customers() do count = count + 1 end
    assert.equal(20, count)
    count = 0
    for _ in task:calls { start_create_at = "2020-01-01" } do count = count + 1 end
    assert.equal(0, count)
  end)

  it("has one state for every form of status", function()
    local forms = {
      { "发送中", "sending" }, { "已发送", "sent" }, { "暂停发送", "paused" },
      { "未发送", "unsent" }, { "正在呼叫", "calling" }, { "发送成功", "sent" }, { "未知", "unknown" },
      { 0, "sending" }, { 1, "unsent" }, { 2, "sent" }, { 3, "calling" }, { 4, "paused" },
      { 999, "unknown" }, { "4", "paused" }, { "其他", "unknown" },
    }
    local rows = { { dial_task_main_id = 0, dial_task_main_sn = "0" } }
    for i, form in ipairs(forms) do
      rows[i + 1] = { dial_task_main_id = i, dial_task_main_sn = i, status = form[1] }
    end
    local fake = fake_client(function() return { total = #rows, list = rows } end)
    local page = require "ai95.resources.tasks"(fake):list()
    assert.equal("unknown", page[1].state)
    for i, form in ipairs(forms) do
      assert.equal(form[2], rawget(page[i + 1], "state"))
    end
    sandbox.reset { status_form = "number" }
    local seeded = sandbox.seed { calls = 1 }
    assert.equal("sent", assert(client.tasks:get(seeded.dial_task_main_sn)).state)
  end)

  it("accepts more rows", function()
    local task = assert(client.tasks:get(import().dial_task_main_sn))
    local more = { columns = sandbox.COLUMNS, rows = sandbox.customers(5, 100),
      exclude = sandbox.customers(20) } -- nobody was called yet, so the platform lists nobody
    local result = assert(task:import(more))
    assert.equal(task.dial_task_main_sn, result.dial_task_main_sn)
    assert.equal(25, #sandbox.rows(task.dial_task_main_sn))
  end)

  it("is a plain table with the platform's own names", function()
    local seeded = sandbox.seed { calls = 1 }
    local task = assert(client.tasks:get(seeded.dial_task_main_sn))
    assert.equal(seeded.dial_task_main_id, task.dial_task_main_id)
    assert.is_string(require("cjson").encode(task))
    for _, value in pairs(task) do
      assert.not_equal("table", type(value))
    end
  end)

  it("can be imported from a workbook", function()
    local result = assert(client.tasks:import_excel {
      project_sn = sandbox.PROJECT, source = "x", ai_user_sn = sandbox.AI_USER,
      upload = sandbox.WORKBOOK,
    })
    assert.equal(3, result.success)
    assert.equal(3, #sandbox.rows(result.dial_task_main_sn))
  end)
end)

describe("a call", function()
  local client, call

  setup(function()
    sandbox.reset { recordings_host = true }
    sandbox.seed { calls = 40 }
    client = sandbox.client()
    for each in client.calls:each { talktimes_min = 1 } do
      call = call or each
    end
  end)

  it("has turns, in which markers are not answers", function()
    local turns = call:turns()
    assert.is_true(#turns >= 2)
    for _, turn in ipairs(turns) do
      assert.is_string(turn.voice)
      assert.is_true((turn.answer == nil) ~= (turn.marker == nil))
    end
  end)

  it("has details with fragments, on the host that the platform names", function()
    local details = assert(call:details())
    assert.equal(call.cdr_sn, details.cdr_sn)
    assert.equal("127.0.0.1", details.ip)
    assert.equal(details.fragment, details.fragments)
    local fragment = details.fragments[1]
    assert.is_string(fragment.fenduanluyin)
    local address = "^http://127.0.0.1:" .. math.floor(details.port) .. "/api/cdrFragmentDownload%?"
    assert.matches(address, assert(fragment:url()))
    assert.equal("RIFF", assert(fragment:download()).body:sub(1, 4))
  end)

  it("has a recording with an address, which can be downloaded", function()
    local url = assert(call:recording_url())
    local body = require("socket.http").request(url)
    assert.equal(body, assert(call:download()).body)
    assert.equal(body, assert(client:request("cdrDownload",
      { recordpath = call.recordpath, recordfile = call.recordfile })).body)
  end)

  it("that did not connect has no recording, and its errors say so", function()
    local failed
    for each in client.calls:each { talktimes_max = 0 } do
      failed = failed or each
    end
    assert.same({}, failed:turns())
    for _, method in ipairs { "details", "recording_url", "download" } do
      local result, err = failed[method](failed)
      assert.is_nil(result)
      assert.matches("there is no recording", tostring(err))
    end
  end)

  it("belongs to a customer with the same turns", function()
    local customer
    for each in client.customers:each { phone = call.callee } do
      customer = each
    end
    local turns = customer:turns()
    local last = call:turns()
    assert.equal(last[1].voice, turns[1].voice)
    assert.equal(last[1].answer, turns[1].answer)
    assert.equal("RIFF", assert(customer:download()).body:sub(1, 4))
    assert.matches("/api/cdrDownload", assert(customer:recording_url()))
    assert.is_string(assert(turns[1]:url()))
    assert.equal("RIFF", assert(turns[1]:download()).body:sub(1, 4))
  end)

  it("parses transcripts that lack parts", function()
    local parse = require "ai95.resources.transcript"
    local function plain(text)
      local turns = {}
      for i, turn in ipairs(parse(client, text)) do
        turns[i] = {
          turn.voice or "-", turn.answer or "-", turn.marker or "-", turn.recording or "-",
        }
      end
      return turns
    end
    assert.same({}, plain(nil))
    assert.same({}, plain(""))
    assert.same({}, plain("  ##  "))
    assert.same({ { "v", "a", "-", "r" } }, plain("##v@@a#@r"))
    assert.same({ { "v", "-", "noinput", "-" } }, plain("v@@noinput"))
    assert.same({ { "v", "-", "-", "-" }, { "-", "a", "-", "-" } }, plain("##v####@@a"))
    assert.same({ { "v", "-", "BasedPTheEnd", "r@@x" } }, plain("v@@BasedPTheEnd#@r@@x"))
    assert.same({ { "v", "-", "nomatch", "r" }, { "w", "为", "-", "s" } },
      plain("##v@@nomatch#@r##w@@为#@s"))
  end)
end)

describe("the account:", function()
  local client

  setup(function()
    sandbox.reset()
    client = sandbox.client()
  end)

  it("AI users have the hours in which they may call", function()
    local users = assert(client.ai_users:list())
    assert.equal(3, #users)
    assert.same({ { "08:00:00", "18:00:00" }, { "08:30:00", "21:10:00" } }, users[1]:windows())
  end)

  it("projects have a template to fill in", function()
    local project = assert(client.projects:list())[1]
    assert.equal(sandbox.PROJECT, project.sn)
    assert.equal("PK\3\4", assert(project:download_template()).body:sub(1, 4))
    assert.matches("/api/exportModel%?url=", assert(project:template_url()))
  end)

  it("projects know the columns that their template has", function()
    local projects = assert(client.projects:list())
    assert.same({ "姓名", "电话", "地址" }, projects[1]:columns())
    assert.same({ "姓名", "电话", "欠费金额", "到期日" }, projects[2]:columns())
    local columns, err = projects[3]:columns() -- has none
    assert.is_nil(columns)
    assert.same({ "api", 30003 }, { err.kind, err.code })
  end)

  it("projects return an error for a template that cannot be read", function()
    local project = assert(client.projects:list())[1]
    for body, problem in pairs {
      ["PK\3\4 and nothing more"] = "template cannot be read: the workbook is damaged",
      ["\208\207\17\224\161\177\26\225"] = "template cannot be read: it is an old Office document",
    } do
      sandbox.fault("exportModel", "status", { status = 200, body = body,
        content_type = "application/octet-stream" })
      local columns, err = project:columns()
      assert.is_nil(columns)
      assert.equal("protocol", err.kind)
      assert.matches(problem, tostring(err))
    end
  end)
end)
