-- What RESULTS.md says of how and on what was measured.
local peers = require "peers"
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

--- What a Lua expression says to a Lua 5.4 that has ai95.
local function asked(expression)
  local environment = peers.ai95.environment
  return runner.output(("LUA_PATH='%s' LUA_CPATH='%s' lua5.4 -e 'io.write(%s)'")
    :format(environment.LUA_PATH, environment.LUA_CPATH, expression))
end

local function list_of_versions()
  return {
    { "ai95", asked "require([[ai95]])._VERSION" },
    { "libcurl", asked("require([[ai95.core]]).versions().libcurl"):match "libcurl/([%w%.]+)" },
    { "OpenSSL", asked("require([[ai95.core]]).versions().openssl"):match "%d[%w%.]*" },
    { "nginx", first("nginx -v", "nginx/([%w%.]+)") },
    { "libnginx-mod-http-lua", package "libnginx-mod-http-lua" },
    { "lua-resty-http", first("grep -sh _VERSION \"$BENCH_RESTY_HTTP\"/resty/http.lua "
      .. "/usr/local/share/lua/5.1/resty/http.lua /usr/share/lua/5.1/resty/http.lua", "'([%d%.]+)'") },
    { "Lua", first("lua5.4 -v", "Lua ([%d%.]+)") },
    { "LuaJIT", first("luajit -v", "LuaJIT ([^%s]+)") },
    { "PHP", first("php -v", "PHP ([%w%.]+)") },
    { "Node", first("node --version", "v(.+)") },
    { "Python", first("/usr/bin/python3 --version", "Python (.+)") },
    { "python3-cryptography", package "python3-cryptography" },
    { "lua-cjson", package "lua-cjson" },
    { "lua-luaossl", package "lua-luaossl" },
    { "lua-socket (base64)", package "lua-socket" },
    { "lua-curl", package "lua-curl" },
    { "libcjson-dev", package "libcjson-dev" },
    { "wrk", package "wrk" },
    { "curl", first("curl --version", "curl ([%w%.]+)") },
    { "aria2", first("aria2c --version", "version ([%w%.]+)") },
    { "wget", first("wget --version", "Wget ([%w%.]+)") },
    { "system", runner.output ". /etc/os-release && echo \"$PRETTY_NAME\"" },
    { "kernel", runner.output "uname -sr" },
  }
end

function versions.preface()
  local model = runner.output "sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1"
  return ([[
# Results

Written by `make bench`; [README.md](README.md) says what is measured, and how. The machine has %s cores (%s); nginx
ran on the same ones, over loopback. The peers ran in turn, round after round. A figure is the median of the rounds, and in
brackets the least and the most. `ai95 is`: what ai95 (the first row; on Lua 5.4, in nginx on LuaJIT) took, in proportion
to what that peer took in the same round; less than 1 means that ai95 took less. Of requests per second, more is better.
Downloads went to %s.
]]):format(runner.output "nproc", model ~= "" and model or "unknown",
    os.getenv "BENCH_IN_MEMORY" ~= "" and "a file system in memory, so that no disk is measured" or "the disk")
end

function versions.list()
  local lines = { "### Versions\n" }
  for _, version in ipairs(list_of_versions()) do
    lines[#lines + 1] = ("- %s: %s"):format(version[1], version[2] and version[2] ~= "" and version[2] or "not there")
  end
  return table.concat(lines, "\n") .. "\n"
end

return versions
