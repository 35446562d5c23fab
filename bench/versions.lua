-- The parts of RESULTS.md about the machine and the versions.
local runner = require "runner"

local versions = {}

local function first(command, pattern)
  local text = runner.output(command .. " 2>&1 | head -n 1")
  return pattern and text:match(pattern) or text
end

local function package(name)
  -- The dollar is dpkg-query's.
  return runner.output(("dpkg-query -W -f '${Version}' %s"):format(name))
end

local function list_of_versions()
  local root = os.getenv "BENCH_ROOT"
  local resty = "grep -sh _VERSION \"$BENCH_RESTY_HTTP\"/resty/http.lua "
    .. "/usr/local/share/lua/5.1/resty/http.lua /usr/share/lua/5.1/resty/http.lua"
  return {
    { "ai95", first(("AI95_LUA=lua5.4 '%s/cli/bin/ai95' --version"):format(root), "ai95 (.+)") },
    { "LuaJIT", first("luajit -v", "LuaJIT ([^%s]+)") },
    { "nginx", first("nginx -v", "nginx/([%w%.]+)") },
    { "libnginx-mod-http-lua", package "libnginx-mod-http-lua" },
    { "lua-resty-http", first(resty, "'([%d%.]+)'") },
    { "PHP", first("php -v", "PHP ([%w%.]+)") },
    { "curl", first("curl --version", "curl ([%w%.]+)") },
    { "wrk", package "wrk" },
    { "SQLite", package "libsqlite3-0" },
    { "lua-dbi-sqlite3", package "lua-dbi-sqlite3" },
    { "Python", first("/usr/bin/python3 --version", "Python ([%w%.]+)") },
    { "system", runner.output ". /etc/os-release && echo \"$PRETTY_NAME\"" },
    { "kernel", runner.output "uname -sr" },
  }
end

function versions.preface()
  local model = runner.output "sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1"
  return ([[
# Results

`make bench` writes this page; [README.md](README.md) says what is measured, and how. The machine
has %s cores (%s); one of them served the answers, over loopback.
The peers ran in turn, round after round, each as a process of its own. A figure is the median of
the rounds, with the least and the most in brackets. Time is from the start of the process to its
end, CPU is user and system time, memory is the peak. A ratio is the median of the ratios within
each round. Less is better, except for requests per second. Files went to %s.
]]):format(runner.output "nproc", model ~= "" and model or "unknown",
    os.getenv "BENCH_IN_MEMORY" ~= "" and "memory" or "the disk")
end

function versions.list()
  local lines = { "### Versions\n" }
  for _, version in ipairs(list_of_versions()) do
    lines[#lines + 1] = ("- %s: %s"):format(version[1],
      version[2] ~= "" and version[2] or "not there")
  end
  return table.concat(lines, "\n") .. "\n"
end

return versions
