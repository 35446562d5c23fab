--- Calls (the rows of cdrlist) and customers (those of crmList). The phone number and the number of
-- tries determine everything about a call, so that a test can predict it.

local talk = require "sandbox.talk"

local calls = {}

local FIRST_CDR_ID = 1981961
local FIRST_CUSTOMER_ID = 55019
local CONNECTED_OF_TEN = 7
local LABELS = { "有意向", "      ", "再联系", "      ", "无意向" }
local CATEGORIES = { "A", "B", "C", "D" }
local HANGUPS = { "本方挂机", "对方挂机" }
local FAILURES = { "无人接听", "用户忙", "关机", "空号", "停机" }

local all, customers

function calls.reset()
  all, customers = {}, {}
end

calls.reset()

local function pick(list, number)
  return list[number % #list + 1]
end

--- A UUID that contains the call's id.
local function cdr_sn(id, hash)
  return string.format("%08x-%04x-11e8-b262-%012x", hash, id % 0x10000, id)
end

--- Dials a row; the phone stops ringing at `time`. Returns whether the call connected.
function calls.make(task, row, time)
  row.attempts = row.attempts + 1
  local hash = ngx.crc32_short(row.phone .. "#" .. row.attempts)
  local number = math.floor(hash / 64)
  local connected = number % 10 < CONNECTED_OF_TEN
  local id = FIRST_CDR_ID + #all
  local call = {
    id = id, sn = cdr_sn(id, hash), task = task, phone = row.phone, hash = hash,
    connected = connected, time = math.floor(time), ring_seconds = 5 + number % 36,
    talk_seconds = connected and 5 + number % 91 or 0,
    end_reason = connected and pick(HANGUPS, number) or pick(FAILURES, number),
    label = connected and pick(LABELS, number) or "      ",
    score = connected and number % 101 or nil,
    category = connected and pick(CATEGORIES, number) or nil,
  }
  call.questions = connected and talk.questions(call) or nil
  all[#all + 1] = call
  if row.customer then
    row.customer.call = call
  else
    local customer = {
      id = FIRST_CUSTOMER_ID + #customers, name = row.name, address = row.address, task = task,
      call = call, created = task.created,
    }
    customers[#customers + 1] = customer
    row.customer = customer
  end
  return connected
end

function calls.all()
  return all
end

function calls.customers()
  return customers
end

function calls.by_sn(sn)
  local digits = string.match(sn, "^%x+%-%x+%-11e8%-b262%-(%x+)$")
  local call = digits and all[tonumber(digits, 16) - FIRST_CDR_ID + 1]
  return call and call.sn == sn and call or nil
end

return calls
