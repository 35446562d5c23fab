local cjson = require "cjson"
local endpoints = require "ai95.api.endpoints"
local sandbox = require "support.sandbox"

describe("request:", function()
  local client, seeded

  setup(function()
    sandbox.reset()
    seeded = sandbox.seed { calls = 30 }
    client = sandbox.client()
  end)

  local function params_of(name)
    local call = name:find("^cdr[SDFs]") and client.calls:list({ talktimes_min = 1 })[1]
    local all = {
      index = {
        pageIndex = 0, pageSize = 3,
        start_create_at = "2018-05-08 15:40:10", end_create_at = 4e9,
      },
      cdrlist = { pageIndex = 0, pageSize = 3, callee = "13000000001" },
      crmList = { pageIndex = 0, pageSize = 3, status = "A,B" },
      operateTask = { pkeys = seeded.dial_task_main_id, oper = "failRe" },
      addJson = sandbox.addjson { is_zidong = "on", mark = "备注 1" },
      addExcel = {
        project_sn = sandbox.PROJECT, source = "测试 x", ai_user_sn = sandbox.AI_USER,
        upload = sandbox.WORKBOOK, mark = "备注 \"1\"", is_zidong = true,
      },
      exportModel = { project_sn = sandbox.PROJECT },
    }
    if name == "cdrshow" then
      return {
        cdr_sn = call.cdr_sn, recordpath = call.recordpath, recordfile = call.recordfile,
        connected_at = call.connected_at,
      }
    elseif name == "cdrDownload" then
      return { recordpath = call.recordpath, recordfile = call.recordfile }
    elseif name == "cdrFragmentDownload" then
      return { recordfile = call:turns()[1].recording }
    end
    return all[name] or {}
  end

  local options = { index = { extra = { "额外", "中/文 ", "n", 1, "b", true } } }

  for _, name in ipairs(endpoints.names) do
    it(name .. " works, and its signature is that of the bytes sent", function()
      local params = params_of(name)
      local before = sandbox.counts(name)
      local data, err = client:request(name, params, options[name])
      assert.is_nil(err)
      assert.is_table(data)
      local after, last = sandbox.counts(name), sandbox.last(name)
      assert.equal(before.carried_out + 1, after.carried_out)
      assert.equal(last.url_expected, last.url_received)
      assert.equal(endpoints.by_name[name].method, last.method)
    end)
  end

  local function header(last, name)
    for _, pair in ipairs(last.headers) do
      if pair[1]:lower() == name then
        return pair[2]
      end
    end
  end

  it("a POST sends JSON in the order of the document's table, with its headers", function()
    assert(client:request("index", {
      status = 4, pageSize = 5, start_create_at = "2018-05-08 15:40:10", pageIndex = 0,
    }))
    local last = sandbox.last("index")
    assert.matches('^{"url":"%x%x%x%x%x%x%x%x","user_sn":"SYSUSER|%x+","api_key":"%w+",'
      .. '"pageIndex":0,"pageSize":5,"start_create_at":"2018%-05%-08 15:40:10","status":4}$',
      last.body)
    assert.equal("application/json", header(last, "accept"))
    assert.equal("application/json;charset=utf-8", header(last, "content-type"))
    assert.is_nil(header(last, "expect"))
  end)

  it("login signs username, password and from, and nothing else", function()
    assert(client:login())
    local last = sandbox.last("login")
    assert.matches('^{"url":"%x+","username":"hln","password":"secret","from":"2"}$', last.body)
  end)

  it("absent parameters are not sent, and dates may be Unix times", function()
    assert(client:request("cdrlist", { start_create_at = 1525765210 }))
    assert.matches('"api_key":"%w+","start_create_at":"2018%-05%-08 15:40:10"}$',
      sandbox.last("cdrlist").body)
    assert(client:request("getAiUsers"))
    assert.matches('"api_key":"%w+"}$', sandbox.last("getAiUsers").body)
  end)

  it("a GET sends its query percent-encoded, and hashes the plain values", function()
    local url = assert(client:url("exportModel", { project_sn = sandbox.PROJECT },
      { extra = { "n", 12, "t", "a b+c/中" } }))
    assert.matches("/api/exportModel%?url=%x+&user_sn=SYSUSER%%7C%x+&api_key=%w+"
      .. "&project_sn=project%%7C%x+&n=12&t=a%%20b%%2Bc%%2F%%E4%%B8%%AD$", url)
    local body, status = require("socket.http").request(url)
    assert.equal(200, status)
    assert.equal("PK\3\4", body:sub(1, 4))
  end)

  it("addJson does not hash client_info_json, source and aes, and encrypts by itself", function()
    local plaintext = '{"data":[{"姓名":"甲","电话":"13800000009"}]}'
    assert(client:request("addJson", sandbox.addjson { client_info_json = plaintext, aes = true }))
    local last = sandbox.last("addJson")
    assert.is_nil(last.canonical:find("client_info_json", 1, true))
    assert.is_nil(last.canonical:find("source", 1, true))
    local sent = cjson.decode(last.body)
    assert.is_true(sent.aes)
    local core = require "ai95.core"
    assert.equal(core.aes_encrypt(plaintext, sandbox.USER_SN), sent.client_info_json)
    assert(client:request("addJson", sandbox.addjson { client_info_json = plaintext, aes = false }))
    sent = cjson.decode(sandbox.last("addJson").body)
    assert.is_nil(sent.aes)
    assert.equal(plaintext, sent.client_info_json)
  end)

  it("addExcel sends a form of strings, and the file last, from a path or from memory", function()
    local file = assert(io.open(sandbox.WORKBOOK, "rb"))
    local bytes = file:read("*a")
    file:close()
    for _, upload in ipairs { sandbox.WORKBOOK, { name = "内存.xlsx", data = bytes } } do
      local data = assert(client:request("addExcel", {
        project_sn = sandbox.PROJECT, source = "x", ai_user_sn = sandbox.AI_USER, upload = upload,
      }, { extra = { "n", 5 } }))
      assert.equal(3, data.total)
      assert.equal("13900000001", sandbox.rows(data.dial_task_main_sn)[1]["电话"])
      local last = sandbox.last("addExcel")
      assert.matches("^multipart/form%-data; boundary=", header(last, "content-type"))
      assert.truthy(last.body:find(bytes, 1, true))
      assert.matches('"n":"5"}$', last.canonical)
    end
  end)

  it("rows are plain: integers are integers, null is nil", function()
    local row = assert(client:request("index", { pageSize = 1 })).list[1]
    assert.matches("^%d+$", tostring(row.dial_task_main_id))
    assert.is_nil(row.mark)
    if math.type then
      assert.equal("integer", math.type(row.dial_task_main_id))
    end
  end)

  it("a download goes to memory, to a function, or to a file that is complete", function()
    local call = client.calls:list({ talktimes_min = 1 })[1]
    local params = { recordpath = call.recordpath, recordfile = call.recordfile }
    local memory = assert(client:request("cdrDownload", params))
    assert.equal("RIFF", memory.body:sub(1, 4))
    assert.equal(#memory.body, memory.size)
    assert.equal("audio/wav", memory.content_type)
    assert.is_nil(memory.path)

    local pieces = {}
    local function to(piece) pieces[#pieces + 1] = piece end
    local handed = assert(client:request("cdrDownload", params, { to = to }))
    assert.equal(memory.body, table.concat(pieces))
    assert.equal(#memory.body, handed.size)
    assert.is_nil(handed.body)

    local path = os.tmpname()
    local saved = assert(client:request("cdrDownload", params, { to = path }))
    assert.equal(path, saved.path)
    local file = assert(io.open(path, "rb"))
    assert.equal(memory.body, file:read("*a"))
    file:close()
    assert.is_nil(io.open(path .. ".part"))
    os.remove(path)
  end)

  it("a proxy is used if there is one, and answers may be compressed", function()
    -- nginx serves a request for a proxy as its own.
    local through = sandbox.client { base_url = "http://platform.invalid", proxy = sandbox.url }
    assert.equal(3, #assert(through:request("getProjects")))
    assert.is_true(#assert(through:request("cdrlist", { pageSize = 100 })).list >= 30)
    assert.equal("gzip", header(sandbox.last("cdrlist"), "accept-encoding"))
    assert(through:request("cdrlist", { pageSize = 5 })) -- too small to compress
    assert.is_nil(header(sandbox.last("cdrlist"), "accept-encoding"))
    local data, err = sandbox.client({ proxy = "http://127.0.0.1:1" }):request("getProjects")
    assert.is_nil(data)
    assert.equal("network", err.kind)
    assert.equal("not_sent", err.outcome)
  end)

  it("works the same over TLS with HTTP/1.1 and HTTP/2", function()
    for _, http2 in ipairs { false, true } do
      local tls = sandbox.client { base_url = sandbox.https, ca_file = sandbox.ca, http2 = http2 }
      assert.equal(3, #assert(tls:request("getProjects")))
      assert(tls:request("addJson", sandbox.addjson()))
      assert.truthy(assert(tls:request("exportModel", { project_sn = sandbox.PROJECT })).body)
    end
  end)

  it("a download works after requests that shared an HTTP/2 connection", function()
    local tls = sandbox.client { base_url = sandbox.https, ca_file = sandbox.ca, http2 = true }
    local items = {}
    for i = 1, 40 do
      items[i] = i
    end
    assert(tls:request("getProjects"))
    local _, failures = tls:parallel(16, items, function() return tls:request("getProjects") end)
    assert.is_nil(failures)
    _, failures = tls:parallel(32, items, function()
      return tls:request("exportModel", { project_sn = sandbox.PROJECT })
    end)
    assert.is_nil(failures and tostring(select(2, next(failures))))
  end)
end)
