--- Where the command takes the library's options from: its own options, then AI95_<NAME> in the environment, then the
--- configuration file.
local ai95 = require "ai95"
local config_file = require "ai95_cli.config_file"
local core = require "ai95.core"
local terminal = require "ai95_cli.terminal"
local options = require "ai95.options"

local settings = {}

-- In the order of --help. What is a flag there `sets` a text.
local specs = {
  { name = "base_url", placeholder = "URL", help = "Where the platform is." },
  { name = "username", placeholder = "NAME", help = "Who logs in." },
  { name = "password" }, -- never an option: everybody on the machine can read a command line
  { name = "store", placeholder = "PATH",
    help = "Where the api_key is kept from one command to the next: a file, or \"memory\" for nowhere"
      .. " (ai95/store under ~/.cache)." },
  { name = "timeout", placeholder = "SECONDS", help = "One exchange may take this long (30)." },
  { name = "connect_timeout", placeholder = "SECONDS", help = "To connect may take this long (5)." },
  { name = "deadline", placeholder = "SECONDS", help = "A request with its retries may take this long (120)." },
  { name = "max_retries", placeholder = "N", help = "How often to repeat what may be repeated (2)." },
  { name = "max_body", placeholder = "BYTES", help = "An answer or a recording may have so many (67108864)." },
  { name = "ca_file", placeholder = "FILE", help = "The authorities to trust, PEM (the system's)." },
  { name = "proxy", placeholder = "URL", help = "A proxy, or \"none\" (the environment's)." },
  { name = "verify", flag = "--no-verify", sets = "no",
    help = "Trust any certificate. Everybody on the way can then read and change everything." },
  { name = "http2", flag = "--http2", sets = "yes", help = "Use HTTP/2 for what is read." },
  { name = "log", flag = "--log", sets = "stderr", help = "Tell each exchange with the platform on stderr." },
}

---@type string[]
settings.names = {}
for i, spec in ipairs(specs) do
  settings.names[i] = spec.name
end

--- Gives the root command its options.
function settings.define(parser)
  parser:flag("--version", "Show the versions and exit."):action(function()
    local versions = core.versions()
    print(("ai95 %s (%s, %s, %s)"):format(ai95._VERSION, rawget(_G, "jit") and jit.version or _VERSION,
      versions.libcurl:match "^%S+", versions.openssl:match "^%S+ %S+"))
    os.exit(0)
  end)
  local output = {
    parser:flag("--json", "Print one JSON object a line."),
    parser:flag("--csv", "Print CSV; the first line names the fields."),
  }
  parser:mutex((unpack or table.unpack)(output))
  output[3] = parser:option("--fields", "The fields to show, by the platform's names, separated by commas."):argname "NAMES"
  output[4] = parser:flag("--mask", "Hide most of each phone number and name: 138****0001, 张*.")
  parser:group("Output", (unpack or table.unpack)(output))
  local elements = { parser:option("--config", "The configuration file (~/.config/ai95/config)."):argname "FILE" }
  for _, spec in ipairs(specs) do
    if spec.flag then
      elements[#elements + 1] = parser:flag(spec.flag, spec.help):target(spec.name)
    elseif spec.placeholder then
      elements[#elements + 1] = parser:option("--" .. spec.name:gsub("_", "-"), spec.help):argname(spec.placeholder)
        :target(spec.name)
    end
  end
  parser:group("Settings", (unpack or table.unpack)(elements))
end

--- A folder of the user's own, as the XDG Base Directory Specification has them; nil where there is no HOME.
local function folder(variable, under_home)
  local given, home = os.getenv(variable), os.getenv "HOME"
  if given and given:sub(1, 1) == "/" then
    return given .. "/ai95"
  end
  return home and home ~= "" and ("%s/%s/ai95"):format(home, under_home) or nil
end

local function default_store()
  local path = folder("XDG_CACHE_HOME", ".cache")
  return path and terminal.make_folder(path) and path .. "/store" or "memory"
end

---@class ai95_cli.Setting
---@field text string
---@field from string where it was found, in words

--- All settings that are given anywhere, as texts.
---@param args table what argparse read
---@return table<string, ai95_cli.Setting>|nil found
---@return string|nil problem with the configuration file
---@return string|nil path of the file, where there is one
function settings.find(args)
  local own = folder("XDG_CONFIG_HOME", ".config")
  local path = args.config or own and own .. "/config"
  local config, problem = config_file.read(path, settings.names, args.config ~= nil)
  if not config then
    return nil, problem
  end
  local found = {}
  for _, spec in ipairs(specs) do
    local name = spec.name
    local variable = "AI95_" .. name:upper()
    local from_environment = os.getenv(variable)
    if args[name] ~= nil then
      found[name] = { text = spec.sets or args[name], from = spec.flag or "--" .. name:gsub("_", "-") }
    elseif from_environment and from_environment ~= "" then
      found[name] = { text = from_environment, from = variable }
    elseif config[name] then
      found[name] = { text = config[name], from = path }
    end
  end
  found.store = found.store or { text = default_store(), from = "default" }
  return found, nil, next(config) ~= nil and path or nil
end

--- An address without the password that may be in it.
---@param text string
---@return string
function settings.shown(text)
  return (text:gsub("//[^/@]*@", "//…@"))
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
      local value = options.parse(spec.name, setting.text)
      if value == nil then
        return nil, ("%s \"%s\" (from %s) cannot be understood"):format(spec.name, settings.shown(setting.text), setting.from)
      end
      values[spec.name] = value
    end
  end
  return values
end

return settings
