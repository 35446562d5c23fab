local core = require "ai95.core"
local files = require "support.files"

describe("files", function()
  local path = os.tmpname()

  after_each(function()
    os.remove(path)
    os.remove(path .. ".new")
  end)

  it("appear as a whole or not at all", function()
    local file = assert(core.create(path .. ".new"))
    assert(file:write("data"))
    assert(file:commit(path .. ".new", path))
    assert.is_nil(io.open(path .. ".new"))
    local read = assert(io.open(path))
    assert.equal("data", read:read("*a"))
    read:close()
    assert.error_matches(function() file:write("x") end, "the file is closed")
  end)

  it("are committed immediately in memory, and by a thread on a disk", function()
    local pool = core.pool()
    local pipe = io.popen "stat -f -c %T /dev/shm 2>/dev/null"
    local in_memory = pipe:read "*l" == "tmpfs" and "/dev/shm/" .. path:match("[^/]*$")
    pipe:close()
    for _, to in ipairs { path, in_memory or nil } do
      local file = assert(core.create(to .. ".new"))
      assert(file:write("data"))
      local job = pool:commit(file, to .. ".new", to)
      if to == in_memory then
        assert.is_true(job:ready())
      end
      for _ = 1, 100 do
        pool:run(job:ready() and 0 or 0.1)
      end
      assert.is_true(job:result(to))
      assert.equal("data", files.read(to))
      file:close()
    end
    os.remove(in_memory or path)
    pool:close()
  end)

  it("are committed by a thread for each, although an idle one may not have noticed", function()
    local lfs = require "lfs"
    local function count_threads()
      local count = 0
      for name in lfs.dir "/proc/self/task" do
        count = count + (name:find "^%d+$" and 1 or 0)
      end
      return count
    end
    local pool, open, jobs = core.pool(), {}, {}
    local folder = lfs.currentdir() .. "/build" -- not in memory
    local function write(name)
      local to = ("%s/files_spec.%s"):format(folder, name)
      open[to] = assert(core.create(to .. ".new"))
      assert(open[to]:write(("x"):rep(2 ^ 23))) -- much for a disk
    end
    local function start()
      for to, file in pairs(open) do
        jobs[to] = pool:commit(file, to .. ".new", to)
      end
    end
    local function finish()
      for to, job in pairs(jobs) do
        while not job:ready() do
          pool:run(0.1)
        end
        assert.is_true(job:result(to))
        open[to]:close()
        os.remove(to)
      end
      open, jobs = {}, {}
    end
    local before = count_threads()
    write(0)
    start()
    finish()
    assert.equal(before + 1, count_threads())
    for i = 1, 4 do
      write(i)
    end
    start()
    assert.is_true(count_threads() >= before + 3)
    finish()
    pool:close()
    assert.equal(before, count_threads())
  end)

  it("are replaced as a whole, and are private if requested", function()
    local place = os.tmpname()
    files.write(place, "before")
    assert.is_true(core.replace_file(place, "after", true))
    assert.equal("after", files.read(place))
    assert.equal(384, core.file_mode(place)) -- 0600
    assert.is_nil(files.read(place .. ".new"))
    local ok, problem = core.replace_file("/nonexistent/x", "text")
    assert.is_nil(ok)
    assert.matches("^/nonexistent/x: No such file or directory$", problem)
    ok, problem = core.replace_file("/dev/null", "text")
    assert.is_nil(ok)
    assert.is_string(problem)
    os.remove(place)
  end)

  it("can be written and read without a name", function()
    local file, buffer = assert(core.temporary_file "/tmp"), core.buffer()
    local function holds(expected, offset)
      assert.equal(expected, file:read_at(offset, #expected))
      assert.equal(buffer, file:read_at(offset, #expected, buffer))
      assert.equal(expected, tostring(buffer))
    end
    holds("", 0)
    assert(file:write "0123456789")
    holds("0123456789", 0)
    assert(file:write "abc")
    holds("89ab", 8)
    holds("", 13)
    assert(file:write(("x"):rep(100000)))
    holds("abc" .. ("x"):rep(100000), 10)
    holds("9a", 9)
    for _, into in ipairs { false, buffer } do
      into = into or nil
      assert.same({ nil, "read: Input/output error" }, { file:read_at(100000, 14, into) })
      assert.error_matches(function() file:read_at(-1, 1, into) end, "out of range")
      assert.error_matches(function() file:read_at(0, 2 ^ 40, into) end, "out of range")
    end
    assert.equal("", tostring(buffer))
    assert.error_matches(function() file:read_at(0, 1, "x") end, "ai95.buffer expected")
    file:close()
    assert.error_matches(function() file:read_at(0, 1, buffer) end, "the file is closed")
    local failure = { nil, "/nonexistent: No such file or directory" }
    assert.same(failure, { core.temporary_file "/nonexistent" })
    assert.error_matches(function() core.temporary_file "a\0b" end, "NUL byte")
  end)

  it("report the system's message", function()
    local file, problem = core.create("/nonexistent/x")
    assert.is_nil(file)
    assert.equal("/nonexistent/x: No such file or directory", problem)
    file = assert(core.create("/dev/full"))
    local ok
    ok, problem = file:write("x")
    assert.is_nil(ok)
    assert.matches("No space left", problem)
    assert.is_nil((core.lock("/nonexistent/x")))
  end)
end)
