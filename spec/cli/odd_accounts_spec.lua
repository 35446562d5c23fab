--- Accounts and AI users whose `expired` or times of day differ from the document: the command
--- prints the values as the platform sent them.
local cjson = require "cjson"
local command = require "support.command"
local sandbox = require "support.sandbox"

-- Each value in JSON, and as the command prints it.
local FORMS = {
  { '"0000-00-00"', "0000-00-00" },
  { '"0000-00-00 00:00:00"', "0000-00-00 00:00:00" },
  { '""', "" },
  { "null", "" },
  { "20990308", "20990308" },
  { "0", "0" },
  { "4076150400", "4076150400" },
  { '"永久"', "永久" },
  { "false", "false" },
  { '"2099-13-45"', "2099-13-45" },
  { "[]", "[]" },
  { '{"date":"2099-03-08"}', '{"date":"2099-03-08"}' },
  { "87.5", "87.5" },
}

local LOGIN = '{"code":0,"data":{"user_name":"hln","user_sn":"%s","team_name":"x","expired":%s,'
  .. '"ai_count":1,"api_key":"00000000","api_key_expire":4076150400}}'
local AI_USER = '{"code":0,"data":[{"user_sn":"%s","user_name":"AI","max_call_count":5,'
  .. '"start_at_one":%s,"end_at_one":%s,"expired":%s}]}'

local function answer(endpoint, body)
  sandbox.fault(endpoint, "status", {
    status = 200,
    content_type = "application/json",
    body = body,
    times = 0,
  })
end

describe("#plain #command #once an odd", function()
  local home

  before_each(function()
    sandbox.reset()
    home = command.folder()
  end)

  after_each(function() command.remove(home) end)

  local function run(arguments)
    local result = command.run(home, arguments, { env = { AI95_STORE = "memory" } })
    local output = result.out .. result.err
    assert.is_nil(output:find("internal error", 1, true), output)
    return result
  end

  it("expiry of an account is shown by login and doctor", function()
    for _, form in ipairs(FORMS) do
      sandbox.reset()
      answer("login", LOGIN:format(sandbox.USER_SN, form[1]))
      local result = run "login --csv --fields expired"
      assert.equal(0, result.status, result.err)
      local unquoted = result.out:gsub('\n""\n', "\n\n"):gsub('""', '"'):gsub('"({.*})"', "%1")
      assert.equal("expired\n" .. form[2] .. "\n", unquoted)
      assert.equal(0, run("login").status)
      local login
      for line in run("doctor --json").out:gmatch "[^\n]+" do
        local check = cjson.decode(line)
        login = check.check == "login" and check or login
      end
      assert.equal("ok", login.result, login.detail)
      local shown = form[2] == "" and "?" or form[2]:find "^[%[{]" and "?" or form[2]
      assert.truthy(login.detail:find("expires " .. shown, 1, true), login.detail)
    end
  end)

  it("expiry of an AI user is shown by every command that reads it", function()
    for _, form in ipairs(FORMS) do
      sandbox.reset()
      sandbox.seed { calls = 3 }
      answer("getAiUsers", AI_USER:format(sandbox.AI_USER, '"08:00:00"', '"18:00:00"', form[1]))
      local commands = { "ai-users", "ai-users --json", "doctor", "report -o report.html" }
      for _, arguments in ipairs(commands) do
        local result = command.run(home, arguments, { before = "cd " .. home .. " &&" })
        assert.equal(0, result.status, arguments .. result.out .. result.err)
      end
      local result = run "ai-users --csv --fields windows,is_expired,expired"
      local expected = "08:00-18:00,false," .. form[2]:gsub('["{].*', "")
      assert.truthy(result.out:find(expected, 1, true), result.out)
    end
  end)

  it("time of day is shown as text", function()
    for _, case in ipairs {
      { "8", "18", "8-18" },
      { '"08:00:00"', "18", "08:00-18" },
      { "80000", "180000", "80000-180000" },
      { "null", '"18:00:00"', "" },
      { '"08:00:00"', '""', "" },
      { "[]", "{}", "" },
      { "true", "true", "1-1" },
      { '"早上"', '"晚上"', "早上-晚上" },
    } do
      sandbox.reset()
      sandbox.seed { calls = 3 }
      answer("getAiUsers", AI_USER:format(sandbox.AI_USER, case[1], case[2], '"2099-12-31"'))
      for _, arguments in ipairs { "ai-users", "report -o report.html" } do
        local result = command.run(home, arguments, { before = "cd " .. home .. " &&" })
        assert.equal(0, result.status, arguments .. case[1] .. result.err)
      end
      local result = run "ai-users --json"
      assert.equal(case[3], cjson.decode(result.out).windows)
    end
  end)
end)
