--- A checkout, its files and its temporary files may be in folders with any name.
local command = require "support.command"
local consoles = require "support.console"

local LUA = os.getenv "AI95_LUA"
local NAME = [[下载 it's "a" $HOME & `b` {c} %d @e@ \f]]

describe("#plain #program #once in a folder with blanks, quotes and Chinese in its name", function()
  local home, checkout

  --- Runs a line for the shell in the checkout, and returns its output.
  local function run(line)
    local pipe = io.popen(("cd %s && { %s\n} 2>&1"):format(command.quoted(checkout), line))
    local text = pipe:read "*a"
    pipe:close()
    return text
  end

  setup(function()
    home = command.folder()
    checkout = home .. "/" .. NAME
    local line = "mkdir -p %s && cp -a Makefile src lua report cli texts scripts sandbox console"
      .. " examples %s"
    assert(os.execute(line:format(command.quoted(checkout .. "/build"), command.quoted(checkout))))
    assert(os.execute(("cp -a build/%s %s"):format(LUA, command.quoted(checkout .. "/build"))))
  end)
  teardown(function() command.remove(home) end)

  it("`make env` finds the library", function()
    local program = [[print(debug.getinfo(require("ai95").new, "S").source)]]
    local line = 'eval "$(make -s env LUA=%s)" && cd / && %s -e %s'
    assert.equal("@" .. checkout .. "/lua/ai95/init.lua\n",
      run(line:format(LUA, LUA, command.quoted(program))))
  end)

  it("`make install` and the installed command work", function()
    local prefix = command.quoted(checkout .. "/prefix")
    local for_make = prefix:gsub("%$", "$$")
    assert.equal("", run(("make -s install LUA=%s PREFIX=%s"):format(LUA, for_make)))
    assert.matches("^ai95 %d", run(("cd / && env -u LUA_PATH -u LUA_CPATH %s/bin/ai95 --version")
      :format(prefix)))
    assert.equal("", run(("make -s uninstall LUA=%s PREFIX=%s"):format(LUA, for_make)))
  end)

  it("the sandbox serves, over HTTPS and with its template too", function()
    assert.matches('^{"endpoints":.*\nPK$', run([[
      mkdir temporary && TMPDIR="$PWD/temporary" sandbox/with sh -c '
        case $AI95_SANDBOX_DIR in *下载*) ;; *) exit 1 ;; esac
        curl -fsS --cacert "$AI95_SANDBOX_CA" "$AI95_SANDBOX_HTTPS/_sandbox/state" && echo &&
        curl -fsS "$AI95_SANDBOX_URL/excel/1.xlsx" | head -c 2'
    ]]))
  end)

  it("what root built works for another user, too", function()
    if run "id -u" ~= "0\n" then
      pending "only root can run a command as another user"
      return
    end
    -- The demo's folder for recordings.
    local folder = command.quoted(checkout .. "/build/demo/recordings")
    local prepare = "chmod 755 %s && mkdir -p %s && mkdir -m 1777 %s/tmp"
    assert(os.execute(prepare:format(home, folder, home)))
    local line = "setpriv --reuid=65534 --regid=65534 --clear-groups env TMPDIR=%s/tmp sh -c %s"
    local demo = 'make -s build LUA=%s && eval "$(make -s env LUA=%s)" &&'
      .. " sandbox/with %s examples/demo.lua"
    assert.matches("\n   They are in [^\n]*/tmp/ai95%-recordings%.", run(
      line:format(home, command.quoted(demo:format(LUA, LUA, LUA)))))
  end)

  it("the call console serves #nginx", function()
    local console = consoles.start({}, checkout .. "/console", checkout .. "/files")
    local visitor = console:visitor()
    visitor:page "/"
    visitor:page "/console.css"
    console:stop()
  end)
end)
