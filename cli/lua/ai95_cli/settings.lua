--- Where the command takes the library's options from: its own options, then AI95_<NAME> in the
--- environment, then the configuration file, which has lines `name = value` and comments with #.
local Output = require "ai95_cli.output"
local ai95 = require "ai95"
local terminal = require "ai95_cli.terminal"
local text = require "ai95_cli.text"
local texts = require "ai95_texts"

local say = texts.say

local settings = {}

-- In the order of --help. A flag `sets` a text.
local specs = {
  { name = "base_url", placeholder = "URL", help = "The platform's address." },
  { name = "username", placeholder = "NAME", help = "The account's user name." },
  { name = "password" }, -- never an option: everybody on the machine can read a command line
  { name = "store", placeholder = "PATH",
    help = "The file that keeps the api_key between commands, or \"memory\" to keep it nowhere"
      .. " (default: ~/.cache/ai95/store)." },
  { name = "timeout", placeholder = "SECONDS",
    help = "Time limit for one exchange; for downloads, the longest stall (default: 30)." },
  { name = "connect_timeout", placeholder = "SECONDS",
    help = "Time limit for connecting (default: 5)." },
  { name = "deadline", placeholder = "SECONDS",
    help = "Time limit for a request with all its retries (default: 120)." },
  { name = "max_retries", placeholder = "N",
    help = "How often to repeat a request that is safe to repeat (default: 2)." },
  { name = "max_body", placeholder = "BYTES",
    help = "The largest response or recording to accept (default: 67108864)." },
  { name = "ca_file", placeholder = "FILE",
    help = "A PEM file with the certificate authorities to trust (default: the system's)." },
  { name = "proxy", placeholder = "URL",
    help = "The proxy's address, or \"none\" (default: the proxy that the environment names)." },
  { name = "verify", flag = "--no-verify", sets = "no",
    help = "Accept any certificate. Anybody on the network path can then read and change all"
      .. " data." },
  { name = "http2", flag = "--http2", sets = "yes",
    help = "Use HTTP/2 for requests that only read." },
  { name = "log", flag = "--log", sets = "stderr",
    help = "Print a line on stderr for each exchange with the platform." },
}

---@type string[]
settings.names = {}
local is_known = {}
for i, spec in ipairs(specs) do
  settings.names[i], is_known[spec.name] = spec.name, true
end

--- The versions, in a line.
---@return string
function settings.versions()
  local versions = ai95.versions()
  return ("ai95 %s (%s, %s, %s)"):format(ai95._VERSION, rawget(_G, "jit") and jit.version
    or _VERSION,
    versions.libcurl:match "^%S+", versions.openssl:match "^%S+ %S+")
end

