--- The host's locale changes neither the requests nor the results. A decimal comma would break
--- signatures, and in Turkish string.upper writes "VERiFY".
local command = require "support.command"
local files = require "support.files"
local locales = require "support.locales"
local sandbox = require "support.sandbox"
local lua = require("support.program").lua
local xlsx = require "support.workbook"

-- A small campaign, from the options to the recordings, then numbers and error messages.
local PROGRAM = [[
  assert(os.setlocale(arg[1]))
  local ai95, core = require "ai95", require "ai95.core"
  assert(os.setlocale(arg[1]))
  local folder, project, ai_user = arg[2], arg[3], arg[4]
  local client = ai95.new {}
  print(client:login().user_name)
  print(#client.projects:list(), client.ai_users:list()[1]:windows()[1][1])

  local imported = assert(client.tasks:import {
    rows = assert(ai95.rows(folder .. "/list.csv")),
    project_sn = project,
    ai_user_sn = ai_user,
    source = "İlkbahar 春季",
    mark = "堠 ı",
    aes = true,
    chunk = 2,
    ledger = folder .. "/ledger",
    is_zidong = "on",
  })
  for _, name in ipairs { "rows", "success", "refused", "chunks" } do
    print(name, imported[name])
  end
  for _, each in ipairs(imported.problems) do print(each.row, each.problem) end

  local quiet = client:with { log = function() end } -- how often it polls depends on the machine
  local task = assert(quiet.tasks:get(imported.dial_task_main_sn))
  print(task.state, select(2, task:wait { timeout = 0.25, interval = 0.05 }))
  local page = assert(client:request("crmList", {
    pageIndex = 0,
    pageSize = 5,
    start_create_at = "2024-05-31",
    end_create_at = "2024-06-01",
  }, {
    extra = { "ratio", 0.5, "tiny", 1.25e-7, "huge", 1e21, "third", 1 / 3, "İ", "ı" },
  }))
  print(page.total, #page.list)
  print(client:url("cdrDownload", { recordpath = "/home/record", recordfile = "I.wav" }))
  local feed = client.calls:since("1;2024-05-31 00:00:00;")
  local count = 0
  for call in feed do count = count + 1 end
  print(count, #feed:watermark())
  local calls = client.calls:each { start_create_at = "2024-05-31", end_create_at = "2024-06-01" }
  local saved = assert(client:archive { calls = calls, dir = folder .. "/recordings" })
  print(saved.calls, saved.files, saved.size, #saved.errors)

  for _, value in ipairs { 87.5, 0.1, 1e100, 5e-324, -1.5, 100 } do print(core.number(value)) end
  print(core.canonical { "a", 0.5, "b", 1e-10 }, core.sign { "a", 0.5, "b", 1e-10 })
  local function misuse(fn, ...) print(select(2, pcall(fn, ...))) end
  misuse(ai95.new, { TIMEOUT = 1 })
  misuse(ai95.new, { VERIFI = true })
  misuse(ai95.new, { timeout = -0.5 })
  misuse(ai95.new, { proxy = "SOCKSI://x" })
  misuse(client.request, client, "CDRLIST")
  misuse(client.request, client, "cdrlist", { ["pageİndex"] = 1 })
  misuse(client.request, client, "operateTask", { OPER = "x" })
  print(select(2, client:request("addExcel", {
    upload = { name = "I.XLSI", data = "PK\3\4" },
    project_sn = project,
    ai_user_sn = ai_user,
    source = "x",
  })))
  print(#client:with({ user_agent = "堠/1.5", retry_delay = 0.5 }):request("getProjects"))
  print(select(2, client:with({ max_body = 10.5, max_retries = 0 }):request("index")))
  print(select(2, client.tasks:get "dial_task_main_sn|堠 İıIi"))
  print(ai95.options.parse("timeout", "2.5") == 2.5, ai95.options.parse("timeout", "2,5"))
  print(ai95.options.parse("verify", "FALSE"))
  for _, date in ipairs { "Sun, 06 Nov 2022 08:49:37 GMT", "FRI, 01 APR 2022 08:49:37 GMT" } do
    print(core.parse_http_date(date))
  end
]]

local LIST = "姓名,电话,İlçe\n"
  .. "张堠,13800000001,1.5\n"
  .. "IŞIK,13800000002,\"2,5\"\n"
  .. "ı,1.38E+10,i\n"
  .. "I,13800000004,I\n"

local ENDPOINTS = {
  "login",
  "getProjects",
  "getAiUsers",
  "addJson",
  "index",
  "cdrlist",
  "crmList",
  "cdrDownload",
  "cdrFragmentDownload",
}

describe("#plain #program the host's locale", function()
  local home

  setup(function() home = command.folder() end)

  teardown(function() command.remove(home) end)

  --- Replaces the parts that differ between runs: keys, signatures (the sandbox checks them), names
  --- and durations.
  local function constant(text)
    return (command.constant(text)
      :gsub('(\"?api_key[\"=]:?\"?)%w+', "%1KEY")
      :gsub('(\"?url[\"=]:?\"?)%x+', "%1SIGNATURE")
      :gsub("ai95:%x+", "ai95:TOKEN")
      :gsub('"token":"%x+"', '"token":"TOKEN"')
      :gsub('"key":"%x+"', '"key":"KEY"')
      :gsub('"people":"%x+"', '"people":"HASHES"')
      :gsub("%f[%x]" .. ("%x"):rep(16) .. " {", "CHECKSUM {")
      :gsub('"time":%d+', '"time":TIME')
      :gsub("%d%.%d%d%ds", "0.000s")
      :gsub("(N;[^;\n]*;[^;\n]*;[^;\n]*;)%w+", "%1CHECKSUM")
      :gsub("after %d+ m", "after 1 m"))
  end

  --- Sorts the members and lines, because Lua's tables have no order.
  local function sorted(text)
    local parts = {}
    for part in text:gmatch "[^,{}\n]+" do
      parts[#parts + 1] = part
    end
    table.sort(parts)
    return table.concat(parts, "\n")
  end

  --- Runs the program in a locale, and returns what it prints, sends and writes.
  local function campaign(locale)
    sandbox.reset { dial_seconds = 100 }
    sandbox.seed { calls = 4, task = { created_at = "2024-05-31 10:00:00" } }
    os.execute(("rm -rf %s/recordings %s/ledger"):format(home, home))
    files.write(home .. "/program", PROGRAM)
    files.write(home .. "/list.csv", LIST)
    local environment = command.environment(home, {
      LOCPATH = locales.folder(),
      AI95_TIMEOUT = "2.5",
      AI95_RETRY_DELAY = "0.01",
      AI95_VERIFY = "FALSE",
      AI95_MAX_RETRIES = "1",
      AI95_CONNECT_TIMEOUT = "1.5",
      AI95_DEADLINE = "60.25",
      AI95_LOG = "stderr",
      AI95_USER_AGENT = "İ/1.5",
      LUA_PATH = os.getenv "LUA_PATH",
      LUA_CPATH = os.getenv "LUA_CPATH",
    })
    local arguments = ("%s %s '%s' '%s'"):format(locale, home, sandbox.PROJECT, sandbox.AI_USER)
    local pipe = io.popen(("%s %s %s/program %s 2>&1; echo $?")
      :format(environment, lua, home, arguments))
    local output = pipe:read "*a"
    pipe:close()
    assert.matches("\n0\n$", output)
    local ledger = files.read(home .. "/ledger")
    local seen = { output = constant(output), ledger = sorted(constant(ledger)) }
    local list_archive = "cd %s/recordings && cat manifest.jsonl && find . | LC_ALL=C sort"
    pipe = io.popen(list_archive:format(home))
    seen.archive = sorted(constant(pipe:read "*a"))
    pipe:close()
    for _, name in ipairs(ENDPOINTS) do
      local request = sandbox.last(name)
      local headers = {}
      for i, header in ipairs(request.headers) do
        headers[i] = header[1] .. ": " .. header[2]
      end
      seen[name] = constant(("%s %s\n%s\n%s")
        :format(request.method, request.uri, table.concat(headers, "\n"), request.body or ""))
    end
    return seen
  end

  it("changes no byte of a campaign", function()
    local expected = campaign "C"
    assert.matches('"ratio":0.5,"tiny":1.25e%-7,"huge":1.0e%+21,"third":0.33', expected.crmList)
    for _, locale in ipairs(locales.NAMES) do
      for name, text in pairs(campaign(locale)) do
        assert.equal(expected[name], text, locale .. ": " .. name)
      end
    end
  end)

  it("does not change the numbers of a workbook", function()
    local cells = {}
    for i, number in ipairs { "1.5", "-0.25", "1e-7", "13800000000.0" } do
      cells[i] = "<c><v>" .. number .. "</v></c>"
    end
    local rows = "<row>" .. table.concat(cells) .. "</row>"
    files.write(home .. "/list.xlsx", xlsx.build { rows = rows })
    local program = ("assert(os.setlocale 'de_DE.UTF-8') "
      .. "local book = require('ai95.workbook').open('%s/list.xlsx') book:sheet(1) "
      .. "io.write(book:read())"):format(home)
    local folder = command.quoted(locales.folder())
    local pipe = io.popen(('LOCPATH=%s %s -e "%s" 2>&1'):format(folder, lua, program))
    assert.equal("1.5,-0.25,1e-07,13800000000\n", pipe:read "*a")
    pipe:close()
  end)
end)
