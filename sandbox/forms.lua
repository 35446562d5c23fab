--- The forms that answers can take: a PHP application writes the same value in several ways, and so
-- do the servers in front of it. A form may have:
--   request  changes how the request is carried out
--   tree     changes the answer { code, data, msg } before it is encoded
--   text     returns another text for the encoded answer
--   head     changes the headers, and then may change the bytes
--   file     true: `text` and `head` are for downloads only

local clock = require "sandbox.clock"
local habits = require "sandbox.habits"
local json = require "sandbox.json"
local php_json = require "sandbox.php_json"

local forms = {}
local known = {} -- by name

local null = json.null

--- Whether nothing was recorded: the call of this row did not connect.
local function is_unanswered(row)
  local file = json.get(row, "recordfile")
  return file == null or file == ""
end

local function set(object, name, value)
  for index = 1, #object.names do
    if object.names[index] == name then object.values[index] = value end
  end
end

local function remove(object, name)
  for index = #object.names, 1, -1 do
    if object.names[index] == name then
      table.remove(object.names, index)
      table.remove(object.values, index)
    end
  end
end

local function change_values(node, change)
  if json.is(node, "object") then
    for index, name in ipairs(node.names) do
      local value = change(name, node.values[index], node)
      node.values[index] = value
      change_values(value, change)
    end
  elseif json.is(node, "array") then
    for _, item in ipairs(node) do change_values(item, change) end
  end
end

--- A form that changes every member of every object: change(name, value, object) returns the value.
local function values(change)
  return { tree = function(root) change_values(root, change) end }
end

--- A form that changes every list that has rows: change(list) returns what is sent instead.
local function lists(change)
  return values(function(_, value)
    return json.is(value, "array") and #value > 0 and change(value) or value
  end)
end

