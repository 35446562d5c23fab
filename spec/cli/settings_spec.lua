--- The sources of settings, and which one overrides which.
local command = require "support.command"
local sandbox = require "support.sandbox"

describe("#plain #command settings", function()
  local home, config

  before_each(function()
    home = command.folder()
    config = home .. "/.config/ai95/config"
    os.execute("mkdir -p " .. home .. "/.config/ai95")
    sandbox.reset()
  end)

  after_each(function() command.remove(home) end)

  -- The environment has only the variables in `env`.
  local function run(arguments, env)
    local all = {
      AI95_BASE_URL = false, AI95_USERNAME = false, AI95_PASSWORD = false, AI95_STORE = "memory",
    }
    for name, value in pairs(env or {}) do
      all[name] = value
    end
    return command.run(home, arguments, { env = all })
  end

  local function write(text, mode)
    command.write(config, text)
    os.execute(("chmod %s %s"):format(mode or "600", config))
  end

  local function full(more)
    local text = "# the sandbox\nbase_url = %s\nusername=hln\n\n  password =  secret  \r\n%s"
    return text:format(sandbox.url, more or "")
  end

  it("come from the file", function()
    write(full())
    local result = run "projects --csv"
    assert.same({ 0, "" }, { result.status, result.err })
    assert.equal(4, select(2, result.out:gsub("\n", "")))
  end)

  it("of the environment override the file, and options override both", function()
    write(full("store = memory\n"))
    assert.matches("20004", run("login", { AI95_PASSWORD = "wrong" }).err)
    assert.matches("user_name%s+guest", run("login", { AI95_USERNAME = "guest" }).out)
    assert.matches("user_name%s+noai",
      run("login --username noai", { AI95_USERNAME = "guest" }).out)
    assert.equal(1, run("login --base-url http://127.0.0.1:1 --max-retries 0").status)
  end)

  it("come from the file of --config, which must exist", function()
    command.write(home .. "/other", full())
    os.execute("chmod 600 " .. home .. "/other")
    assert.equal(0, run("login --config " .. home .. "/other").status)
    local result = run("login --config " .. home .. "/none")
    assert.equal(2, result.status)
    assert.matches("the configuration file cannot be read: .*none: No such file", result.err)
  end)

  it("are found in the folder of the XDG specification", function()
    os.execute(("mkdir -p %s/x/ai95"):format(home))
    config = home .. "/x/ai95/config"
    write(full())
    assert.equal(0, run("login", { XDG_CONFIG_HOME = home .. "/x" }).status)
    assert.equal(2, run("login").status)
  end)

  it("refuse a password in a file that others can read", function()
    for _, mode in ipairs { "644", "640", "604", "660" } do
      write(full(), mode)
      local result = run "login"
      assert.same({ 2, "" }, { result.status, result.out }, mode)
      assert.equal(("ai95: %s contains a password, and other users can read it: chmod 600 %s\n")
        :format(config, config), result.err)
    end
    write(("base_url = %s\nusername = hln\n"):format(sandbox.url), "644")
    assert.equal(0, run("login", { AI95_PASSWORD = "secret" }).status)
  end)

  it("report a wrong line with its number", function()
    local cases = {
      ["base_url"] = "line 1: expected `name = value`",
      ["\nuser_name = hln"] = 'line 2: unknown setting "user_name" (did you mean "username"?)',
      ["username = a\nusername = b"] = "line 2: username is set twice",
      ["password = \"geheim\""] =
        "line 1: the value of password is in quotes: remove them "
        .. "(if the quotes belong to the value, set AI95_PASSWORD instead)",
      ["base_url = 'http://x'"] = "line 1: the value of base_url is in quotes",
      ["username ="] = "line 1: username has no value",
      ["base_url = x\ntimeout = soon"] =
        'timeout "soon" (from ' .. config .. ") is not a valid value",
      ["base_url = ftp://x"] = 'option "base_url" must be http://',
      ["base_url = http://x\nverify = perhaps"] = 'verify "perhaps"',
    }
    for text, problem in pairs(cases) do
      write(text)
      local result = run("projects", {
        AI95_USERNAME = not text:find("username") and "hln" or nil,
        AI95_PASSWORD = "secret",
        AI95_BASE_URL = not text:find("base_url") and "http://127.0.0.1:1" or nil,
      })
      assert.same({ 2, "" }, { result.status, result.out }, text)
      assert.truthy(result.err:find(problem, 1, true), result.err)
      assert.is_nil(result.err:find("geheim", 1, true))
    end
  end)

  it("report a missing setting with all the ways to give it", function()
    local result = run "projects"
    assert.same({ 2, "" }, { result.status, result.out })
    assert.equal("ai95: the setting base_url is missing: give --base-url, or AI95_BASE_URL in the"
      .. " environment, or a line `base_url = …` in ~/.config/ai95/config; `ai95 config` asks for"
      .. " it\n", result.err)
    result = run("projects", { AI95_BASE_URL = sandbox.url, AI95_USERNAME = "hln" })
    assert.equal("ai95: the setting password is missing: put it into AI95_PASSWORD or"
      .. " ~/.config/ai95/config (mode 600)\n", result.err)
  end)

  it("refuse a password on the command line", function()
    local lines = { "--password secret login", "login --password=secret", "login --password" }
    for _, words in ipairs(lines) do
      local result = run(words)
      assert.same({ 2, "" }, { result.status, result.out })
      assert.matches("^ai95: do not give a password on the command line, "
        .. "where everybody on this machine can", result.err)
      assert.is_nil(result.err:find("secret", 1, true))
    end
  end)

  it("keep the api_key for the next command, which then needs no password", function()
    local env = {
      AI95_BASE_URL = sandbox.url, AI95_USERNAME = "hln", AI95_PASSWORD = "secret",
      AI95_STORE = false,
    }
    assert.equal(0, run("projects", env).status)
    local pipe = io.popen(("stat -c %%a %s/.cache/ai95/store"):format(home))
    assert.equal("600", pipe:read("*l"))
    pipe:close()
    env.AI95_PASSWORD = false
    assert.equal(0, run("projects", env).status)
    assert.equal(1, sandbox.counts("login").received)
    assert.equal(2, run("login", env).status)
    assert.equal(2, run("projects --store memory", env).status)
    env.AI95_STORE = home .. "/own"
    env.AI95_PASSWORD = "secret"
    assert.equal(0, run("projects", env).status)
    assert.is_true(command.exists(home .. "/own"))
  end)

  it("switch on logging, HTTP/2 and verification", function()
    write(full())
    local result = run "projects --log --csv"
    assert.equal(0, result.status)
    assert.matches("^ai95 login attempt=1 code=0 [%d.]+s *\n"
      .. "ai95 getProjects attempt=1 code=0 [%d.]+s *\n$", result.err)
    assert.equal(1, run("projects --base-url " .. sandbox.https).status)
    assert.equal(0, run("projects --base-url " .. sandbox.https .. " --no-verify").status)
    assert.equal(0, run("projects --http2 --base-url " .. sandbox.https
      .. " --ca-file " .. sandbox.ca).status)
  end)
end)
