-- Writes the inputs of the jobs and the responses of the server into $BENCH_DATA. All data is
-- invented, and the same in every run.
local sizes = require "sizes"

local dir = os.getenv "BENCH_DATA"
local user_sn, api_key = os.getenv "BENCH_USER_SN", os.getenv "BENCH_API_KEY"

local function write(name, ...)
  local file = assert(io.open(dir .. "/" .. name, "wb"))
  assert(file:write(...))
  file:close()
end

local function pick(list, number)
  return list[number % #list + 1]
end

-- The customer lists. Two of a hundred rows cannot be sent: one has a number that a spreadsheet has
-- spoilt, and one has a number that an earlier row has.
local names = { "张三", "李四", "王小明", "欧阳娜娜", "赵六", "陈晓东", "刘洋", "黄丽" }
local streets = { "深圳市科技园路", "上海市世纪大道", "广州市体育西路", "北京市建国路" }
local companies = { "华强电子公司", "Blue Sky Trading", "南方贸易" }
local notes = { '老客户 "VIP" 每周一', "首次联系 2018-05-08", "opened the newsletter" }

local function phone(i)
  if i % 100 == 50 then
    return "1.38E+10"
  end
  return ("1%010d"):format(3800000000 + (i % 100 == 99 and i - 10 or i))
end

local function quoted(field)
  return field:find '[",\n]' and '"' .. field:gsub('"', '""') .. '"' or field
end

local function write_csv(name, count)
  local lines = { "姓名,电话,地址,公司,备注" }
  for i = 1, count do
    lines[#lines + 1] = table.concat({
      pick(names, i), phone(i), pick(streets, i * 7) .. i % 1000 .. "号", pick(companies, i * 5),
      quoted(pick(notes, i * 3)),
    }, ",")
  end
  write(name, table.concat(lines, "\n"), "\n")
end

write_csv("customers.csv", sizes.rows)
write_csv("fewer-customers.csv", sizes.fewer_rows)

-- A call as the platform sends it: 2 KB with its conversation, 0.7 KB without.
local turn = [[##\/usr\/local\/freeswitch\/sounds\/zh\/cn\/20180411091806WdZ]]
  .. [[\/based20180411194038cQc.wav@@%s#@\/home\/record\/20180508]]
  .. [[\/fenduan_2018050815%04d_asr_ques_keya_42714c76-5293.wav]]
local answers = { "喂你好", "是的你说", "noinput", "我现在在开会", "多少钱一个月", "不需要谢谢" }
local reasons = { "本方挂机", "对方挂机", "无人接听" }
local call = [[{"cdr_id":%d,"cdr_sn":"42714c76-5293-11e8-b262-%012d",]]
  .. [["project_sn":"project|f30005c7b2286ed8396cc83a8ffb13ef","caller":"900002",]]
  .. [["callee":"1%010d","user_name":"hln2","team_name":"上海未讯测试",]]
  .. [["connected_at":"2018-05-08 15:42:34","disconnected_at":"2018-05-08 15:42:55",]]
  .. [["talktimes":%d,"endreason":"%s","recordpath":"\/home\/record",]]
  .. [["recordfile":"\/20180508\/20180508154235_%d.mp3","direction":"0",]]
  .. [["startqueue_at":"2018-05-08 15:41:54","endqueue_at":"2018-05-08 15:41:54",]]
  .. [["queuetimes":0,"startring_at":"2018-05-08 15:41:54","endring_at":"2018-05-08 15:42:34",]]
  .. [["ringtimes":40,"asr_a":%s,"asr_b":"有意向, \"价格\"","asr_c":%s,"asr_d":null,]]
  .. [["dial_task_main_sn":"dial_task_main|8ac1cebd6407f30fb4f618615de41990",]]
  .. [["user_sn":"SYSUSER|cdbe0021b3f5e11f43c9175757b11e2e","team_sn":"ROOT|0008"}]]

local function talk(i)
  local turns = {}
  for number = 1, 7 do
    turns[number] = turn:format(pick(answers, i + number), (i + number) % 10000)
  end
  return '"' .. table.concat(turns) .. '"'
end

local function call_of(i, has_talk)
  return call:format(1981961 + i, i, 3800000000 + i, i % 180, pick(reasons, i), i,
    has_talk and talk(i) or "null", i % 3 == 0 and "null" or ('"%d"'):format(i % 100))
end

local function answer(data)
  return ('{"code":0,"msg":"SUCCESS","data":%s}'):format(data)
end

local function page(total, list)
  return answer(('{"total":"%d","list":[%s]}'):format(total, table.concat(list, ",")))
end

-- A set of pages: the server sends pages/SET/INDEX.
local function write_pages(set, size, total, has_talk)
  local list, index = {}, 0
  for i = 1, total do
    list[#list + 1] = call_of(i, has_talk)
    if #list == size or i == total then
      write(("pages/%s/%d"):format(set, index), page(total, list))
      list, index = {}, index + 1
    end
  end
end

write_pages("200", 200, sizes.calls, true)
write_pages("1000", 1000, sizes.calls, true)
write_pages("5000", 5000, sizes.calls, true)
write_pages("fewer", 1000, sizes.fewer_calls, true)
write_pages("archive", 200, sizes.recordings, false)

write("answers/cdrlist", page(sizes.requests * 3, { call_of(1), call_of(2), call_of(3) }))
write("answers/login", answer(('{"user_sn":"%s","api_key":"%s","api_key_expire":4102444800}')
  :format(user_sn, api_key)))
local task = '"dial_task_main_sn":"dial_task_main|8ac1cebd6407f30fb4f618615de41990"'
write("answers/addJson", answer('{"total":"5000","success":"5000","fail":0,"out_repeat":0,'
  .. task .. "}"))
write("answers/index", answer('{"total":"1","list":[{"dial_task_main_id":1826,"status":2,'
  .. '"total_count":"5000",' .. task .. "}]}"))

-- A recording.
local random = {}
math.randomseed(95)
for i = 1, 200 * 1024 // 8 do
  random[i] = string.pack("<i8", math.random(0))
end
write("recording.mp3", "ID3\4\0\0\0\0\0\0", table.concat(random):sub(11))
