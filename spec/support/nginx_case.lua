--- The set-up of specs inside nginx. Each spec starts a server whose workers have the library, a
--- client of the sandbox, and the locations /list, /recording and /plain.
---
---     local start = nginx_case { client = "timeout = 1" }
---     it("…", function()
---       local server = start { server = [[ location /x { … } ]] }
local busted = require "busted"
local nginx = require "support.nginx"
local sandbox = require "support.sandbox"

local SETUP = [[
  init_by_lua_block {
    ai95 = require "ai95"
    function new_client(options)
      options.base_url = options.base_url or "@SANDBOX@"
      options.username, options.password = "hln", "secret"
      options.store = @STORE@
      return ai95.new(options)
    end
    client = new_client { @CLIENT@ }
    function connected_call()
      local filters = { start_create_at = "2000-01-01", talktimes_min = 1, pageSize = 1 }
      return client.calls:list(filters)[1]
    end
  }
]]

local LOCATIONS = [[
  location = /list {
    content_by_lua_block {
      local page, err = client:request("cdrlist", { pageIndex = 0, pageSize = 3 })
      ngx.print(page and "total " .. page.total or tostring(err))
    }
  }
  location = /recording {
    content_by_lua_block {
      local saved, err = connected_call():download(function(piece)
        ngx.print(piece)
        ngx.flush(true)
      end)
      ngx.log(ngx.NOTICE, "recording: ", saved and saved.bytes or tostring(err))
    }
  }
  location = /plain {
    content_by_lua_block { ngx.print "plain" }
  }
]]

--- Resets the sandbox before each spec of the block, and stops its server after it.
---@param case table|nil client: options of the client, as Lua; store: a Lua expression for its
--- store; http: more directives for all servers
---@return fun(options: table|nil): Nginx start takes the options of nginx.start; `bare` leaves the
--- client and the locations out
return function(case)
  case = case or {}
  local words = {
    SANDBOX = sandbox.url, CLIENT = case.client or "", STORE = case.store or "nil",
  }
  local server

  busted.before_each(function()
    sandbox.reset()
    server = nil
  end)

  busted.after_each(function()
    if server then
      local log = server:stop()
      local crash = log:match "[^\n]*exited on signal[^\n]*"
      assert(not crash, crash)
    end
  end)

  return function(options)
    options = options or {}
    if not options.bare then
      options.http = SETUP:gsub("@(%u+)@", words) .. (case.http or "") .. (options.http or "")
      options.server = LOCATIONS .. (options.server or "")
    end
    server = nginx.start(options)
    return server
  end
end
