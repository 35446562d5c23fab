--- Addresses, signatures and recordings; and the command among other programs: pipes, completion,
--- the man page, its installation.
local cjson = require "cjson"
local command = require "support.command"
local http = require "socket.http"
local sandbox = require "support.sandbox"

local function shell(line)
  local pipe = io.popen(line)
  local text = pipe:read("*a")
  pipe:close()
  return text
end

describe("#plain #command #once a tool", function()
  local home

  setup(function() home = command.folder() end)
  teardown(function() command.remove(home) end)
  before_each(function() sandbox.reset() end)

  local function run(...)
    return command.run(home, ...)
  end

  it("url prints an address that works", function()
    sandbox.seed { calls = 5 }
    local call = cjson.decode(run "calls --callee 13000000004 --json".out)
    local cases = {
      { "cdrDownload", "--recordpath", call.recordpath, "--recordfile", call.recordfile },
      { "cdrFragmentDownload", "--recordfile", call.asr_a:match("#@([^#]+)") },
      { "exportModel", "--project", sandbox.PROJECT },
    }
    for _, arguments in ipairs(cases) do
      local result = run { "url", (unpack or table.unpack)(arguments) }
      assert.same({ 0, "" }, { result.status, result.err })
      local body, status = http.request(result.out:match("^(%S+)\n$"))
      assert.equal(200, status)
      assert.is_true(#body > 1000, arguments[1])
    end
    local result = run { "url", "exportModel", "--project", sandbox.PROJECT, "--json" }
    assert.matches('^{"url":"http', result.out)
  end)

  it("sign prints the example of the document", function()
    local user_sn = "SYSUSER|5d03d133d7fb004e2ccf34eb8fbdc45c"
    local project = "project|8ac1cebd6407f30fb4f618615de41990"
    local result = run {
      "sign", "exportModel", "project_sn=" .. project, "api_key=6TRJCuQg", "user_sn=" .. user_sn,
    }
    assert.same({ 0, "" }, { result.status, result.err })
    assert.equal(('canonical  {"user_sn":"%s","api_key":"6TRJCuQg","project_sn":"%s"}\n'
      .. "url        fde3faaf\nendpoint   exportModel\n"):format(user_sn, project), result.out)
  end)

  it("sign checks the signature of a sent request, for every kind of endpoint", function()
    local client = sandbox.client()
    local task = sandbox.seed { calls = 5 }
    assert(client:request("cdrlist", { pageIndex = 0, pageSize = 3, talktimes_min = 1 },
      { extra = { "更多", "x y" } }))
    assert(client.tasks:list { status = 1 })
    assert(client:request("operateTask", { pkeys = task.dial_task_main_id, oper = "stop" }))
    assert(client:request("addJson",
      sandbox.addjson { aes = true, is_zidong = true, mark = "春 季" }))
    for _, endpoint in ipairs { "login", "cdrlist", "index", "operateTask", "addJson" } do
      local body = sandbox.last(endpoint).body
      command.write(home .. "/body", body)
      local result = run { "sign", endpoint, "--body", home .. "/body", "--json" }
      assert.same({ 0, "" }, { result.status, result.err }, endpoint)
      local shown = cjson.decode(result.out)
      assert.equal(cjson.decode(body).url, shown.url)
      assert.equal(sandbox.last(endpoint).canonical, shown.canonical)
      -- Another signature does not match the parameters.
      command.write(home .. "/body", (body:gsub('"url":"%x%x', '"url":"zz')))
      result = run { "sign", endpoint, "--body", home .. "/body" }
      assert.same({ 1, "ai95: the given url does not sign these parameters\n" },
        { result.status, result.err })
    end
  end)

  it("sign uses the types of the document, and values from files", function()
    command.write(home .. "/key", "abcdefgh\n")
    local result = run {
      "sign", "cdrlist", "talktimes_min=5", "pageIndex=0", "user_sn=u",
      "api_key=@" .. home .. "/key", "--json",
    }
    assert.equal('{"user_sn":"u","api_key":"abcdefgh","pageIndex":0,"talktimes_min":5}',
      cjson.decode(result.out).canonical)
    result = run {
      "sign", "addExcel", "user_sn=u", "api_key=k", "project_sn=p", "source=s", "upload=x.xlsx",
      "ai_user_sn=a", "is_zidong=on", "--json",
    }
    assert.matches('"is_zidong":"on"', cjson.decode(result.out).canonical)
    assert.equal(0, sandbox.counts("login").received)
  end)

  it("sign explains a wrong use", function()
    local cases = {
      [{ "sign" }] = "missing argument 'ENDPOINT'",
      [{ "sign", "cdrlits" }] = 'there is no endpoint "cdrlits" (did you mean "cdrlist"?)',
      [{ "sign", "cdrlist", "pageIndex=0" }] =
        "user_sn=… and api_key=… are missing: they are signed too",
      [{ "sign", "cdrlist", "pageIndex" }] = '"pageIndex" is not NAME=VALUE',
      [{ "sign", "cdrlist", "user_sn=u", "api_key=k", "pageIndex=x" }] =
        "pageIndex must be a whole number",
      [{ "sign", "addJson", "user_sn=u", "api_key=k", "aes=1" }] =
        'aes must be true, or omitted, not "1"',
      [{ "sign", "addJson", "user_sn=u", "api_key=k", "is_zidong=true" }] =
        'is_zidong must be on, or omitted, not "true"',
      [{ "sign", "index", "user_sn=u", "user_sn=v" }] = "user_sn is given twice",
      [{ "sign", "index", "user_sn=@/nonexistent" }] = "No such file",
      [{ "sign", "index", "--body", "README.md" }] = "README.md is not a JSON object",
      [{ "sign", "index", "user_sn=u", "--body", "x" }] = "give the parameters, or --body",
    }
    for arguments, problem in pairs(cases) do
      local result = run(arguments)
      assert.same({ 2, "" }, { result.status, result.out }, problem)
      assert.truthy(result.err:find(problem, 1, true), result.err)
    end
  end)

  it("archive saves recordings, continues after an interruption, and reports failures", function()
    sandbox.seed { calls = 20 }
    local folder = home .. "/recordings"
    sandbox.fault("cdrDownload", "status", { status = 404 })
    local result = run { "archive", folder, "--width", "4" }
    assert.equal(1, result.status)
    assert.matches("calls%s+20\n", result.out)
    assert.matches("failed%s+1\n", result.out)
    assert.matches("^%d+%-%d+%-%d+/[%w-]+%.wav: ai95: .*\nai95: could not save 1 recording; "
      .. "run the same command again to try once more\n$", result.err)
    result = run { "archive", folder, "--json" }
    assert.same({ 0, "" }, { result.status, result.err })
    local counts = cjson.decode(result.out)
    assert.same({ 20, 1, 0 }, { counts.calls, counts.files, counts.failed })
    assert.is_true(counts.bytes > 1000)
    assert.matches("^calls,files,skipped,failed,bytes\n20,0,%d+,0,0\n$",
      run { "archive", folder, "--csv" }.out)
    local files = tonumber(shell("find " .. folder .. " -name '*.wav' | wc -l"))
    assert.equal(files, counts.files + counts.skipped)
    assert.equal(files, tonumber(shell(("sort -u %s/manifest.jsonl | wc -l"):format(folder))))
  end)

  it("archive with --new saves the new recordings", function()
    sandbox.seed { calls = 6 }
    local function calls()
      local result = run { "archive", home .. "/new", "--new", home .. "/mark", "--json" }
      return cjson.decode(result.out).calls
    end
    assert.same({ 6, 0 }, { calls(), calls() })
    sandbox.seed { calls = 2 }
    assert.equal(2, calls())
    sandbox.seed { calls = 9 }
    sandbox.fault("cdrDownload", "status", { status = 403 })
    assert.equal(1, run { "archive", home .. "/new", "--new", home .. "/mark" }.status)
    assert.equal(9, calls()) -- the mark stays where it is if recordings could not be fetched
    sandbox.seed { calls = 9 }
    sandbox.fault("cdrDownload", "status", { status = 404 })
    assert.equal(1, run { "archive", home .. "/new", "--new", home .. "/mark" }.status)
    assert.same({ 1, 0 }, { calls(), calls() }) -- but it passes what the platform does not have
    local result = run { "archive", home .. "/new", "--new", home .. "/mark", "--all" }
    assert.equal(2, result.status)
    assert.matches("--new cannot be used with filters", result.err)
  end)

  it("archive saves whole calls only, with names and an index, as its options say", function()
    sandbox.reset()
    sandbox.seed { calls = 20 }
    sandbox.fault("cdrDownload", "status", { status = 404 })
    local folder = home .. "/named"
    local result = run { "archive", folder, "--no-turns", "--names", "phone", "--index", "--mask" }
    assert.equal(1, result.status)
    assert.matches("^%d+-%d+-%d+/%d%d%d%*%*%*%*%d%d%d%d_%d+_%x+%.wav: ", result.err)
    assert.equal(0, run { "archive", folder, "--no-turns", "--index", "--json" }.status)
    local saved = shell(("cd %s && ls */*_*.wav | sort | tr '\\n' ' '"):format(folder))
    assert.is_true(select(2, saved:gsub("%S+", "")) > 3)
    assert.equal(saved, shell(("cut -d, -f9 %s/index.csv | grep _ | grep wav | sort | tr '\\n' ' '")
      :format(folder)))
  end)

  it("projects template saves the workbook", function()
    local path = home .. "/t.xlsx"
    local result = run { "projects", "template", sandbox.PROJECT, "-o", path }
    assert.same({ 0, "" }, { result.status, result.err })
    assert.equal("PK", command.read(path):sub(1, 2))
    assert.equal(("path        %s\nbytes       %d\n"):format(path, #command.read(path)),
      result.out:match "^[^\n]*\n[^\n]*\n")
    result = run { "projects", "template", sandbox.EMPTY_PROJECT, "-o", home .. "/empty.xlsx" }
    assert.equal(1, result.status)
    assert.matches("30003", result.err)
    assert.is_false(command.exists(home .. "/empty.xlsx"))
    result = run { "projects", "template", sandbox.PROJECT, "-o", "/nonexistent/t.xlsx" }
    assert.equal(2, result.status)
    assert.equal(2, run { "projects", "template", sandbox.PROJECT }.status)
  end)

  it("projects columns prints the columns of the template", function()
    if not pcall(require, "ai95.workbook") then
      local result = run { "projects", "columns", sandbox.PROJECT }
      assert.equal(2, result.status)
      assert.matches("needs the module ai95.workbook", result.err, 1, true)
      return
    end
    for project, columns in pairs {
      [sandbox.PROJECT] = "姓名\n电话\n地址\n", ["测试项目"] = "姓名\n电话\n欠费金额\n到期日\n",
    } do
      local result = run { "projects", "columns", project, "--csv" }
      assert.same({ 0, "", "column\n" .. columns }, { result.status, result.err, result.out })
    end
    local result = run { "projects", "columns", sandbox.EMPTY_PROJECT }
    assert.equal(1, result.status)
    assert.matches("30003", result.err)
    result = run { "projects", "columns", "project|none" }
    assert.same({ 1, "ai95: the account has no project template 'project|none': `ai95 projects`"
      .. " lists them\n" }, { result.status, result.err })
    result = run { "projects", "columns", "无" }
    assert.equal(2, result.status)
    assert.matches('ai95: PROJECT: no project template is called "无"', result.err, 1, true)
  end)

  it("explains a wrong use, on stderr only", function()
    local cases = {
      ["calls --json --csv"] = "option '--csv' can not be used together with option '--json'",
      ["calls --talktimes-min x"] = '--talktimes-min must be a whole number, not "x"',
      ["calls nonsense"] = "too many arguments",
      ["customers --form today"] = "unknown option '--form'",
      ["transcript"] = "missing argument 'CDR_SN'",
      ["archive"] = "missing argument 'DIR'",
      ["archive d --names x"] = "must be one of 'sn', 'phone'",
      ["archive d --width 0"] = "--width must be a whole number from 1 to 100",
      ["url"] = "a command is required",
      ["url cdrDownload"] = "missing option '--recordpath'",
      ["login x"] = "too many arguments",
      ["doctor x"] = "too many arguments",
      ["sandbox --port 99999"] = "--port must be a whole number from 1 to 65532",
      ["completion tcsh"] = "must be one of 'bash', 'zsh', 'fish'",
      ["projects nonsense"] = "unknown command 'nonsense'",
      ["ai-users x"] = "too many arguments",
      ["cals"] = "Did you mean 'calls'?",
      ["--json"] = "a command is required",
      ["help cals"] = 'there is no command "cals" (did you mean "calls"?)',
      ["help tasks wach"] = 'there is no command "wach" (did you mean "watch"?)',
      ["help version more"] = 'there is no command "more"',
      ["calls --new /nonexistent/mark --callee 1"] = "--new cannot be used with filters",
      ["calls --new x --from today"] = "(--since chooses where the first run begins)",
      ["tasks list --new x --status sent"] = "no later run would report the campaigns that",
      ["calls --since today"] = "--since is for the first run of --new",
      ["calls --new x --since soon"] = "--since: \"soon\" is not a date",
      ["calls --new README.md"] = "that is not a watermark",
      ["calls --new /etc"] = "/etc: it is not a regular file",
    }
    for words, problem in pairs(cases) do
      local result = run(words)
      assert.same({ 2, "" }, { result.status, result.out }, words)
      assert.truthy(result.err:find(problem, 1, true), result.err)
      assert.is_nil(result.err:find("stack traceback", 1, true))
    end
  end)
end)

describe("#plain #command #once among other programs, the command", function()
  local home

  setup(function() home = command.folder() end)
  teardown(function() command.remove(home) end)

  it("ends quietly if the reader closes the pipe", function()
    sandbox.reset()
    sandbox.seed { calls = 3000 }
    for _, format in ipairs { "", "--json", "--csv" } do
      local result = command.run(home, "calls " .. format, { after = "| head -n 1" })
      assert.same({ 0, "" }, { result.status, result.err }, format)
      assert.equal(1, select(2, result.out:gsub("\n", "")))
      -- Some programs start others with SIGPIPE ignored: then writing fails.
      local pipe = ("%s %s calls %s 2>%s/.err | head -n 1 >/dev/null"):format(
        command.environment(home), command.program, format, home)
      local line = "set -o pipefail; trap '' PIPE; " .. pipe .. "; echo $?"
      local status = shell("bash -c " .. command.quoted(line))
      assert.equal("0\n", status)
      assert.equal("", command.read(home .. "/.err"))
    end
  end)

  --- What bash offers for the last word.
  local function complete(words)
    local script = home .. "/completion"
    command.write(script, command.run(home, "completion bash").out)
    local line = ("source %s; COMP_WORDS=(%s %s); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _ai95;"
      .. " echo \"${COMPREPLY[@]}\""):format(script, command.program, (words:gsub(" $", " ''")))
    return (shell(("%s LANG=C.UTF-8 bash -c %s"):format(command.environment(home),
      command.quoted(line))):gsub("\n$", ""))
  end

  it("completes in bash", function()
    for words, expected in pairs {
      ["tasks wa"] = "watch", ["doc"] = "doctor", ["url exp"] = "exportModel",
      ["calls --talktimes-m"] = "--talktimes-min --talktimes-max",
      ["import --no-l"] = "--no-ledger", ["calls --jso"] = "--json",
      ["calls --from last"] = "last-week last-month", ["tasks pause @"] = "@last",
      ["import --project "] = "", ["calls --fields cdr_"] = "cdr_id cdr_sn",
      ["help arch"] = "archive", ["no-such-command x"] = "",
    } do
      assert.equal(expected, complete(words))
    end
  end)

  it("completes names that the platform listed last, without asking it", function()
    sandbox.reset()
    sandbox.seed { calls = 1, task = { source = "Spring of 2026" } }
    sandbox.seed { calls = 1, task = { source = "春季回访" } }
    for _, words in ipairs { "tasks list", "projects", "ai-users" } do
      assert.equal(0, command.run(home, words).status)
    end
    assert.equal(384, require("ai95_cli.terminal").file_mode(home .. "/.cache/ai95/names") % 512)
    local before = sandbox.counts("index").received
    for words, expected in pairs {
      ["tasks pause Spr"] = "Spring\\ of\\ 2026",
      ["tasks pause 'Spring\\ o'"] = "Spring\\ of\\ 2026",
      ["calls --task 春"] = "春季回访", ["import --project 测"] = "测试项目",
      ["import --ai-user hln4"] = "hln4",
    } do
      assert.equal(expected, complete(words))
    end
    assert.equal(before, sandbox.counts("index").received)
    command.write(home .. "/.cache/ai95/names", "damaged\n\tx\ncampaign\tone\n")
    assert.equal("one @last", complete "tasks show ''")
  end)

  it("completes in zsh", function()
    command.write(home .. "/_ai95", command.run(home, "completion zsh").out)
    local script = ("fpath=(%s $fpath); autoload -Uz compinit; compinit -u -D; "
      .. "autoload +X _ai95 && echo $_comps[ai95] loaded"):format(home)
    assert.equal("_ai95 loaded\n", shell(("HOME=%s zsh -f -c '%s' 2>&1"):format(home, script)))
    local line = ("compadd() { print -r -- ${@:2}; }; compdef() { }; source %s/_ai95;"
      .. " words=(%s tasks wa); CURRENT=3; _ai95"):format(home, command.program)
    assert.equal("watch\n", shell(("%s zsh -f -c %s 2>&1"):format(command.environment(home),
      command.quoted(line))))
  end)

  it("completes in fish", function()
    local script = home .. "/ai95.fish"
    command.write(script, command.run(home, "completion fish").out)
    for words, expected in pairs {
      ["tasks wa"] = "watch\n", ["calls --fields cdr_"] = "cdr_id\ncdr_sn\n",
      ["sign /etc/os-rel"] = "/etc/os-release\n",
    } do
      local line = ("function ai95; %s $argv; end; source %s; complete -C 'ai95 %s'"):format(
        command.program, script, words)
      assert.equal(expected, shell(("%s fish --no-config -c %s 2>&1"):format(
        command.environment(home), command.quoted(line))))
    end
  end)

  it("has a man page that is up to date", function()
    local lua = require("support.program").lua
    assert.equal(command.read "cli/man/ai95.1", shell(lua .. " scripts/man.lua"))
    assert.equal("", shell "mandoc -T lint -W error cli/man/ai95.1 2>&1")
  end)

  it("runs and finds its library where `make install` puts it", function()
    local lua = os.getenv "AI95_LUA"
    assert.equal("", shell(("make -s install LUA=%s PREFIX=%s/usr 2>&1"):format(lua, home)))
    -- In another folder, and without the environment of the specs.
    local version = "cd / && env -i PATH=/usr/bin:/bin HOME=%s %s/usr/bin/ai95 --version 2>&1"
    local seen = shell(version:format(home, home))
    assert.matches("^ai95 %d", seen)
    local environment = command.environment(home, { AI95_LUA = false })
    seen = shell(("cd / && %s %s/usr/bin/ai95 doctor --json 2>&1"):format(environment, home))
    assert.truthy(seen:find(home .. "/usr/lib/lua/", 1, true), seen)
    local files = {
      "man/man1/ai95.1", "bash-completion/completions/ai95", "zsh/site-functions/_ai95",
      "fish/vendor_completions.d/ai95.fish",
    }
    for _, file in ipairs(files) do
      assert.is_true(#command.read(home .. "/usr/share/" .. file) > 200, file)
    end
    seen = shell(("%s/usr/bin/ai95 sandbox 2>&1; echo $?"):format(home))
    assert.equal("ai95: the sandbox needs a checkout of the sources: "
      .. "clone them and run cli/bin/ai95 sandbox there\n2\n", seen)
    os.remove(("%s/usr/share/lua/%s/ai95/init.lua"):format(home, _VERSION:match("%d.%d")))
    seen = shell((version .. "; echo $?"):format(home, home))
    assert.matches("^ai95: .-module 'ai95' not found.-\nai95: it needs lua%-argparse, .-\n2\n$",
      seen)
  end)

  it("`make uninstall` removes exactly what `make install` wrote", function()
    local make = ("make -s %%s LUA=%s PREFIX=%s/prefix 2>&1"):format(os.getenv "AI95_LUA", home)
    os.execute(("mkdir -p %s/prefix/bin"):format(home))
    command.write(home .. "/prefix/bin/other", "")
    assert.equal("", shell(make:format "install"))
    assert.equal("", shell(make:format "install")) -- a second time, over the first
    local shebang = ("^#!/[^\n]*/%s\n"):format(os.getenv "AI95_LUA":gsub("%p", "%%%0"))
    assert.matches(shebang, command.read(home .. "/prefix/bin/ai95"))
    assert.equal("", shell(make:format "uninstall"))
    assert.equal(home .. "/prefix/bin/other\n", shell(("find %s/prefix -type f"):format(home)))
    assert.matches("nothing is installed in ", shell(make:format "uninstall"))
  end)

  it("stays with the Lua that was installed last", function()
    local make = ("make -s %%s LUA=%s PREFIX=%s/prefix 2>&1"):format(os.getenv "AI95_LUA", home)
    -- what the other Lua has installed before
    os.execute(("mkdir -p %s/prefix/share/ai95 %s/prefix/bin"):format(home, home))
    local list = home .. "/prefix/share/ai95/installed-9.9"
    command.write(list, "share/lua/9.9/ai95/init.lua\nbin/ai95\nshare/man/man1/ai95.1\n")
    command.write(home .. "/prefix/bin/ai95", "")
    assert.equal("", shell(make:format "install"))
    assert.equal("share/lua/9.9/ai95/init.lua\n", command.read(list))
    assert.matches("^ai95 %d", shell(("env -i PATH=/usr/bin:/bin HOME=%s %s/prefix/bin/ai95"
      .. " --version 2>&1"):format(home, home)))
    assert.equal("The command ai95 is removed, too; for Lua 9.9, `make install` it again.\n",
      shell(make:format "uninstall"))
    assert.equal(list .. "\n", shell(("find %s/prefix -name other -o -type f -print"):format(home)))
  end)

  it("starts with a Lua whose path has blanks", function()
    local folder = home .. "/two words"
    os.execute(("mkdir -p '%s' && ln -s $(command -v %s) '%s/lua'"):format(folder,
      os.getenv "AI95_LUA", folder))
    local out = os.getenv("LUA_CPATH"):match "/(build/[^/]+)/%?"
    assert.equal("", shell(("scripts/install.sh install %s/prefix '%s/lua' %s 2>&1"):format(home,
      folder, out)))
    local line = ("cd / && env -i PATH=/usr/bin:/bin HOME=%s %s/prefix/bin/ai95 %%s 2>&1"):format(
      home, home)
    assert.matches("^ai95 %d", shell(line:format "--version"))
    assert.matches('unknown command \'two words\'', shell(line:format "'two words'"))
  end)

  --- A program in a folder of its own that starts this Lua with more arguments.
  local function own_lua(folder, arguments)
    local lua = os.getenv "AI95_LUA"
    local program = ("%s/%s/bin/%s"):format(home, folder, lua)
    os.execute(("mkdir -p %s/%s/bin %s/%s/include"):format(home, folder, home, folder))
    command.write(program, ("#!/bin/sh\nexec %s %s \"$@\"\n"):format(lua, arguments or ""))
    os.execute("chmod +x " .. program)
    return program
  end

  it("is not made with a wrong LUA: `make` ends at once with a reason", function()
    local wrong = {
      ["install LUA=false PREFIX=/nonexistent"] = "LUA=false: that program is not a Lua",
      ["build LUA=true"] = "LUA=true: that program is not a Lua",
      ["build LUA=lua5.1 LUA_INCDIR=/nonexistent"] = "lua.h) are not in /nonexistent",
      ["install LUA="] = "LUA=: there is no such program",
    }
    for target in ("build env examples lint man docs rock install uninstall fuzz unit coverage")
      :gmatch "%S+" do
      wrong[target .. " LUA=lua9.9"] = "LUA=lua9.9: there is no such program"
    end
    for words, problem in pairs(wrong) do
      local seen = shell(("make -s %s OUT=%s/out 2>&1; echo $?"):format(words, home))
      assert.truthy(seen:find(problem, 1, true), words .. ": " .. seen)
      assert.matches("\n2\n$", seen)
    end
  end)

  it("is built with the headers beside a Lua of its own, such as OpenResty's", function()
    local program = own_lua "own"
    local name = program:match "[^/]*$"
    local folder = name == "luajit" and "luajit-2.1" or name
    local headers = home .. "/own/include/" .. folder
    os.execute(("mkdir %s && touch %s/lua.h"):format(headers, headers))
    local seen = shell(("make -n build LUA=%s OUT=%s/out 2>&1"):format(program, home))
    assert.truthy(seen:find("-isystem '" .. headers .. "' ", 1, true), seen:sub(1, 1000))
  end)

  it("is left out by `make install` if the Lua has no argparse; the library goes in", function()
    local program = own_lua("bare",
      [[-e 'package.preload.argparse = function() error "no argparse" end']])
    local seen = shell(("make -s install LUA=%s PREFIX=%s/prefix 2>&1; echo $?"):format(program,
      home))
    assert.matches("^The library is installed in .*, but not the command ai95.*no argparse.*\n0\n$",
      seen)
    local version = _VERSION:match "%d.%d"
    local library = ("%s/prefix/share/lua/%s/ai95/init.lua"):format(home, version)
    assert.is_true(#command.read(library) > 1000)
    assert.equal("", shell(("find %s/prefix -name ai95 -type f"):format(home)))
    local uninstall = "make -s uninstall LUA=%s PREFIX=%s/prefix 2>&1"
    assert.equal("", shell(uninstall:format(program, home)))
  end)

  it("runs by a symbolic link, and explains what to do if nothing is built", function()
    os.execute(("ln -s %s %s/link"):format(command.program, home))
    local environment = command.environment(home)
    assert.matches("^ai95 %d", shell(("%s %s/link --version 2>&1"):format(environment, home)))
    local bin = home .. "/checkout/cli/bin"
    os.execute(("mkdir -p %s && cp %s %s"):format(bin, command.program, bin))
    local seen = shell(("%s %s/ai95 --version 2>&1; echo $?"):format(environment, bin))
    local expected = "ai95: nothing is built in %s/checkout: run `make build` there "
      .. "(`make build LUA=luajit` for another Lua)\n2\n"
    assert.equal(expected:format(home), seen)
  end)

  it("replaces itself by the sandbox", function()
    local core, seen = require "ai95.core", nil
    for _ = 1, 10 do
      local high, low = core.random(2):byte(1, 2)
      local port = 12000 + (high * 256 + low) % 5000 * 4
      local line = ("%s %s sandbox --port %d >%s/.log 2>&1 & job=$!;"
        .. " until grep -q sandbox: %s/.log; do sleep 0.05; done;"
        .. " curl -s http://127.0.0.1:%d/_sandbox/state; kill -TERM $job; wait $job;"
        .. " echo \" $?\""):format(
        command.environment(home), command.program, port, home, home, port)
      seen = shell("timeout 60 bash -c " .. command.quoted(line) .. " 2>/dev/null")
      if not command.read(home .. "/.log"):find("cannot use port", 1, true) then
        break -- no other program had that port
      end
    end
    assert.matches('^{.*"endpoints".*} 143\n$', seen)
  end)
end)
