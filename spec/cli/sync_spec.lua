--- ai95 sync: the platform's data in a database.
local command = require "support.command"
local databases = require "support.databases"
local sandbox = require "support.sandbox"

local missing = databases.missing "sqlite"

describe("#plain #command ai95 sync", function()
  if missing then
    pending("needs " .. missing)
    return
  end
  local home

  setup(function()
    sandbox.reset()
    sandbox.seed { calls = 12 }
    home = command.folder()
  end)

  teardown(function()
    command.remove(home)
  end)

  local function run(arguments, options)
    options = options or {}
    options.before = ("cd %s &&"):format(home)
    return command.run(home, arguments, options)
  end

  local function query(sql, file)
    local pipe = io.popen(("sqlite3 %s/%s '%s'"):format(home, file or "calls.db", sql))
    local text = pipe:read "*a"
    pipe:close()
    return (text:gsub("\n$", ""))
  end

  it("says what it read and what was new", function()
    local result = run { "sync", "--db", "sqlite:calls.db" }
    assert.same({ 0, "" }, { result.status, result.err })
    assert.equal([[
list       read  added  from
ai_users      3      3
projects      3      3
tasks         1      1  2000-01-01
calls        12     12  2000-01-01
customers    12     12  2000-01-01
]], result.out)
    assert.equal("12", query "SELECT COUNT(*) FROM calls")
    result = run { "sync", "--db", "calls.db", "--csv", "--fields", "list,added", "--what",
      "calls,tasks" }
    assert.same({ 0, "list,added\ntasks,0\ncalls,0\n" }, { result.status, result.out })
  end)

  it("takes the database from AI95_DB, or a file in this folder", function()
    local result = run({ "sync", "--json" }, { env = { AI95_DB = "sqlite:other.db" } })
    assert.equal(0, result.status)
    assert.equal("12", query("SELECT COUNT(*) FROM calls", "other.db"))
    assert.equal(0, run { "sync", "--what", "calls" }.status)
    assert.equal("12", query("SELECT COUNT(*) FROM calls", "ai95.db"))
  end)

  it("begins at a date", function()
    local result = run { "sync", "--db", "late.db", "--from", "today", "--what", "calls",
      "--page-size", "5", "--json" }
    assert.equal(0, result.status)
    assert.matches('"from":"%d%d%d%d%-%d%d%-%d%d 00:00:00"', result.out)
  end)

  it("takes no password from the command line", function()
    for _, address in ipairs { "postgres://ann:geheim@db/calls", "mysql://ann:geheim@db/calls",
      "postgres://db/calls?password=geheim" } do
      local result = run { "sync", "--db", address }
      assert.equal(2, result.status)
      assert.matches("do not give a password on the command line.*put the address into AI95_DB",
        result.err)
      assert.is_nil(result.err:find("geheim", 1, true))
    end
  end)

  it("explains what is wrong, without the password", function()
    for expected, case in pairs {
      ["unknown list \"call\" %(did you mean \"calls\"%?%)"] = { { "--what", "call" }, 2 },
      ["\"db\" must be .*: it has another scheme"] = { { "--db", "oracle:x" }, 2 },
      ["no/folder/x.db.lock: No such file or directory"] = { { "--db", "no/folder/x.db" }, 2 },
      ["it cannot be reached"] = { { "--db", "postgres://ann@127.0.0.1:1/calls" }, 1 },
      ["must name one database"] = { {}, 2, "mysql://ann:geheim@db" },
    } do
      local result = run({ "sync", case[1][1], case[1][2] }, { env = { AI95_DB = case[3] } })
      assert.same({ case[2], "" }, { result.status, result.out })
      assert.matches(expected, result.err)
      assert.is_nil(result.err:find("geheim", 1, true))
    end
  end)
end)
