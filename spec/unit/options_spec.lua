local ai95 = require "ai95"
local files = require "support.files"

local function new(options)
  return function()
    local all = { base_url = "http://127.0.0.1:1", username = "hln", password = "secret" }
    for name, value in pairs(options) do
      all[name] = value
    end
    return ai95.new(all)
  end
end

describe("ai95.new", function()
  it("does no I/O", function()
    assert.truthy(new {}())
  end)

  it("names a missing option, and its variable in the environment", function()
    assert.error_matches(function() ai95.new {} end,
      'option "base_url" is missing %(it may also come from AI95_BASE_URL')
  end)

  it("names an unknown option and the nearest known one", function()
    assert.error_matches(new { timout = 3 }, 'unknown option "timout" %(did you mean "timeout"%?%)')
    assert.error_matches(new { user = "x" }, 'did you mean "username"')
    assert.error_matches(new { zzzzzzzzzzzzzz = 1 }, "there are: base_url, username")
  end)

  it("names the values that an option may have", function()
    local bad = {
      { base_url = "ftp://x" }, { base_url = "http://" }, { base_url = "http://u:p@host" },
      { base_url = "http://h/?q" }, { base_url = 1 }, { username = "" }, { password = 1 },
      { store = {} }, { timeout = 0 }, { timeout = "1" }, { timeout = math.huge },
      { connect_timeout = -1 }, { deadline = 0 }, { max_retries = 1.5 }, { max_retries = -1 },
      { max_body = 0 }, { ca_file = 1 }, { proxy = "" }, { proxy = true }, { verify = "yes" },
      { log = true }, { http2 = 1 }, { retry_delay = -1 }, { retry_delay = 0 / 0 },
      { user_agent = "" }, { user_agent = "a\r\nb" }, { user_agent = 1 },
    }
    for _, options in ipairs(bad) do
      assert.error_matches(new(options), 'ai95: option "' .. next(options) .. '" must be ')
    end
    assert.error_matches(function() ai95.new "x" end, "the options must be a table, got a string")
  end)

  it("raises errors at the caller's line", function()
    local _, message = pcall(function() ai95.new { base_url = 1 } end)
    assert.matches("^spec/unit/options_spec.lua:%d+: ai95: ", message)
  end)

  it("makes a client that shows no secret when it is printed or encoded", function()
    local client = new {}()
    assert.is_function(client.tasks.list)
    assert.equal('{"tasks":{}}', require("cjson").encode(client))
    for key, value in pairs(getmetatable(client)) do
      assert.is_true(type(value) ~= "table", key)
    end
  end)

  it("needs a password only when the client logs in", function()
    local client = ai95.new { base_url = "http://127.0.0.1:1", username = "hln" }
    assert.error_matches(function() client:login() end,
      'the option "password" is missing: .*AI95_PASSWORD')
    assert.error_matches(function() client:request("cdrlist") end, 'the option "password"')
  end)

  it("takes every option from the environment", function()
    local script = [[
      local options = require "ai95.options"
      local config = options.read {}
      print(config.base_url, config.username, config.timeout, config.max_retries, config.verify,
        config.http2, config.store.path, type(config.log), config.ca_file)
      print(pcall(options.read, { timeout = 7 }))
    ]]
    local path = os.tmpname()
    local file = assert(io.open(path, "w"))
    file:write(script)
    file:close()
    local environment = "AI95_BASE_URL=https://h/x/ AI95_USERNAME=u AI95_PASSWORD=p "
      .. "AI95_TIMEOUT=2.5 AI95_MAX_RETRIES=0 AI95_VERIFY=false AI95_HTTP2=1 "
      .. "AI95_STORE=/tmp/keys AI95_LOG=stderr AI95_CA_FILE=/ca "
    local lua = require("support.program").lua
    local output = io.popen(environment .. lua .. " " .. path):read("*a")
    assert.matches("^https://h/x\tu\t2.5\t0\tfalse\ttrue\t/tmp/keys\tfunction\t/ca\ntrue", output)
    local command = ("AI95_BASE_URL=https://h AI95_TIMEOUT=soon %s %s 2>&1"):format(lua, path)
    output = io.popen(command):read("*a")
    assert.matches("AI95_TIMEOUT in the environment must be seconds", output)
    os.remove(path)
  end)

  it("reports that redis-lua is missing if AI95_STORE needs it #plain", function()
    local script = [[
      package.preload.redis = function() error("module 'redis' not found:\n\tno file", 0) end
      require("ai95").new { base_url = "http://h" }
    ]]
    local path = os.tmpname()
    files.write(path, script)
    local lua = require("support.program").lua
    local output = io.popen(("AI95_STORE=redis://h %s %s 2>&1"):format(lua, path)):read("*a")
    assert.matches("AI95_STORE in .*: redis%-lua is not installed for this Lua "
      .. "%(module 'redis' not found%)\n", output)
    output = io.popen(("AI95_STORE=redis:// %s %s 2>&1"):format(lua, path)):read("*a")
    assert.matches("AI95_STORE in the environment must be a store", output)
    os.remove(path)
  end)
end)
