-- Runs one peer's program for a job, once.
local runner = {}

local here, root = os.getenv "BENCH_HERE", os.getenv "BENCH_ROOT"
local data, out = os.getenv "BENCH_DATA", os.getenv "BENCH_OUT"

local function quote(text)
  return "'" .. tostring(text):gsub("'", "'\\''") .. "'"
end

function runner.succeeds(command)
  return os.execute("(" .. command .. ") >/dev/null 2>&1") == true
end

--- The output of a shell command, without the line breaks at its end.
function runner.output(command)
  local pipe = io.popen("{ " .. command .. "; } 2>/dev/null")
  local text = pipe:read "a"
  pipe:close()
  return (text:gsub("%s+$", ""))
end

function runner.read(path)
  local file = io.open(path, "rb")
  local text = file and file:read "a" or ""
  if file then
    file:close()
  end
  return text
end

local function empty(path)
  assert(io.open(path, "w")):close()
end

local lua_paths = {}

--- The LUA_PATH and LUA_CPATH that find the build, as `make env` prints them.
local function paths_of(lua)
  if not lua_paths[lua] then
    local text = runner.output(("make -s --no-print-directory -C %s env LUA=%s")
      :format(quote(root), lua))
    lua_paths[lua] = {
      LUA_PATH = text:match "LUA_PATH='([^']*)'", LUA_CPATH = text:match "LUA_CPATH='([^']*)'",
    }
  end
  return lua_paths[lua]
end

--- The program sees these variables only: proxies or authorities of this shell must not matter.
local function environment_of(peer, url)
  local words = {
    "env", "-i", "PATH=" .. quote(os.getenv "PATH"), "HOME=" .. quote(out), "LANG=C.UTF-8",
    "AI95_BASE_URL=" .. quote(url), "AI95_USERNAME=hln", "AI95_PASSWORD=secret",
    "AI95_STORE=memory", "PYTHONDONTWRITEBYTECODE=1",
  }
  for _, name in ipairs {
    "BENCH_DATA", "BENCH_SERVER_CORE", "BENCH_NGINX_MODULES", "BENCH_RESTY_HTTP", "OPENRESTY",
  } do
    words[#words + 1] = name .. "=" .. quote(os.getenv(name) or "")
  end
  for name, value in pairs(peer.lua and paths_of(peer.lua) or {}) do
    words[#words + 1] = name .. "=" .. quote(value)
  end
  return table.concat(words, " ")
end

--- The base_url of a job.
function runner.url(job, is_checked)
  if job.server == "https" then
    return os.getenv "BENCH_HTTPS"
  end
  local server = os.getenv(is_checked and "BENCH_CHECKED" or "BENCH_HTTP")
  return job.server == "" and server or server .. "/" .. job.server
end

--- The number of lines in the server's log, once there are `expected`: it logs after it responds.
function runner.received(expected)
  local count
  for _ = 1, 50 do
    count = select(2, runner.read(data .. "/received.log"):gsub("\n", ""))
    if expected == nil or count >= expected then
      break
    end
    os.execute "sleep 0.02"
  end
  return count
end

--- Runs it in its own folder. Returns the figures: those of `measure`, and those that the program
--- printed as "name number"; or nil and the problem.
---@param is_checked boolean|nil whether the server records the requests
---@param is_untrusting boolean|nil whether the program must not find the bench's authority
function runner.run(job, peer, is_checked, is_untrusting)
  local command = { environment_of(peer, runner.url(job, is_checked)) }
  if job.server == "https" and not is_untrusting then
    command[#command + 1] = "sh " .. quote(here .. "/trusting.sh")
    command[#command + 1] = quote(data .. "/certs")
  end
  local cores = os.getenv "BENCH_CORES"
  if cores ~= "" then
    command[#command + 1] = "taskset -c " .. quote(cores)
  end
  command[#command + 1] = quote(data .. "/bin/measure")
  command[#command + 1] = quote(data .. "/measured")
  command[#command + 1] = is_checked and peer.check_command or peer.command
  empty(data .. "/received.log")
  empty(data .. "/bodies.log")
  os.execute(("rm -rf %s && mkdir %s"):format(quote(out), quote(out)))
  local ok = os.execute(("cd %s && %s >stdout 2>stderr </dev/null")
    :format(quote(out), table.concat(command, " ")))
  if not ok then
    local text = runner.read(out .. "/stderr"):gsub("%s+$", "")
    return nil, text ~= "" and text or "it failed and printed nothing"
  end
  local run = {}
  local outputs = { data .. "/measured", job.check == "nginx" and out .. "/stdout" or nil }
  for _, path in ipairs(outputs) do
    for name, value in runner.read(path):gmatch "([%w_]+) ([%d.]+)\n" do
      run[name] = tonumber(value)
    end
  end
  return run
end

--- Writes a job's prepared input, for the server of the job.
function runner.prepare(job, is_checked)
  local prepare, dir = job.prepare, data .. "/prepared"
  local environment = environment_of(prepare, runner.url(job, is_checked))
  return os.execute(("mkdir -p %s && %s %s >%s"):format(quote(dir), environment, prepare.command,
    quote(dir .. "/" .. prepare.name)))
end

return runner
