--- What a command is given to work with.
local Output = require "ai95_cli.output"
local Progress = require "ai95_cli.progress"
local ai95 = require "ai95"
local terminal = require "ai95_cli.terminal"
local quoted = require "ai95_cli.quoted"
local settings = require "ai95_cli.settings"
local width = require "ai95_cli.width"

---@class ai95_cli.Context
---@field output ai95_cli.Output for what the command prints on stdout
---@field args table what argparse read
---@field requests table<string, integer> exchanges by endpoint, so far
local Context = {}
Context.__index = Context

local STDIN, STDERR = 0, 2
local NO_SUCH_TASK = 30011

---@param args table
---@return ai95_cli.Context
function Context.new(args)
  local self = setmetatable({ args = args, requests = {} }, Context)
  self.output = Output.new {
    format = args.json and "json" or args.csv and "csv" or "table", fields = args.fields, mask = args.mask,
  }
  return self
end

--- Ends the command: it was used wrongly.
---@param format string what was wrong and what to do
function Context:usage(format, ...)
  error({ usage = format:format(...) }, 0)
end

--- Ends the command: something said no.
---@param format string
function Context:refuse(format, ...)
  error({ refused = format:format(...) }, 0)
end

--- The first value, or raises the error.
function Context:check(value, err)
  if value == nil then
    error(err, 0)
  end
  return value
end

--- A line for a person: what is not the result itself.
---@param format string
function Context:say(format, ...)
  io.stderr:write(width.plain(format:format(...)), "\n")
end

--- Whether somebody sits at it who can be asked.
---@return boolean
function Context:is_interactive()
  return terminal.size(STDIN) ~= nil and terminal.size(STDERR) ~= nil
end

--- Whether a bar would be seen.
---@return boolean
function Context:is_watched()
  return terminal.size(STDERR) ~= nil
end

--- What is said where a signal ends the command.
---@param text string
function Context:on_interrupt(text)
  terminal.on_interrupt("\nai95: " .. text .. "\n")
end

--- A bar on stderr, where that is a terminal.
---@param unit string what is counted: "rows"
---@return ai95_cli.Progress
function Context:progress(unit)
  self.bar = Progress.new(unit)
  return self.bar
end

--- The settings, as texts with where they are from.
---@return table<string, ai95_cli.Setting>
function Context:settings()
  if not self.found then
    local found, problem = settings.find(self.args)
    if not found then
      self:usage("%s", problem)
    end
    self.found = found
  end
  return self.found
end

--- The options of ai95.new from the settings.
---@return table
function Context:options()
  local found = self:settings()
  for _, name in ipairs { "base_url", "username" } do
    if not found[name] then
      self:usage("the setting %s is missing: give --%s, or AI95_%s in the environment, or a line `%s = …` in"
        .. " ~/.config/ai95/config", name, (name:gsub("_", "-")), name:upper(), name)
    end
  end
  local options, problem = settings.options(found)
  if not options then
    self:usage("%s", problem)
  end
  local log = options.log
  options.log = function(event)
    self.requests[event.name] = (self.requests[event.name] or 0) + 1
    if log then
      log(event)
    end
  end
  return options
end

--- Whether there is an api_key from before that is still good.
local function has_key(options)
  -- Without a password, this raises where it would have to log in.
  return (pcall(function() return ai95.new(options):user_sn() end))
end

--- Asks for the password.
function Context:ask_password(options)
  if not self:is_interactive() then
    self:usage("the setting password is missing: put it into AI95_PASSWORD or ~/.config/ai95/config (mode 600)")
  end
  options.password = terminal.ask_secret(("Password of %s: "):format(options.username))
  if not options.password or options.password == "" then
    self:usage("no password was given")
  end
end

--- The client that the settings describe. Where it will have to log in and there is no password, that is asked for.
---@param will_login boolean|nil whether it will in any case
---@return ai95.Client
function Context:client(will_login)
  if not self.made then
    local options = self:options()
    if not options.password and (will_login or not has_key(options)) then
      self:ask_password(options)
    end
    self.made = ai95.new(options)
  end
  return self.made
end

--- The campaign of an sn; ends the command where there is none.
---@param sn string
---@param what_now string|nil what that means: "nothing was done"
---@return ai95.Task
function Context:task(sn, what_now)
  local task, err = self:client().tasks:get(sn)
  if not task and err.code == NO_SUCH_TASK then
    self:refuse("there is no campaign %s (30011)%s: `ai95 tasks list --all` lists them", quoted(sn),
      what_now and "; " .. what_now or "")
  end
  return self:check(task, err)
end

--- A client for what needs no platform.
---@return ai95.Client
function Context:offline()
  return ai95.new { base_url = "http://127.0.0.1" }
end

--- Ends what is still on the terminal.
function Context:close()
  if self.bar then
    self.bar:finish()
  end
end

return Context
