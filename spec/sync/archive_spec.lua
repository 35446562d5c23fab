local cjson = require "cjson"
local core = require "ai95.core"
local sandbox = require "support.sandbox"

local unpack = unpack or table.unpack

local dir
local read = require("support.files").read

local function lines_of_manifest()
  local list = {}
  for line in read(dir .. "/manifest.jsonl"):gmatch("[^\n]+") do
    list[#list + 1] = cjson.decode(line)
  end
  return list
end

local function files_below()
  local list = {}
  for path in io.popen("cd " .. dir .. " && find . -type f | sort"):lines() do
    list[#list + 1] = path:sub(3)
  end
  return list
end

describe("an archive", function()
  local client

  before_each(function()
    sandbox.reset()
    sandbox.seed { calls = 30 }
    client = sandbox.client { max_retries = 0 }
    dir = os.tmpname() .. ".d"
  end)

  after_each(function()
    os.execute("rm -rf " .. dir)
  end)

  it("has every recording in folders by date, and a correct manifest", function()
    local seen = 0
    local function progress(now)
      seen = seen + 1
      assert.equal(seen, now.calls)
    end
    local result = assert(client:archive {
      calls = client.calls:each(), dir = dir, width = 4, progress = progress,
    })
    assert.equal(30, result.calls)
    assert.equal(0, #result.errors)
    assert.equal(30, seen)
    local lines, bytes, wholes = lines_of_manifest(), 0, 0
    assert.equal(result.files, #lines)
    assert.equal(result.files + 1, #files_below())
    for _, line in ipairs(lines) do
      local text = assert(read(dir .. "/" .. line.file))
      assert.matches("^%d%d%d%d%-%d%d%-%d%d/[%w%-]+%.wav$", line.file)
      assert.equal(#text, line.size)
      assert.equal(core.sha256(text), line.sha256)
      assert.is_string(line.cdr_sn)
      bytes = bytes + line.size
      if line.call then
        wholes = wholes + 1
        assert.equal(line.cdr_sn, line.call.cdr_sn)
        assert.is_string(line.call.asr_a)
      else
        assert.equal(line.number, tonumber(line.file:match("%-(%d+)%.wav$")))
        assert.is_string(line.turn.voice)
      end
    end
    assert.equal(bytes, result.size)
    assert.is_true(wholes > 15 and wholes < 30)
  end)

  it("does not fetch a complete file again", function()
    local first = assert(client:archive { calls = client.calls:each(), dir = dir })
    local again = assert(client:archive { calls = client.calls:each(), dir = dir })
    assert.same({ first.files, 0, 0 }, { again.skipped, again.files, again.size })
    local files = files_below()
    os.remove(dir .. "/" .. files[1])
    again = assert(client:archive { calls = client.calls:each(), dir = dir })
    assert.equal(1, again.files)
    assert.same(files, files_below())
  end)

  it("lists failures, carries on, and fetches the missing files the next time", function()
    sandbox.fault("cdrDownload", "code", { code = 30011, content_type = "audio/wav" })
    sandbox.fault("cdrFragmentDownload", "truncate", { times = 2, skip = 3 })
    local result = assert(client:archive { calls = client.calls:each(), dir = dir, width = 1 })
    assert.equal(3, #result.errors)
    assert.equal(30011, result.errors[1].error.code)
    assert.equal("network", result.errors[2].error.kind)
    assert.is_string(result.errors[2].cdr_sn)
    assert.is_nil(read(dir .. "/" .. result.errors[2].file))
    for _, path in ipairs(files_below()) do
      assert.is_nil(path:find("%.part$"))
    end
    local again = assert(client:archive { calls = client.calls:each(), dir = dir })
    assert.same({ 3, result.files, 0 }, { again.files, again.skipped, #again.errors })
  end)

  --- Archives what is new; the result and the next mark.
  local function archive_new(mark)
    local feed = client.calls:since(mark)
    local result = assert(client:archive { calls = feed, dir = dir, width = 4 })
    return result, feed:watermark()
  end

  it("looks again at recent calls of a feed whose recording is not set yet", function()
    local all = assert(client:archive { calls = client.calls:each(), dir = dir .. "/all" })
    dir = dir .. "/all"
    for _, path in ipairs(files_below()) do
      os.remove(dir .. "/" .. path)
    end
    sandbox.set { recording_lag = 3600 }
    local first, mark = archive_new(nil)
    assert.equal(30, first.calls)
    local again, unchanged = archive_new(mark)
    assert.is_true(again.calls > 15 and again.calls < 30) -- those that connected
    assert.equal(0, again.files)
    sandbox.set { recording_lag = 0 }
    local late
    late, mark = archive_new(unchanged)
    assert.equal(all.files, first.files + late.files)
    assert.equal(0, archive_new(mark).calls)
  end)

  for _, status in ipairs { 404, 410 } do
    it("reports once that the platform does not have a recording: " .. status, function()
      local call = client.calls:list({ talktimes_min = 1 })[1]
      local gone = { status = status, times = 0 }
      sandbox.fault("cdrFragmentDownload", "status", gone)
      local first, mark = archive_new(nil)
      assert.is_true(#first.errors > 15)
      for _, each in ipairs(first.errors) do
        assert.same({ true, status }, { each.missing, each.error.http_status })
        assert.truthy(read(dir .. "/" .. each.file .. ".missing"))
      end
      -- It may come late, so the next runs look again, in silence.
      local again
      again, mark = archive_new(mark)
      assert.same({ 0, 0 }, { #again.errors, again.files })
      assert.equal(0, #assert(client:archive { calls = { call }, dir = dir }).errors)
      -- A day later nobody looks any more.
      sandbox.advance(26 * 3600)
      client = sandbox.client { max_retries = 0 }
      sandbox.seed { calls = 1 }
      again, mark = archive_new(mark)
      assert.is_true(again.calls > 15)
      assert.is_true(archive_new(mark).calls <= 1)
    end)
  end

  it("fetches a recording that was missing, and forgets that it was", function()
    sandbox.fault("cdrDownload", "status", { status = 404 })
    local first, mark = archive_new(nil)
    assert.equal(1, #first.errors)
    local path = dir .. "/" .. first.errors[1].file
    assert.is_nil(read(path))
    assert.equal(1, archive_new(mark).files)
    assert.truthy(read(path))
    assert.is_nil(read(path .. ".missing"))
  end)

  it("ends a line of the manifest that a crash has left unfinished", function()
    assert(client:archive { calls = client.calls:each(), dir = dir })
    local whole = read(dir .. "/manifest.jsonl")
    for _, torn in ipairs { '{"cdr_sn":"x', (whole:gsub("\n$", "")) } do
      local file = files_below()[1]
      os.remove(dir .. "/" .. file)
      require("support.files").write(dir .. "/manifest.jsonl", torn)
      assert.equal(1, assert(client:archive { calls = client.calls:each(), dir = dir }).files)
      local manifest = read(dir .. "/manifest.jsonl")
      assert.equal(torn .. "\n", manifest:sub(1, #torn + 1))
      assert.equal(file, cjson.decode(manifest:sub(#torn + 2)).file)
    end
    -- A whole one is continued without an empty line.
    os.remove(dir .. "/" .. files_below()[1])
    local before = read(dir .. "/manifest.jsonl")
    assert(client:archive { calls = client.calls:each(), dir = dir })
    assert.matches("^{", read(dir .. "/manifest.jsonl"):sub(#before + 1))
  end)

  it("stays in its folder, whatever names the server sends", function()
    local call = client.calls:list({ talktimes_min = 1 })[1]
    local real = call.recordfile
    local hostile = {
      "../../../../tmp/evil", "/etc/passwd", "a/b", "..", "", ("x"):rep(5000), "a\0b", "com.exe",
      "é", "a-01", "a",
    }
    local calls = {}
    for i, name in ipairs(hostile) do
      calls[i] = setmetatable({
        cdr_sn = name, recordpath = call.recordpath, recordfile = real,
        connected_at = i % 2 == 0 and "../../x" or nil,
        callee = name, asr_a = "##v@@a#@" .. call:turns()[1].recording,
      }, getmetatable(call))
    end
    for _, names in ipairs { "sn", "phone" } do
      local below = dir .. "/" .. names
      local result = assert(client:archive { calls = calls, dir = below, names = names })
      assert.equal(#hostile * 2, result.files)
    end
    for _, path in ipairs(files_below()) do
      local expected = path:match "^%a+/manifest%.jsonl$"
        or path:match("^%a+/undated/[%w_%-]+%.wav$")
      assert.truthy(expected, path)
    end
    assert.equal(#hostile * 4 + 2, #files_below())
  end)

  it("has no turns if turns is false, and gets them later", function()
    local all = assert(client:archive { calls = client.calls:each(), dir = dir .. "/all" })
    local wholes = assert(client:archive { calls = client.calls:each(), dir = dir, turns = false })
    assert.is_true(wholes.files > 0 and wholes.files < all.files)
    local later = assert(client:archive { calls = client.calls:each(), dir = dir })
    assert.same({ wholes.files, all.files }, { later.skipped, later.files + later.skipped })
  end)

  describe("with names of phone and time", function()
    it("has each call's number and time in its name", function()
      local result = assert(client:archive { calls = client.calls:each(), dir = dir,
        names = "phone" })
      for _, line in ipairs(lines_of_manifest()) do
        assert.matches("^%d%d%d%d%-%d%d%-%d%d/1%d+_%d%d%d%d%d%d_%x+[%d-]*%.wav$", line.file)
        if line.call then
          local date, phone, time = line.file:match "^(.-)/(%d+)_(%d+)_"
          assert.equal(line.call.callee, phone)
          assert.equal(line.call.connected_at,
            date .. " " .. time:gsub("(%d%d)(%d%d)(%d%d)", "%1:%2:%3"))
        end
      end
      assert.equal(result.files + 1, #files_below())
    end)

    it("recognizes what is there under the other name", function()
      local root = dir
      for _, names in ipairs { { "sn", "phone" }, { "phone", "sn" } } do
        dir = root .. "/" .. names[1]
        local function archive(form)
          return assert(client:archive { calls = client.calls:each(), dir = dir, names = form,
            width = 1 })
        end
        sandbox.fault("cdrDownload", "status", { status = 404 })
        local first = archive(names[1])
        assert.equal(1, #first.errors)
        sandbox.fault("cdrDownload", "status", { status = 404 }) -- reported only once
        local again = archive(names[2])
        assert.same({ first.files, 0, 0 }, { again.skipped, again.files, #again.errors })
        again = archive(names[2])
        assert.same({ first.files, 1 }, { again.skipped, again.files })
        assert.is_nil(table.concat(files_below(), " "):find(".missing", 1, true))
      end
      dir = root
    end)

    it("has different files for calls of one person in the same second", function()
      local calls = {}
      for call in client.calls:each { talktimes_min = 1 } do
        call.callee, call.connected_at = "13800000001", "2026-11-22 10:15:30"
        calls[#calls + 1] = call
      end
      local result = assert(client:archive { calls = calls, dir = dir, names = "phone",
        turns = false })
      assert.equal(#calls, result.files)
      assert.equal(#calls + 1, #files_below())
    end)

    it("has the caller's number if the person called", function()
      local call = client.calls:list({ talktimes_min = 1 })[1]
      call.direction, call.caller, call.connected_at = "1", "13900000002", "no time"
      assert(client:archive { calls = { call }, dir = dir, names = "phone", turns = false })
      assert.matches("^undated/13900000002_%x+%.wav$", lines_of_manifest()[1].file)
    end)
  end)

  describe("with an index", function()
    local COLUMNS = "connected_at,callee,name,talktimes,endreason,asr_b,asr_c,user_name,file,size,"
      .. "cdr_sn"

    --- The files in the index, sorted.
    local function indexed()
      local list = {}
      for line in read(dir .. "/index.csv"):gmatch "[^\r\n]+" do
        list[#list + 1] = line:match "[^,]*%.wav"
      end
      table.sort(list)
      return list
    end

    local function wholes()
      local list = {}
      for _, path in ipairs(files_below()) do
        list[#list + 1] = path:find "%.wav$" and not path:find "%-%d%d%.wav$" and path or nil
      end
      table.sort(list)
      return list
    end

    it("has a line for each whole call of all runs, for a spreadsheet", function()
      local calls = client.calls:list()
      for _, call in ipairs(calls) do
        call.endreason = "=HYPERLINK(1)"
      end
      assert(client:archive { calls = { unpack(calls, 1, 15) }, dir = dir, index = true })
      assert.same(wholes(), indexed())
      assert(client:archive { calls = calls, dir = dir, index = true, names = "phone" })
      assert.same(wholes(), indexed())
      assert.is_true(#indexed() > 15)
      local text = read(dir .. "/index.csv")
      assert.equal("\239\187\191" .. COLUMNS .. "\r\n", text:sub(1, #COLUMNS + 5))
      assert.truthy(text:find("HYPERLINK", 1, true))
      assert.is_nil(text:find(",=", 1, true))
      assert.equal(384, core.file_mode(dir .. "/index.csv")) -- 0600
    end)

    it("is right after a crash, whatever the manifest has then", function()
      assert(client:archive { calls = client.calls:each(), dir = dir, index = true })
      local expected, manifest = indexed(), read(dir .. "/manifest.jsonl")
      local write = require("support.files").write
      write(dir .. "/index.csv", "old")
      write(dir .. "/index.csv.part", "half of a line")
      local lost = table.remove(expected, 3)
      os.remove(dir .. "/" .. lost) -- its line was written, but not the file
      write(dir .. "/manifest.jsonl", manifest .. manifest:match "^[^\n]*\n" .. '{"cdr_sn":"x')
      assert(client:archive { calls = {}, dir = dir, index = true })
      assert.same(expected, indexed())
      assert(client:archive { calls = client.calls:each(), dir = dir, index = true })
      table.insert(expected, 3, lost)
      assert.same(expected, indexed())
      assert.is_nil(read(dir .. "/index.csv.part"))
    end)

    it("is there if the list breaks off, and its failure is an error", function()
      sandbox.fault("cdrlist", "html", { skip = 1 })
      assert.is_nil((client:archive { calls = client.calls:each { pageSize = 10 }, dir = dir,
        index = true }))
      assert.same(wholes(), indexed())
      os.execute(("rm %s/index.csv && mkdir %s/index.csv"):format(dir, dir))
      local result, err = client:archive { calls = client.calls:each(), dir = dir, index = true }
      assert.is_nil(result)
      assert.same({ "file", 30 }, { err.kind, err.partial.calls })
    end)

    it("has the customers' names, numbers and labels", function()
      assert(client:archive { calls = client.customers:each(), dir = dir, index = true })
      local customer = client.customers:list { talktimes_min = 1 } [1]
      local line = read(dir .. "/index.csv"):match("[^\n]*" .. customer.phone .. "[^\n]*")
      assert.truthy(line:find(customer.name, 1, true))
      assert.truthy(line:find(customer.labelling, 1, true))
    end)
  end)

  it("fails if it cannot make its folder, or another program fills it", function()
    local result, err = client:archive { calls = {}, dir = "/proc/nothing" }
    assert.is_nil(result)
    assert.equal("file", err.kind)
    assert(core.make_folder(dir))
    local held = assert(core.open_log(dir .. "/manifest.jsonl"))
    result, err = client:archive { calls = {}, dir = dir }
    assert.is_nil(result)
    assert.matches("another program is archiving into it", tostring(err))
    held:close()
  end)

  it("returns the error of a list that breaks off, with the counts until then", function()
    sandbox.fault("cdrlist", "html", { skip = 1 })
    local result, err = client:archive { calls = client.calls:each { pageSize = 10 }, dir = dir }
    assert.is_nil(result)
    assert.equal("protocol", err.kind)
    assert.equal(10, err.partial.calls)
  end)

  it("raises if its parameters are wrong", function()
    local function refused(params, message)
      assert.error_matches(function() client:archive(params) end, message)
    end
    refused({ calls = {}, folder = "x" }, 'unknown parameter "folder"')
    refused({ calls = {} }, '"dir" is missing')
    refused({ dir = "x" }, '"calls" is missing')
    refused({ calls = {}, dir = "x", names = "callee" }, '"names" must be one of: phone, sn')
    refused({ calls = {}, dir = "x", turns = "no" }, '"turns" must be a boolean')
    refused({ calls = 5, dir = "x" }, '"calls" must be a list or an iterator')
    refused({ calls = {}, dir = 5 }, '"dir" must be a path, got a number')
    for _, width in ipairs { 0, -1, 1.5, math.huge, 0 / 0 } do
      refused({ calls = {}, dir = "x", width = width }, '"width" must be a whole number, 1 or more')
    end
  end)
end)
