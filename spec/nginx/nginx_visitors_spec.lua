--- Visitors of an nginx who leave, or read slowly, while the library works for them.
local files = require "support.files"
local nginx_case = require "support.nginx_case"
local processes = require "support.server"
local sandbox = require "support.sandbox"
local socket = require "socket"

describe("a visitor of nginx #nginx", function()
  local start = nginx_case { client = "max_body = 2 ^ 40", http = "lua_check_client_abort on;" }

  it("who leaves cancels the request", function()
    local server = start()
    server:get "/list"
    local idle = sandbox.open_connections()
    sandbox.fault("cdrlist", "delay", { seconds = 20, times = 5 })
    local pending = server:open_many("/list", 5)
    processes.wait_for("the requests", function() return sandbox.open_connections() >= 5 end)
    for _, connection in ipairs(pending) do
      connection:close()
    end
    processes.wait_for("their end", function() return sandbox.open_connections() <= idle end, 5)
    sandbox.reset()
    assert.equal("total 0", (server:get "/list"))
  end)

  it("who leaves during a download to a path leaves no file", function()
    sandbox.seed { calls = 8 }
    local path = os.tmpname()
    os.remove(path)
    local server = start {
      server = ([[
        location = /save {
          content_by_lua_block {
            ngx.print(tostring(select(2, connected_call():download "%s")))
          }
        }
      ]]):format(path),
    }
    sandbox.fault("cdrDownload", "stall", { seconds = 20 })
    local first = server:open "/save"
    processes.wait_for("the file", function() return files.read(path .. ".part") end)
    first:close()
    processes.wait_for("its end", function() return not files.read(path .. ".part") end, 5)
    assert.equal("nil", (server:get "/save"))
    assert.equal("RIFF", files.read(path):sub(1, 4))
    os.remove(path)
  end)

  it("who leaves during the login leaves no lock", function()
    local server = start()
    sandbox.fault("login", "delay", { seconds = 0.5 })
    local first = server:open "/list"
    processes.wait_for("the login", function() return sandbox.counts("login").received == 1 end)
    first:close()
    local began = socket.gettime()
    assert.equal("total 0", (server:get "/list"))
    assert.is_true(socket.gettime() - began < 5)
    assert.equal(1, sandbox.counts("login").received)
  end)

  it("who reads slowly gets a recording in constant memory, and ends it by leaving", function()
    sandbox.reset { recording_seconds = 3600 } -- 58 MB
    sandbox.seed { calls = 8 }
    local server = start {
      server = [[
        location = /collect {
          content_by_lua_block { collectgarbage() collectgarbage() ngx.print "collected" }
        }
      ]],
    }
    server:get "/list"
    local worker = server:workers()[1]
    local idle = sandbox.open_connections() -- with those of earlier specs in this process
    local function listen(bytes, connection)
      -- For HTTP/1.0, nginx would collect the whole recording first.
      connection = connection or server:open("/recording", "1.1")
      local left = bytes
      while left > 0 do
        local piece = assert(connection:receive(math.min(left, 65536)))
        left = left - #piece
      end
      return connection
    end
    local function memory() -- without garbage, whose amount varies
      server:get "/collect"
      return processes.memory_of(worker)
    end
    listen(8 * 2 ^ 20):close() -- the memory that is needed once
    local before = memory()
    local connection = listen(2 ^ 20)
    for _ = 1, 10 do
      socket.sleep(0.05)
      listen(4 * 2 ^ 20, connection)
    end
    socket.sleep(0.3) -- the visitor stops reading, and the platform goes on sending
    local grown = memory() - before
    assert.is_true(grown < 4, ("the worker grew by %.1f MB"):format(grown))
    assert.equal("plain", (server:get "/plain"))
    connection:close()
    processes.wait_for("the transfer's end", function()
      return sandbox.open_connections() <= idle
    end, 5)
  end)

  it("gets the pieces in order, and can get an error before the first piece", function()
    sandbox.seed { calls = 8 }
    local server = start {
      server = [[
        location = /compare {
          content_by_lua_block {
            for call in client.calls:each { start_create_at = "2000-01-01" } do
              if call.recordfile then
                local whole = call:download().body
                local pieces = {}
                call:download(function(piece)
                  pieces[#pieces + 1] = piece
                  ngx.sleep(0.001)
                end)
                return ngx.print(whole == table.concat(pieces) and #whole > 1000 and "the same")
              end
            end
          }
        }
      ]],
    }
    assert.equal("the same", (server:get "/compare"))
    sandbox.fault("cdrDownload", "code", { code = 30011 })
    server:get "/recording"
    processes.wait_for("the log", function()
      return server:log():find("recording: ai95: the platform answered 30011", 1, true)
    end)
  end)
end)
