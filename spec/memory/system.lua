--- What the core does with the system where a spec cannot reach: secrets in memory that it frees,
-- a file system that gives a file another number each time, and SIGPIPE.
local core = require "ai95.core"
local memory = require "memory"

local EPIPE = 32
local KEY, LARGE = "the-api-key-of-the-account", ("x"):rep(300000)

-- A request of any size, while it is made and when it is freed, whatever way.
memory.watch(KEY)
for _, text in ipairs { "", ("x"):rep(70000), LARGE, ("\1"):rep(300000) } do
  local body = core.body({ "name", text }, nil, "SYSUSER|5d03d133d7fb004e2ccf34eb8fbdc45c", KEY)
  assert(tostring(body):find(KEY, 1, true))
  body:close()
  core.body({ "name", text, "bad", "\255" and "x" }, nil, "SYSUSER|x", KEY)
  assert(not pcall(core.body, { "name", text, "bad", "\255" }, nil, "SYSUSER|x", KEY))
  collectgarbage()
  collectgarbage()
  local count = memory.watch(KEY)
  assert(count == 0, ("%d blocks were freed with the key in them (%d bytes)"):format(count, #text))
end
memory.watch()

-- Each way to open a file under a lock.
local path = os.tmpname()
memory.unsteady(true)
for _, name in ipairs { "create", "lock", "open_log", "prepare_log" } do
  local file, problem = core[name](path)
  assert(file == nil and problem:find("replaced again and again", 1, true), name .. ": "
    .. tostring(problem))
end
assert(core.replace_file(path, "text") == nil)
memory.unsteady(false)
os.remove(path)
os.remove(path .. ".new")

-- Whatever libcurl writes to, the process lives, and a signal of the host's own stays.
local failure, is_pending = memory.broken_pipe(false)
assert(failure == EPIPE and not is_pending)
failure, is_pending = memory.broken_pipe(true)
assert(failure == EPIPE and is_pending)
print "secrets, files, signals"
