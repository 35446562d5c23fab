--- Runs busted inside an nginx worker, and prints its output: luajit inside_nginx.lua ARGUMENT…
package.path = "./spec/?.lua;" .. package.path
local nginx = require "support.nginx"

-- nginx passes on only the variables of its configuration; programs that specs start need these.
local NAMES = {
  "AI95_SANDBOX_URL", "AI95_SANDBOX_HTTPS", "AI95_SANDBOX_EXPIRED", "AI95_SANDBOX_WRONG_NAME",
  "AI95_SANDBOX_CA", "AI95_SANDBOX_OTHER_CA", "AI95_SANDBOX_DIR", "AI95_LUA", "AI95_KILLS",
  "LUA_PATH", "LUA_CPATH", "PATH",
}
local variables = {}
for _, name in ipairs(NAMES) do
  variables[name] = os.getenv(name)
end

local quoted = {}
for i, argument in ipairs(arg) do
  quoted[i] = ("%q"):format(argument)
end

local server = nginx.start {
  master = false, -- one process, so that the specs and the code under test share a Lua state
  env = variables,
  main = "working_directory " .. require("lfs").currentdir() .. ";",
  server = ([[
    location = /run {
      content_by_lua_block {
        arg = { [0] = "busted", "--output=plainTerminal", %s }
        -- If specs fail, busted exits; here that ends the request instead.
        function os.exit()
          error "specs failed"
        end
        io.stdout:setvbuf "no"
        local ok, problem = xpcall(require "busted.runner", debug.traceback, { standalone = false })
        ngx.print(ok and "passed" or problem)
      }
    }
  ]]):format(table.concat(quoted, ", ")),
}
require("socket.http").TIMEOUT = 1200
local called, answer = pcall(server.get, server, "/run")
io.stdout:write(server.process:output())
local passed = called and answer == "passed"
if not passed then
  io.stderr:write(answer, "\n")
end
server:stop()
os.exit(passed and 0 or 1)
