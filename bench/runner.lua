-- Runs one peer's program for a work, once.
local runner = {}

local here, data, out = os.getenv "BENCH_HERE", os.getenv "BENCH_DATA", os.getenv "BENCH_OUT"

local function quote(text)
  return "'" .. tostring(text):gsub("'", "'\\''") .. "'"
end

function runner.succeeds(command)
  return os.execute("(" .. command .. ") >/dev/null 2>&1") == true
end

--- The output of a shell command, without its last line break.
function runner.output(command)
  local pipe = io.popen("{ " .. command .. "; } 2>/dev/null")
  local text = pipe:read "a"
  pipe:close()
  return (text:gsub("%s+$", ""))
end

--- Where the program is, or nil.
function runner.program(work, peer)
  local source = here .. "/peers/" .. work.program .. peer.extension
  local file = io.open(source)
  if not file then
    return nil
  end
  file:close()
  return peer.extension == ".c" and data .. "/bin/" .. work.program or source
end

--- The environment is the program's alone: what this shell has set of proxies or authorities shall not decide.
local function environment_of(work, peer, url, settings)
  local words = {
    "env", "-i", "PATH=" .. quote(os.getenv "PATH"), "HOME=" .. quote(data), "LANG=C.UTF-8",
    "AI95_BASE_URL=" .. quote(url), "BENCH_URL=" .. quote(url),
  }
  for _, name in ipairs {
    "BENCH_HERE", "BENCH_DATA", "BENCH_OUT", "BENCH_USER_SN", "BENCH_API_KEY", "BENCH_SERVER_CORE", "BENCH_RESTY_HTTP",
  } do
    words[#words + 1] = name .. "=" .. quote(os.getenv(name))
  end
  for _, source in ipairs { work.settings or {}, peer.environment or {}, settings or {} } do
    for name, value in pairs(source) do
      words[#words + 1] = name .. "=" .. quote(value)
    end
  end
  return table.concat(words, " ")
end

local function parse(text, run)
  for name, value in text:gmatch "([%w_]+)[ \t]([^\n]+)" do
    run[name] = tonumber(value) or value
  end
end

local function read(path)
  local file = io.open(path, "rb")
  local text = file and file:read "a" or ""
  if file then
    file:close()
  end
  return text
end

runner.read = read

--- Runs it. Its answer: what it printed as "name value", and what `measure` saw; or nil and what went wrong.
---@param settings table|nil environment of this run
---@param url string|nil another than the work's
---@param untrusting boolean|nil whether it is not to find the bench's authority
function runner.run(work, peer, settings, url, untrusting)
  url = url or os.getenv(work.url == "https" and "BENCH_HTTPS" or "BENCH_HTTP")
  local seen, printed, errors = data .. "/seen", data .. "/printed", data .. "/errors"
  local words = { environment_of(work, peer, url, settings) }
  if work.url == "https" and not untrusting then
    words[#words + 1] = "sh " .. quote(here .. "/trusting") .. " " .. quote(data .. "/certs")
  end
  local cores = os.getenv "BENCH_CORES"
  if work.apart and cores ~= "" then
    words[#words + 1] = "taskset -c " .. quote(cores)
  end
  words[#words + 1] = quote(data .. "/measure") .. " " .. quote(seen)
  words[#words + 1] = peer.command or ""
  words[#words + 1] = quote(runner.program(work, peer))
  os.execute("rm -rf " .. quote(out) .. " && mkdir " .. quote(out))
  local ok = os.execute(table.concat(words, " ") .. " >" .. quote(printed) .. " 2>" .. quote(errors) .. " </dev/null")
  if not ok then
    local text = read(errors):gsub("%s+$", "")
    return nil, text ~= "" and text or "it failed without a word"
  end
  local run = { count = tonumber((settings or {}).BENCH_COUNT or (work.settings or {}).BENCH_COUNT) }
  parse(read(seen), run)
  parse(read(printed), run)
  return run
end

return runner
