--- The command's C module: the terminal, signals, and the files of its settings.
local ai95 = require "ai95"
local command = require "support.command"
local lua = require("support.program").lua
local terminal = require "ai95_cli.terminal"
local text = require "ai95_cli.text"

local function run(program, shell)
  local path = os.tmpname()
  local file = assert(io.open(path, "w"))
  file:write("local terminal = require \"ai95_cli.terminal\"\n", program)
  file:close()
  local pipe = io.popen((shell or "%s 2>&1; echo \"exit $?\""):format(lua .. " " .. path))
  local output = pipe:read("*a")
  pipe:close()
  os.remove(path)
  return output
end

describe("the width of a text", function()
  it("is two cells for a Chinese character, and none for an accent", function()
    for given, cells in pairs {
      [""] = 0, ["abc"] = 3, ["张三"] = 4, ["é"] = 1, ["e\204\129"] = 1, ["，。"] = 4, ["Ａ"] = 2,
      ["한"] = 2, ["😀"] = 2, ["…"] = 1, ["𠀀"] = 2, ["a\255b"] = 3, ["\27"] = 1,
    } do
      assert.equal(cells, terminal.width(given), given)
    end
  end)

  it("does not depend on the program's locale, and does not change it", function()
    local before = os.setlocale(nil, "ctype")
    os.setlocale("C", "ctype")
    assert.equal(4, terminal.width("张三"))
    assert.equal("C", os.setlocale(nil, "ctype"))
    os.setlocale(before, "ctype")
  end)

  it("can be limited and padded", function()
    assert.equal("张三", text.cut("张三", 4))
    assert.equal("张…", text.cut("张三丰", 4))
    assert.equal("张三…", text.cut("张三丰", 5))
    assert.equal("…", text.cut("张三丰", 1))
    assert.equal("张三 ", text.pad("张三", 5))
    assert.equal(" 张三", text.pad("张三", 5, true))
    assert.equal("张三", text.pad("张三", 3))
  end)

  it("does not let a text control the terminal", function()
    assert.equal("a [2J b c", text.plain("a\27[2J\194\155b\nc"))
  end)
end)

describe("a text for people", function()
  it("separates thousands", function()
    for number, expected in pairs {
      [0] = "0", [999] = "999", [1000] = "1,000", [123456] = "123,456", [1234567] = "1,234,567",
      [-1000] = "-1,000", [-100] = "-100",
    } do
      assert.equal(expected, text.number(number))
    end
    assert.equal("1 row", text.count(1, "%s row", "%s rows"))
    assert.equal("5,000 rows", text.count(5000, "%s row", "%s rows"))
  end)

  it("joins words", function()
    assert.equal("", text.list {})
    assert.equal("a", text.list { "a" })
    assert.equal("a and b", text.list { "a", "b" })
    assert.equal("a, b and c", text.list { "a", "b", "c" })
  end)
end)

describe("#plain a program at a terminal", function()
  it("knows that a pipe is not a terminal", function()
    assert.equal("nil\nexit 0\n", run "print((terminal.size(1)))")
    assert.is_false(pcall(terminal.size))
  end)

  for name, number in pairs { INT = 2, TERM = 15, HUP = 1 } do
    it("prints its message at SIG" .. name .. ", and ends by it", function()
      local output = run(([[
        terminal.on_interrupt 'first'
        terminal.on_interrupt 'last word\n'
        io.popen('kill -%s $PPID'):close()
        terminal.sleep(20)
        print 'still there'
      ]]):format(name))
      -- The shell may add the signal's name.
      assert.matches(("^last word\n%%a*\n?exit %d\n$"):format(128 + number), output)
    end)
  end

  it("continues if the signal is ignored", function()
    local program = [[
      terminal.on_interrupt 'last'
      io.popen('kill -HUP $PPID'):close()
      terminal.sleep(0.05)
      print 'on'
    ]]
    assert.equal("on\nexit 0\n", run(program, "trap '' HUP; %s 2>&1; echo \"exit $?\""))
  end)

  it("can replace itself by another program", function()
    assert.equal("one two\nexit 0\n", run "terminal.exec('/bin/echo', 'one', 'two')")
    assert.equal("nil\t/nonexistent: No such file or directory\nexit 0\n",
      run "print(terminal.exec '/nonexistent')")
    assert.is_false(pcall(terminal.exec))
  end)

  it("sleeps for the given time", function()
    local started = ai95.monotonic()
    terminal.sleep(0.05)
    assert.is_true(ai95.monotonic() - started >= 0.05)
    assert.is_false(pcall(terminal.sleep, -1))
  end)

  it("cannot ask for a secret without a terminal", function()
    assert.equal("nil\nexit 0\n", run("print((terminal.ask_secret ''))",
      "setsid %s 2>/dev/null </dev/null; echo \"exit $?\""))
  end)

  it("reads the permissions of a file", function()
    local path = os.tmpname()
    for _, mode in ipairs { "600", "644", "755" } do
      os.execute(("chmod %s %s"):format(mode, path))
      assert.equal(tonumber(mode, 8), terminal.file_mode(path))
    end
    os.remove(path)
    local mode, problem = terminal.file_mode(path)
    assert.is_nil(mode)
    assert.matches("No such file", problem)
  end)

  it("makes a folder that only its owner can read, and its parents", function()
    local home = command.folder()
    assert.is_true(terminal.make_folder(home .. "/a/b"))
    assert.is_true(terminal.make_folder(home .. "/a/b"))
    assert.equal(tonumber("700", 8), terminal.file_mode(home .. "/a/b"))
    command.write(home .. "/file", "")
    local made, problem = terminal.make_folder(home .. "/file")
    assert.is_nil(made)
    assert.matches("/file: File exists$", problem)
    assert.is_false(pcall(terminal.make_folder, "a\0b"))
    command.remove(home)
  end)
end)
