--- What a command works with: its arguments, its output, the settings, the client.
local Output = require "ai95_cli.output"
local Progress = require "ai95_cli.progress"
local Screen = require "ai95_cli.screen"
local ai95 = require "ai95"
local name_cache = require "ai95_cli.name_cache"
local names = require "ai95_cli.names"
local settings = require "ai95_cli.settings"
local terminal = require "ai95_cli.terminal"
local text = require "ai95_cli.text"
local texts = require "ai95_texts"

local say = texts.say

---@class ai95_cli.Context
---@field output ai95_cli.Output for what the command prints on stdout
---@field args table what argparse read
---@field requests table<string, integer> exchanges so far, by endpoint
---@field status integer|nil the exit status, if it is another one than that of success
---@field held string[]|nil with --quiet: lines for stderr
local Context = {}
Context.__index = Context

local STDIN, STDERR = 0, 2
local NO_SUCH_TASK = 30011

---@param args table
---@param fields ai95.AnswerField[]|nil those of the command's rows, if they are known before
---@return ai95_cli.Context
function Context.new(args, fields)
  local self = setmetatable({ args = args, requests = {}, held = args.quiet and {} or nil },
    Context)
  local output, problem = Output.new(args, fields)
  if not output then
    self:usage("%s", problem)
  end
  self.output = output
  return self
end

--- Ends the command with exit status 2: it was used wrongly.
---@param format string in English: what is wrong and what to do
function Context:usage(format, ...)
  error({ usage = say(format):format(...) }, 0)
end

--- Ends the command with exit status 1: the platform or the network refused.
---@param format string in English
function Context:refuse(format, ...)
  error({ refused = say(format):format(...) }, 0)
end

--- The first value, or raises the error.
function Context:check(value, err)
  if value == nil then
    error(err, 0)
  end
  return value
end

--- Prints a line on stderr: for a person, besides the result. Holds it back with --quiet.
---@param format string in English
function Context:notify(format, ...)
  local line = text.plain(say(format):format(...)) .. "\n"
  if self.held then
    self.held[#self.held + 1] = line
  else
    io.stderr:write(line)
  end
end

--- Prints what --quiet has held back, since the command fails or a person is asked.
function Context:release()
  self.output:release()
  io.stdout:flush()
  local held = self.held or {}
  self.held = nil
  io.stderr:write(table.concat(held))
end

--- Whether a person can be asked.
---@return boolean
function Context:is_interactive()
  return terminal.size(STDIN) ~= nil and terminal.size(STDERR) ~= nil
end

--- Whether a progress bar would be seen.
---@return boolean
function Context:is_watched()
  return not self.held and terminal.size(STDERR) ~= nil
end

--- Lines on stderr that are redrawn; nil if nobody would see them.
---@return ai95_cli.Screen|nil
function Context:screen()
  return self:is_watched() and Screen.new() or nil
end

--- Sets what to print if a signal ends the command.
---@param format string in English
function Context:on_interrupt(format, ...)
  terminal.on_interrupt("\n" .. say("ai95: %s"):format(say(format):format(...)) .. "\n")
end

local YES = { yes = true, ["是"] = true } -- whatever the language is

--- Asks a person to type yes.
---@param question string
---@return boolean
function Context:is_confirmed(question)
  self:release()
  io.stderr:write(question)
  return YES[((io.read "*l" or ""):lower():match "^%s*(.-)%s*$")] == true
end

--- A progress bar on stderr, if that is a terminal.
---@param unit string what is counted: "rows"
---@return ai95_cli.Progress
function Context:progress(unit)
  self.bar = Progress.new(unit, self:screen())
  return self.bar
end

--- The settings, as texts with their sources.
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

--- The options of ai95.new, from the settings.
---@return table
function Context:options()
  local found = self:settings()
  for _, name in ipairs { "base_url", "username" } do
    if not found[name] then
      self:usage("the setting %s is missing: give --%s, or AI95_%s in the environment, or a line"
        .. " `%s = …` in ~/.config/ai95/config; `ai95 config` asks for it",
        name, (name:gsub("_", "-")), name:upper(), name)
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

--- Whether the store still has a valid api_key.
local function has_key(options)
  -- Without a password, signing raises if it has to log in.
  return (pcall(function()
    return ai95.new(options):url("exportModel", { project_sn = "-" })
  end))
end

--- Asks for the password.
function Context:ask_password(options)
  if not self:is_interactive() then
    self:usage("the setting password is missing: put it into AI95_PASSWORD or ~/.config/ai95/config"
      .. " (mode 600)")
  end
  options.password = terminal.ask_secret(say("Password of %s: "):format(options.username))
  if not options.password or options.password == "" then
    self:usage("no password was given")
  end
end

--- The client that the settings describe. Asks for a missing password if the client has to log in.
---@param will_login boolean|nil whether it logs in whatever the store holds
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

--- The campaign. Ends the command if there is none, or more than one that it can be.
---@param given string its sn, its name, the beginning of its sn, or @last
---@param consequence string|nil what to add to the message: "nothing was done"
---@param argument string|nil what it was given as: "SN"
---@return ai95.Task
function Context:task(given, consequence, argument)
  local sn = names.sn_of(self, "campaign", given, argument)
  local task, err = self:client().tasks:get(sn)
  if not task and err.code == NO_SUCH_TASK then
    self:refuse("there is no campaign %s (30011)%s: `ai95 tasks list --all` lists them",
      text.quote(sn), consequence and say "; " .. say(consequence) or "")
  end
  return self:check(task, err)
end

--- The account's campaigns, the newest first, which are asked for once.
---@return ai95.Task[]
function Context:campaigns()
  if not self.campaign_list then
    local list, all_time = {}, { start_create_at = ai95.dates.BEGINNING,
      end_create_at = ai95.dates.END }
    for task in self:client().tasks:each(all_time) do
      list[#list + 1] = task
    end
    table.sort(list, function(a, b)
      local first, second = a.created_at or "", b.created_at or ""
      return first > second or first == second and a.dial_task_main_sn < b.dial_task_main_sn
    end)
    self.campaign_list = list
    name_cache.keep("campaign", list, "source")
  end
  return self.campaign_list
end

--- The account's project templates, which are asked for once.
---@return ai95.Project[]|nil
---@return ai95.Error|nil err
function Context:projects()
  local err
  if not self.project_list then
    self.project_list, err = self:client().projects:list()
    if self.project_list then
      name_cache.keep("project", self.project_list, "project_caption")
    end
  end
  return self.project_list, err
end

--- The account's AI users.
---@return ai95.AiUser[]|nil
---@return ai95.Error|nil err
function Context:ai_users()
  local list, err = self:client().ai_users:list()
  if list then
    name_cache.keep("ai_user", list, "user_name")
  end
  return list, err
end

--- Removes the progress bar.
function Context:close()
  if self.bar then
    self.bar:finish()
  end
end

return Context
