--- Whatever type a field of a row has, every page of the console is shown.
local consoles = require "support.console"
local odd_rows = require "support.odd_rows"
local sandbox = require "support.sandbox"

describe("the call console #nginx, if a field of a row has another type,", function()
  local visitor

  consoles.use(function(_, ...) visitor = ... end)

  local function answer(endpoint, body, times)
    sandbox.fault(endpoint, "status",
      { status = 200, content_type = "application/json", body = body, times = times or 0 })
  end

  local function answer_all()
    answer("cdrlist", odd_rows.page(odd_rows.of "ai95.Call"))
    answer("crmList", odd_rows.page(odd_rows.of "ai95.Customer"))
    answer("getAiUsers", odd_rows.list(odd_rows.of "ai95.AiUser"))
    answer("cdrshow", ('{"code":0,"data":{"fragment":[%s]}}'):format(
      table.concat(odd_rows.of "ai95.Fragment", ",")))
  end

  local function shown(path)
    local html, status = visitor:ask(path)
    assert.equal(200, status, path .. " " .. html:sub(1, 500))
    assert.is_nil(html:find("<script>alert", 1, true))
    return html
  end

  it("shows the campaigns", function()
    local rows = odd_rows.of "ai95.Task"
    answer_all()
    answer("index", odd_rows.page(rows))
    shown "/"
  end)

  it("shows each campaign, and its calls", function()
    answer_all()
    local step = tonumber(os.getenv "AI95_ROW_STEP" or 8) -- 1: all rows, which takes a minute
    local rows = odd_rows.of "ai95.Task"
    for i = 1, #rows, step do
      local row = rows[i]
      local sn = odd_rows.read("ai95.Task", row).dial_task_main_sn
      if not sn:find "%c" then -- the console refuses such addresses
        answer("index", odd_rows.page { row }, 1)
        shown(consoles.task_path(sn))
      end
    end
  end)

  it("shows a call", function()
    answer_all()
    local task = odd_rows.of("ai95.Task")[1]
    answer("index", odd_rows.page { task })
    local call = odd_rows.read("ai95.Call", odd_rows.of("ai95.Call")[1])
    shown(consoles.address("/call", {
      task = odd_rows.read("ai95.Task", task).dial_task_main_sn, sn = call.cdr_sn,
      at = call.connected_at,
    }))
  end)
end)
