--- Writes the seeds of the fuzz targets: seeds.lua FOLDER
package.path = "spec/?.lua;" .. package.path
local cases = dofile "spec/fixtures/json/cases.lua"
local xlsx = require "support.workbook"

local folder = assert(arg[1], "usage: seeds.lua FOLDER")
local targets = {}

local function add(target, text)
  targets[target] = targets[target] or {}
  table.insert(targets[target], text)
end

local NUMBERS = { "0", "-0", "1826", "-1.5", "7.0", "1e3", "9007199254740993", "1e400", "5e-324",
  "9223372036854775807", "-9223372036854775808", "9223372036854775808", "1700000000",
  "1700000000000", "0.1e1", ("1"):rep(70) .. ".5", " 5 ", "007", "", "\239\187\191\"\\n\"" }
local TIMES = { "2026-03-01", "2026-03-01 10:20:30", "2026/03/01 10:20", "2026-03-01T10:20:30.25Z",
  "2026-03-01T10:20:30+08:00", "2026-03-01 10:20:30 -0330", "0000-00-00 00:00:00",
  "-0001-11-30 00:00:00", "1971-01-01T00:00:00+14:00", "9999-12-31T23:59:59Z", "2024-02-29" }
local TEXTS = { "", "plain text", "电话 13800000000", '"\\/\b\f\n\r\t\0',
  "\240\159\152\185", "\237\160\128",
  ("long "):rep(900) .. "é", "\127\194\128\223\191\224\160\128\239\191\191\240\144\128\128",
  "\0\0\0\0\0\0\240\63", "\154\153\153\153\153\153\185\63", "\1\0\0\0\0\0\0\0" }
local GB18030 = { "\181\231\187\176", "\129\48\129\48", "\144\48\129\48", "\227\50\154\53",
  "\254\254",
  "\128", "\255", "abc\181", "\132\49\164\57" }
local PHONES = { "\1\2\1\3\1\2", "\0\0\0\0", "\255\0\0\3\54\144\167\65",
  ("\1\2\3\4\5"):rep(40), "\1" }
local PHONE = { "13800000001", "+86 138-0000-0001", "0086 21 5100 0001", "='13800000001", "=\"1\"",
  "１３８0000０００１", "1.38E+10", "013800000001", "13800000001.0", "\226\128\17313800000001",
  "+85212345678", "0085212345678", "400-123-4567", "(021) 5100-0000", "110", "7558234567",
  "1.3800000001E10", "1380000000.1", "" }
local LISTS = { "姓名,电话\n张三,1\n\"李,\"\"\r\n\",2\n\n,\n", "a;b;c\r\n\"x\"y;;\r\"",
  "\"a\r\rb\",1\rc,2\r",
  "a,\255\nb,\228\184,x,y\n", "\214\208,\129\57\238\57\n", "\45\78,\0\0\216,\0", "\0a\0,\0\n",
  "\239\187\191a,b", "\255\254a\0,\0", (","):rep(1001) }
local CELLS = { "\5a,b,c;d", '\2="x"', "\3=1+1", "\004021021", "\2-1-a", "\3 \"a\r\n",
  "\00138000000012,1e5", "\001＝a\255", "\012+8613800000001@", "" }
local HEADERS = { "Content-Type\nHTTP/1.1 200 OK\r\ncontent-type:  text/html \r\nDate: now\r\n",
  "date\nDate:\r\n\r\n", "\n: x\n", "a\na:b" }
local DATES = { "Sun, 06 Nov 2022 08:49:37 GMT", "Sunday, 06-Nov-22 08:49:37 GMT",
  "Sun Nov  6 08:49:37 2022", "Tue, 29 Feb 2028 23:59:60 GMT", "Thu, 01 Jan 1970 00:00:00 GMT",
  "Fri, 31 Dec 2100 23:59:59 GMT", "06 Nov 2022 08:49:37 +0800", "now" }
local ENCRYPTED = { "", "x", "xx==", "AAAA", ("A"):rep(64), ("AbC+/9=="):rep(8), "Zm9v\n",
  "SYSUSER|0123456789abcdef" }

for _, case in ipairs(cases) do
  local bytes = #case[3] <= 4096 and case[3] or case[3]:sub(1, 4096)
  for _, target in ipairs { "scanner", "escapers", "utf8", "charset" } do
    add(target, bytes)
  end
  add("answer", "\2" .. bytes)
  add("scalar", "\1" .. bytes:gsub("^%[(.*)%]$", "%1"))
end
for _, text in ipairs(NUMBERS) do
  add("scalar", "\1" .. text)
  add("scalar", "\0" .. text)
  add("time", text)
  add("answer", "\2" .. text)
