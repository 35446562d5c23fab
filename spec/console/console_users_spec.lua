--- The call console's users: who gets in, and who may do what.
local cjson = require "cjson"
local consoles = require "support.console"
local files = require "support.files"
local processes = require "support.server"
local sandbox = require "support.sandbox"

local contains, lacks = consoles.contains, consoles.lacks
local seed, task_path = consoles.seed, consoles.task_path

local function output(command)
  local pipe = io.popen(command .. " 2>&1; echo $?")
  local text = pipe:read "*a"
  pipe:close()
  return text
end

describe("the call console #nginx", function()
  describe("with users", function()
    local console, folder

    setup(function()
      folder = processes.temporary_folder()
      local lines = {}
      local given = { ["an listener"] = "listening", ["bo operator"] = "operating" }
      for user, password in pairs(given) do
        local text = output(("printf %s | console/user %s"):format(password, user))
        lines[#lines + 1] = assert(text:match "^([^\n]+)\n0\n$", text)
      end
      files.write(folder .. "/users", "# who\n" .. table.concat(lines, "\n") .. "\n")
      console = consoles.start(nil, nil, nil, "--mask --users " .. folder .. "/users")
    end)
    teardown(function()
      console:stop()
      os.execute("rm -rf " .. folder)
    end)
    before_each(function() sandbox.reset { recording_seconds = 1 } end)

    --- Sends the form of the login's page.
    local function log_in(visitor, name, password, path)
      local html = visitor:page(path or "/login")
      local form = visitor.form(html, "/login")
      form.name, form.password = name, password
      return visitor:ask("/login", { form = form })
    end

    local function visit(name, password)
      local visitor = console:visitor()
      local _, status = log_in(visitor, name, password)
      assert.equal(303, status)
      return visitor
    end

    --- The entries of the log of actions.
    local function actions()
      local list = {}
      for line in io.lines(console.dir .. "/actions.log") do
        list[#list + 1] = cjson.decode(line)
      end
      return list
    end

    it("shows nothing to whom it does not know, and afterwards the requested page", function()
      local recording = visit("bo", "operating"):recording(seed(10))
      local stranger = console:visitor()
      for _, path in ipairs { "/", "/task?sn=x", "/search?q=1", "/import", "/export/calls.csv" } do
        local _, status, headers = stranger:ask(path)
        assert.equal(303, status)
        contains(headers.location, "/login")
      end
      assert.equal(403, (select(2, stranger:ask(recording)))) -- it is in the cache
      assert.equal(303, (select(2, stranger:ask("/pause", { form = { sn = "x" } }))))
      local html = stranger:page "/login"
      lacks(html, "role=\"search\"")
      local _, _, headers = log_in(stranger, "an", "listening", "/login?next=%2Ftask%3Fsn%3Dx")
      assert.equal("/task?sn=x", headers.location)
      assert.equal(200, (select(2, stranger:ask "/")))
      for _, evil in ipairs { "//evil.example", "https://evil.example", "/\\evil.example" } do
        local other = console:visitor()
        local path = consoles.address("/login", { next = evil })
        _, _, headers = log_in(other, "an", "listening", path)
        assert.equal("/", headers.location)
      end
    end)

    it("refuses wrong passwords, and many attempts, without saying which part is wrong", function()
      for _, pair in ipairs { { "an", "operating" }, { "nobody", "listening" }, { "an", "" },
        { "", "" }, { "an", ("x"):rep(100) } } do
        local html, status = log_in(console:visitor(), pair[1], pair[2])
        assert.equal(403, status)
        contains(html, "The user name or the password is wrong.")
      end
      local visitor = console:visitor()
      assert.equal(403, (select(2, visitor:ask("/login", { form = { name = "bo",
        password = "operating" } })))) -- without a token
      for _ = 1, 10 do
        log_in(visitor, "cy", "guess")
      end
      local html, status = log_in(visitor, "cy", "guess")
      assert.equal(429, status)
      contains(html, "There were too many attempts.")
      visit("bo", "operating") -- others still get in
    end)

    it("gives a new session at the login, and ends it", function()
      local visitor = console:visitor()
      visitor:page "/login"
      local before = visitor.cookies.console
      log_in(visitor, "bo", "operating")
      assert.is_true(before ~= visitor.cookies.console)
      local html = visitor:page "/"
      contains(html, "<span>bo</span>")
      local kept = visitor.cookies.console
      visitor:ask("/logout", { form = visitor.form(html, "/logout") })
      visitor.cookies.console = kept
      assert.equal(303, (select(2, visitor:ask "/")))
    end)

    it("lets listeners listen, and nothing else", function()
      local sn = seed(10)
      local listener, operator = visit("an", "listening"), visit("bo", "operating")
      for _, path in ipairs { "/", task_path(sn) } do
        local html = listener:page(path)
        for _, part in ipairs { "/redial", "/import", "/export", "/pause" } do
          lacks(html, "=\"" .. part)
        end
        contains(operator:page(path), "=\"/redial")
      end
      local q = { sn = sn }
      for _, path in ipairs { "/import", consoles.address("/redial", q),
        consoles.address("/export/calls.csv", q), consoles.address("/resume", q) } do
        local html, status = listener:ask(path)
        assert.equal(403, status, path)
        contains(html, "You may not do that")
      end
      local form = operator.form(operator:page(consoles.address("/redial", q)), "/redial")
      assert.equal(403, (select(2, listener:ask("/redial", { form = form }))))
      assert.equal(0, sandbox.counts("operateTask").received)
      assert.equal(200, (select(2, listener:ask(listener:recording(sn)))))
    end)

    it("shows charts to listeners, too, and to nobody else", function()
      local sn = seed(10)
      local listener, stranger = visit("an", "listening"), console:visitor()
      for _, path in ipairs { "/task/report", "/export/report.html" } do
        contains(listener:page(consoles.address(path, { sn = sn })), "Connected rate by hour")
        local _, status, headers = stranger:ask(consoles.address(path, { sn = sn }))
        assert.equal(303, status)
        contains(headers.location, "/login")
      end
    end)

    it("hides numbers from listeners, in texts and in addresses", function()
      local sn = seed(10, { answer = "我的号码是13912345678" })
      local listener, operator = visit("an", "listening"), visit("bo", "operating")
      listener:page(task_path(sn))
      listener:call(sn)
      listener:page(consoles.address("/customers", { sn = sn }))
      listener:page(task_path(sn, { callee = "13000000004" }))
      listener:page(consoles.address("/search", { q = "13000000004" }))
      local everything = table.concat(listener.seen, "\n")
      contains(everything, "130****0004")
      contains(everything, "139****5678")
      for _, path in ipairs { "", "callee=", "q=" } do
        lacks(everything:gsub("/[^\n]*=13000000004[^\n]*\n", "", 2), path .. "13000000004")
      end
      lacks(everything, "13912345678")
      contains((operator:call(sn)), "13000000004")
    end)

    it("knows new users once it is reloaded, and forgets removed ones", function()
      local operator = visit("bo", "operating")
      local text = files.read(folder .. "/users")
      local line = output "printf newcomer | console/user di listener":match "^[^\n]*"
      files.write(folder .. "/users", line .. "\n")
      local pid = files.read(console.dir .. "/nginx.pid"):match "%d+"
      assert(os.execute("kill -HUP " .. pid))
      processes.wait_for("the end of the session", function()
        return select(2, operator:ask "/") == 303
      end)
      visit("di", "newcomer")
      files.write(folder .. "/users", text)
      assert(os.execute("kill -HUP " .. pid))
      processes.wait_for("the old users", function()
        return select(2, operator:ask "/") == 200
      end)
    end)

    it("logs who did what, without numbers and passwords", function()
      local sn = seed(30)
      local operator = visit("bo", "operating")
      local path = consoles.address("/redial", { sn = sn })
      operator:ask("/redial", { form = operator.form(operator:page(path), "/redial") })
      operator:ask(consoles.address("/export/calls.csv", { sn = sn, callee = "13000000004" }))
      local list = actions()
      local before, after, export = list[#list - 2], list[#list - 1], list[#list]
      assert.same({ "bo", "redial", sn }, { before.user, before.action, before.campaign })
      assert.is_nil(before.outcome)
      assert.is_true(before.people > 0)
      assert.equal("done", after.outcome)
      assert.same({ "bo", "export", "calls", "127.0.0.1" },
        { export.user, export.action, export.list, export.address })
      visit("an", "listening"):call(sn)
      list = actions()
      assert.same({ "an", "open call", sn },
        { list[#list].user, list[#list].action, list[#list].campaign })
      local text = files.read(console.dir .. "/actions.log")
      lacks(text, "13000000004")
      lacks(text, "operating")
      contains(text, "refused")
    end)
  end)

  describe("without users", function()
    it("refuses what comes through a proxy", function()
      local console = consoles.start()
      local visitor = console:visitor()
      visitor:page "/"
      for _, name in ipairs { "X-Forwarded-For", "Forwarded", "X-Real-IP", "Via" } do
        for _, path in ipairs { "/", "/recording?sn=x" } do
          assert.equal(403, (select(2, visitor:ask(path, { headers = { [name] = "1.2.3.4" } }))))
        end
      end
      console:stop()
    end)

    it("serves no other machine", function()
      local env = "env AI95_BASE_URL=http://127.0.0.1:1 AI95_USERNAME=a AI95_PASSWORD=b "
      contains(output(env .. "console/run --address 0.0.0.0"), "give --users FILE\n1\n")
      contains(output(env .. "console/run --address 0.0.0.0 --users LICENSE"), "passwords need TLS")
      contains(output(env .. "console/run --users /nothing"), "cannot read /nothing\n1\n")
      contains(output(env .. "console/run --name 'a;b'"), "take an address and a host name\n1\n")
    end)
  end)

  it("serves others over TLS, under a name of their own", function()
    local folder = processes.temporary_folder()
    local line = output "printf operating | console/user bo operator":match "^[^\n]*"
    files.write(folder .. "/users", line .. "\n")
    assert(os.execute(("openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=console -days 2 "
      .. "-keyout %s/key -out %s/cert 2>/dev/null"):format(folder, folder)))
    local console = consoles.start(nil, nil, nil, ("--address 0.0.0.0 --name console.example "
      .. "--users %s/users --tls-cert %s/cert --tls-key %s/key"):format(folder, folder, folder))
    local port = console.process.port
    local text = output(("curl -sk -D - -o /dev/null --resolve console.example:%d:127.0.0.1 "
      .. "https://console.example:%d/login"):format(port, port))
    contains(text, "200")
    assert.matches("console=%x+; Path=/; HttpOnly; SameSite=Lax; Secure", text)
    contains(output(("curl -sk -D - -o /dev/null https://127.0.0.1:%d/login -H 'Host: evil'")
      :format(port)), "421")
    console:stop()
    os.execute("rm -rf " .. folder)
  end)

  it("writes lines for the file of users, and refuses what cannot be one", function()
    for command, problem in pairs {
      ["printf short | console/user an listener"] = "8 characters or more",
      ["printf longenough | console/user 'a n' listener"] = "no blanks",
      ["printf longenough | console/user an boss"] = "listener or operator",
      ["printf longenough | console/user an"] = "use it as",
      ["head -c 80 /dev/zero | tr '\\0' x | console/user an listener"] = "72 bytes or less",
    } do
      local text = output(command)
      contains(text, problem)
      assert.matches("\n2\n$", text)
    end
    local env = ("env AI95_BASE_URL=%s AI95_USERNAME=a AI95_PASSWORD=b "):format(sandbox.url)
    local folder = processes.temporary_folder()
    for _, text in ipairs { "an:boss:x\n", "an\n", "", "an:listener:plain\n" } do
      files.write(folder .. "/users", text)
      contains(output(env .. "console/run --users " .. folder .. "/users"), "nginx did not start")
    end
    os.execute("rm -rf " .. folder)
  end)
end)
