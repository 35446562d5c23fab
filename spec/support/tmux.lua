--- A terminal for specs: a tmux with a shell, controlled by keys.
local command = require "support.command"
local core = require "ai95.core"
local terminal = require "ai95_cli.terminal"

---@class Tmux
local Tmux = {}
Tmux.__index = Tmux

local TIMEOUT = 20 -- seconds until a text must have appeared, on a busy machine

local function shell(line)
  local pipe = io.popen(line .. " 2>&1")
  local text = pipe:read("*a")
  pipe:close()
  return text
end

--- The screen without the empty lines at its end. `styles` includes the colours, `history` the
--- lines that have scrolled away.
function Tmux:screen(styles, history)
  local text = shell(("%s capture-pane -p %s %s"):format(self.tmux, styles and "-e" or "",
    history and "-S -" or ""))
  return (text:gsub("%s+$", ""))
end

--- Waits until the screen matches a Lua pattern, and returns the screen.
function Tmux:wait(pattern)
  local till = core.now() + TIMEOUT
  while true do
    local screen = self:screen()
    if screen:find(pattern) then
      return screen
    elseif core.now() > till then
      error(("the terminal never showed %q; it shows:\n%s"):format(pattern, screen), 2)
    end
    terminal.sleep(0.02)
  end
end

--- Types a text, without Enter.
function Tmux:type(text)
  shell(("%s send-keys -l -- %s"):format(self.tmux, command.quoted(text)))
end

--- Presses a key: "Enter", "C-c".
function Tmux:press(key)
  shell(self.tmux .. " send-keys " .. key)
end

--- Runs a command in the shell.
function Tmux:run(line)
  self:type(line)
  self:press "Enter"
end

--- The output of `stty` for its device.
function Tmux:stty(words)
  local device = shell(self.tmux .. " display-message -p '#{pane_tty}'"):match("%S+")
  return shell(("stty -F %s %s"):format(device, words))
end

--- Waits until the terminal stops echoing.
function Tmux:wait_hidden()
  local till = core.now() + TIMEOUT
  while not self:stty("-a"):find(" -echo ", 1, true) do
    if core.now() > till then
      error("the terminal still echoes", 2)
    end
    terminal.sleep(0.02)
  end
end

--- Changes its size, and waits until its programs know: tmux notifies them with a delay.
function Tmux:resize(columns, rows)
  shell(("%s resize-window -x %d -y %d"):format(self.tmux, columns, rows))
  local till = core.now() + TIMEOUT
  repeat
    terminal.sleep(0.02)
    local reported = self:stty "size"
  until reported == ("%d %d\n"):format(rows, columns) or core.now() > till
end

--- The position of the cursor, counted from 0, and whether it is visible.
function Tmux:cursor()
  local line = shell(self.tmux
    .. " display-message -p '#{cursor_x} #{cursor_y} #{cursor_flag} #{alternate_on}'")
  local x, y, shown, alternate = line:match("^(%d+) (%d+) (%d) (%d)")
  return { x = tonumber(x), y = tonumber(y), shown = shown == "1", alternate = alternate == "1" }
end

function Tmux:close()
  shell(self.tmux .. " kill-server")
end

--- Opens a terminal of that size; `close` it.
---@param home string a folder that is the HOME, and where the socket is
---@param columns integer
---@param rows integer
---@param environment table<string, string|false>|nil
---@return Tmux
return function(home, columns, rows, environment)
  local self = setmetatable({ tmux = ("tmux -u -S %s/tmux -f /dev/null"):format(home) }, Tmux)
  local start = ("%s %s new-session -d -x %d -y %d"):format(
    command.environment(home, environment), self.tmux, columns, rows)
  local problem = shell(("%s \"PS1='ready> ' exec sh\""):format(start))
  if problem ~= "" then
    error("tmux: " .. problem)
  end
  self:wait "ready>"
  return self
end
