-- The jobs: their programs, and their targets.
--
-- A job has a `name` (several may share one: `make bench JOB=import` runs all of them), a `title`,
-- `rounds`, and `peers`, those of ai95 first. A peer has an `id`, a `label` and a `command`. If it
-- may be missing, it has `needs`, a shell command that succeeds if it exists, and `package`.
--   server    "" or the set of pages (see nginx.conf.in); "https" for HTTPS
--   check     "text": the same output; "csv", "json": the same rows; "import": the same rows
--             received; "files": the same recordings; "database": the same rows in calls.db;
--             "nginx": the same rows inside nginx
--   endpoint  of the requests that must be the same for all peers
--   prepare   a command that writes prepared/NAME before the job
--   figures   of the tables: see report.lua
--   targets   `figures` of `who` (default "ai95") must be at most `most` times, or at least `least`
--             times, those of the best peer in `of`, or at most `limit`; `like` names another job
--             whose same peer is the baseline
local here, root, data = os.getenv "BENCH_HERE", os.getenv "BENCH_ROOT", os.getenv "BENCH_DATA"
local sizes = require "sizes"

local jobs = {}

local function lua_peers(who, label, command)
  return {
    {
      id = who .. " lua5.4", who = who, lua = "lua5.4", label = label .. ", Lua 5.4",
      command = "lua5.4 " .. command,
    },
    {
      id = who .. " luajit", who = who, lua = "luajit", label = label .. ", LuaJIT",
      command = "luajit " .. command, package = "luajit or luajit2",
      needs = ("command -v luajit && test -e '%s/build/luajit/ai95/core.so'"):format(root),
    },
  }
end

--- A program that uses the library, on both Luas.
local function library(command)
  return lua_peers("ai95", "ai95", here .. "/jobs/" .. command)
end

--- The ai95 command, on both Luas. Lua skips its first line, as it does after `make install`.
local function ai95_command(arguments)
  return lua_peers("command", "ai95 command", root .. "/cli/bin/ai95 " .. arguments)
end

local function php(command)
  return {
    id = "php", label = "PHP", command = ("php %s/jobs/%s"):format(here, command),
    needs = "php -r 'exit(extension_loaded(\"curl\") && extension_loaded(\"openssl\") ? 0 : 1);'",
    package = "php-cli php-curl",
  }
end

