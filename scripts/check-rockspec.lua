#!/usr/bin/env lua
-- Fails if a rockspec and the files in the checkout disagree: luarocks does not install a file that
-- is not listed.
local ROCKS = {
  { rockspec = "ai95-scm-1.rockspec", lua = { "lua" }, core = "ai95.core" },
  { rockspec = "ai95-report-scm-1.rockspec", lua = { "report/lua", "texts/lua" } },
  { rockspec = "ai95-cli-scm-1.rockspec", lua = { "cli/lua" }, core = "ai95_cli.terminal",
    bin = "cli/bin" },
  { rockspec = "ai95-workbook-scm-1.rockspec", core = "ai95.workbook" },
}
local BUILT = "build/luarocks/"

local function files(folder, pattern)
  local list = assert(io.popen("find " .. folder .. " -type f -name '" .. pattern
    .. "' | LC_ALL=C sort"))
  return list:lines()
end

local function read_rockspec(path)
  local file = assert(io.open(path))
  local text = file:read("*a")
  file:close()
  local rockspec = {}
  if setfenv then -- luacheck: ignore 113
    setfenv(assert(loadstring(text, path)), rockspec)() -- luacheck: ignore 113
  else
    assert(load(text, path, "t", rockspec))()
  end
  return rockspec
end

--- Each file that the rock must install, as "name = path".
local function expected(rock)
  local list = {}
  if rock.core then
    list[rock.core .. " = " .. BUILT .. rock.core:gsub("%.", "/") .. ".so"] = true
  end
  for _, folder in ipairs(rock.lua or {}) do
    for path in files(folder, "*.lua") do
      local name = path:sub(#folder + 2):gsub("%.lua$", ""):gsub("/init$", ""):gsub("/", ".")
      list[name .. " = " .. path] = true
    end
  end
  if rock.bin then
    for path in files(rock.bin, "*") do
      list[path:match("[^/]*$") .. " = " .. path] = true
    end
  end
  return list
end

local function listed(rockspec)
  local list = {}
  for _, kind in ipairs { "lua", "lib", "bin" } do
    for name, path in pairs(rockspec.build.install[kind] or {}) do
      list[name .. " = " .. path] = true
    end
  end
  return list
end

local function report(path, these, those, problem)
  local lines = {}
  for line in pairs(these) do
    if not those[line] then
      lines[#lines + 1] = ("%s: %s: %s\n"):format(path, problem, line)
    end
  end
  table.sort(lines)
  io.stderr:write(table.concat(lines))
  return #lines
end

local problems = 0
for _, rock in ipairs(ROCKS) do
  local there, given = expected(rock), listed(read_rockspec(rock.rockspec))
  problems = problems + report(rock.rockspec, there, given, "is not listed")
    + report(rock.rockspec, given, there, "there is no such file")
end
os.exit(problems == 0 and 0 or 1)
