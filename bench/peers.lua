-- Who is measured. Of a peer: its label in the tables; how its program for a work is named (peers/WORK plus `extension`)
-- and started; `present`, a shell command that succeeds where this machine has it, and `package`, Debian's packages;
-- `signs = false` where it sends what was made before.
local here, root, data = os.getenv "BENCH_HERE", os.getenv "BENCH_ROOT", os.getenv "BENCH_DATA"

local function ai95(lua)
  return {
    LUA_PATH = root .. "/lua/?.lua;" .. root .. "/lua/?/init.lua;" .. here .. "/peers/?.lua;;",
    LUA_CPATH = root .. "/build/" .. lua .. "/?.so;;",
    AI95_USERNAME = "hln", AI95_PASSWORD = "secret",
  }
end

local function c(peer)
  peer.label = peer.label or "C, libcurl"
  peer.extension, peer.present, peer.package = ".c", "echo '#include <cjson/cJSON.h>' | cc -E -", "libcjson-dev"
  return peer
end

local function nginx(way, peer)
  peer.extension, peer.command, peer.environment = ".sh", "sh", { BENCH_WAY = way }
  peer.present = ("BENCH_WAY=%s sh '%s/peers/nginx.sh'"):format(way, here)
  peer.package = peer.package or "libnginx-mod-http-lua wrk"
  return peer
end

local lua_only = { LUA_PATH = here .. "/peers/?.lua;;" }

local peers = {
  ai95 = {
    label = "ai95, Lua 5.4", extension = ".ai95.lua", command = "lua5.4", environment = ai95 "lua5.4", present = "true",
  },
  ai95jit = {
    label = "ai95, LuaJIT", extension = ".ai95.lua", command = "luajit", environment = ai95 "luajit",
    present = "command -v luajit && test -e " .. root .. "/build/luajit/ai95/core.so", package = "luajit or luajit2",
  },
  php = {
    label = "PHP", extension = ".php", command = "php",
    present = "php -r 'exit(extension_loaded(\"curl\") && extension_loaded(\"openssl\") ? 0 : 1);'",
    package = "php-cli php-curl",
  },
  node = {
    label = "Node", extension = ".js", command = "node", environment = { NODE_EXTRA_CA_CERTS = data .. "/ca.pem" },
    present = "command -v node", package = "nodejs",
  },
  python = {
    label = "Python", extension = ".py", command = "/usr/bin/python3",
    environment = { PYTHONPYCACHEPREFIX = data .. "/pycache" },
    present = "/usr/bin/python3 -c 'import cryptography'", package = "python3 python3-cryptography",
  },
  cjson = {
    label = "Lua 5.4, lua-cjson + luaossl", extension = ".cjson.lua", command = "lua5.4", environment = lua_only,
    present = "lua5.4 -e 'require \"cjson\" require \"openssl.cipher\" require \"mime\"'",
    package = "lua-cjson lua-luaossl lua-socket",
  },
  luacurl = {
    label = "Lua 5.1, lua-curl", extension = ".luacurl.lua", command = "lua5.1", environment = lua_only,
    present = "lua5.1 -e 'require \"cjson\" require \"openssl.digest\" require \"curl\"'",
    package = "lua5.1 lua-cjson lua-luaossl lua-curl",
  },
  c = c {},
  c_plain = c { label = "C, libcurl, answers not decoded", environment = { BENCH_DECODE = "0" } },
  c_folder = c { label = "C, libcurl, CAPATH alone", environment = { BENCH_TRUST = "folder" } },
  c_bundle = c { label = "C, libcurl, CAINFO alone", environment = { BENCH_TRUST = "bundle" } },
  wrk = {
    label = "wrk", extension = ".wrk.sh", command = "sh", present = "command -v wrk", package = "wrk", signs = false,
  },
  nginx_ai95 = nginx("ai95", { label = "ai95" }),
  nginx_resty = nginx("resty", {
    label = "lua-resty-http", package = "lua-resty-http, which is not Debian's: its lib folder as BENCH_RESTY_HTTP",
  }),
  nginx_proxy = nginx("proxy", { label = "proxy_pass, nothing signed or decoded", signs = false }),
  curl = { label = "curl", extension = ".curl.sh", command = "sh", present = "command -v curl", package = "curl" },
  aria2 = { label = "aria2", extension = ".aria2.sh", command = "sh", present = "command -v aria2c", package = "aria2" },
  wget = { label = "wget", extension = ".wget.sh", command = "sh", present = "command -v wget", package = "wget" },
}

for _, id in ipairs { "ai95", "ai95jit" } do
  for _, rows in ipairs { 30000, 300000 } do
    local peer = setmetatable({ environment = { BENCH_ROWS = rows } }, { __index = peers[id] })
    peer.label = ("%s, %d rows"):format(peer.label, rows)
    for name, value in pairs(peers[id].environment) do
      peer.environment[name] = value
    end
    peers[id .. "_" .. rows] = peer
  end
end
for id, peer in pairs(peers) do
  peer.id = id
end

return peers
