--- The command prints the same in every locale, even if LUA_INIT sets it.
local command = require "support.command"
local locales = require "support.locales"
local sandbox = require "support.sandbox"

local COMMANDS = {
  "doctor",
  "ai-users",
  "tasks list --all",
  "calls --all",
  "calls --all --json",
  "calls --all --csv --mask",
  "customers --all --csv",
  "report --from 2024-05-31 --to 2024-05-31 -o -",
  "import list.csv --dry-run",
  "calls --timout 1",
  "calls --all --timeout 2.5",
  "calls --all --fields ISTE,cdr_id",
  "calls --from 31.05.2024",
  "--help",
}

describe("#plain #command #once the locale", function()
  local home

  setup(function() home = command.folder() end)

  teardown(function() command.remove(home) end)

  local function run(locale)
    local seen = {}
    local env = {
      LC_ALL = locale,
      LOCPATH = locales.folder(),
      LUA_INIT = ("assert(os.setlocale '%s')"):format(locale),
      AI95_VERIFY = "no",
      AI95_TIMEOUT = "2.5",
    }
    for _, arguments in ipairs(COMMANDS) do
      local result = command.run(home, arguments, { env = env, before = "cd " .. home .. " &&" })
      local text = ("%d\n%s\n%s"):format(result.status, result.out, result.err)
      seen[arguments] = command.constant(text):gsub("%d seconds apart", "")
    end
    return seen
  end

  it("changes nothing that the command prints", function()
    sandbox.reset()
    local task = { created_at = "2024-05-31 10:00:00", spacing = 61, source = "İlkbahar" }
    sandbox.seed { calls = 40, task = task }
    command.write(home .. "/list.csv", "姓名,电话\n张堠,13800000001\nI,1.38E+10\n")
    local expected = run "C"
    for _, locale in ipairs(locales.NAMES) do
      for name, text in pairs(run(locale)) do
        assert.equal(expected[name], text, locale .. ": " .. name)
      end
    end
  end)
end)