--- Gives the root command its options.
function settings.define(parser)
  parser:flag("--version", "Show the versions and exit."):action(function()
    Output.print(settings.versions())
  end)
  local output = {
    parser:flag("--json", "Print one JSON object per line."),
    parser:flag("--csv", "Print CSV with a header line."),
  }
  parser:mutex((unpack or table.unpack)(output))
  output[3] = parser:option("--fields",
    "The fields to show, in this order: the platform's names, separated by commas, or all.")
    :argname "NAMES"
  output[4] = parser:flag("--mask", "Hide most of each phone number and name: 138****0001, 张*.")
  output[5] = parser:flag("--quiet", "For cron: print nothing if all goes well, but what --json or"
    .. " --csv ask for. If it fails, print everything.")
  parser:group("Output", (unpack or table.unpack)(output))
  local elements = {
    parser:option("--config", "The configuration file (default: ~/.config/ai95/config).")
      :argname "FILE":target "config_file", -- argparse sets args.config for the command config
  }
  for _, spec in ipairs(specs) do
    if spec.flag then
      elements[#elements + 1] = parser:flag(spec.flag, spec.help):target(spec.name)
    elseif spec.placeholder then
      elements[#elements + 1] = parser:option("--" .. spec.name:gsub("_", "-"), spec.help)
        :argname(spec.placeholder):target(spec.name)
    end
  end
  parser:group("Settings", (unpack or table.unpack)(elements))
end

--- The user's own folder, as the XDG Base Directory Specification defines it; nil without HOME.
local function folder(variable, under_home)
  local given, home = os.getenv(variable), os.getenv "HOME"
  if given and given:sub(1, 1) == "/" then
    return given .. "/ai95"
  end
  return home and home ~= "" and ("%s/%s/ai95"):format(home, under_home) or nil
end

--- A folder of ai95, which is made; nil if there is none.
local function made(variable, under_home)
  local path = folder(variable, under_home)
  return path and terminal.make_folder(path) and path or nil
end

--- The folder for what programs must remember.
---@return string|nil path
function settings.state_folder()
  return made("XDG_STATE_HOME", ".local/state")
end

--- The folder for what can be fetched again.
---@return string|nil path
function settings.cache_folder()
  return made("XDG_CACHE_HOME", ".cache")
end

local function default_store()
  local path = settings.cache_folder()
  return path and path .. "/store" or "memory"
end

--- What is wrong with a line of the configuration file; nil if nothing is.
local function problem_of(name, value, config)
  if not name then
    return say "expected `name = value`"
  elseif not is_known[name] then
    return say("unknown setting \"%s\"%s"):format(name, text.suggestion(name, settings.names))
  elseif config[name] then
    return say("%s is set twice"):format(name)
  elseif value == "" then
    return say("%s has no value"):format(name)
  elseif value:find "^(['\"]).*%1$" then
    return say("the value of %s is in quotes: remove them (if the quotes belong to the value, set"
      .. " AI95_%s instead)"):format(name, name:upper())
  end
end

local function parse(content, path)
  local config, number = {}, 0
  for whole_line in (content:gsub("\r\n", "\n") .. "\n"):gmatch("(.-)\n") do
    number = number + 1
    local line = whole_line:match("^%s*(.-)%s*$")
    if line ~= "" and line:sub(1, 1) ~= "#" then
      local name, value = line:match("^([%w_%-]+)%s*=%s*(.-)$")
      local problem = problem_of(name, value, config)
      if problem then
        return nil, say("%s, line %d: %s"):format(path, number, problem)
      end
      config[name] = value
    end
  end
  return config
end

--- Why the configuration file cannot have this value; nil if it can.
---@param name string
---@param value string
---@return string|nil problem
function settings.problem(name, value)
  local config, problem = parse(name .. " = " .. value, say "the configuration file")
  if config and config[name] == value and not value:find "%c" then
    return nil
  end
  return config and say("the configuration file cannot have this %s, with blanks at its ends or"
    .. " control characters: set AI95_%s instead"):format(name, name:upper()) or problem
end

--- The text of a configuration file with other values: in their lines, or in new ones at the end.
local function with_values(content, values)
  local lines, missing = {}, {}
  for name, value in pairs(values) do
    missing[name] = value
  end
  for line in content:gsub("([^\n])$", "%1\n"):gmatch "(.-)\n" do
    local name = line:match "^%s*([%w_%-]+)%s*="
    if missing[name] then
      line, missing[name] = name .. " = " .. missing[name], nil
    end
    lines[#lines + 1] = line
  end
  for _, name in ipairs(settings.names) do
    if missing[name] then
      lines[#lines + 1] = name .. " = " .. missing[name]
    end
  end
  return table.concat(lines, "\n") .. "\n"
end

local OTHERS = 64 -- the permissions of the group and of others are the last two octal digits

--- The settings of a configuration file; none if it does not exist, unless it is `required`.
---@param path string|nil
---@param required boolean
---@return table<string, string>|nil config
---@return string|nil problem
---@return string|nil content of the file
local function read_config(path, required)
  local file, problem
  if path then
    file, problem = io.open(path, "rb")
  end
  if not file then
    if required or (problem and not problem:find("No such file", 1, true)) then
      return nil, say("the configuration file cannot be read: %s"):format(problem)
    end
    return {}, nil, ""
  end
  local content = file:read("*a")
  file:close()
  if not content then
    return nil, say("the configuration file %s cannot be read"):format(path)
  end
  content = content:gsub("^\239\187\191", "")
  local config
  config, problem = parse(content, path)
  if not config then
    return nil, problem
  end
  local mode = terminal.file_mode(path)
  if config.password and mode and mode % OTHERS ~= 0 then
    return nil, say("%s contains a password, and other users can read it: chmod 600 %s")
      :format(path, path)
  end
  return config, nil, content
end

--- The path of the configuration file; nil if neither --config nor HOME says one.
---@param args table what argparse read
---@return string|nil path
function settings.path(args)
  local own = folder("XDG_CONFIG_HOME", ".config")
  return args.config_file or own and own .. "/config"
end

--- Reads a configuration file, for a change.
---@param path string
---@return string|nil content nothing if there is none
---@return table<string, string> config its settings
---@return string|nil problem
function settings.read(path)
  local config, problem, content = read_config(path, false)
  return config and content, config or {}, problem
end

--- Writes a configuration file that only its owner can read. Other lines stay.
---@param path string
---@param content string what it had
---@param values table<string, string>
---@return boolean|nil done
---@return string|nil problem
function settings.write(path, content, values)
  terminal.make_folder(path:match "^(.*)/[^/]*$" or ".") -- if this fails, writing says why
  return ai95.replace_file(path, with_values(content, values), true)
end

---@class ai95_cli.Setting
---@field text string
---@field from string where it was found

--- All settings that are given anywhere, as texts.
---@param args table what argparse read
---@return table<string, ai95_cli.Setting>|nil found
---@return string|nil problem with the configuration file
function settings.find(args)
  local path = settings.path(args)
  local config, problem = read_config(path, args.config_file ~= nil)
  if not config then
    return nil, problem
  end
  local found = {}
  for _, spec in ipairs(specs) do
    local name = spec.name
    local variable = "AI95_" .. name:upper()
    local from_environment = os.getenv(variable)
    if args[name] ~= nil then
      found[name] = { text = spec.sets or args[name], from = spec.flag or "--"
        .. name:gsub("_", "-") }
    elseif from_environment and from_environment ~= "" then
      found[name] = { text = from_environment, from = variable }
    elseif config[name] then
      found[name] = { text = config[name], from = path }
    end
  end
  found.store = found.store or { text = default_store(), from = "default" }
  return found
end

--- The options of ai95.new.
---@param found table<string, ai95_cli.Setting>
---@return table|nil options
---@return string|nil problem
function settings.options(found)
  local values = {}
  for _, spec in ipairs(specs) do
    local setting = found[spec.name]
    if setting then
      local value, problem = ai95.options.parse(spec.name, setting.text)
      if value == nil then
        return nil, say("%s \"%s\" (from %s) is not a valid value%s"):format(spec.name,
          ai95.options.shown(spec.name, setting.text), setting.from,
          problem and say(": ") .. texts.retell(problem) or "")
      end
      values[spec.name] = value
    end
  end
  return values
end

return settings
