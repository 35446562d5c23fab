--- What docs/nginx.md tells its readers to write into nginx.conf #nginx works.
local nginx = require "support.nginx"
local sandbox = require "support.sandbox"

local function blocks(language)
  local file = assert(io.open("docs/nginx.md", "rb"))
  local text = file:read("*a")
  file:close()
  local list = {}
  for block in text:gmatch("\n```" .. language .. "\n(.-)\n```\n") do
    list[#list + 1] = block
  end
  return list
end

describe("docs/nginx.md #nginx", function()
  local server, password

  before_each(function()
    sandbox.reset { recording_seconds = 60 }
    sandbox.seed { calls = 12, task = { source = "文" } }
    password = os.tmpname()
    local file = assert(io.open(password, "w"))
    file:write("secret\n")
    file:close()
  end)

  after_each(function()
    os.remove(password)
    if server then
      server:stop()
    end
  end)

  it("has a configuration that works, with recordings and a call out of the log phase", function()
    local configuration, recording = blocks("nginx")[1], blocks("nginx")[2]
    local in_log = blocks("lua")[1]
    assert(recording and in_log)
    configuration = configuration:gsub("/etc/ai95/password", password):gsub("http://127.0.0.1:8095", sandbox.url)
    -- The helper has a server of its own.
    local http, location = configuration:match("^(.-)\nserver {.-listen [^\n]+\n(.*)\n}$")
    server = nginx.start {
      http = http,
      server = location .. recording .. ([[
        location = /logged {
          content_by_lua_block { ngx.print "logged" }
          log_by_lua_block {
            %s
          }
        }
        location = /first {
          content_by_lua_block {
            for call in client.calls:each { start_create_at = "2000-01-01", talktimes_min = 1 } do
              return ngx.print(ngx.encode_args { recordpath = call.recordpath, recordfile = call.recordfile })
            end
          }
        }
      ]]):format(in_log),
    }
    local calls, status = server:get "/calls"
    assert.equal(200, status)
    assert.matches("^13%d+ %d+ s\n", calls)
    local sound, sound_status, headers = server:get("/recording?" .. server:get "/first")
    assert.equal(200, sound_status)
    assert.equal("audio/wav", headers["content-type"])
    assert.equal("RIFF", sound:sub(1, 4))
    assert.equal(44 + 60 * 16000, #sound)
    local _, missing = server:get "/recording?recordpath=x&recordfile=y"
    assert.equal(502, missing)
    local before = sandbox.counts("index").received
    server:get "/logged?task=nobody"
    require("support.server").wait_for("the timer's call", function()
      return sandbox.counts("index").received > before and server:log():find("30011", 1, true)
    end)
  end)
end)
