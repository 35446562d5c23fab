--- What the core has for programs that talk to a person.
local core = require "ai95.core"
local lua = require("support.program").lua
local width = require "ai95_cli.width"

local function run(program, shell)
  local path = os.tmpname()
  local file = assert(io.open(path, "w"))
  file:write("local core = require \"ai95.core\"\n", program)
  file:close()
  local pipe = io.popen((shell or "%s 2>&1; echo \"exit $?\""):format(lua .. " " .. path))
  local output = pipe:read("*a")
  pipe:close()
  os.remove(path)
  return output
end

describe("the width of a text", function()
  it("is two cells for a Chinese character, and none for an accent", function()
    for text, cells in pairs {
      [""] = 0, ["abc"] = 3, ["张三"] = 4, ["é"] = 1, ["e\204\129"] = 1, ["，。"] = 4, ["Ａ"] = 2, ["한"] = 2, ["😀"] = 2, ["…"] = 1,
      ["𠀀"] = 2, ["a\255b"] = 3, ["\27"] = 1,
    } do
      assert.equal(cells, core.width(text), text)
    end
  end)

  it("does not depend on the program's locale, and does not change it", function()
    local before = os.setlocale(nil, "ctype")
    os.setlocale("C", "ctype")
    assert.equal(4, core.width("张三"))
    assert.equal("C", os.setlocale(nil, "ctype"))
    os.setlocale(before, "ctype")
  end)

  it("can be cut to, and filled up to", function()
    assert.equal("张三", width.cut("张三", 4))
    assert.equal("张…", width.cut("张三丰", 4))
    assert.equal("张三…", width.cut("张三丰", 5))
    assert.equal("…", width.cut("张三丰", 1))
    assert.equal("张三 ", width.pad("张三", 5))
    assert.equal(" 张三", width.pad("张三", 5, true))
    assert.equal("张三", width.pad("张三", 3))
  end)

  it("leaves nothing in a text that a terminal would obey", function()
    assert.equal("a [2J b c", width.plain("a\27[2J\194\155b\nc"))
  end)
end)

describe("#plain a program at a terminal", function()
  it("knows what is no terminal", function()
    assert.equal("nil\nexit 0\n", run "print((core.terminal(1)))")
    assert.is_false(pcall(core.terminal))
  end)

  for name, number in pairs { INT = 2, TERM = 15, HUP = 1 } do
    it("says a last word at SIG" .. name .. ", and ends by it", function()
      local output = run(("core.on_interrupt 'first'\ncore.on_interrupt 'last word\\n'\n"
        .. "io.popen('kill -%s $PPID'):close()\ncore.sleep(20)\nprint 'still there'"):format(name))
      assert.matches(("^last word\n%%a*\n?exit %d\n$"):format(128 + number), output) -- the shell may add what signal it was
    end)
  end

  it("goes on where the signal is ignored", function()
    local program = "core.on_interrupt 'last'\nio.popen('kill -HUP $PPID'):close()\ncore.sleep(0.05)\nprint 'on'"
    assert.equal("on\nexit 0\n", run(program, "trap '' HUP; %s 2>&1; echo \"exit $?\""))
  end)

  it("becomes another program", function()
    assert.equal("one two\nexit 0\n", run "core.become('/bin/echo', 'one', 'two')")
    assert.equal("nil\t/nonexistent: No such file or directory\nexit 0\n", run "print(core.become '/nonexistent')")
    assert.is_false(pcall(core.become))
  end)

  it("sleeps as long as it says", function()
    local started = core.now()
    core.sleep(0.05)
    assert.is_true(core.now() - started >= 0.05)
    assert.is_false(pcall(core.sleep, -1))
  end)

  it("cannot be asked where there is no terminal", function()
    assert.equal("nil\nexit 0\n", run("print((core.ask_secret ''))", "setsid %s 2>/dev/null </dev/null; echo \"exit $?\""))
  end)

  it("sees who can read a file", function()
    local path = os.tmpname()
    for _, mode in ipairs { "600", "644", "755" } do
      os.execute(("chmod %s %s"):format(mode, path))
      assert.equal(tonumber(mode, 8), core.file_mode(path))
    end
    os.remove(path)
    local mode, problem = core.file_mode(path)
    assert.is_nil(mode)
    assert.matches("No such file", problem)
  end)
end)
