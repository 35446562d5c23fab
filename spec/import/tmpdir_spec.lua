--- TMPDIR chooses the folder of an import's temporary file, and errors name TMPDIR and the folder.
local command = require "support.command"
local files = require "support.files"
local lua = require("support.program").lua

local PROGRAM = [[
  local client = require("ai95").new { base_url = "http://127.0.0.1:1" }
  local n = 0
  local function next_row()
    n = n + 1
    if n <= 5000 then return { "张三", ("138%08d"):format(n) } end
  end
  local _, err = client.tasks:import {
    project_sn = "-",
    ai_user_sn = "-",
    source = "-",
    columns = { "姓名", "电话" },
    chunk = 1000,
    rows = next_row,
  }
  -- Nobody listens at that address.
  print(err.partial and err.partial.rows or err.kind, err.outcome, tostring(err))
]]

describe("#plain #program TMPDIR", function()
  local home

  before_each(function()
    home = command.folder()
    files.write(home .. "/program", PROGRAM)
  end)

  after_each(function() command.remove(home) end)

  --- Runs the program with this TMPDIR (false: unset) and returns its output. `before` goes before
  --- it in the shell.
  local function import(folder, before)
    local environment = command.environment(home, {
      TMPDIR = folder,
      AI95_LUA = false,
      LUA_PATH = os.getenv "LUA_PATH",
      LUA_CPATH = os.getenv "LUA_CPATH",
    })
    local pipe = io.popen(("cd %s && %s %s %s program 2>&1")
      :format(home, before or "", environment, lua))
    local output = pipe:read "*a"
    pipe:close()
    return output
  end

  local function failure(action, folder, reason)
    return ("file\tnot_sent\tai95: cannot %s a temporary file in %s: %s"
      .. " (TMPDIR in the environment chose this folder)\n"):format(action, folder, reason)
  end

  it("is used, and no file stays there", function()
    os.execute(("mkdir %s/tmp"):format(home))
    for _, folder in ipairs { home .. "/tmp", home .. "/tmp/", "tmp", "./tmp" } do
      assert.matches("^5000\tnot_sent\t", import(folder))
    end
    local pipe = io.popen(("ls -A %s/tmp"):format(home))
    assert.equal("", pipe:read "*a")
    pipe:close()
  end)

  it("defaults to /tmp if it is empty or absent", function()
    assert.matches("^5000\tnot_sent\t", import "")
    assert.matches("^5000\tnot_sent\t", import(false))
  end)

  it("is named in the error if the file cannot be made", function()
    local function assert_refused(folder, reason)
      assert.equal(failure("make", folder, reason), import(folder))
    end
    assert_refused("/nonexistent/tmp", "No such file or directory")
    assert_refused("none", "No such file or directory")
    assert_refused(home .. "/program", "Not a directory")
    assert_refused("/proc/self", "No such file or directory")
    assert_refused("/" .. ("x"):rep(5000), "File name too long")
  end)

  it("is named in the error if the file cannot be written", function()
    local limit = "trap '' XFSZ; ulimit -f 8;"
    assert.equal(failure("write", home, "File too large"), import(home, limit))
    assert.matches("^file\tnot_sent\tai95: cannot write a temporary file in /tmp: File too large"
      .. " %(TMPDIR in the environment can choose another folder%)\n$", import(false, limit))
  end)
end)
