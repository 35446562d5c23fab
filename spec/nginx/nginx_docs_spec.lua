--- The configuration and programs in docs/nginx.md work.
local cjson = require "cjson"
local nginx = require "support.nginx"
local processes = require "support.server"
local sandbox = require "support.sandbox"
local stores = require "support.stores"

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

-- The directives outside the page's server, and those inside it: the specs have their own server.
local function configuration(password)
  local text = blocks("nginx")[1]:gsub("/etc/ai95/password", password)
    :gsub("http://127.0.0.1:8095", sandbox.url)
  return text:match("^(.-)\nserver {.-listen [^\n]+\n(.*)\n}$")
end

local FIRST = [[
  location = /first {
    content_by_lua_block {
      local filters = { start_create_at = "2000-01-01", talktimes_min = 1 }
      for call in client.calls:each(filters) do
        return ngx.print(ngx.encode_args {
          recordpath = call.recordpath, recordfile = call.recordfile,
        })
      end
    }
  }
]]
local SOUND = 44 + 60 * 16000 -- bytes of a recording of one minute

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

  local function start(more)
    local http, location = configuration(password)
    server = nginx.start { http = http, server = location .. FIRST .. more }
    return server
  end

  it("has a configuration that works", function()
    local calls, status = start(""):get "/calls"
    assert.equal(200, status)
    assert.matches("^13%d+ %d+ s\n", calls)
  end)

  it("requests the task that an address names, after the log phase", function()
    start(([[
      location = /logged {
        content_by_lua_block { ngx.print "logged" }
        log_by_lua_block {
          %s
        }
      }
    ]]):format(blocks("lua")[1]))
    local sn = sandbox.state().tasks[1].dial_task_main_sn
    local function requested(wanted)
      processes.wait_for("the timer's request", function()
        return sandbox.counts("index").received > 0
          and cjson.decode(sandbox.last("index").body).dial_task_main_sn == wanted
      end)
    end
    server:get("/logged?task=" .. sn:gsub("|", "%%7C"))
    requested(sn)
    server:get "/logged?task=nobody"
    requested "nobody"
    processes.wait_for("the message", function() return server:log():find("30011", 1, true) end)
    local _, failed = server:log():gsub("30011", "")
    assert.equal(1, failed)
  end)

  it("runs the doctor", function()
    start(blocks("nginx")[2])
    local report = server:get "/doctor"
    assert.matches("\nok  login  .*\nok  cdrlist  12 calls  \n", report)
    assert.is_nil(report:find("failed", 1, true))
    assert.is_nil(report:find("secret", 1, true))
  end)

  describe("sends a recording to a visitor", function()
    before_each(function() start(blocks("nginx")[3]) end)

    it("with HTTP/1.1", function()
      local sound, status, headers = server:get("/recording?" .. server:get "/first")
      assert.equal(200, status)
      assert.equal("audio/wav", headers["content-type"])
      assert.equal("RIFF", sound:sub(1, 4))
      assert.equal(SOUND, #sound)
    end)

    it("with HTTP/1.0", function()
      local connection = server:open("/recording?" .. server:get "/first")
      local status, sound = nginx.read_response(connection)
      assert.equal("200", status)
      assert.equal(SOUND, #sound)
    end)

    it("with HEAD", function()
      local path = "/recording?" .. server:get "/first"
      local body, status, headers = server:get(path, { method = "HEAD" })
      assert.equal(200, status)
      assert.equal("audio/wav", headers["content-type"])
      assert.equal("", body)
      local unknown = "/recording?recordpath=x&recordfile=y"
      assert.equal(502, (select(2, server:get(unknown, { method = "HEAD" }))))
      assert.is_nil(server:log():find("header only", 1, true))
    end)

    it("that breaks off if the platform's does", function()
      local path = "/recording?" .. server:get "/first"
      sandbox.fault("cdrDownload", "truncate")
      local pipe = io.popen(("curl -sS -o /dev/null '%s%s' 2>&1"):format(server.url, path))
      assert.matches("^curl: %(18%)", (pipe:read "*a")) -- the body was shorter than announced
      pipe:close()
    end)

    it("or an error, and nothing else", function()
      local right = server:get "/first"
      for query, expected in pairs {
        ["recordpath=x&recordfile=y"] = 502,
        [""] = 400,
        ["recordpath=x"] = 400,
        ["recordpath&recordfile=y"] = 400,
        ["recordpath=&recordfile="] = 400,
        ["recordpath=%FF&recordfile=y"] = 400,
        ["recordpath=x&recordfile=a%00b"] = 400,
        [right .. "&recordfile=y"] = 400,
        ["recordpath=%E6%96%87&recordfile=y"] = 502,
      } do
        assert.equal(expected, (select(2, server:get("/recording?" .. query))), query)
      end
      assert.is_nil(server:log():find("traceback", 1, true))
    end)
  end)

  it("has a store in a Redis with a password, and a log that shows its failures", function()
    local redis = stores.redis_server()
    local admin = stores.redis_client(redis.port)
    admin:config("set", "requirepass", "redis's password")
    local example = blocks("lua")[2]:gsub("127.0.0.1\", 6379", "127.0.0.1\", " .. redis.port)
      :gsub("http://127.0.0.1:8095", sandbox.url):gsub("resty%.redis", "nginx.redis")
    server = nginx.start {
      http = 'init_by_lua_block { ai95 = require "ai95"\n' .. example .. "}",
      server = [[
        location / { content_by_lua_block { ngx.print(#assert(client.projects:list())) } }
      ]],
    }
    assert.equal(200, (select(2, server:get "/")))
    assert.equal(1, #admin:keys "*")
    assert.is_nil(server:log():find("the store failed", 1, true))
    redis:stop()
    server:reload() -- the new workers have no key yet
    assert.equal(200, (select(2, server:get "/")))
    assert.matches("%[warn%].*ai95: the store failed: ", server:log())
  end)

  it("explains that nginx hides the environment, as the error of ai95.new does", function()
    server = nginx.start {
      env = { AI95_STORE = "redis://127.0.0.1" },
      http = [[
        init_by_lua_block {
          ai95 = require "ai95"
          function problem_of_new(options) return select(2, pcall(ai95.new, options)) end
        }
      ]],
      server = [[
        location = /nothing { content_by_lua_block { ngx.print(problem_of_new {}) } }
        location = /redis {
          content_by_lua_block { ngx.print(problem_of_new { base_url = "http://h" }) }
        }
      ]],
    }
    assert.matches('"base_url" is missing %(.* AI95_BASE_URL .*, '
      .. 'which needs a line "env AI95_BASE_URL;" at the top', (server:get "/nothing"))
    assert.matches("AI95_STORE in the environment: redis://… is not for nginx: .* with a function",
      (server:get "/redis"))
  end)
end)
