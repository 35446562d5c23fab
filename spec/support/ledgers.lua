--- Ledgers with every kind of record, and what must be read from them.
local Ledger = require "ai95.import.ledger"
local files = require "support.files"

local ledgers = {}

ledgers.CAMPAIGN = { project_sn = "project|1", source = "春季", ai_user_sn = "SYSUSER|1" }

-- The campaign of the first header, which had no effect.
local FIRST = { project_sn = "project|1", source = "春节", ai_user_sn = "SYSUSER|1" }

--- Hashes of `count` people, as encoder:people() writes them.
function ledgers.people(first, count)
  local hashes = {}
  for i = 1, count do
    hashes[i] = ("%016x"):format(first + i)
  end
  return table.concat(hashes)
end

local people = ledgers.people

local RECORDS = {
  { type = "send", request = 1, rows = 2, people = people(0, 2), time = 1, tasks = { "a", "b" } },
  { type = "not_done", request = 1 },
  -- Here another campaign begins, with a header of its own.
  { type = "send", request = 2, rows = 2, people = people(0, 2), time = 2, has_tokens = true },
  { type = "answered", request = 2 },
  { type = "done", request = 2, total = 2, success = 2, fail = 0, out_repeat = 0,
    dial_task_main_sn = "t" },
  { type = "send", request = 3, rows = 2, people = people(2, 2), time = 3,
    dial_task_main_sn = "t" },
  { type = "not_done", request = 3 },
  { type = "send", request = 4, rows = 2, people = people(2, 2), time = 3,
    dial_task_main_sn = "t" },
  { type = "done", request = 4, total = 2, success = 1, fail = 1, out_repeat = 1,
    dial_task_main_sn = "t" },
  { type = "count", total_count = 2 },
  { type = "send", request = 5, rows = 1, people = people(4, 1), time = 4,
    dial_task_main_sn = "t" },
}

--- What a ledger knows, as a text.
function ledgers.state(ledger)
  local pending = ledger.pending
  return ("%s: %d requests, %d people, %d of %s; pending: %s"):format(ledger.header.source,
    ledger.requests, #ledger.people, ledger.total_count, tostring(ledger.dial_task_main_sn),
    pending and pending.request .. tostring(pending.answered) or "none")
end

--- Makes a ledger. Returns its text, and states: by how many bytes are there, what they tell.
function ledgers.make(path)
  local states = {}
  os.remove(path)
  local ledger = assert(Ledger.open(path, FIRST))
  for i, record in ipairs(RECORDS) do
    if i == 3 then
      ledger:close()
      ledger = assert(Ledger.open(path, ledgers.CAMPAIGN))
    end
    assert(ledger:write(record))
    states[#files.read(path)] = ledgers.state(ledger)
  end
  ledger:close()
  return files.read(path), states
end

--- Puts a text at the path, as its owner's own.
function ledgers.put(path, text)
  os.remove(path)
  files.write(path, text)
  assert(os.execute("chmod 600 '" .. path .. "'"))
end

return ledgers
