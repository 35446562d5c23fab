--- Files with an api_key, a ledger or a mark: what is at their path is used only if it is a regular
--- file of this user that nobody else can write. Nothing else is opened, which a pipe would not
--- survive: opening it waits for a writer.
local core = require "ai95.core"
local files = require "support.files"

local function sh(command, ...)
  local status = os.execute(command:format(...))
  return status == true or status == 0
end

local function run(command)
  local pipe = io.popen(command)
  local output = pipe:read "*l"
  pipe:close()
  return output
end

local LINK, NOT_REGULAR = "it is a symbolic link", "it is not a regular file"
local FOREIGN, EXPOSED = "it belongs to another user", "other users can write it"

-- What can be at the path, how to make it, and why it is refused.
local REFUSED = {
  ["a symbolic link to a file"] = { "echo text >'%s.to' && ln -s '%s.to' '%s'", LINK },
  ["a symbolic link to nothing"] = { "ln -s '%s.none' '%s'", LINK },
  ["a symbolic link to a pipe"] = { "mkfifo '%s.to' && ln -s '%s.to' '%s'", LINK },
  ["a pipe"] = { "mkfifo '%s'", NOT_REGULAR },
  ["a folder"] = { "mkdir '%s'", NOT_REGULAR },
  ["a file that its group can write"] = { "echo text >'%s' && chmod 620 '%s'", EXPOSED },
  ["a file that all can write"] = { "echo text >'%s' && chmod 602 '%s'", EXPOSED },
}
local is_root = run "id -u" == "0"
if is_root then
  REFUSED["another user's file"] = { "echo text >'%s' && chmod 600 '%s' && chown 65534 '%s'",
    FOREIGN }
  REFUSED["another user's link"] = { "echo text >'%s.to' && ln -s '%s.to' '%s' && "
    .. "chown -h 65534 '%s'", LINK }
  REFUSED["a device"] = { "mknod '%s' c 1 3", NOT_REGULAR }
end

local USES = {
  lock = core.lock,
  open_log = core.open_log,
  create = function(path) return core.create(path, true) end,
  replace_file = function(path) return core.replace_file(path, "new", true) end,
  read_private = function(path) return core.read_private(path, 100) end,
}

describe("#once a private file", function()
  local folder, path

  before_each(function()
    folder = os.tmpname()
    os.remove(folder)
    assert(sh("mkdir -m 700 '%s'", folder))
    path = folder .. "/file"
  end)

  after_each(function()
    sh("rm -rf '%s'", folder)
  end)

  for what, case in pairs(REFUSED) do
    it("is not " .. what, function()
      local made = sh((case[1]:gsub("%%s", path)))
      if not made and what == "a device" then
        return -- not allowed in this container
      end
      assert.is_true(made)
      local before = run(("ls -ln '%s'"):format(path))
      for name, use in pairs(USES) do
        local result, problem, busy = use(path)
        assert.is_nil(result, name)
        assert.equal(path .. ": " .. case[2], problem:sub(1, #path + 2 + #case[2]), name)
        assert.falsy(busy)
      end
      assert.equal(before, run(("ls -ln '%s'"):format(path)))
      assert.is_nil(files.read(path .. ".none"))
      if before:find "^[-l]" and not case[1]:find "mkfifo" and not case[1]:find "none" then
        assert.equal("text\n", files.read(path)) -- untouched
      end
    end)

    it("is not written beside " .. what, function()
      if sh((case[1]:gsub("%%s", path .. ".new"))) then
        local ok, problem = core.replace_file(path, "text", true)
        assert.is_nil(ok)
        assert.truthy(problem:find(path .. ".new: " .. case[2], 1, true), problem)
        assert.is_nil(files.read(path))
      end
    end)
  end

  it("is made with mode 0600, whatever the umask is", function()
    local lua = require("support.program").lua
    local program = path .. ".lua"
    files.write(program, [[
      local core = require "ai95.core"
      local folder = ...
      assert(core.lock(folder .. "/lock"))
      assert(core.open_log(folder .. "/log"))
      assert(core.create(folder .. "/created", true))
      assert(core.replace_file(folder .. "/replaced", "text", true))
    ]])
    for _, umask in ipairs { "000", "022", "002" } do
      assert(sh("umask %s && %s '%s' '%s'", umask, lua, program, folder))
      for _, name in ipairs { "lock", "log", "created", "replaced" } do
        assert.equal(384, core.file_mode(folder .. "/" .. name), name) -- 0600
        os.remove(folder .. "/" .. name)
      end
    end
  end)

  it("may have been readable by others, and is not after it is replaced", function()
    files.write(path, "before")
    assert(sh("chmod 644 '%s'", path))
    assert.equal("before", core.read_private(path, 100))
    assert.is_true(core.replace_file(path, "after", true))
    assert.equal(384, core.file_mode(path)) -- 0600
    assert.equal("after", core.read_private(path, 100))
  end)

  it("is read whole, up to a maximum; none is no problem", function()
    assert.same({ n = 1 }, { n = select("#", core.read_private(path, 100)) })
    files.write(path, "")
    assert(sh("chmod 600 '%s'", path))
    assert.equal("", core.read_private(path, 100))
    files.write(path, ("\0\255"):rep(50))
    assert.equal(("\0\255"):rep(50), core.read_private(path, 100))
    local content, problem = core.read_private(path, 99)
    assert.is_nil(content)
    assert.matches("File too large", problem)
    content, problem = core.read_private("/nonexistent/x/", 9)
    assert.is_nil(content)
    assert.is_nil(problem)
    content, problem = core.read_private(path .. "/x", 9)
    assert.is_nil(content)
    assert.matches("Not a directory", problem)
  end)

  it("is locked for one at a time, without waiting, and until its holder has ended", function()
    for _, open in ipairs { core.lock, core.open_log } do
      local held = assert(open(path))
      local other, problem, busy = open(path)
      assert.is_nil(other)
      assert.is_true(busy)
      assert.is_string(problem)
      held:close()
      held = assert(open(path))
      held:close()
    end
    local program = path .. ".lua"
    files.write(program, 'require("ai95.core").lock(...) io.write "locked\\n" io.flush() '
      .. 'while true do end')
    local lua = require("support.program").lua
    local held = io.popen(("(%s '%s' '%s' & echo $!; wait $!) </dev/zero"):format(lua, program,
      path))
    local pid = held:read "*l"
    assert.equal("locked", held:read "*l")
    assert.is_true(select(3, core.lock(path)))
    assert(sh("kill -STOP %s", pid))
    assert.is_true(select(3, core.lock(path)))
    assert(sh("kill -9 %s", pid))
    local lock
    for _ = 1, 200 do
      lock = lock or core.lock(path)
      if not lock then
        require("socket").sleep(0.01)
      end
    end
    assert.truthy(lock)
  end)

  it("that was moved away while its lock was held is not locked in its place", function()
    local held = assert(core.lock(path))
    assert(os.rename(path, path .. ".old"))
    local other = assert(core.lock(path)) -- another file now
    held:close()
    assert.is_true(select(3, core.lock(path)))
    other:close()
  end)
end)
