--- `ai95 config`, at a terminal that tmux provides.
local command = require "support.command"
local files = require "ai95_cli.terminal"
local sandbox = require "support.sandbox"
local tmux = require "support.tmux"

local NONE = { AI95_BASE_URL = false, AI95_USERNAME = false, AI95_PASSWORD = false }

describe("#plain #command #once config", function()
  local home, terminal, path

  before_each(function()
    home = command.folder()
    path = home .. "/.config/ai95/config"
    sandbox.reset()
  end)

  after_each(function()
    if terminal then
      terminal:close()
      terminal = nil
    end
    command.remove(home)
  end)

  local function open(environment)
    terminal = tmux(home, 120, 20, environment or NONE)
    terminal:run("clear; " .. command.program .. " config")
  end

  local function answer(question, text, is_hidden)
    terminal:wait(question)
    if is_hidden then
      terminal:wait_hidden()
    end
    terminal:run(text)
  end

  it("asks for the account, tries it, and saves it for its owner only", function()
    open()
    answer("Address of the platform:$", sandbox.url)
    answer("\nUser name:$", "hln")
    answer("\nPassword of hln %(empty: it is asked for at each login%):$", "secret", true)
    local shown = terminal:wait "the login works: hln of .*\nsaved in .*Next: `ai95 doctor`\nready>"
    assert.is_nil(shown:find("secret", 1, true))
    assert.equal(("base_url = %s\nusername = hln\npassword = secret\n"):format(sandbox.url),
      command.read(path))
    assert.equal(384, files.file_mode(path) % 512) -- 0600
    local result = command.run(home, "projects --csv --fields sn", { env = NONE })
    assert.same({ 0, "" }, { result.status, result.err })
  end)

  it("keeps other lines, and values for which nothing is typed", function()
    os.execute("mkdir -p " .. home .. "/.config/ai95")
    command.write(path, "# ours\n\nusername = old\ntimeout = 7\nbase_url = " .. sandbox.url)
    open()
    answer("Address of the platform %[http.*%]:$", "")
    answer("\nUser name %[old%]:$", "hln")
    answer("\nPassword of hln .*:$", "secret", true)
    terminal:wait "saved in "
    assert.equal(("# ours\n\nusername = hln\ntimeout = 7\nbase_url = %s\npassword = secret\n")
      :format(sandbox.url), command.read(path))
    terminal:run("clear; " .. command.program .. " config")
    answer("^Address", "")
    answer("\nUser name %[hln%]:$", "")
    answer("\nPassword of hln %(empty: it stays as it is%):$", "", true)
    terminal:wait "the login works.*saved in "
    assert.matches("password = secret\n$", command.read(path))
  end)

  it("asks again for what is not valid, and saves what does not work only after a yes", function()
    open { AI95_BASE_URL = false, AI95_USERNAME = "other", AI95_PASSWORD = false }
    answer("Address of the platform:$", "no address")
    answer("http[^\n]*\nAddress of the platform:$", sandbox.url)
    answer("\nUser name:$", "hln")
    answer("\nPassword of hln .*:$", '"secret"', true)
    answer("in quotes.*\nPassword of hln .*:$", "wrong", true)
    answer("the login does not work: .*20004.*\nSave it anyway%? Type yes:$", "no")
    terminal:wait "ai95: nothing was saved\nready>"
    assert.is_false(command.exists(path))
    terminal:run("clear; " .. command.program .. " config")
    answer("^Address.*:$", sandbox.url)
    answer("\nUser name:$", "hln")
    answer("\nPassword of hln .*:$", "wrong", true)
    answer("Type yes:$", "yes")
    terminal:wait "AI95_USERNAME is set in the environment, and overrides the file\nsaved in "
    assert.matches("password = wrong\n$", command.read(path))
  end)

  it("saves no password if none is typed, and nothing if it is interrupted", function()
    open()
    answer("Address of the platform:$", sandbox.url)
    terminal:wait "User name:"
    terminal:press "C-d"
    terminal:wait "ai95: nothing was saved\nready>"
    terminal:run("clear; " .. command.program .. " config")
    answer("^Address.*:$", sandbox.url)
    answer("\nUser name:$", "hln")
    answer("\nPassword of hln .*:$", "", true)
    terminal:wait "saved in "
    assert.equal(("base_url = %s\nusername = hln\n"):format(sandbox.url), command.read(path))
    assert.equal(0, sandbox.counts("login").received)
  end)

  it("needs a terminal, and a file that it can read", function()
    local result = command.run(home, "config", { env = NONE })
    assert.same({ 2, "" }, { result.status, result.out })
    assert.matches("^ai95: config asks at a terminal%. Elsewhere write .*/%.config/ai95/config:",
      result.err)
    os.execute("mkdir -p " .. home .. "/.config/ai95")
    command.write(path, "user = x\n")
    open()
    terminal:wait 'config, line 1: unknown setting "user".*\nready>'
  end)
end)
