--- Whatever type a field of a row has, no command crashes.
local cjson = require "cjson"
local command = require "support.command"
local odd_rows = require "support.odd_rows"
local sandbox = require "support.sandbox"

describe("#plain #command rows in which one field has another type", function()
  local home, task, call

  local function answer(endpoint, body)
    sandbox.fault(endpoint, "status",
      { status = 200, content_type = "application/json", body = body, times = 0 })
  end

  setup(function()
    home = command.folder()
    sandbox.reset()
    for endpoint, class in pairs { index = "Task", cdrlist = "Call", crmList = "Customer" } do
      answer(endpoint, odd_rows.page(odd_rows.of("ai95." .. class)))
    end
    answer("cdrshow", ('{"code":0,"data":{"fragment":[%s]}}'):format(
      table.concat(odd_rows.of "ai95.Fragment", ",")))
    for endpoint, class in pairs { getAiUsers = "AiUser", getProjects = "Project" } do
      answer(endpoint, odd_rows.list(odd_rows.of("ai95." .. class)))
    end
  end)

  setup(function()
    local function first(class, key)
      return "'" .. cjson.decode(odd_rows.of(class)[1])[key] .. "'"
    end
    task, call = first("ai95.Task", "dial_task_main_sn"), first("ai95.Call", "cdr_sn")
  end)

  teardown(function() command.remove(home) end)

  -- The exit status of each command. The sandbox knows none of these rows.
  local commands = {
    ["tasks list --all"] = 0, ["tasks show TASK"] = 0, ["tasks pause TASK"] = 1,
    ["tasks watch TASK --interval 0.1"] = 0, ["calls --all"] = 0, ["calls --new HOME/mark"] = 0,
    ["customers --all"] = 0, ["ai-users"] = 0, ["projects"] = 0, ["transcript CALL"] = 0,
    ["report -o HOME/report.html"] = 0, ["archive HOME/calls"] = 1, ["doctor"] = 1,
  }
  for line, status in pairs(commands) do
    for _, form in ipairs { "", " --json", " --csv" } do
      it("do not stop ai95 " .. line .. form, function()
        local words = { HOME = home, TASK = task, CALL = call }
        local result = command.run(home, line:gsub("%u%u%u%u", words) .. form, { limit = 60 })
        assert.equal(status, result.status, result.err:sub(1, 500))
        assert.is_nil(result.err:find("internal error", 1, true))
        assert.is_nil(result.err:find "[\27\155]")
        if form ~= " --csv" then
          assert.is_nil(result.out:find "[\27\155]")
        end
      end)
    end
  end
end)
