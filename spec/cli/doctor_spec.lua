--- The doctor finds problems, suggests fixes, and does not stop at the first problem.
local cjson = require "cjson"
local command = require "support.command"
local files = require "support.files"
local sandbox = require "support.sandbox"

local has_workbook = pcall(require, "ai95.workbook")
local has_database = pcall(require, "dbd.sqlite3") or pcall(require, "dbd.postgresql")
  or pcall(require, "dbd.mysql")

describe("#plain #command the doctor", function()
  local home

  before_each(function()
    home = command.folder()
    sandbox.reset()
  end)

  after_each(function() command.remove(home) end)

  --- Its results by check, its exit status, and its error messages.
  local function examine(env, arguments)
    local result = command.run(home, "doctor --json " .. (arguments or ""), { env = env })
    local checks, order = {}, {}
    for line in result.out:gmatch("[^\n]+") do
      local check = cjson.decode(line)
      checks[check.check], order[#order + 1] = check, check.check
      assert.truthy(check.result ~= "failed" or check.advice, line)
    end
    assert.equal(23, #order)
    assert.is_nil((result.out .. result.err):find("secret", 1, true))
    return checks, result.status, result.err
  end

  local function failed(checks)
    local list = {}
    for name, check in pairs(checks) do
      if check.result == "failed" then
        list[#list + 1] = name
      end
    end
    table.sort(list)
    return list
  end

  it("reports no problem in a correct setup", function()
    sandbox.seed { calls = 12 }
    local checks, status, err = examine()
    assert.same({ 0, "" }, { status, err })
    for name, check in pairs(checks) do
      local is_skipped = name == "certificates" or (name == "ai95.workbook" and not has_workbook)
        or (name == "LuaDBI" and not has_database)
      assert.equal(is_skipped and "skipped" or "ok", check.result, name)
    end
    assert.equal("12 calls", checks.cdrlist.detail)
    assert.matches("^32%d%d%d bytes, audio/wav", checks.cdrDownload.detail)
    assert.matches("username=hln %(AI95_USERNAME%), password=… %(AI95_PASSWORD%)",
      checks.settings.detail)
    assert.equal(0, sandbox.counts("addJson").received + sandbox.counts("operateTask").received)
  end)

  it("prints each check on a line for a person", function()
    local result = command.run(home, "doctor", { env = { AI95_PASSWORD = "wrong" } })
    assert.equal(1, result.status)
    assert.matches("ok       signing              matches the platform's document; AES works\n",
      result.out)
    assert.matches("failed   login                "
      .. "the platform answered 20004 .-: wrong username or password\n"
      .. "         → check username and password", result.out)
    assert.matches("skipped  cdrlist              needs a login\n", result.out)
    assert.equal("ai95: a check failed\n", result.err)
  end)

  it("has one header in CSV", function()
    local out = command.run(home, "doctor --csv --fields check,result").out
    assert.matches("^check,result\nLua,ok\n", out)
    assert.equal(24, select(2, out:gsub("\n", "")))
  end)

  it("skips the recordings if there are no calls yet", function()
    local checks, status = examine()
    assert.equal(0, status)
    assert.same({ "skipped", "no call has a recording yet" },
      { checks.cdrshow.result, checks.cdrshow.detail })
  end)

  it("looks for the drivers of databases, which are optional", function()
    local check
    for _, each in ipairs(require "ai95.doctor.machine") do
      check = each[1] == "LuaDBI" and each[2] or check
    end
    local path, cpath, loaded = package.path, package.cpath, {}
    for _, name in ipairs { "dbd.sqlite3", "dbd.postgresql", "dbd.mysql" } do
      loaded[name], package.loaded[name] = package.loaded[name], nil
    end
    package.path, package.cpath = "", ""
    local result, detail, advice = check {}
    package.path, package.cpath = path, cpath
    for name, module in pairs(loaded) do
      package.loaded[name] = module
    end
    assert.same({ "skipped", "not installed: `ai95 sync` has no database to write into" },
      { result, detail })
    assert.matches("Debian: lua%-dbi%-sqlite3", advice)
  end)

  it("looks for the module for workbooks, which is optional", function()
    local check
    for _, each in ipairs(require "ai95.doctor.machine") do
      check = each[1] == "ai95.workbook" and each[2] or check
    end
    local loaded, cpath = package.loaded["ai95.workbook"], package.cpath
    package.loaded["ai95.workbook"], package.cpath = nil, "/nonexistent/?.so"
    local result, detail, advice = check {}
    assert.equal("skipped", result)
    assert.matches("imports cannot read .xlsx", detail)
    assert.matches("install libzip and expat .* the rock ai95%-workbook", advice)
    files.write(home .. "/workbook.so", "no library")
    package.cpath = home .. "/workbook.so"
    result, detail, advice = check {}
    package.loaded["ai95.workbook"], package.cpath = loaded, cpath
    assert.equal("failed", result)
    assert.is_truthy(detail ~= "" and not detail:find "\n" and advice)
  end)

  it("finds missing and wrong settings", function()
    local checks, status = examine { AI95_BASE_URL = false }
    assert.equal(1, status)
    assert.same({ "settings" }, failed(checks))
    assert.matches("the setting base_url is missing", checks.settings.detail)
    checks = examine { AI95_TIMEOUT = "-1" }
    assert.same({ "settings" }, failed(checks))
    assert.matches('option "timeout" must be seconds', checks.settings.detail)
    checks, status = examine { AI95_PASSWORD = false }
    assert.equal(1, status)
    assert.same({ "login" }, failed(checks))
    assert.same({ "failed", "the password is missing, and there is no terminal to ask at" },
      { checks.login.result, checks.login.detail })
    assert.matches("AI95_PASSWORD", checks.login.advice)
  end)

  it("finds a platform that does not respond", function()
    local checks, status = examine { AI95_BASE_URL = "http://127.0.0.1:1", AI95_MAX_RETRIES = "0" }
    assert.equal(1, status)
    assert.same({ "login" }, failed(checks))
    assert.matches("check base_url, the name server", checks.login.advice)
    assert.equal("skipped", checks.clock.result)
  end)

  it("finds another server at the platform's address", function()
    sandbox.fault("login", "html", { carry_out = false, times = 0 })
    local checks = examine { AI95_MAX_RETRIES = "0" }
    assert.same({ "login" }, failed(checks))
    assert.matches("something else than the platform answers", checks.login.advice)
  end)

  it("finds an account that cannot make calls", function()
    local checks, status = examine { AI95_USERNAME = "noai" }
    assert.equal(1, status)
    assert.same({ "getAiUsers" }, failed(checks))
    assert.equal("0 AI users: no import can work", checks.getAiUsers.detail)
    sandbox.fault("getProjects", "status", {
      status = 200, content_type = "application/json", body = '{"code":0,"data":[]}',
    })
    checks = examine()
    assert.same({ "getProjects" }, failed(checks))
    assert.equal("0 project templates: no import can work", checks.getProjects.detail)
  end)

  it("finds untrusted and unverified certificates", function()
    local checks = examine { AI95_BASE_URL = sandbox.https, AI95_CA_FILE = sandbox.ca }
    assert.same({}, failed(checks))
    assert.same({ "ok", sandbox.ca .. " (certificates: 1)" },
      { checks.certificates.result, checks.certificates.detail })
    for _, env in ipairs {
      { AI95_BASE_URL = sandbox.https },
      { AI95_BASE_URL = sandbox.expired, AI95_CA_FILE = sandbox.ca },
      { AI95_BASE_URL = sandbox.wrong_name, AI95_CA_FILE = sandbox.ca },
    } do
      checks = examine(env)
      assert.same({ "login" }, failed(checks))
      assert.matches("check the machine's clock and base_url", checks.login.advice)
    end
    checks = examine { AI95_BASE_URL = sandbox.https, AI95_CA_FILE = "README.md" }
    assert.same({ "certificates", "login" }, failed(checks))
    assert.matches("must be a PEM file", checks.certificates.advice)
    checks = examine({ AI95_BASE_URL = sandbox.https }, "--no-verify")
    assert.same({ "certificates" }, failed(checks))
  end)

  it("prints a proxy without its password", function()
    local checks = examine { http_proxy = "http://me:geheim@127.0.0.1:1", AI95_MAX_RETRIES = "0" }
    assert.same({ "login" }, failed(checks))
    assert.equal("from the environment: http_proxy=http://…@127.0.0.1:1", checks.proxy.detail)
    checks = examine { AI95_PROXY = "http://me:geheim@127.0.0.1:1", AI95_MAX_RETRIES = "0" }
    assert.equal("from the settings: http://…@127.0.0.1:1", checks.proxy.detail)
    assert.is_nil(checks.settings.detail:find("geheim", 1, true))
  end)

  it("finds a wrong clock", function()
    sandbox.reset { clock_offset = 300 }
    local checks, status = examine()
    assert.equal(1, status)
    assert.same({ "clock" }, failed(checks))
    assert.matches("this machine is %d+ seconds behind the platform", checks.clock.detail)
    assert.matches("NTP", checks.clock.advice)
  end)

  it("finds an unusable store", function()
    local checks = examine { AI95_STORE = "/nonexistent/store" }
    assert.same({ "store" }, failed(checks))
    local other = os.tmpname() -- a file that is no store; opening it makes a lock file
    files.write(other, "not ours")
    checks = examine { AI95_STORE = other }
    os.remove(other)
    os.remove(other .. ".lock")
    assert.same({ "store" }, failed(checks))
    assert.matches("is no store of api_keys", checks.store.detail)
  end)

  it("counts the rows of a page without a total", function()
    sandbox.fault("cdrlist", "status", {
      status = 200, content_type = "application/json",
      body = '{"code":0,"data":{"list":[{"cdr_id":1,"cdr_sn":"1"}]}}',
    })
    assert.equal("1 calls", examine().cdrlist.detail)
  end)

  it("finds that the platform limits requests", function()
    sandbox.fault("crmList", "status", { status = 429, times = 0 })
    local checks = examine { AI95_MAX_RETRIES = "0" }
    assert.same({ "crmList" }, failed(checks))
    assert.matches("limits the number of requests: try later", checks.crmList.advice)
  end)

  it("finds an endpoint that fails, and continues", function()
    sandbox.seed { calls = 12 }
    sandbox.fault("crmList", "code", { code = 500, times = 0 })
    sandbox.fault("cdrDownload", "status", { status = 404, times = 0 })
    local checks, status, err = examine()
    assert.equal(1, status)
    assert.same({ "cdrDownload", "crmList" }, failed(checks))
    assert.equal("ai95: 2 checks failed\n", err)
    assert.equal("ok", checks.exportModel.result)
  end)
end)
