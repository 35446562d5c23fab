--- A program with closed standard streams: its output never gets into the library's files and
--- connections.
local files = require "support.files"
local sandbox = require "support.sandbox"
local lua = require("support.program").lua

local PROGRAM = [[
  local core = require "ai95.core"
  local function shout()
    io.stdout:write("OUT\n") io.stdout:flush()
    io.stderr:write("ERR\n") io.stderr:flush()
  end
  local folder = arg[1]
  local log = assert(core.open_log(folder .. "/log"))
  local lock = assert(core.lock(folder .. "/lock"))
  local private = assert(core.create(folder .. "/private", true))
  local file = assert(core.create(folder .. "/file"))
  shout()
  assert(log:log "log\n") assert(file:write "file\n") assert(private:write "private\n") assert(lock)
  shout()
  local client = require("ai95").new {
    base_url = arg[2],
    username = "hln",
    password = "secret",
    max_retries = 0,
  }
  for call in client.calls:each { pageSize = 2 } do
    shout()
    if call.recordfile then assert(call:download(folder .. "/recording")) end
  end
  shout()
  local count = 0
  local function next_row()
    shout()
    count = count + 1
    if count < 4 then return { "A", "1380000000" .. count } end
  end
  local imported = assert(client.tasks:import {
    project_sn = arg[3],
    ai_user_sn = arg[4],
    source = "x",
    columns = { "姓名", "电话" },
    chunk = 1,
    rows = next_row,
    progress = shout,
    ledger = folder .. "/ledger",
  })
  assert(core.replace_file(folder .. "/done", imported.success .. "\n"))
]]

describe("#plain #program a program without some of its standard streams", function()
  for _, closed in ipairs { "2>&-", ">&-", "<&-", ">&- 2>&-", "<&- >&- 2>&-", "<&- 2>&-" } do
    it("writes nothing into files and connections: " .. closed, function()
      sandbox.reset()
      sandbox.seed { calls = 7 }
      local folder = os.tmpname()
      os.remove(folder)
      os.execute("mkdir " .. folder)
      files.write(folder .. "/program", PROGRAM)
      local arguments = ("%s %s '%s' '%s'")
        :format(folder, sandbox.url, sandbox.PROJECT, sandbox.AI_USER)
      os.execute(("{ %s %s/program %s %s; } >%s/output 2>&1")
        :format(lua, folder, arguments, closed, folder))
      local output = files.read(folder .. "/output")
      for name, content in pairs {
        log = "log\n",
        lock = "",
        file = "file\n",
        private = "private\n",
        done = "3\n",
      } do
        assert.equal(content, files.read(folder .. "/" .. name), name .. "\n" .. output)
      end
      assert.matches("^RIFF", files.read(folder .. "/recording"))
      assert.is_nil(files.read(folder .. "/recording"):find("ERR", 1, true))
      for line in files.read(folder .. "/ledger"):gmatch "([^\n]*)\n" do
        assert.matches("^%x+ {.*}$", line)
      end
      os.execute("rm -r " .. folder)
    end)
  end
end)
