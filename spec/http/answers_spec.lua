--- JSON with other things around it.
local sandbox = require "support.sandbox"

describe("an answer", function()
  local client

  before_each(function()
    sandbox.reset()
    sandbox.seed { calls = 300 }
    client = sandbox.client()
  end)

  for _, form in ipairs { "mark", "spaces", "spaces,mark" } do
    it("is read with " .. form .. ", at every endpoint", function()
      sandbox.fault("*", "form", { form = form, times = 0 })
      assert(client:login())
      local task = assert(client.tasks:list())[1]
      local call = assert(client.calls:list { talktimes_min = 1 })[1]
      assert.equal(300, #assert(client.calls:list { pageSize = 300 }))
      assert.equal(200, #assert(client.customers:list()))
      assert.equal(3, #assert(client.ai_users:list()))
      assert.equal(3, #assert(client.projects:list()))
      assert(call:details())
      assert(call:download())
      assert(task:pause())
      assert.equal(1, assert(client:request("addJson", sandbox.addjson())).success)
      assert.equal(3, assert(client.tasks:import_excel { project_sn = sandbox.PROJECT,
        source = "测试", ai_user_sn = sandbox.AI_USER, upload = sandbox.WORKBOOK }).success)
    end)
  end

  local around = {
    notice = "<br /> <b>Notice</b>: Undefined index: team_sn in <b>/var/www/api.php</b>",
    comment = "{",
    callback = "callback({",
  }
  for form, excerpt in pairs(around) do
    it("with a " .. form .. " is an error that shows how it begins", function()
      assert(client:login())
      sandbox.fault("*", "form", { form = form, times = 0 })
      for _, name in ipairs { "index", "getProjects", "addJson", "cdrlist" } do
        local data, err = client:request(name, name == "addJson" and sandbox.addjson() or nil)
        assert.is_nil(data)
        assert.same({ "protocol", "unknown" }, { err.kind, err.outcome })
        assert.equal("application/json, charset=utf-8", err.content_type)
        assert.equal(1, (err.excerpt:gsub(" +", " ")):find(excerpt, 1, true), err.excerpt)
        assert.is_nil(err.excerpt:find("138000", 1, true))
      end
      assert.equal(1, sandbox.counts("addJson").received)
    end)
  end
end)
