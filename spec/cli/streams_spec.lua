--- The command with closed standard streams, a closed pipe or a full disk.
local ai95 = require "ai95"
local cjson = require "cjson"
local command = require "support.command"
local sandbox = require "support.sandbox"

local NO_STDOUT = "ai95: stdout: Bad file descriptor\n"
local FULL_DISK = "ai95: stdout: No space left on device\n"

describe("#plain #command #once the command", function()
  local home

  before_each(function()
    sandbox.reset()
    home = command.folder()
    sandbox.seed { calls = 7 }
  end)

  after_each(function() command.remove(home) end)

  local function run(arguments, after)
    return command.run(home, arguments, { after = after, env = { AI95_LOG = "stderr" } })
  end

  local function lines_of(path)
    local lines = {}
    for line in assert(command.read(home .. "/" .. path), path):gmatch "([^\n]*)\n" do
      lines[#lines + 1] = line
    end
    return lines
  end

  local CLOSED = { "2>&-", "<&-", "<&- 2>&-" }

  it("prints the same without stderr and stdin, and keeps the stored key intact", function()
    local whole = run "calls --csv".out
    assert.equal(8, select(2, whole:gsub("\n", "")))
    for _, closed in ipairs(CLOSED) do
      os.remove(home .. "/.cache/ai95/store")
      local result = run("calls --csv", (">%s/calls.csv %s"):format(home, closed))
      assert.equal(0, result.status)
      assert.equal(whole, command.read(home .. "/calls.csv"))
      assert.is_nil(command.read(home .. "/.cache/ai95/store"):find("attempt", 1, true))
    end
  end)

  it("writes an intact ledger, whichever streams are closed", function()
    command.write(home .. "/c.csv", "姓名,电话\n张三,13800000001\n李四,13800000002\n")
    for i, closed in ipairs { "2>&-", "<&-", ">&-", ">&- 2>&-", "<&- >&- 2>&-" } do
      local result = run({
        "import", home .. "/c.csv",
        "--project", sandbox.PROJECT,
        "--ai-user", sandbox.AI_USER,
        "--source", "测试",
        "--chunk", "1",
        "--ledger", home .. "/ledger" .. i,
      }, closed)
      assert.equal(closed:find ">&-" and not closed:find "^2" and 2 or 0, result.status, closed)
      local lines = lines_of("ledger" .. i)
      assert.equal("done", cjson.decode(lines[#lines]:match " (.*)").type)
      assert.equal(2, assert(ai95.ledger.read(home .. "/ledger" .. i)).rows)
    end
  end)

  it("archives intact files, whichever streams are closed", function()
    local function archive(name, closed)
      local result = run("archive " .. home .. "/" .. name, closed)
      local sum = "cd %s/%s && find . -name '*.wav' | LC_ALL=C sort | xargs sha256sum"
      local sums = io.popen(sum:format(home, name))
      local text = sums:read "*a"
      sums:close()
      local manifest = io.popen(("cat %s/%s/manifest.jsonl"):format(home, name))
      for line in manifest:lines() do
        cjson.decode(line)
      end
      manifest:close()
      return text, result
    end
    local whole = archive "whole"
    assert.is_true(#whole > 0)
    for i, closed in ipairs(CLOSED) do
      assert.equal(whole, (archive("a" .. i, closed)))
    end
    local sums, result = archive("b", ">&-")
    assert.equal(whole, sums)
    assert.equal(2, result.status)
  end)

  it("reports a closed stdout and a full disk", function()
    for _, arguments in ipairs {
      "calls --csv",
      "calls",
      "tasks list --json",
      "login",
      "doctor",
      "--version",
      "--help",
      "calls --help",
      "completion bash",
      "report -o -",
    } do
      local result = command.run(home, arguments, { after = ">&-" })
      assert.same({ 2, NO_STDOUT }, { result.status, result.err }, arguments)
      result = command.run(home, arguments, { after = ">/dev/full" })
      assert.same({ 2, FULL_DISK }, { result.status, result.err }, arguments)
      assert.equal(2, command.run(home, arguments, { after = "<&- >&- 2>&-" }).status, arguments)
    end
  end)

  it("ends quietly if the reader of its pipe ends", function()
    sandbox.seed { calls = 2000 }
    local result = command.run(home, "calls --csv --all", { after = "| head -n 1" })
    assert.same({ 0, "" }, { result.status, result.err })
    assert.equal(1, select(2, result.out:gsub("\n", "")))
  end)
end)
