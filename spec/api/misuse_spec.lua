local sandbox = require "support.sandbox"

describe("misuse raises, names the parameter, and sends nothing:", function()
  local client

  setup(function()
    sandbox.reset()
    client = sandbox.client()
  end)

  teardown(function()
    for name, counts in pairs(sandbox.state().endpoints) do
      assert.equal(0, counts.received, name)
    end
  end)

  local function refused(name, params, message, options)
    it(("%s: %s"):format(name, message), function()
      local ok, raised = pcall(client.request, client, name, params, options)
      assert.is_false(ok)
      assert.matches(message, raised)
    end)
  end

  refused("cdrList", {}, 'unknown endpoint "cdrList" %(did you mean "cdrlist"%?%)')
  refused("cdrlist", { pageindex = 0 },
    'unknown parameter "pageindex" %(did you mean "pageIndex"%?%)')
  refused("cdrlist", { pageIndex = "0" }, '"pageIndex" must be a whole number')
  refused("cdrlist", { pageIndex = 1.5 }, '"pageIndex" must be a whole number')
  refused("cdrlist", { start_create_at = "tomorrow" },
    '"start_create_at" must be a date %(2024%-05%-31, .*yesterday, .*or a Unix time, got another')
  refused("cdrshow", { cdr_sn = "s", recordpath = "/", recordfile = "f", connected_at = "today" },
    '"connected_at" must be a date')
  refused("cdrlist", { start_create_at = "2018-13-01" }, '"start_create_at" must be a date')
  refused("cdrlist", { start_create_at = "2018-05-08 24:00:00" },
    '"start_create_at" must be a date')
  refused("cdrlist", { callee = 13800000000 }, '"callee" must be a string, got a number')
  refused("cdrlist", setmetatable({}, { __index = { callee = 1 } }),
    '"callee" must be a string, got a number')
  refused("cdrlist", { callee = "\255" }, '"callee" is not valid UTF%-8 %(byte 1%)')
  refused("cdrlist", { callee = "1\0" }, '"callee" contains a NUL byte')
  for kind, value in pairs { number = 1, table = { data = {} }, userdata = io.stdout } do
    refused("addJson", sandbox.addjson { client_info_json = value },
      '"client_info_json" must be a string, got a ' .. kind)
  end
  refused("addJson", sandbox.addjson { client_info_json = "{}\0" },
    '"client_info_json" contains a NUL byte')
  refused("cdrlist", "x", "the parameters must be a table")
  refused("cdrlist", { to = "x" }, 'unknown parameter "to"')
  refused("operateTask", { oper = "stop" }, 'parameter "pkeys" is missing')
  refused("operateTask", { pkeys = 1, oper = "pause" },
    "must be one of: delete, failRe, keepOn, stop")
  refused("operateTask", { pkeys = 1, oper = "stop", project_type = 1 }, "must be one of: 2")
  refused("cdrDownload", { recordpath = "/home/record" }, 'parameter "recordfile" is missing')
  refused("cdrDownload", { recordpath = "a", recordfile = "b" },
    "`to` must be a path, a function or absent", { to = 5 })
  refused("cdrDownload", { recordpath = "a", recordfile = "b", to = "x" },
    'unknown parameter "to" %(it is an option')
  refused("index", {}, 'the option "to" is for downloads', { to = "x" })
  refused("index", {}, '"host" must be a host', { host = "evil/path" })
  refused("index", {}, 'unknown option "timout" %(did you mean "timeout"', { timout = 1 })
  refused("index", {}, 'option "timeout" must be seconds, more than 0', { timeout = -1 })
  refused("index", {}, 'option "base_url" belongs to the login', { base_url = "http://x" })
  refused("index", {}, "the options must be a table, got a number", 5)
  refused("index", { end_create_at = math.huge }, '"end_create_at" must be a date')
  refused("index", { end_create_at = -math.huge }, '"end_create_at" must be a date')
  refused("index", { end_create_at = 0 / 0 }, '"end_create_at" must be a date')
  refused("index", { pageIndex = math.huge }, '"pageIndex" must be a whole number')
  refused("index", { pageIndex = 0 / 0 }, '"pageIndex" must be a whole number')
  refused("addJson", sandbox.addjson { aes = "true" }, '"aes" must be a boolean')
  refused("addJson", sandbox.addjson { is_zidong = "yes" }, '"is_zidong" must be a boolean')
  refused("addExcel", { project_sn = "p", source = "s", ai_user_sn = "a" },
    'parameter "upload" is missing')
  refused("addExcel", { project_sn = "p", source = "s", ai_user_sn = "a", upload = {} },
    '"upload" must be a path, or')
  refused("index", {}, "extra must be a flat list", { extra = { "a" } })
  refused("index", {}, "extra must be a flat list", { extra = { name = "value" } })
  refused("index", {}, "extra must be a flat list", { extra = { "a", 1, name = "value" } })
  refused("index", {}, "extra: item 1 must be a name", { extra = { 1, 2 } })
  refused("index", {}, 'extra: "status" is not extra', { extra = { "status", 2 } })
  refused("index", {}, 'extra: "api_key" is not extra', { extra = { "api_key", "x" } })
  refused("index", {}, 'extra: "a" is a table', { extra = { "a", {} } })

  local function import(more)
    local params = {
      project_sn = sandbox.PROJECT, source = "s", ai_user_sn = sandbox.AI_USER,
      columns = sandbox.COLUMNS,
      rows = sandbox.customers(3),
    }
    for name, value in pairs(more) do
      params[name] = value
    end
    return function() client.tasks:import(params) end
  end

  it("an import whose columns do not begin with 姓名 and 电话", function()
    assert.error_matches(import { columns = { "电话", "姓名" } }, "first two columns must be 姓名 and 电话")
    assert.error_matches(import { columns = { "姓名" } }, "first two columns must be 姓名 and 电话")
    assert.error_matches(import { columns = 1 }, '"columns" must be a list, got a number')
    assert.error_matches(function()
      client.tasks:import { project_sn = "p", source = "s", ai_user_sn = "a", rows = {} }
    end, '"columns" is missing')
    assert.error_matches(import { columns = { "姓名", "电话", "电话" } }, "column 电话 is there twice")
  end)

  it("an import with a row that cannot be sent, anywhere in the list", function()
    local rows = sandbox.customers(6000)
    rows[5999] = { "客户", "13800000000" }
    assert.error_matches(import { rows = rows }, "row 5999, column 地址: missing")
    rows[5999] = { "客户", "13800000000", "\255" }
    assert.error_matches(import { rows = rows }, "row 5999, column 地址: not valid UTF%-8")
  end)

  it("an import in chunks that the platform would refuse", function()
    assert.error_matches(import { chunk = 30001 }, '"chunk" must be 1 to 30000 rows')
    assert.error_matches(import { chunk = 0 }, '"chunk" must be 1 to 30000 rows')
  end)

  it("an import with an unknown parameter, or one of the wrong type", function()
    assert.error_matches(import { colums = {} },
      'unknown parameter "colums" %(did you mean "columns"%?%)')
    assert.error_matches(import { rows = "x" }, '"rows" must be a list or an iterator')
    assert.error_matches(import { progress = 1 }, '"progress" must be a function')
    assert.error_matches(import { source = 1 }, '"source" must be a string, got a number')
    assert.error_matches(import { is_zidong = "yes" },
      '"is_zidong" must be a boolean, got a string')
    assert.error_matches(function() client.tasks:import { rows = {} } end,
      '"project_sn" is missing')
    assert.error_matches(function() client.tasks:import() end, "import takes a table")
  end)

  it("a method that is called with a dot", function()
    for _, name in ipairs { "list", "each" } do
      assert.error_matches(function() client.calls[name] { pageSize = 1 } end,
        "call it with a colon")
    end
  end)

  it("the address of a POST endpoint", function()
    assert.error_matches(function() client:url("cdrlist") end, "cdrlist is a POST endpoint")
  end)

  it("parallel without a width, items or a function", function()
    assert.error_matches(function() client:parallel(0, {}, print) end,
      '"width" must be a whole number, 1 or more')
    assert.error_matches(function() client:parallel(1, 5, print) end,
      '"items" must be a list or an iterator')
    assert.error_matches(function() client:parallel(1, {}, nil) end, '"fn" is missing')
    assert.error_matches(function() client:parallel(1, {}, 5) end, '"fn" must be a function')
  end)

  it("with the line of the program in the message", function()
    local HERE = "^spec/api/misuse_spec.lua:%d+: "
    local _, message = pcall(function() client.tasks:list { pageindex = 1 } end)
    assert.matches(HERE, message)
    _, message = pcall(function()
      for _ in client.calls:each { talktime_min = 1 } do break end -- luacheck: ignore 512
    end)
    assert.matches(HERE, message)
  end)
end)