end
for _, text in ipairs(TIMES) do
  add("scalar", "\0" .. text)
  add("time", text)
  add("answer", '\2"' .. text .. '"')
end
for target, texts in pairs {
  escapers = TEXTS, utf8 = TEXTS, charset = GB18030, phones = PHONES, headers = HEADERS,
  encryption = ENCRYPTED, date = DATES, phone = PHONE, csv = CELLS,
} do
  for _, text in ipairs(texts) do
    add(target, text)
  end
end
-- Of these, the first byte also chooses how the rows are written.
for _, text in ipairs {
  '\0{"code":"0","msg":"成功","data":{"total":"2","list":{"5":{"c":"x"},"3":{"c":"y"}}}}',
  '\0{"data":{"list":[{"c":1}],"total":1,"page":{"a":[1,null]}},"code":0}', '\0{"code":20005}',
  '\0{"code":0,"data":[]}', '\0{"code":0,"data":{"total":3}}', "\0<html>", "\0",
  '\1{"c":"1","b":"same","f":"2026-03-01"},{"c":"2","b":"same","f":"2026-03-01","l":""}',
  '\1{"c":1,"l":{"2":{"a":"1"},"1":{"a":2,"b":"x"}}},{"c":true,"d":"12","e":"1.5","g":"","h":{}}',
  '\1{"c":"1","a":"=1","f":""},{"c":2,"d":5,"a":"x"},{"c":"3"},{"c":4,"f":""},{"c":5,"z":1e5}',
  '\3[{"c":1}]', '\3{"1":{"c":1}}', "\3null",
} do
  for options = 0, 12, 4 do
    add("answer", string.char(text:byte() + options) .. text:sub(2))
  end
end

for _, text in ipairs(LISTS) do
  for settings = 0, 31 do
    local head = string.char(settings, 0, #text % 7)
    add("tokenizer", head .. text)
    add("reader", head .. text)
    add("decoder", head .. "\9" .. text)
  end
end

-- A body of "hello" in gzip, whole, cut off, and twice.
local GZIP = "\31\139\8\0\0\0\0\0\0\3\203\72\205\201\201\7\0\134\166\16\54\5\0\0\0"
for _, body in ipairs { GZIP, GZIP:sub(1, 20), GZIP .. GZIP .. "\0\0", "plain", "\31", "" } do
  add("inflate", "\0" .. body)
  add("inflate", "\4" .. body)
end
for _, head in ipairs {
  "RIFF\0\0\0\0WAVE", "ID3\4", "\255\251\144", "OggS", "PK\3\4", "\255\254<\0", "{\"code\":1}",
  "<html>", "\27[2J", "\0\1\2", "",
} do
  for _, content_type in ipairs { "", "audio/mpeg", "text/html; charset=utf-8" } do
    add("sniff", content_type .. "\n" .. head)
  end
end

local ROWS = {
  '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" s="1"><v>46082.5</v></c></row><row r="3"/>',
  '<row><c><v>1.38E+10</v></c><c t="b"><v>1</v></c><c t="e"><v>#N/A</v></c><c s="2"><v>1.5</v></c>'
    .. '<c t="str"><f>A1</f><v>a_x000D_"b_xD83D__xDE00_</v></c><c t="s"><v>1</v></c></row>',
  '<row><c t="inlineStr"><is><r><t>张</t></r><rPh><t>no</t></rPh><r><t> 三,</t></r></is></c>'
    .. '<c t="d"><v>2026-03-01T10:20:30</v></c><c r="ALL1"><v>-0.1</v></c><c/></row>',
  "<row/><row>",
}
for _, rows in ipairs(ROWS) do
  for _, step in ipairs { "\0", "\6", "\255" } do
    add("sheet", step .. xlsx.sheet(rows))
  end
  local options = { rows = rows, strings = { "<t>a</t>", "<r><t>b</t></r>" },
    styles = xlsx.styles({ 0, 14, 164 }, { [164] = "[h]:mm" }) }
  add("workbook", xlsx.build(options))
  add("workbook", xlsx.compress(xlsx.parts(options)))
end
add("workbook", xlsx.zip { { "mimetype", "application/vnd.oasis.opendocument.spreadsheet" } })
add("workbook", "\208\207\17\224\161\177\26\225")
add("workbook", "PK\3\4")

for target, texts in pairs(targets) do
  assert(os.execute(("mkdir -p '%s/%s'"):format(folder:gsub("'", "'\\''"), target)))
  for i, text in ipairs(texts) do
    local file = assert(io.open(("%s/%s/%03d"):format(folder, target, i), "wb"))
    file:write(text)
    file:close()
  end
end
