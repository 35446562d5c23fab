--- Every code of the document's table, with its cause.
local codes = require "ai95.api.codes"
local core = require "ai95.core"
local encoded = require "support.encoded"
local sandbox = require "support.sandbox"

local function many_rows(count)
  local encoder = core.rows({ "姓名", "电话" }, core.checker())
  for i = 1, count do
    assert(encoder:add({ "客", ("138%08d"):format(i) }, i))
  end
  return encoded(encoder)
end

local function excel(more)
  local params = {
    project_sn = sandbox.PROJECT, source = "x", ai_user_sn = sandbox.AI_USER,
    upload = sandbox.WORKBOOK,
  }
  for name, value in pairs(more) do
    params[name] = value
  end
  return params
end

describe("the platform's code", function()
  local client

  setup(function()
    sandbox.reset { max_waiting = 30500 }
    sandbox.seed { calls = 2 }
    client = sandbox.client()
  end)

  local function gives(code, cause, name, params, options)
    it(("%d: %s"):format(code, cause), function()
      local before = sandbox.counts(name)
      local own = options and sandbox.client(options) or client
      local data, err = own:request(name, params)
      assert.is_nil(data)
      assert.equal(code, err.code)
      assert.equal(codes.meanings[code], err.meaning)
      assert.equal("rejected", err.outcome)
      assert.equal(name, err.endpoint)
      assert.is_string(err.msg)
      assert.matches(("^ai95: the platform answered %d "):format(code), tostring(err))
      assert.equal((code > 20003 and code < 20008) and "auth" or "api", err.kind)
      assert.equal(before.carried_out, sandbox.counts(name).carried_out)
    end)
  end

  gives(20004, "a wrong password", "login", { password = "wrong" })
  gives(20007, "an account without the right", "addJson", sandbox.addjson(), { username = "guest" })
  gives(30003, "an empty template", "addJson",
    sandbox.addjson { project_sn = sandbox.EMPTY_PROJECT })
  gives(30005, "30,001 rows", "addJson", sandbox.addjson { client_info_json = many_rows(30001) })
  gives(30006, "no rows", "addJson", sandbox.addjson { client_info_json = '{"data":[]}' })
  gives(30006, "no JSON", "addJson", sandbox.addjson { client_info_json = "x", aes = true })
  gives(30006, "columns in the wrong order", "addJson",
    sandbox.addjson { client_info_json = '{"data":[{"电话":"13800000001","姓名":"x"}]}' })
  gives(30008, "an invalid phone number", "addJson",
    sandbox.addjson { client_info_json = '{"data":[{"姓名":"x","电话":"1.38E+10"}]}' })
  gives(30009, "no AI user", "addJson", sandbox.addjson { ai_user_sn = "" })
  gives(30010, "an unknown AI user", "addJson", sandbox.addjson { ai_user_sn = "SYSUSER|x" })
  gives(30010, "an account without AI users", "addJson", sandbox.addjson(), { username = "noai" })
  gives(30011, "an unknown task", "addJson", sandbox.addjson { dial_task_main_sn = "x" })
  gives(30011, "an unknown task", "operateTask", { pkeys = 999999, oper = "stop" })
  gives(50001, "no task", "operateTask", { pkeys = 0, oper = "stop" })
  gives(30002, "a damaged workbook", "addExcel",
    excel { upload = { name = "x.xlsx", data = "PK\3\4xxxxxxxx" } })

  it("30004: too many rows wait", function()
    local function import(count)
      return client:request("addJson", sandbox.addjson { client_info_json = many_rows(count) })
    end
    assert(import(30000))
    local data, err = import(501)
    assert.is_nil(data)
    assert.equal(30004, err.code)
    assert.equal("rejected", err.outcome)
  end)

  -- The library prevents their causes, so the sandbox sends these codes by a fault.
  for _, code in ipairs { 10001, 20001, 20002, 20003, 30001, 40001 } do
    it(code .. ": sent by a fault", function()
      sandbox.fault("login", "code", { code = code })
      local data, err = client:login()
      assert.is_nil(data)
      assert.equal(code, err.code)
      assert.equal(code == 40001 and "auth" or "api", err.kind)
      assert.equal(codes.meanings[code], err.meaning)
    end)
  end

  it("that no table lists is still an error", function()
    sandbox.fault("cdrlist", "code", { code = 31234, msg = "其他\r\n原因" })
    local data, err = client:request("cdrlist")
    assert.is_nil(data)
    assert.equal(31234, err.code)
    assert.equal("其他\r\n原因", err.msg)
    assert.matches("31234 其他 原因: ", tostring(err))
    assert.is_nil(tostring(err):find("[\r\n]"))
    assert.matches("does not list", err.meaning)
  end)
end)
