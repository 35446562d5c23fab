-- Writes what the works take as their input into $BENCH_DATA. All of it is invented, and the same every time.
local cjson = require "cjson"

local folder = os.getenv "BENCH_DATA"

local function write(name, ...)
  local file = assert(io.open(folder .. "/" .. name, "wb"))
  assert(file:write(...))
  file:close()
end

local function pick(list, number)
  return list[number % #list + 1]
end

-- The four fields whose signature is measured: 240 bytes of names and values.
local fields = {
  "user_sn", os.getenv "BENCH_USER_SN", "api_key", os.getenv "BENCH_API_KEY",
  "project_sn", "project|8ac1cebd6407f30fb4f618615de41990",
  "mark", "2018-05-08 15:40:10 回访/复购 第二批: 华南区老客户, 请在工作日 09:00-18:00 之间拨打; 来源: CRM/导",
}
local bytes = 0
for _, text in ipairs(fields) do
  bytes = bytes + #text
end
assert(bytes <= 240, bytes)
fields[8] = fields[8] .. (" "):rep(240 - bytes)
write("fields.json", cjson.encode(fields))

local names = { "张三", "李四", "王小明", "欧阳娜娜", "赵六", "陈晓东", "刘洋", "黄丽" }
local streets = { "深圳市科技园路", "上海市世纪大道", "广州市体育西路", "北京市建国路" }
local companies = { "华强电子公司", "Blue Sky Trading", "南方贸易" }
local notes = { "老客户 \"VIP\" 每周一", "首次联系 2018-05-08", "opened the newsletter" }
local columns = { "姓名", "电话", "地址", "公司", "备注" }

local function row(i)
  return {
    pick(names, i), ("1%010d"):format(3800000000 + i), pick(streets, i * 7) .. i % 1000 .. "号",
    pick(companies, i * 5), pick(notes, i * 3),
  }
end

local rows = {}
for i = 1, 30000 do
  rows[i] = row(i)
end
write("rows.json", cjson.encode { columns = columns, rows = rows })

local objects = {}
for i, values in ipairs(rows) do
  local members = {}
  for column, value in ipairs(values) do
    members[column] = cjson.encode(columns[column]) .. ":" .. cjson.encode(value)
  end
  objects[i] = "{" .. table.concat(members, ",") .. "}"
end
write("plaintext.json", "{\"data\":[", table.concat(objects, ","), "]}")

local function write_csv(name, count)
  local lines = { table.concat(columns, ",") }
  for i = 1, count do
    local fields_of_row = row(i)
    for column, field in ipairs(fields_of_row) do
      fields_of_row[column] = field:find "[\",\n]" and "\"" .. field:gsub("\"", "\"\"") .. "\"" or field
    end
    lines[#lines + 1] = table.concat(fields_of_row, ",")
  end
  write(name, table.concat(lines, "\n"), "\n")
end
write_csv("30000.csv", 30000)
write_csv("300000.csv", 300000)

-- An answer of about 1.5 KB: a page of three calls.
local call = [[{"cdr_id":@,"cdr_sn":"9eaf4a1c-57d3-11e8-b262-0016313b@","callee":"1380001@","caller":"075512345678",
"connected_at":"2018-05-08 15:40:10","talktimes":26,"endreason":"对方挂机","recordpath":"\/home\/record",
"recordfile":"\/20180508\/20180508154010_1380001@.mp3","asr_a":"喂你好@@您好请问是张先生吗#@20180508_1.wav##
是的你说@@好的那我给您介绍一下#@20180508_2.wav","asr_b":"有意向","asr_c":61,"asr_d":2,"area":null}]]
call = call:gsub("\n", "")
local calls = {}
for i = 1, 3 do
  calls[i] = (call:gsub("([^@#])@([^@])", "%1" .. 1980 + i .. "%2"))
end

-- For nginx, in whose quotes a backslash before a quote or a backslash is its own.
local function write_answer(name, data)
  write(name .. ".conf", "return 200 '{\"code\":0,\"msg\":\"ok\",\"data\":", data, "}';\n")
end
write_answer("cdrlist", ([[{"total":"3000","list":[%s]}]]):format(table.concat(calls, ",")))
write_answer("login", ([[{"user_sn":"%s","api_key":"%s","api_key_expire":4102444800}]])
  :format(os.getenv "BENCH_USER_SN", os.getenv "BENCH_API_KEY"))
write_answer("imported", [[{"total":"5000","success":"5000","fail":0,"out_repeat":0,]]
  .. [["dial_task_main_sn":"dial_task_main|8ac1cebd6407f30fb4f618615de41990"}]])

local random = {}
math.randomseed(95)
for i = 1, 200 * 1024 // 8 do
  random[i] = string.pack("<i8", math.random(0))
end
write("recording.mp3", "ID3\4\0\0\0\0\0\0", table.concat(random):sub(11))

-- A file of 1 GB that takes no room: nginx sends it from the page cache.
local large = assert(io.open(folder .. "/large.bin", "wb"))
large:seek("set", 1000000000 - 1)
large:write "\0"
large:close()