local function with(peers, ...)
  for _, peer in ipairs { ... } do
    peers[#peers + 1] = peer
  end
  return peers
end

local function count(number)
  local text = ("%d"):format(number)
  return (text:reverse():gsub("(%d%d%d)", "%1,"):reverse():gsub("^,", ""))
end

local function add(job)
  job.figures = job.figures or { "time", "cpu", "memory" }
  job.server = job.server or ""
  job.rounds = sizes.rounds(job.rounds)
  jobs[#jobs + 1] = job
end

local speed = { "time", "cpu" }

add {
  name = "import", title = count(sizes.fewer_rows) .. " rows",
  rounds = 5, check = "import", endpoint = "addJson",
  peers = with(library(("import/import.lua %s/fewer-customers.csv"):format(data)),
    php(("import/import.php %s/fewer-customers.csv"):format(data))),
  targets = {},
}
local fewer_rows = jobs[1]

add {
  name = "import", title = count(sizes.rows) .. " rows",
  rounds = 5, check = "import", endpoint = "addJson",
  peers = with(library(("import/import.lua %s/customers.csv"):format(data)),
    php(("import/import.php %s/customers.csv"):format(data))),
  targets = {
    { figures = speed, most = 0.5, of = { "php" } },
    { figures = { "memory" }, limit = 40 },
    { figures = { "memory" }, most = 1.05, like = fewer_rows },
  },
}

local python = "/usr/bin/python3"
add {
  name = "import", title = count(sizes.rows) .. " rows of a workbook",
  rounds = 3, check = "import", endpoint = "addJson",
  prepare = {
    name = "customers.xlsx", lua = "lua5.4",
    command = ("%s %s/workbook.py %s/customers.csv /dev/stdout"):format(python, here, data),
  },
  peers = with(library(("import/import.lua %s/prepared/customers.xlsx"):format(data)), {
    id = "python", label = "Python, openpyxl", package = "python3-openpyxl python3-cryptography",
    command = ("%s %s/jobs/import/import.py %s/prepared/customers.xlsx"):format(python, here, data),
    needs = python .. " -c 'import openpyxl, cryptography, xlsxwriter'",
  }),
  targets = {
    { figures = speed, most = 0.2, of = { "python" } },
    { figures = { "memory" }, limit = 60 },
  },
}

add {
  name = "export", title = "to CSV",
  rounds = 5, server = "200", check = "csv", endpoint = "cdrlist",
  peers = with(ai95_command "calls --all --csv", php "export/csv.php"),
  targets = { { who = "command", figures = speed, most = 0.8, of = { "php" } } },
}

add {
  name = "export", title = "to JSON lines",
  rounds = 5, server = "200", check = "json", endpoint = "cdrlist",
  peers = with(ai95_command "calls --all --json", php "export/json.php"),
  targets = { { who = "command", figures = speed, most = 0.8, of = { "php" } } },
}

local function database(title, server)
  local job = {
    name = "database", title = title, rounds = 5, server = server, check = "database",
    endpoint = "cdrlist",
    peers = with(ai95_command "sync --db sqlite:calls.db --what calls", {
      id = "python", label = "Python, sqlite3", package = "python3 sqlite3",
      command = python .. " " .. here .. "/jobs/database/database.py",
      needs = python .. " -c 'import sqlite3' && command -v sqlite3",
    }),
    targets = {},
  }
  add(job)
  return job
end

local fewer_calls = database(count(sizes.fewer_calls) .. " calls into SQLite", "fewer")
database(count(sizes.calls) .. " calls into SQLite", "1000").targets = {
  { who = "command", figures = speed, most = 1.0, of = { "python" } },
  { who = "command", figures = { "memory" }, limit = 40 },
  { who = "command", figures = { "memory" }, most = 1.2, like = fewer_calls },
}

for _, size in ipairs { 200, 5000 } do
  add {
    name = "each", title = "pages of " .. count(size),
    rounds = 5, server = tostring(size), check = "text", endpoint = "cdrlist",
    peers = with(library("each/each.lua " .. size), php("each/each.php " .. size)),
    targets = { { figures = speed, most = 0.7, of = { "php" } } },
  }
end

add {
  name = "archive", title = count(sizes.recordings) .. " recordings", count = sizes.recordings,
  rounds = 7, server = "archive", check = "files", endpoint = "cdrDownload",
  prepare = {
    name = "urls.txt", lua = "lua5.4", command = "lua5.4 " .. here .. "/jobs/archive/urls.lua",
  },
  peers = with(library "archive/archive.lua", {
    id = "curl", label = "curl --parallel", needs = "command -v curl", package = "curl",
    command = ("curl --parallel --parallel-max 16 --silent --show-error --fail --create-dirs "
      .. "--config %s/prepared/urls.txt"):format(data),
  }),
  targets = { { figures = speed, most = 1.1, of = { "curl" } } },
}

add {
  name = "requests", title = "one after another",
  rounds = 7, check = "text", endpoint = "cdrlist",
  peers = with(library("requests/requests.lua " .. sizes.requests),
    php("requests/requests.php " .. sizes.requests)),
  targets = { { figures = speed, most = 1.0, of = { "php" } } },
}

add {
  name = "concurrent", title = "32 in flight",
  rounds = 7, check = "text", endpoint = "cdrlist",
  peers = with(library("concurrent/concurrent.lua " .. sizes.requests),
    php("concurrent/concurrent.php " .. sizes.requests)),
  targets = { { figures = speed, most = 1.2, of = { "php" } } },
}

local c = { id = "c", label = "C", command = data .. "/bin/start" }
local c_folder = {
  id = "c folder", label = "C, CAPATH only", command = data .. "/bin/start folder",
}
local start_peers = library "start/start.lua"
for _, peer in ipairs(ai95_command "login --show-key --csv --fields api_key") do
  start_peers[#start_peers + 1] = peer
end
add {
  name = "start", title = "first answer",
  rounds = 15, server = "https", check = "text", endpoint = "login", unit = "ms",
  peers = with(start_peers, c, c_folder),
  targets = {
    { figures = speed, most = 1.3, of = { "c", "c folder" } },
    { who = "command", figures = speed, most = 2.0, of = { "c", "c folder" } },
  },
}

local function inside_nginx(peer, connections)
  local program = ("%s sh %s/jobs/nginx/nginx.sh %s "):format(
    peer.openresty and "env BENCH_NGINX=\"$OPENRESTY\"" or "env", here, peer.program)
  peer.lua = "luajit"
  peer.command = ("%s %d %d"):format(program, connections, sizes.seconds)
  peer.check_command = program .. "check"
  peer.needs = "command -v wrk && " .. (peer.openresty and "[ -n \"$OPENRESTY\" ] && " or "")
    .. (peer.needs or "true")
  return peer
end

local RESTY_HTTP = {
  package = "lua-resty-http (not in Debian): its lib folder as BENCH_RESTY_HTTP",
  needs = "for dir in \"$BENCH_RESTY_HTTP\" /usr/local/share/lua/5.1 /usr/share/lua/5.1;"
    .. " do [ ! -f \"$dir/resty/http.lua\" ] || exit 0; done; exit 1",
}

local rates = {
  { connections = 1, least = 0.9 }, { connections = 10, least = 1.0 },
  { connections = 50, least = 1.1 }, { connections = 100, least = 1.1 },
}
for _, case in ipairs(rates) do
  local function ai95(who, label, openresty)
    return inside_nginx({
      id = who .. " luajit", who = who, label = label, program = "ai95",
      package = "libnginx-mod-http-lua wrk", openresty = openresty,
    }, case.connections)
  end
  local function resty(id, label, openresty)
    return inside_nginx({
      id = id, label = label, program = "resty", openresty = openresty,
      package = RESTY_HTTP.package, needs = RESTY_HTTP.needs,
    }, case.connections)
  end
  add {
    name = "nginx", rounds = 5, check = "nginx", endpoint = "cdrlist",
    title = case.connections .. " at a time",
    figures = { "rate", "worker_cpu" },
    peers = {
      ai95("ai95", "ai95, nginx"),
      resty("resty", "lua-resty-http, nginx"),
      ai95("openresty", "ai95, OpenResty", true),
      resty("resty openresty", "lua-resty-http, OpenResty", true),
    },
    targets = {
      { figures = { "rate" }, least = case.least, of = { "resty" } },
      { who = "openresty", figures = { "rate" }, least = case.least, of = { "resty openresty" } },
    },
  }
end

return jobs
