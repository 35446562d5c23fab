--- Random sequences of imports with one ledger, from a platform with random habits: after each of
--- them nobody is in twice, and everybody of a list is in whose import succeeded.
---
--- AI95_MODEL_SEED repeats the sequences from that seed on, AI95_MODEL_SEQUENCES says how many.
local ai95 = require "ai95"
local core = require "ai95.core"
local files = require "support.files"
local imports = require "support.imports"
local loop = require "ai95.loop"
local lua = require("support.program").lua
local sandbox = require "support.sandbox"

local SEQUENCES = tonumber(os.getenv "AI95_MODEL_SEQUENCES" or 8)
local SEED = tonumber(os.getenv "AI95_MODEL_SEED" or 1 + core.random(2):byte() * 1000)

local TIMEOUT = 0.4 -- seconds, of a request
local LATE = 0.15

-- The same numbers on every Lua.
local state

local function random(count)
  state = (state * 16807) % 2147483647
  return math.floor(state / 7) % count + 1
end

local function one_of(list)
  return list[random(#list)]
end

local function chance(percent)
  return random(100) <= percent
end

-- Habits of a platform, and how many platforms of a hundred have them.
local HABITS = {
  { 25, "mark", { "trim", "escape", "absent", "null", "empty", "trim,escape" } },
  { 20, "mark_length", { 10, 21, 25, 50 } },
  { 20, "source", { "escape", "trim", "absent" } },
  { 10, "source_length", { 1, 3 } },
  { 20, "task_lag", { 0.1, 0.3 } }, { 20, "count_lag", { 0.1, 0.3 } },
  { 20, "append_lag", { 0.1, 0.3 } }, { 20, "row_lag", { 0.1, 0.3 } },
  { 15, "date_shift", { -108000, 108000 } }, { 15, "time_shift", { -108000, 108000 } },
  { 20, "newest_first", { true } }, { 20, "single_session", { true } },
  { 20, "dedupe", { true } }, { 20, "status_form", { "number" } },
  { 50, "dial_seconds", { 0, 5 } },
  { 30, "forms", { "no_date", "missing_task_sn", "short_pages", "string_numbers",
    "short_pages,no_date", "null_times", "repeated_rows" } },
}

local LAGS = { "task_lag", "count_lag", "append_lag", "row_lag" }

-- What happens to a request that imports, and its settings.
local LOSSES = {
  { "reset_before" }, { "reset_after" }, { "close_before" }, { "close_after" }, { "truncate" },
  { "close_after", { late = LATE } }, { "html" }, { "bad_json" }, { "shape" }, { "empty" },
  { "stall", { seconds = TIMEOUT + 0.1 } }, { "delay_after", { seconds = TIMEOUT + 0.1 } },
  { "status", { status = 408, carry_out = true } }, { "status", { status = 499 } },
  { "status", { status = 429, retry_after = 0 } },
  { "status", { status = 500, carry_out = true } }, { "status", { status = 502 } },
  { "code", { code = 20006, status = 500, carry_out = true } }, { "code", { code = 30004 } },
  { "code", { code = 500 } }, { "form", { form = "missing_task_sn" } }, { "revoke" },
  { "short_length" },
}

-- The same for a request that reads.
local TROUBLES = {
  { "index", "status", { status = 500 } }, { "index", "reset_before" }, { "index", "task_deleted" },
  { "index", "task_added" }, { "index", "status", { status = 404 } }, { "crmList", "html" },
  { "crmList", "status", { status = 404 } },
}

local STYLES = {
  function(phone) return phone end,
  function(phone) return "+86 " .. phone end,
  function(phone) return (phone:gsub("^(...)(....)", "%1-%2-")) end,
  function(phone) return "0086" .. phone end,
  function(phone) return (phone:gsub("^(...)(....)", " %1 %2 ")) end,
}

local SOURCES = { "测试", "A&B", " 春节 \"1\"" }

local PROGRAM = [[
  local ai95 = require "ai95"
  local client = ai95.new {
    username = "hln", password = "secret", timeout = %g, retry_delay = 0.01,
  }
  local result, err = client.tasks:import {
    project_sn = %q, source = %q, ai_user_sn = %q, rows = assert(ai95.rows(%q)), chunk = %d,
    ledger = %q, reconcile_timeout = %g, is_zidong = %s,
  }
  print(result and "done" or "failed " .. err.kind .. " " .. tostring(err))
]]

describe("#program imports with one ledger", function()
  local folder, ledger, list_path, program, output
  local story, settings, source, client, wait

  setup(function()
    folder = files.folder()
    ledger, list_path = folder .. "/ledger", folder .. "/list.csv"
    program, output = folder .. "/program.lua", folder .. "/output"
  end)

  teardown(function()
    files.remove_folder(folder)
  end)

  local function note(format, ...)
    story[#story + 1] = format:format(...)
  end

  --- A platform with habits, and other tasks.
  local function begin()
    settings, source = {}, one_of(SOURCES)
    for _, habit in ipairs(HABITS) do
      if chance(habit[1]) then
        settings[habit[2]] = one_of(habit[3])
        note("%s = %s", habit[2], tostring(settings[habit[2]]))
      end
    end
    os.remove(ledger)
    sandbox.reset(settings)
    for i = 1, one_of { 0, 2, 12 } do
      sandbox.seed { calls = random(3), task = { source = i % 2 == 0 and "其他" or source } }
    end
    wait = LATE + 0.3
    for _, name in ipairs(LAGS) do
      wait = math.max(wait, LATE + 0.3 + (settings[name] or 0))
    end
    client = sandbox.client { timeout = TIMEOUT }
  end

  --- Some of sixty people, written in some way. Returns the rows and the phone numbers in them.
  local function list()
    local first, last, style = one_of { 1, 1, 1, 11 }, one_of { 20, 30, 30, 45, 60 }, one_of(STYLES)
    local rows, phones = {}, {}
    for i = first, last do
      local phone = ("1380000%04d"):format(i)
      phones[#phones + 1] = phone
      rows[#rows + 1] = { "客户" .. i + random(5), style(phone), one_of { "上海", "深圳" } }
    end
    if chance(30) then
      for i = #rows, 2, -1 do
        local k = random(i)
        rows[i], rows[k] = rows[k], rows[i]
      end
    end
    if chance(20) then
      rows[#rows + 1] = rows[1] -- is refused
      rows[#rows + 1] = { "无", "12", "" }
    end
    note("people %d to %d", first, last)
    return rows, phones
  end

  local function write_csv(rows)
    local lines = { table.concat(sandbox.COLUMNS, ",") }
    for i, row in ipairs(rows) do
      lines[i + 1] = table.concat(row, ",")
    end
    files.write(list_path, table.concat(lines, "\n") .. "\n")
  end

  local function make_trouble()
    for _ = 1, one_of { 0, 0, 1, 2, 3 } do
      local loss = one_of(LOSSES)
      local given = { skip = random(4) - 1 }
      for name, value in pairs(loss[2] or {}) do
        given[name] = value
      end
      note("%s at %d", loss[1], given.skip)
      sandbox.fault("addJson", loss[1], given)
    end
    if chance(25) then
      local trouble = one_of(TROUBLES)
      note("%s of %s", trouble[2], trouble[1])
      -- The oldest task is never ours: there must be another.
      if trouble[2] ~= "task_deleted" or #sandbox.state().tasks > 1 then
        sandbox.fault(trouble[1], trouble[2], trouble[3])
      end
    end
  end

  --- Imports in a process that may be killed. Returns whether it succeeded, and what it said.
  local function run_program(rows, chunk, is_zidong, milliseconds)
    write_csv(rows)
    files.write(program, PROGRAM:format(TIMEOUT, sandbox.PROJECT, source, sandbox.AI_USER,
      list_path, chunk, ledger, wait, tostring(is_zidong)))
    local command = "AI95_BASE_URL=%s timeout -s KILL %d.%03d %s %s > %s 2>&1"
    os.execute(command:format(sandbox.url, math.floor(milliseconds / 1000), milliseconds % 1000,
      lua, program, output))
    local printed = files.read(output)
    note("killed after %d ms, or: %s", milliseconds, (printed:gsub("%s+$", "")))
    assert(printed == "" or printed:find "^done" or printed:find "^failed" or printed:find "Killed",
      printed)
    return printed:find "^done" ~= nil, printed:match "^failed (%S+)"
  end

  --- Imports in this process.
  local function run(rows, chunk, is_zidong)
    local given, index = rows, 0
    local form = one_of { "rows", "iterator", "csv" }
    if form == "csv" then
      write_csv(rows)
      given = assert(ai95.rows(list_path))
    elseif form == "iterator" then
      given = function()
        index = index + 1
        return rows[index]
      end
    end
    local params = imports.with_ledger(ledger, {
      rows = given, chunk = chunk, source = source, aes = chance(30), is_zidong = is_zidong,
      reconcile_timeout = wait, mark = chance(30) and "第二批" or nil,
    })
    local result, err
    for _ = 1, 100 do
      result, err = client.tasks:import(params)
      if result or not tostring(err):find "another import is using it" then
        break
      end
      loop.sleep(0.1) -- a process that was killed ends after its last write to the disk
    end
    note("%s", result and ("%d sent, %d in"):format(result.success, result.already_in)
      or tostring(err))
    return result ~= nil, err and err.kind, err
  end

  local function check(phones, succeeded)
    local times = sandbox.imports().phones
    for i = 1, 60 do
      local phone = ("1380000%04d"):format(i)
      assert((times[phone] or 0) <= 1, phone .. " is in " .. tostring(times[phone]) .. " times")
    end
    for _, phone in ipairs(succeeded and phones or {}) do
      assert(times[phone] == 1, phone .. " is not in")
    end
  end

  --- Whether the platform shows whose a task is: by the remark, or else by the name.
  local function can_find_campaign()
    local mark, length = settings.mark or "", settings.mark_length or 21
    local has_token = length >= 21 and mark ~= "absent" and mark ~= "null" and mark ~= "empty"
    return has_token or not (settings.source or settings.source_length)
  end

  --- Restores the ledger from a backup that lacks its last records.
  local function lose_end()
    local text, ends = files.read(ledger), {}
    for at in (text or ""):gmatch "\n()" do
      ends[#ends + 1] = at - 1
    end
    if ends[1] then
      local length = one_of(ends) - (chance(30) and 1 or 0)
      note("only %d bytes of the ledger are left: %s", length,
        text:sub(1, length):match "([^\n]*)\n?$":sub(1, 200))
      files.write(ledger, text:sub(1, length))
      loop.sleep(wait) -- until the lists show what is lost
    end
  end

  --- One sequence. Returns whether everybody was in at the end.
  local function play()
    begin()
    for _ = 1, 2 + random(3) do
      local rows, phones = list()
      local chunk, is_zidong = one_of { 1, 7, 10, 10, 100 }, chance(30)
      note("chunks of %d", chunk)
      make_trouble()
      if chance(10) and can_find_campaign() then
        lose_end()
      end
      if chance(25) then
        check(phones, (run_program(rows, chunk, is_zidong, 20 + random(400))))
      else
        check(phones, (run(rows, chunk, is_zidong)))
      end
    end
    -- The platform has no more trouble.
    for _ = 1, 100 do
      if sandbox.state().faults == 0 then
        break
      end
      client:request("addJson", sandbox.addjson { project_sn = "none" })
      client.tasks:get "none"
      client.customers:list()
    end
    local rows, phones = list()
    for _ = 1, 3 do
      local ok, kind, err = run(rows, 10, false)
      check(phones, ok)
      if ok or kind == "undetermined" then
        return ok
      end
      assert(kind ~= "file" or tostring(err):find "its requests are missing"
        or tostring(err):find "damaged in line 1 ", tostring(err))
    end
    return false
  end

  it("send nobody twice, and report nobody as sent who is not", function()
    local complete = 0
    for i = 0, SEQUENCES - 1 do
      state, story = (SEED + i) % 2147483646 + 1, {}
      for _ = 1, 5 do random(1) end
      local ok, result = pcall(play)
      assert(ok, ("AI95_MODEL_SEED=%d AI95_MODEL_SEQUENCES=1: %s\n  %s"):format(SEED + i,
        tostring(result), table.concat(story, "\n  ")))
      complete = complete + (result and 1 or 0)
      if os.getenv "AI95_MODEL_STORIES" then
        print(SEED + i, result, story[#story])
      end
    end
    -- Most platforms can tell.
    assert(complete >= SEQUENCES / 3, complete .. " of " .. SEQUENCES)
  end)
end)
