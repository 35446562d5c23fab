--- Starts requests and commits while finalizers close their pool, for spec/unit/pool_spec.lua.
--- Prints "right".
local collector = dofile "spec/support/collector.lua"
local core = require "ai95.core"

local URL = "http://127.0.0.1:1/"

local profile = core.profile { headers = "" }
local path = os.tmpname()
local file = assert(core.create(path .. ".new"))
local pool

local function arm()
  local object = newproxy and newproxy(true) or setmetatable({}, {})
  getmetatable(object).__gc = function() pool:close() end
  if not newproxy then
    setmetatable(object, getmetatable(object))
  end
end

-- These settings make each Lua collect garbage inside a call now and then.
collector.press(_VERSION == "Lua 5.1" and 200 or 10000)

for round = 1, 500 do
  pool = core.pool()
  arm()
  local ok, problem
  if round % 2 == 0 then
    ok, problem = pcall(pool.commit, pool, file, path .. ".new", path)
  else
    ok, problem = pcall(pool.start, pool, profile, URL, { { name = "x", data = "y" } })
  end
  assert(ok or problem:find("pool is closed", 1, true), problem)
end
file:close()
os.remove(path)
os.remove(path .. ".new")
print "right"
