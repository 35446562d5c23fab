--- Rows of the platform in which one field has a value of another type: every field of every class,
--- and every type of JSON.
local answers = require "ai95.api.answers"
local core = require "ai95.core"

local odd_rows = {}

-- Values as JSON.
local VALUES = {
  "null", "true", "false", '""', '" "', '"text"', '"\\u0000"', '"a\\u0000b"', '"\\u001b[2J\\u009b"',
  '"8"', '" 8 "', '"08"', '"87.5"', '"-1"', "0", "1", "-1", "1.5", "1e3", "1e300", "1e999",
  "1618065507111835490", "99999999999999999999", '"99999999999999999999"', "1525759121",
  '"0000-00-00 00:00:00"', '"2018-05-08 15:40:10"', '"2018-05-08T15:40:10.000000Z"', '"2018-02-30"',
  '"##"', '"@@"', '"##a@@b#@c\\u0000d"', '"../../etc/passwd"', '"<script>alert(1)</script>"',
  "[]", "{}", "[1]", '[""]', "[null]", '{"a":1}', '{"1":{}}', "[[]]", '[{"a":null}]',
}

-- An ordinary value of each type.
local ORDINARY = {
  string = '"text"', id = '"id|1"', int = "7", number = "87.5",
  time = os.date('!"%Y-%m-%d %H:%M:%S"', os.time() + 8 * 3600),
  scalar = "2", rows = "[]", any = '"2099-03-08"',
}

local EXACT = {
  asr_a = '"##voice@@你好#@/home/record/1.wav"', talk_info = '"##voice@@你好#@/home/record/1.wav"',
  recordfile = '"/20180508/1.wav"', recordpath = '"/home/record"', start_at_one = '"08:00:00"',
  end_at_one = '"18:00:00"', callee = '"13800000001"', phone = '"13800000001"',
}

local function row_text(class, number, odd_name, odd_value)
  local members = {}
  for i, field in ipairs(answers[class]) do
    local value = EXACT[field.name] or ORDINARY[field.type]
    if field.required then
      value = field.type == "id" and ('"%s|%d"'):format(field.name, number) or tostring(number)
    end
    if field.name == odd_name then
      value = odd_value
    end
    members[i] = ('"%s":%s'):format(field.name, value)
  end
  return "{" .. table.concat(members, ",") .. "}"
end

--- All of them, as JSON: those that the reader accepts, and those that it refuses.
---@param class string
---@return string[] accepted
---@return { text: string, field: string }[] refused
function odd_rows.of(class)
  local shape = core.shape("list", answers[class])
  local accepted, refused, number = {}, {}, 0
  for _, field in ipairs(answers[class]) do
    for _, value in ipairs(VALUES) do
      number = number + 1
      local text = row_text(class, number, field.name, value)
      local code, _, rows = core.decode_answer(('{"code":0,"data":[%s]}'):format(text), shape)
      assert(code == 0)
      if rows then
        accepted[#accepted + 1] = text
      else
        refused[#refused + 1] = { text = text, field = field.name }
      end
    end
  end
  return accepted, refused
end

--- A row as the reader reads it.
---@return table
function odd_rows.read(class, text)
  local shape = core.shape("list", answers[class])
  return select(3, core.decode_answer(odd_rows.list { text }, shape))[1]
end

--- Rows as the data of an answer.
function odd_rows.list(rows)
  return ('{"code":0,"data":[%s]}'):format(table.concat(rows, ","))
end

function odd_rows.page(rows)
  return ('{"code":0,"data":{"total":%d,"list":[%s]}}'):format(#rows, table.concat(rows, ","))
end

return odd_rows
