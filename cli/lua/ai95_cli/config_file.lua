--- The configuration file: lines `name = value` without quotes, and comments that begin with #.
local terminal = require "ai95_cli.terminal"
local names = require "ai95.util.suggest"

local config_file = {}

local OTHERS = 64 -- the permissions of the group and of others are the octal number's last two digits

local function parse(text, path, known)
  local config, number = {}, 0
  for line in (text:gsub("\r\n", "\n") .. "\n"):gmatch("(.-)\n") do
    number = number + 1
    line = line:match("^%s*(.-)%s*$")
    if line ~= "" and line:sub(1, 1) ~= "#" then
      local name, value = line:match("^([%w_%-]+)%s*=%s*(.-)$")
      if not name then
        return nil, ("%s, line %d: expected `name = value`"):format(path, number)
      elseif not known[name] then
        return nil, ("%s, line %d: unknown setting \"%s\"%s"):format(path, number, name, names.hint(name, known))
      elseif config[name] then
        return nil, ("%s, line %d: %s is there twice"):format(path, number, name)
      elseif value == "" then
        return nil, ("%s, line %d: %s has no value"):format(path, number, name)
      elseif value:find "^(['\"]).*%1$" then
        return nil, ("%s, line %d: the value of %s is in quotes, which would be part of it: leave them out (one that begins and"
          .. " ends with quotes goes into AI95_%s)"):format(path, number, name, name:upper())
      end
      config[name] = value
    end
  end
  return config
end

--- The settings of a file; none where there is no such file, unless it must be there.
---@param path string|nil
---@param known_names string[]
---@param required boolean
---@return table<string, string>|nil config
---@return string|nil problem what is wrong, and the mend
function config_file.read(path, known_names, required)
  local file, problem
  if path then
    file, problem = io.open(path, "rb")
  end
  if not file then
    if required or (problem and not problem:find("No such file", 1, true)) then
      return nil, "the configuration file cannot be read: " .. problem
    end
    return {}
  end
  local text = file:read("*a")
  file:close()
  if not text then
    return nil, ("the configuration file %s cannot be read"):format(path)
  end
  local known = {}
  for i, name in ipairs(known_names) do
    known[i], known[name] = name, true
  end
  local config
  config, problem = parse(text:gsub("^\239\187\191", ""), path, known)
  if not config then
    return nil, problem
  end
  local mode = terminal.file_mode(path)
  if config.password and mode and mode % OTHERS ~= 0 then
    return nil, ("%s holds a password, and others can read it: chmod 600 %s"):format(path, path)
  end
  return config
end

return config_file
