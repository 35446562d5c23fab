--- The ledger's file: whatever is missing at its end or is damaged, it tells what was recorded, or
--- is refused.
local Ledger = require "ai95.import.ledger"
local core = require "ai95.core"
local errors = require "ai95.errors"
local files = require "support.files"
local ledgers = require "support.ledgers"
local lua = require("support.program").lua

describe("a ledger", function()
  local folder, path, text, states

  setup(function()
    folder = files.folder()
    path = folder .. "/ledger"
    text, states = ledgers.make(path)
  end)

  teardown(function()
    files.remove_folder(folder)
  end)

  --- What the file tells, read by `Ledger.read` or as an import does, by `Ledger.open`.
  local function read(how)
    local ledger, err = Ledger[how](path)
    if not ledger then
      assert(errors.is(err) and err.kind == "file" and err.outcome == "not_sent", tostring(err))
      return nil, tostring(err)
    end
    ledger:close()
    return ledgers.state(ledger)
  end

  -- Where each line begins, by its number.
  local function line_starts()
    local starts, at = {}, 0
    for line in text:gmatch "[^\n]*\n" do
      starts[#starts + 1] = at
      at = at + #line
    end
    return starts
  end

  it("whose end is missing tells what was recorded until there, or is refused", function()
    local known, refused, last = 0, 0, nil
    local restart = line_starts()[5]
    for length = 0, #text do
      last = states[length] or last
      files.write(path, text:sub(1, length)) -- keeps its mode
      local first, err = read "read"
      local opened, open_err = read "open"
      assert.same({ first, err }, { opened, open_err })
      if first then
        known = known + 1
        local is_header_alone = length > restart and not first:find "春节"
          and first:find "1 requests, 0 people"
        assert(first == last or is_header_alone, length)
      else
        refused = refused + 1
        assert(not last or (length == restart and err:find "its requests are missing"),
          length .. err)
        assert.matches(length == 0 and "the file is empty" or length < 19 and "is not a ledger"
          or "damaged in line %d+ %(byte %d+%)", err)
      end
    end
    assert.equal(#text + 1, known + refused)
    assert.is_true(known > 1000, known)
  end)

  it("with one wrong bit is refused, with the place", function()
    local starts, line = line_starts(), 1
    files.write(path, text)
    local file = assert(io.open(path, "r+b"))
    local function put(at, byte)
      file:seek("set", at - 1)
      file:write(string.char(byte))
      file:flush()
    end
    for at = 1, #text do
      if starts[line + 1] and starts[line + 1] < at then
        line = line + 1
      end
      local byte = text:byte(at)
      for bit = 0, 7 do
        local flipped = math.floor(byte / 2 ^ bit) % 2 == 1 and byte - 2 ^ bit or byte + 2 ^ bit
        put(at, flipped)
        local known, err = read((at + bit) % 8 == 0 and "open" or "read")
        assert.is_nil(known)
        local place = ("damaged in line %d %%(byte %d%%)"):format(line, starts[line])
        assert(err:find(place), err)
      end
      put(at, byte)
    end
    file:close()
    assert.equal(text, files.read(path))
  end)

  it("overwrites a record that a crash tore", function()
    local record = { type = "count", total_count = 7 }
    for _, lost in ipairs { 1, 20, 60 } do
      files.write(path, text:sub(1, -lost - 1))
      local ledger = assert(Ledger.open(path))
      assert(ledger:write(record))
      ledger:close()
      assert.equal(7, assert(Ledger.read(path)).total_count)
      local before = assert(text:match "^(.*\n)[^\n]*\n$")
      assert.equal(before, files.read(path):sub(1, #before))
    end
  end)

  -- Each line of the program's output is an outcome.
  local function start(count, program)
    files.write(folder .. "/program.lua", program)
    local command = ("cd %s; for i in $(seq %d); do %s program.lua $i & done; wait")
      :format(folder, count, lua)
    local pipe, outcomes = io.popen(command .. " 2>&1"), {}
    for line in pipe:lines() do
      outcomes[line] = (outcomes[line] or 0) + 1
    end
    pipe:close()
    return outcomes
  end

  it("keeps its whole records if the disk is full in the middle of the next", function()
    local outcomes = start(1, [[
      local Ledger = require "ai95.import.ledger"
      local ledger = assert(Ledger.open("full", { source = "x" }))
      for i = 1, 100 do
        local ok, err = ledger:write { type = "send", request = i, rows = 40, time = 1,
          people = ("0123456789abcdef"):rep(40) }
        ok = ok and ledger:write { type = "not_done", request = i }
        if not ok then
          print(err and err.kind or "not_done")
          break
        end
      end
    ]])
    assert.same({}, outcomes) -- it fits
    os.remove(folder .. "/full")
    local pipe = io.popen(("cd %s; trap '' XFSZ; ulimit -f 8; %s program.lua 2>&1")
      :format(folder, lua))
    local output = pipe:read "*a"
    pipe:close()
    assert.equal(8 * 512, #files.read(folder .. "/full") % 4096 + 4096)
    assert(output == "file\n" or output == "not_done\n", output)
    local ledger = assert(Ledger.open(folder .. "/full"))
    assert.is_true(ledger.requests > 2)
    if ledger.pending then
      assert(ledger:write { type = "not_done", request = ledger.requests })
    end
    assert(ledger:write { type = "count", total_count = 3 })
    ledger:close()
    assert.equal(3, assert(Ledger.read(folder .. "/full")).total_count)
  end)

  it("that does not exist is made by one of many processes, and had by one at a time", function()
    for _, count in ipairs { 2, 20 } do
      os.execute(("rm -f %s/many %s/many.new"):format(folder, folder))
      local outcomes = start(count, [[
        local Ledger, loop = require "ai95.import.ledger", require "ai95.loop"
        local ledger, err
        for _ = 1, 5000 do
          ledger, err = Ledger.open("many", { source = "x" })
          if ledger then break end
          if not tostring(err):find "another import is using it" then error(tostring(err)) end
          loop.sleep(0.01)
        end
        local request = ledger.requests + 1
        assert(ledger:write { type = "send", request = request, rows = 0, people = "" })
        assert(ledger:write { type = "not_done", request = request })
        ledger:close()
        print "done"
      ]])
      assert.same({ done = count }, outcomes)
      assert.equal(count, assert(Ledger.read(folder .. "/many")).requests)
      assert.is_nil(files.read(folder .. "/many.new"))
    end
  end)

  it("keeps out another process and another opener in the same one", function()
    local new = folder .. "/new"
    local ledger = assert(Ledger.open(new, ledgers.CAMPAIGN))
    for _ = 1, 2 do -- before it is there under its name, and after
      local second, err = Ledger.open(new, ledgers.CAMPAIGN)
      assert.is_nil(second)
      assert.matches("another import is using it", tostring(err))
      local outcomes = start(1, [[
        print(select(2, require("ai95.import.ledger").open("new", { source = "x" })).message)
      ]])
      assert.same({ ["ledger: new: another import is using it"] = 1 }, outcomes)
      assert(ledger:write { type = "count", total_count = 1 })
    end
    ledger:close()
  end)

  it("leaves nothing if nothing was written, and takes no leftover for its own", function()
    local new = folder .. "/none"
    assert(Ledger.open(new, ledgers.CAMPAIGN)):close()
    assert.is_nil(files.read(new) or files.read(new .. ".new"))
    ledgers.put(new .. ".new", text) -- of a process that was killed before it sent anything
    local ledger = assert(Ledger.open(new, ledgers.CAMPAIGN))
    assert.equal(0, ledger.requests)
    assert(ledger:write { type = "count", total_count = 1 })
    ledger:close()
    assert.equal(1, assert(Ledger.read(new)).total_count)
    assert.is_nil(files.read(new .. ".new"))
  end)

  it("is not made of what is something else, which stays as it is", function()
    local other = folder .. "/other"
    for make, message in pairs {
      ["mkfifo %s"] = "not a regular file", ["mkdir %s"] = "not a regular file",
      ["ln -s ledger %s"] = "a symbolic link", ["ln -s nothing %s"] = "a symbolic link",
      ["echo 张三,13800000001 > %s; chmod 600 %s"] = "this is not a ledger",
      ["echo '{}' > %s; chmod 600 %s"] = "this is not a ledger",
      ["printf x > %s; chmod 600 %s"] = "this is not a ledger",
      ["echo '{\"version\":1,\"type\":\"import\"}' > %s; chmod 600 %s"] = "a journal of ai95 0%.1",
      [": > %s; chmod 600 %s"] = "the file is empty", ["cp ledger %s; chmod 622 %s"] = "chmod 600",
    } do
      assert(os.execute(("cd %s; rm -rf other; %s"):format(folder, (make:gsub("%%s", "other")))))
      for _, how in ipairs { "open", "read" } do
        local ledger, err = Ledger[how](other, ledgers.CAMPAIGN)
        assert.is_nil(ledger, make)
        assert.equal("file", err.kind)
        assert.matches(message, tostring(err), 1, make)
      end
    end
    for _, how in ipairs { "open", "read" } do
      for name, message in pairs { ["/dev/null"] = "not a regular file",
        ["/nonexistent/x"] = how == "open" and "No such file" or "there is none" } do
        local ledger, err = Ledger[how](name, ledgers.CAMPAIGN)
        assert.is_nil(ledger)
        assert.matches(message, tostring(err))
      end
    end
  end)

  it("refuses the arguments of core.prepare_log and of its files that are none", function()
    for _, arguments in ipairs { {}, { 1.5 }, { {} }, { "a\0b" }, { true } } do
      local ok, file = pcall(core.prepare_log, arguments[1])
      assert(not ok or file == nil or arguments[1] == 1.5, tostring(file))
    end
    os.remove "1.5.new"
    local file, problem = core.prepare_log(("x"):rep(5000))
    assert.is_nil(file)
    assert.matches("too long", problem)
    file = assert(core.prepare_log(folder .. "/file"))
    for _, size in ipairs { -1, 2 ^ 60, 0 / 0, 1 / 0, "x" } do
      assert.is_false((pcall(file.truncate, file, size)))
      assert.is_false((pcall(file.read_at, file, size, 1)))
      assert.is_false((pcall(file.read_at, file, 0, size)))
    end
    assert.is_nil((file:read_at(0, 1)))
    assert.is_nil((file:publish("/nonexistent/file")))
    file:close()
    for _, name in ipairs { "truncate", "size", "publish", "log" } do
      assert.is_false((pcall(file[name], file, "0")))
    end
    os.remove(folder .. "/file.new")
  end)

  it("does not begin, if the list was moved away meanwhile", function()
    local ai95 = require "ai95"
    local import = require "ai95.import"
    local list, new = folder .. "/list.csv", folder .. "/inbox"
    -- As an inbox program does: another import had the list and its ledger, and moved both.
    for _, change in ipairs { "mv list.csv done", "cp list.csv done; mv done list.csv",
      "mv list.csv done; mkdir list.csv", "mv list.csv done; ln -s nothing list.csv" } do
      os.execute(("cd %s; rm -rf list.csv done"):format(folder))
      files.write(list, "姓名,电话\n客户,13800000001\n")
      local rows = assert(ai95.rows(list))
      os.execute(("cd %s; %s"):format(folder, change))
      local result, err = import.run({}, { project_sn = "p", source = "s", ai_user_sn = "u",
        rows = rows, ledger = new })
      assert.is_nil(result)
      assert.same({ "file", "not_sent" }, { err.kind, err.outcome })
      assert.matches("the list was moved or replaced", tostring(err))
      assert.is_nil(files.read(new) or files.read(new .. ".new"))
    end
  end)

  it("of another version is refused", function()
    local header = '{"type":"ledger","version":2,"format":"unknown here"}'
    files.write(path, core.sha256(header):sub(1, 16) .. " " .. header .. "\n")
    os.execute("chmod 600 " .. path)
    for _, open in ipairs { Ledger.read, Ledger.open } do
      local ledger, err = open(path, ledgers.CAMPAIGN)
      assert.is_nil(ledger)
      assert.matches("another version of ai95 wrote it", err.message)
    end
  end)

  it("of records that are whole and make no sense is refused", function()
    local json = require "ai95.util.json"
    local header = { type = "ledger", version = 1, key = ("01"):rep(16), token = "t" }
    local send = { type = "send", request = 1, rows = 1, people = ledgers.people(0, 1) }
    local function changed(record, name, value)
      local copy = {}
      for key, old in pairs(record) do
        copy[key] = old
      end
      copy[name] = value
      return copy
    end
    local cases = {
      { changed(header, "version", 2), send }, { changed(header, "key", "x"), send },
      { changed(header, "key", nil), send }, { changed(header, "token", nil), send },
      { changed(header, "token", 1), send },
      { header, send, send }, { header, changed(send, "request", 2) },
      { header, changed(send, "rows", "x") }, { header, changed(send, "people", "x") },
      { header, changed(send, "people", {}) }, { header, { type = "done", request = 1 } },
      { header, send, { type = "done", request = 2, success = 1 } },
      { header, send, { type = "done", request = 1 } },
      { header, send, header }, { header, send, { type = "x" } }, { header, send, { "x" } },
      { header, { type = "answered", request = 1 } }, { header, { type = "count" } },
    }
    for i, records in ipairs(cases) do
      local before, lines = "", {}
      for k, record in ipairs(records) do
        local line = json.encode(record)
        before = core.sha256(before .. line):sub(1, 16)
        lines[k] = before .. " " .. line .. "\n"
      end
      files.write(path, table.concat(lines))
      local ok, ledger, err = pcall(Ledger.read, path)
      assert(ok, i .. ": " .. tostring(ledger))
      assert(ledger == nil and err.kind == "file", i .. " was read")
    end
  end)
end)
