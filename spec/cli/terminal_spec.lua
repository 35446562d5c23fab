--- The command at a terminal, which tmux provides.
local command = require "support.command"
local sandbox = require "support.sandbox"
local system = require "ai95_cli.terminal"
local tmux = require "support.tmux"

local unpack = unpack or table.unpack

local COLUMNS, ROWS = 110, 20

describe("#plain #command #once at a terminal", function()
  local home, terminal

  local function open(environment)
    terminal = tmux(home, COLUMNS, ROWS, environment)
  end

  before_each(function()
    home = command.folder()
    sandbox.reset { dial_seconds = 0.1, lines = 1 }
  end)

  after_each(function()
    if terminal then
      terminal:close()
      terminal = nil
    end
    command.remove(home)
  end)

  local function ai95(words)
    terminal:run("clear; " .. command.program .. " " .. words)
  end

  local ended = 0

  --- Runs it to its end, and returns the screen.
  local function whole(words)
    ended = ended + 1
    -- The typed text differs from the printed one, so that only the printed one matches.
    ai95(("%s; echo '<'%d'>'"):format(words, ended))
    return (terminal:wait(("\n<%d>\nready>"):format(ended)):gsub("\n<%d+>\nready>$", ""))
  end

  --- The lines on the screen.
  local function lines()
    local list = {}
    for line in (terminal:screen() .. "\n"):gmatch("(.-)\n") do
      list[#list + 1] = line
    end
    return list
  end

  --- A campaign that dials slowly.
  local function campaign(rows)
    local client = sandbox.client()
    return assert(client.tasks:import {
      project_sn = sandbox.PROJECT, ai_user_sn = sandbox.AI_USER, source = "春季回访",
      columns = sandbox.COLUMNS, rows = sandbox.customers(rows or 400), is_zidong = true,
    }).dial_task_main_sn
  end

  it("the columns of a table are aligned and fit any width", function()
    sandbox.seed { calls = 2, task = { source = ("很长的名字"):rep(12) } }
    open()
    for _, columns in ipairs { 240, 120, 80 } do
      terminal:resize(columns, ROWS)
      whole("tasks list; " .. command.program .. " calls --limit 2")
      local shown = lines()
      for _, line in ipairs(shown) do
        assert.is_true(system.width(line) <= columns)
      end
      local function column_of(line, text)
        return system.width(line:sub(1, line:find(text, 1, true) - 1))
      end
      assert.equal(column_of(shown[1], "state"), column_of(shown[columns > 120 and 2 or 3], "sent"))
      local cut = columns > 120 and 0 or 1
      assert.equal(cut, select(2, shown[columns > 120 and 2 or 3]:gsub("…", "")))
    end
    assert.matches("^  dial_task_main_sn|%x+$", lines()[4])
  end)

  it("names are whole at 80 columns, where an sn goes below them", function()
    open()
    terminal:resize(80, ROWS)
    whole "projects"
    assert.same({
      "project_name          project_caption", "  sn",
      "云集购买的的韩后系列  云集购买的的韩后系列", "  " .. sandbox.PROJECT,
    }, { unpack(lines(), 1, 4) })
  end)

  it("colours are printed on a terminal, unless NO_COLOR is set", function()
    sandbox.seed { calls = 1 }
    open()
    local GREEN = "\27%[32m[\27%[%d;]*m?sent" -- tmux up to 3.4 adds the background's colour
    whole "tasks list --fields state,source"
    assert.matches(GREEN, terminal:screen(true))
    whole "tasks list --fields state,source | cat"
    assert.is_nil(terminal:screen(true):find(GREEN))
    terminal:run "export NO_COLOR=1"
    whole "tasks list --fields state,source"
    assert.is_nil(terminal:screen(true):find(GREEN))
    assert.is_nil(terminal:screen(true):find("\27%[1m"))
  end)

  it("a password is asked for and not shown", function()
    open { AI95_PASSWORD = false }
    ai95 "login"
    terminal:wait "Password of hln:"
    terminal:wait_hidden()
    terminal:type "secret"
    terminal:press "Enter"
    local shown = terminal:wait "user_name +hln.*ready>"
    assert.is_nil(shown:find("secret", 1, true))
    -- The key is kept: the next command asks for no password.
    assert.matches("^sn .*空白模板$", (whole "projects"))
  end)

  it("the echo is back on after Ctrl-C at the password", function()
    open { AI95_PASSWORD = false }
    ai95 "login"
    terminal:wait "Password of hln:"
    terminal:wait_hidden()
    terminal:press "C-c"
    terminal:wait "hln:.*ready>$"
    terminal:run "echo seen as $?"
    terminal:wait "echo seen as %$%?\nseen as 130"
    assert.equal(0, sandbox.counts("login").received)
  end)

  it("deletes only after a yes", function()
    local sn = sandbox.seed { calls = 3, task = { source = "旧的\27[2J" } }.dial_task_main_sn
    open()
    local words = ("tasks delete '%s'"):format(sn)
    ai95(words)
    assert.matches("旧的 %[2J  sent, 3 of 3 dialled\nDelete it%? Type yes:",
      (terminal:wait "Type yes:"))
    terminal:run "y"
    terminal:wait "ai95: nothing was done\nready>"
    terminal:run("clear; echo again; " .. command.program .. " " .. words)
    terminal:wait "^again\n.*Type yes:"
    terminal:press "C-c"
    terminal:wait "yes:.*ready>"
    assert.equal(0, sandbox.counts("operateTask").received)
    terminal:run("clear; echo at last; " .. command.program .. " " .. words)
    terminal:wait "^at last\n.*Type yes:"
    terminal:run "yes"
    terminal:wait "operation +delete"
    assert.equal(1, sandbox.counts("operateTask").carried_out)
  end)

  it("says how many people will be called before it resumes or redials", function()
    local sn = sandbox.seed { calls = 9 }.dial_task_main_sn
    local failed = tonumber(assert(sandbox.client().tasks:get(sn)).fail)
    assert.is_true(failed > 1)
    local waiting = assert(sandbox.client().tasks:import {
      project_sn = sandbox.PROJECT, ai_user_sn = sandbox.AI_USER, source = "new",
      columns = sandbox.COLUMNS, rows = sandbox.customers(1),
    }).dial_task_main_sn
    open()
    local cases = {
      { "resume", waiting, "1 person" }, { "redial", sn, failed .. " people" },
    }
    for _, case in ipairs(cases) do
      ai95(("tasks %s '%s'"):format(case[1], case[2]))
      terminal:wait(case[3] .. " will be called%. Type yes:$")
      terminal:run "no"
      terminal:wait "ai95: nothing was done\nready>"
      assert.equal(0, sandbox.counts("operateTask").received)
    end
    ai95(("tasks resume '%s' '%s'"):format(sn, waiting))
    terminal:wait "1 person will be called%. Type yes:$"
    terminal:run "yes"
    terminal:wait "operation +resume.*operation +resume"
    assert.equal(2, sandbox.counts("operateTask").carried_out)
  end)

  local BAR = "春季回访 +sending +%[[#.]+%]  %d+ of 400  [%d.]+/s, %d:%d%d left  %d+ connected, %d+ not"

  it("watch redraws in place, and survives a resize", function()
    campaign()
    open()
    ai95 "tasks watch --interval 0.2"
    local first = terminal:wait(BAR)
    assert.equal(1, #lines())
    local function dialled(screen)
      return tonumber(screen:match("(%d+) of 400"))
    end
    -- It continues on the same line.
    local later
    repeat
      later = terminal:wait(BAR)
    until dialled(later) > dialled(first)
    assert.equal(1, #lines())
    for _, columns in ipairs { 60, 30, 100, 45 } do
      terminal:resize(columns, ROWS)
      terminal:wait "^春季回访  sending [^\n]*%d+ of 4[^\n]*$" -- and no other line
    end
    terminal:resize(COLUMNS, ROWS)
    terminal:wait(BAR)
  end)

  it("watch has a bar and colours at 80 columns", function()
    campaign()
    open()
    terminal:resize(80, ROWS)
    ai95 "tasks watch --interval 0.2"
    local shown = terminal:wait("^春季回访  sending   %[#+%.+%]  %d+ of 400  [%d.]+/s, %d:%d%d left  "
      .. "%d+ ok, %d+ not$")
    assert.is_true(system.width(shown) <= 80)
    assert.matches("\27%[33msending +%[#+%.+%].*\27%[32m%d+ ok, .*\27%[31m%d+ not",
      terminal:screen(true))
    terminal:resize(120, ROWS)
    terminal:wait "%[#+%.+%].*%d+ connected, %d+ not$"
  end)

  it("watch leaves the terminal clean on Ctrl-C", function()
    campaign()
    open()
    ai95 "tasks watch --interval 0.2"
    terminal:wait(BAR)
    terminal:press "C-c"
    terminal:wait "stopped watching; the campaigns continue\n\n?ready>$"
    local cursor = terminal:cursor()
    assert.is_true(cursor.shown)
    assert.is_false(cursor.alternate)
    assert.equal(#"ready> ", cursor.x)
    terminal:run "echo status $?"
    terminal:wait "status 130\nready>"
  end)

  it("guard shows the progress, and pauses the campaign on Ctrl-C", function()
    local sn = campaign()
    open()
    ai95 "guard 春季回访 --hours 0-24 --interval 1 --yes"
    terminal:wait "\ndialling  %[#*%.+%]  %d+ of 400  %d+%.?%d*/s, %d+:%d%d left$"
    terminal:press "C-c"
    terminal:wait "ended: the guard was told to stop\nreason +stopped\n"
    assert.equal("paused", sandbox.client().tasks:get(sn).state)
  end)

  it("watch ends with the campaign and prints the result", function()
    campaign(10)
    open()
    assert.equal("source    state  send_count\n春季回访  sent           10",
      (whole "tasks watch --interval 0.1 --fields source,state,send_count"))
  end)

  it("watch shows as many campaigns as fit", function()
    for _ = 1, 8 do
      sandbox.seed { calls = 1 }
    end
    campaign()
    open()
    terminal:resize(COLUMNS, 6)
    ai95 "tasks watch --interval 0.2"
    terminal:wait("^seeded [^\n]+" .. ("\nseeded [^\n]+"):rep(4) .. "$")
    system.sleep(0.5) -- until it is drawn again
    assert.equal(5, #lines())
    terminal:press "C-c"
    terminal:wait "ready>$"
    -- No earlier drawing has scrolled away.
    assert.equal(5, select(2, terminal:screen(false, true):gsub("seeded ", "")))
  end)

  it("an import shows its progress and removes it", function()
    open()
    local csv = { "姓名,电话,地址" }
    for i, row in ipairs(sandbox.customers(40)) do
      csv[i + 1] = table.concat(row, ",")
    end
    command.write(home .. "/c.csv", table.concat(csv, "\n") .. "\n")
    sandbox.fault("addJson", "delay", { times = 0, seconds = 0.7 })
    local words = ("import %s/c.csv --chunk 10 --reconcile-timeout 2 --project '%s' --ai-user '%s'"
      .. " --source x"):format(home, sandbox.PROJECT, sandbox.AI_USER)
    terminal:run("clear; " .. command.program .. " " .. words)
    terminal:wait "%[#+%.+%] +%d+%%  %d0 of 40 rows  [%d.]+/s, 0:%d%d left"
    terminal:press "C-c"
    terminal:wait "interrupted%. [^%s]+%s?records what was sent: run the same command again"
    terminal:run("clear; " .. command.program .. " " .. words)
    local shown = terminal:wait "total +%d0.*ready>"
    assert.is_nil(shown:find("[#", 1, true))
    assert.equal(1, #sandbox.state().tasks)
    assert.equal(40, #sandbox.rows(sandbox.state().tasks[1].dial_task_main_sn))
    assert.equal(4, sandbox.counts("addJson").carried_out)
  end)

  it("an archive shows its progress", function()
    sandbox.seed { calls = 24 }
    sandbox.fault("cdrDownload", "delay", { times = 0, seconds = 0.3 })
    open()
    ai95("archive " .. home .. "/recordings --width 2")
    terminal:wait "%[[#.]+%] +%d+%%  %d+ of 24 calls  %d+ files, %d+ KiB  [%d.]+/s, 0:%d%d left"
    terminal:wait "calls +24.*ready>"
    assert.is_nil(terminal:screen():find("[#", 1, true))
  end)

  it("a narrow terminal has a shorter bar or none, and complete messages", function()
    sandbox.seed { calls = 24 }
    sandbox.fault("cdrDownload", "delay", { times = 0, seconds = 0.5 })
    open()
    terminal:resize(80, ROWS)
    ai95("archive " .. home .. "/recordings --width 2")
    terminal:wait "%[[#.]+%] +%d+%%  %d+ of 24 calls  %d+ files, %d+ KiB  [%d.]+/s, 0:%d%d left"
    terminal:resize(60, ROWS)
    terminal:wait "^ *%d+%%  %d+ of 24 calls  %d+ files, %d+ KiB  [%d.]+/s, 0:%d%d left"
    terminal:press "C-c"
    terminal:wait "ready>"
  end)

  it("a terminal that cannot move its cursor has no bar", function()
    campaign(10)
    open()
    terminal:run("clear; TERM=dumb " .. command.program
      .. " tasks watch --interval 0.1 --fields state,send_count")
    terminal:wait "sent +10\nready>"
    assert.is_nil(terminal:screen(false, true):find("[#", 1, true))
  end)
end)
