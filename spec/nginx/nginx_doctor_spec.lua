--- The doctor in a worker of nginx.
local cjson = require "cjson"
local nginx_case = require "support.nginx_case"
local sandbox = require "support.sandbox"

describe("the doctor inside nginx #nginx", function()
  local start = nginx_case { http = "lua_shared_dict ai95 128k;" }

  --- Its checks by name.
  local function examine(options)
    local server = start { server = ([[
      location = /doctor {
        content_by_lua_block {
          local cjson, reported = require "cjson", 0
          local checks = ai95.doctor(%s, function() reported = reported + 1 end)
          assert(reported == #checks)
          ngx.print(cjson.encode(checks))
        }
      }
    ]]):format(options) }
    local body, checks = server:get "/doctor", {}
    assert.is_nil(body:find("secret", 1, true))
    for _, check in ipairs(cjson.decode(body)) do
      checks[check.check] = check
    end
    return checks
  end

  it("finds no problem in a correct setup", function()
    sandbox.seed { calls = 12 }
    local checks = examine(([[{ base_url = "%s", username = "hln", password = "secret",
      store = ai95.store.shdict "ai95" }]]):format(sandbox.url))
    local optional = { certificates = true, ["ai95.workbook"] = true, LuaDBI = true }
    for name, check in pairs(checks) do
      assert.is_true(check.result == "ok" or optional[name] == true, name .. " " .. check.detail)
    end
    assert.matches("username=hln %(given%)", checks.settings.detail)
    assert.equal("12 calls", checks.cdrlist.detail)
  end)

  it("finds what is wrong, and goes on", function()
    local checks = examine(([[{ base_url = "%s", username = "hln", password = "wrong" }]])
      :format(sandbox.url))
    assert.equal("ok", checks.store.result)
    assert.equal("failed", checks.login.result)
    assert.matches("20004", checks.login.detail)
    assert.equal("skipped", checks.cdrlist.result)
  end)

  for options, problem in pairs {
    ["{}"] = "option \"base_url\" is missing .*env AI95_BASE_URL;",
    ["{ base_ulr = \"x\" }"] = "unknown option \"base_ulr\"",
  } do
    it("finds what is wrong with the options " .. options, function()
      local checks = examine(options)
      assert.equal("failed", checks.settings.result)
      assert.matches(problem, checks.settings.detail)
      assert.equal("skipped", checks.login.result)
    end)
  end
end)
