--- Runs cli/bin/ai95 as a shell does, with the Lua that runs the specs, and returns its output.
local files = require "support.files"
local lfs = require "lfs"
local sandbox = require "support.sandbox"
local terminal = require "ai95_cli.terminal"

local command = {}

local function quoted(text)
  return "'" .. tostring(text):gsub("'", "'\\''") .. "'"
end
command.quoted = quoted

command.read, command.write = files.read, files.write
command.folder, command.remove = files.folder, files.remove_folder

function command.exists(path)
  local file = io.open(path, "rb")
  if file then
    file:close()
  end
  return file ~= nil
end

--- The text with the names of files in the folder without the folder.
function command.relative(folder, text)
  return (text:gsub(folder:gsub("%p", "%%%0") .. "/", ""))
end

--- The environment of a command as words for a shell: nothing of the surrounding environment, but
--- the sandbox's account. A variable that is `false` in `more` is not set.
---@param home string
---@param more table<string, string|false>|nil
function command.environment(home, more)
  local all = {
    HOME = home, PATH = os.getenv "PATH", TERM = "xterm", LANG = "C",
    AI95_LUA = os.getenv "AI95_LUA", AI95_BASE_URL = sandbox.url,
    AI95_USERNAME = "hln", AI95_PASSWORD = "secret",
  }
  for name, value in pairs(more or {}) do
    all[name] = value or nil
  end
  local words = {}
  for name, value in pairs(all) do
    words[#words + 1] = name .. "=" .. quoted(value)
  end
  return "env -i " .. table.concat(words, " ")
end

-- As a word for a shell.
command.program = quoted(lfs.currentdir() .. "/cli/bin/ai95")

--- The arguments as words for a shell.
local function words_of(arguments)
  local words = {}
  for i, argument in ipairs(arguments) do
    words[i] = quoted(argument)
  end
  return table.concat(words, " ")
end

--- The result of a command whose output is in `home`, and whose exit status the pipe gives.
local function result_of(pipe, home)
  local status = tonumber(pipe:read("*l"))
  pipe:close()
  return {
    status = status, out = command.read(home .. "/.out"), err = command.read(home .. "/.err"),
  }
end

--- Runs the command with these arguments: a list, or a text for the shell.
---@param home string a folder that is its HOME and gets its output
---@param arguments string[]|string
---@param options { env: table, before: string, after: string }|nil `before` and `after` are words
--- for the shell around the command
---@return { status: integer, out: string, err: string }
function command.run(home, arguments, options)
  options = options or {}
  if type(arguments) == "table" then
    arguments = words_of(arguments)
  end
  local line = "{ %s %s %s %s %s; } >%s/.out 2>%s/.err </dev/null; echo $?"
  return result_of(io.popen(line:format(options.before or "",
    command.environment(home, options.env), command.program, arguments, options.after or "",
    home, home)), home)
end

--- Starts the command, for a spec that inspects it while it runs.
---@param home string a folder that is its HOME and gets its output
---@param arguments string[]
---@return table started `wait_for(text)` waits until stderr has that text; `wait()` waits until the
--- command ends, and returns the same as `run`
function command.start(home, arguments)
  os.remove(home .. "/.err")
  local pipe = io.popen(("%s %s %s >%s/.out 2>%s/.err </dev/null; echo $?"):format(
    command.environment(home), command.program, words_of(arguments), home, home))
  local started = {}
  function started.wait_for(_, text)
    local till = os.time() + 30
    local function appeared()
      return command.exists(home .. "/.err")
        and command.read(home .. "/.err"):find(text, 1, true) ~= nil
    end
    while not appeared() do
      assert(os.time() < till, "stderr never had: " .. text)
      terminal.sleep(0.02)
    end
  end
  function started.wait()
    return result_of(pipe, home)
  end
  return started
end

-- Texts that differ in each run: times, and the sandbox's random names. They are replaced in this
-- order.
local CHANGING = {
  { "%d%d%d%d%-%d%d%-%d%d %d%d:%d%d:%d%d", "2024-05-31 12:00:00" },
  { "dial_task_main_sn|%x+", "dial_task_main_sn|" .. ("0"):rep(32) },
  { "account|%x+", "account|" .. ("0"):rep(32) },
  { "hln20" .. ("%d"):rep(12), "hln20240531120000" },
  { "/20%d%d%d%d%d%d/", "/20240531/" },
  { "_20" .. ("%d"):rep(12) .. "_", "_20240531120000_" },
  { "/20" .. ("%d"):rep(12) .. "_", "/20240531120000_" },
  { "127%.0%.0%.1:%d+", "127.0.0.1:8095" },
}

--- The text with constants in place of everything that differs in each run.
function command.constant(text)
  for _, each in ipairs(CHANGING) do
    text = text:gsub(each[1], each[2])
  end
  return text
end

local FIXTURES = "spec/fixtures/command/"

--- The content of a golden file, and the text to compare with it. With AI95_GOLDEN=write the text
--- becomes the file: read the difference before you commit it.
function command.golden(name, text)
  text = command.constant(text)
  if os.getenv "AI95_GOLDEN" == "write" then
    command.write(FIXTURES .. name, text)
  end
  return command.read(FIXTURES .. name), text
end

return command
