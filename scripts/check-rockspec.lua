#!/usr/bin/env lua
-- Fails where the rockspec and the files in lua/, src/ and cli/ disagree: luarocks leaves out what it does not list.
local ROCKSPEC = "ai95-scm-1.rockspec"
local CORE = "ai95.core"

local function files(folder, pattern)
  local list = assert(io.popen("find " .. folder .. " -type f -name '" .. pattern .. "' 2>/dev/null | sort"))
  return list:lines()
end

local function read_rockspec()
  local file = assert(io.open(ROCKSPEC))
  local text = file:read("*a")
  file:close()
  local rockspec = {}
  if setfenv then -- luacheck: ignore 113
    setfenv(assert(loadstring(text, ROCKSPEC)), rockspec)() -- luacheck: ignore 113
  else
    assert(load(text, ROCKSPEC, "t", rockspec))()
  end
  return rockspec
end

--- What should be listed: a name and its file for each module, and the files of the core and the commands.
local function expected()
  local list = {}
  for path in files("lua cli/lua", "*.lua") do
    local name = path:gsub("^cli/", ""):gsub("^lua/", ""):gsub("%.lua$", ""):gsub("/init$", ""):gsub("/", ".")
    list[name .. " = " .. path] = true
  end
  for path in files("src cli/src", "*.c") do
    list[CORE .. " = " .. path] = true
  end
  for path in files("cli/bin", "*") do
    list[path:gsub("^cli/bin/", "") .. " = " .. path] = true
  end
  return list
end

local function listed()
  local build, list = read_rockspec().build, {}
  for name, module in pairs(build.modules) do
    for _, path in ipairs(type(module) == "table" and module.sources or { module }) do
      list[name .. " = " .. path] = true
    end
  end
  for name, path in pairs(build.install and build.install.bin or {}) do
    list[name .. " = " .. path] = true
  end
  return list
end

local function complain(these, those, problem)
  local lines = {}
  for line in pairs(these) do
    if not those[line] then
      lines[#lines + 1] = ("%s: %s: %s\n"):format(ROCKSPEC, problem, line)
    end
  end
  table.sort(lines)
  io.stderr:write(table.concat(lines))
  return #lines
end

local files_there, files_listed = expected(), listed()
local problems = complain(files_there, files_listed, "is missing") + complain(files_listed, files_there, "is not there")
os.exit(problems == 0 and 0 or 1)