--- A form that changes `data`, unless it has rows: change(root, data).
local function empty_data(change)
  return { tree = function(root)
    local data = json.get(root, "data")
    local list = json.is(data, "object") and json.get(data, "list") or data
    if data ~= nil and not (json.is(list, "array") and #list > 0) then change(root, data) end
  end }
end

local function is_number(value)
  return type(value) == "number" or json.is(value, "number")
end

known.string_numbers = values(function(_, value)
  return is_number(value) and php_json.encode(value) or value
end)

known.empty_nulls = values(function(_, value)
  if value == null then return "" end
  return value
end)

--- The list as an object, with the keys that key_of(place) gives; from `first` on, by `step`.
local function keyed(first, last, step, key_of)
  return function(list)
    local object = php_json.object()
    for place = first or #list, last or #list, step do
      object.names[#object.names + 1] = key_of(place)
      object.values[#object.names] = list[place]
    end
    return object
  end
end

known.keyed_lists = lists(keyed(1, nil, 1, tostring))
known.sparse_lists = lists(keyed(1, nil, 1, function(place) return tostring(place * 7 + 2) end))
known.reversed_lists = lists(keyed(nil, 1, -1, tostring))

known.list_of_one = lists(function(list) return list[1] end)
known.text_rows = lists(function() return php_json.array({ "a", "b" }) end)
known.nested_rows = lists(function()
  return php_json.array({ php_json.array({ 1, 2 }) })
end)
known.null_row = lists(function(list)
  table.insert(list, 2, null)
  return list
end)

--- Takes the first of these members from the second row, or from the only one.
local function without(names)
  return lists(function(list)
    local row = list[2] or list[1]
    for _, name in ipairs(names) do
      if json.get(row, name) ~= nil then
        set(row, name, null)
        break
      end
    end
    return list
  end)
end

known.no_id = without({ "cdr_id", "dial_task_main_id" })
known.no_sn = without({ "sn", "cdr_sn", "dial_task_main_sn", "user_sn" })

known.data_null = empty_data(function(root) set(root, "data", null) end)
known.data_list = empty_data(function(root) set(root, "data", php_json.array({})) end)
known.data_object = empty_data(function(root) set(root, "data", php_json.object()) end)
known.list_null = empty_data(function(root, data)
  if json.is(data, "array") then return set(root, "data", null) end
  return set(data, "list", null)
end)
known.no_task_sn = empty_data(function(_, data) set(data, "dial_task_main_sn", null) end)
known.missing_task_sn = empty_data(function(_, data) remove(data, "dial_task_main_sn") end)

--- In 64 bits, but beyond the integers of a double.
local function big_id(id)
  return { kind = "number", integer = true, text = "1618065507" .. 109853529 + id }
end

local BIG = { cdr_id = true, id = true, dial_task_main_id = true }

known.big_ids = values(function(name, value)
  if BIG[name] and is_number(value) then return big_id(value) end
  return value
end)

local function is_time(name)
  return name == "last_modify" or string.find(name, "_at$") ~= nil
end

--- A form for the times that do not exist, of a call that nobody answered too.
local function missing_times(instead)
  return values(function(name, value, row)
    if is_time(name) and (value == null or is_unanswered(row)) then return instead end
    return value
  end)
end

known.null_times = missing_times(null)
known.empty_times = missing_times("")
known.zero_times = missing_times("0000-00-00 00:00:00")
known.zero_dates = missing_times("0000-00-00")

local function times(write)
  return values(function(name, value)
    local time = is_time(name) and type(value) == "string" and clock.parse(value)
    return time and write(time) or value
  end)
end

known.no_connected_at = values(function(name, value)
  if name == "connected_at" then return null end
  return value
end)

known.iso_times = times(function(time) return os.date("!%Y-%m-%dT%H:%M:%S.000000Z", time) end)
known.zoned_times = times(function(time)
  return string.gsub(clock.format(time), " ", "T") .. "+08:00"
end)
known.unix_times = times(function(time) return time end)

known.empty_recordings = values(function(name, value, row)
  local is_recording = name == "recordfile" or name == "recordpath"
  return is_recording and is_unanswered(row) and "" or value
end)

local function talk(make)
  return values(function(name, value)
    if name == "asr_a" or name == "talk_info" then return make() end
    return value
  end)
end

known.talk_list = talk(function() return php_json.array({}) end)
known.talk_zero = talk(function() return 0 end)
known.talk_null = talk(function() return null end)

known.odd_windows = values(function(name, value)
  if name == "start_at_one" then return 28800 end
  return name == "expired" and "0000-00-00" or value
end)

known.fraction = values(function(name, value)
  return (name == "asr_c" or name == "score") and is_number(value) and 87.5 or value
end)

--- A form of the user_sn that a login gives.
local function user_sn(change)
  return values(function(name, value, object)
    return name == "user_sn" and json.get(object, "api_key") and change(value) or value
  end)
end

known.short_user_sn = user_sn(function(sn) return string.sub(sn, 1, #"SYSUSER|" + 15) end)
known.bare_user_sn = user_sn(function(sn) return (string.gsub(sn, "^SYSUSER|", "")) end)

known.page_total = values(function(name, value, object)
  local list = name == "total" and json.get(object, "list")
  return json.is(list, "array") and #list or value
end)

known.no_total = values(function(name, value)
  if name == "total" then return null end
  return value
end)
known.zero_total = values(function(name, value) return name == "total" and 0 or value end)

known.short_pages = { request = function(request)
  request.most_rows = 7
end }
known.one_page = { request = function(request)
  if request.fields then
    set(request.fields, "pageIndex", { kind = "number", text = "0", integer = true })
  end
end }
known.repeated_rows = { request = function(request)
  request.moved = 1 -- as many rows came in after page 0 was read
end }

known.mark = { text = function(text) return "\239\187\191" .. text end }
known.spaces = { text = function(text) return "\r\n \t" .. text .. "\n\t \r\n" end }
known.notice = { text = function(text)
  return "<br />\n<b>Notice</b>:  Undefined index: team_sn in <b>/var/www/api.php</b> on line "
    .. "<b>12</b><br />\n" .. text
end }
known.comment = { text = function(text) return text .. "<!-- 0.0123 s -->" end }
known.callback = { text = function(text) return "callback(" .. text .. ");" end }

local PAGE = "<!DOCTYPE html>\n<html><head><title>登录</title></head>"
  .. "<body>请先登录</body></html>\n"

--- ASCII text as UTF-16 with a byte order mark.
local function utf16(text)
  return "\255\254" .. string.gsub(text, ".", "%0\0")
end

known.file_html = { file = true, head = function(answer) answer.content_type = "text/html" end,
  text = function() return PAGE end }
known.file_utf16 = { file = true,
  text = function() return utf16("the file does not exist\r\n") end }
known.file_escape = { file = true,
  text = function() return "\27[31mERROR\27[0m: the file does not exist\n" end }

local function little_endian(number, bytes)
  local list = {}
  for index = 1, bytes do
    list[index] = string.char(number % 256)
    number = math.floor(number / 256)
  end
  return table.concat(list)
end

local MAX_BLOCK = 65535

--- The bytes in gzip's format, in stored blocks.
local function gzip(bytes)
  local pieces = { "\31\139\8\0\0\0\0\0\0\3" }
  for first = 1, math.max(#bytes, 1), MAX_BLOCK do
    local block = string.sub(bytes, first, first + MAX_BLOCK - 1)
    pieces[#pieces + 1] = first + MAX_BLOCK > #bytes and "\1" or "\0"
    pieces[#pieces + 1] = little_endian(#block, 2) .. little_endian(MAX_BLOCK - #block, 2) .. block
  end
  pieces[#pieces + 1] = little_endian(ngx.crc32_long(bytes), 4) .. little_endian(#bytes, 4)
  return table.concat(pieces)
end

--- A form with that Content-Encoding, whose bytes change(bytes) returns.
local function encoding(name, change)
  return { head = function(answer)
    answer.headers["Content-Encoding"] = name
    if change then answer.body = change(answer.body) end
  end }
end

known.gzip = encoding("gzip", gzip)
known.encoding_utf8 = encoding("UTF-8")
known.encoding_none = encoding("none")
known.encoding_identity = encoding("identity")

--- A form of the Date header, made by os.date; "" for none.
local function date(format, change)
  return { head = function(answer)
    local text = os.date(format, math.floor(habits.header_time(clock.now())))
    answer.date = change and change(text) or text
  end }
end

known.no_date = date("")
known.date_utc = date("!%a, %d %b %Y %H:%M:%S UTC")
known.date_rfc850 = date("!%A, %d-%b-%y %H:%M:%S GMT")
known.date_lower = date("!%a, %d %b %Y %H:%M:%S GMT", string.lower)

--- The forms in a text such as "string_numbers,mark"; nil and the problem if one is unknown.
function forms.parse(text)
  local list = {}
  for name in string.gmatch(text, "[^,%s]+") do
    if not known[name] then return nil, "unknown form: " .. name end
    list[#list + 1] = known[name]
  end
  return list
end

--- Before a request is carried out.
function forms.prepare(chosen, request)
  for _, form in ipairs(chosen) do
    if form.request then form.request(request) end
  end
end

--- Encodes the answer, in the chosen forms.
function forms.write(chosen, answer)
  for _, form in ipairs(answer.tree and chosen or {}) do
    if form.tree then form.tree(answer.tree) end
  end
  if answer.tree then answer.body = php_json.encode(answer.tree) end
  for _, form in ipairs(chosen) do
    local is_meant = not form.file and answer.tree or form.file and answer.ranges
    if form.text and is_meant then answer.body = form.text(answer.body) end
  end
  for _, form in ipairs(chosen) do
    if form.head and (not form.file or answer.ranges) then form.head(answer) end
  end
end

return forms
