--- Sends 20 requests, one after another, to a server that closes connections:
--- requests_program.lua URL [BYTES], with a body of so many bytes. Prints "alive". It loads nothing
--- but the core: LuaSocket ignores SIGPIPE for the whole process.
local buffer_of = dofile "spec/support/buffer_of.lua"
local core = require "ai95.core"

local url, bytes = arg[1], tonumber(arg[2])

local pool, profile = core.pool(), core.profile { headers = "", insecure = true }
for _ = 1, 20 do
  local transfer = pool:start(profile, url, bytes and buffer_of(("x"):rep(bytes)), 5)
  while not transfer:ready() do
    pool:run(0.1)
  end
  local closed = core.now() + 0.1 -- the connection is free, and gone
  while core.now() < closed do
    pool:run(0.02)
  end
end
pool:close()
print "alive"
