--- The platform's time, from the Date header of its answers: in any format, unreadable or absent.
local command = require "support.command"
local sandbox = require "support.sandbox"

local AHEAD = 5000 -- seconds that the header's clock is ahead of ours

local readable = {
  "!%a, %d %b %Y %H:%M:%S GMT",
  "!%a, %d %b %Y %H:%M:%S UTC",
  "!%A, %d-%b-%y %H:%M:%S GMT",
  "!%a %b %d %H:%M:%S %Y",
  "!%a,  %d  %b %Y  %H:%M:%S  GMT",
}
local unreadable = {
  "",
  "Mon",
  "20040911",
  "soon",
  "Thu, 01 Jan 1970 00:00:00 GMT",
  "Fri, 01 Jan 2999 00:00:00 GMT",
}

local function answer_with(date)
  sandbox.fault("*", "date", { date = date, times = 0 })
end

describe("the platform's time", function()
  before_each(function() sandbox.reset() end)

  it("is read from every date format", function()
    for _, form in ipairs(readable) do
      for _, change in ipairs { tostring, string.lower } do
        sandbox.reset()
        answer_with(change(os.date(form, os.time() + AHEAD)))
        local client = sandbox.client()
        assert(client:login())
        assert.is_true(math.abs(client:server_time() - os.time() - AHEAD) <= 5, form)
      end
    end
  end)

  it("is nil without a readable date, and the local clock is used instead", function()
    for _, date in ipairs(unreadable) do
      sandbox.reset()
      sandbox.seed { calls = 5 }
      answer_with(date)
      local client = sandbox.client()
      assert(client:login())
      assert.is_nil(client:server_time())
      assert.equal(3, #assert(client.projects:list()))
      local feed = client.calls:since()
      for call in feed do
        assert.truthy(call.cdr_id)
      end
      assert.is_true(feed:watermark():find(os.date "!%Y", 1, true) ~= nil, feed:watermark())
    end
  end)

  it("is not needed to find out whether a request succeeded", function()
    for _, fault in ipairs { "close_before", "close_after" } do
      sandbox.reset()
      sandbox.fault("addJson", fault)
      answer_with ""
      local client, ledger = sandbox.client(), os.tmpname()
      os.remove(ledger)
      local imported = assert(client.tasks:import {
        project_sn = sandbox.PROJECT,
        ai_user_sn = sandbox.AI_USER,
        source = "测试",
        columns = sandbox.COLUMNS,
        rows = sandbox.customers(3),
        ledger = ledger,
        reconcile_timeout = 0.1,
      })
      assert.equal(3, imported.success)
      assert.equal(1, #sandbox.state().tasks)
      os.remove(ledger)
    end
  end)

  it("is compared with a date in Retry-After", function()
    sandbox.fault("getProjects", "status", { status = 429, times = 0,
      retry_after = os.date("!%A, %d-%b-%y %H:%M:%S UTC", os.time() + 100) })
    local _, err = sandbox.client({ max_retries = 0 }):request("getProjects")
    assert.is_true(err.retry_after > 90 and err.retry_after <= 100, tostring(err.retry_after))
  end)

  it("#plain #command is not needed by the command", function()
    local home = command.folder()
    sandbox.seed { calls = 5 }
    answer_with ""
    local result = command.run(home, "doctor")
    assert.equal(0, result.status, result.out)
    assert.matches("the platform did not send its time", result.out)
    result = command.run(home, "report -o " .. home .. "/report.html")
    assert.equal(0, result.status, result.err)
    result = command.run(home, "calls --new " .. home .. "/mark --csv")
    assert.equal(0, result.status, result.err)
    command.remove(home)
  end)
end)

