--- Writes customer lists in every form, and reads them.
local ai95 = require "ai95"
local core = require "ai95.core"
local files = require "support.files"

local lists = {
  encodings = { "UTF-8", "UTF-8 with BOM", "UTF-16LE", "UTF-16LE with BOM", "UTF-16BE",
    "UTF-16BE with BOM", "GB18030" },
  delimiters = { ",", ";", "\t", "|" },
  eols = { "\n", "\r\n", "\r" },
}

local paths = {}

--- Writes a text into the file of that name, which `remove` removes. Returns its path.
function lists.write(text, name)
  name = name or "list"
  paths[name] = paths[name] or os.tmpname()
  files.write(paths[name], text)
  return paths[name]
end

function lists.remove()
  for name, path in pairs(paths) do
    os.remove(path)
    paths[name] = nil
  end
end

-- GB18030: the core's inverse.
local gb18030 = {}

local function learn(codes)
  for first = 1, #codes, 1000 do
    local reader = core.reader { delimiter = ",", encoding = "GB18030" }
    local last = math.min(first + 999, #codes)
    assert(reader:feed(table.concat(codes, ",", first, last)) and reader:feed())
    for i, character in ipairs((reader:next()) or reader:cells()) do
      gb18030[character] = codes[first + i - 1]
    end
  end
end

local function learn_pairs()
  local codes = {}
  for lead = 0x81, 0xFE do
    for trail = 0x40, 0xFE do
      if trail ~= 0x7F then
        codes[#codes + 1] = string.char(lead, trail)
      end
    end
  end
  learn(codes)
end

-- The characters of the Basic Multilingual Plane that have four bytes.
local function learn_fours()
  local codes = {}
  for first = 0x81, 0x84 do
    for second = 0x30, first == 0x84 and 0x31 or 0x39 do
      for third = 0x81, 0xFE do
        for fourth = 0x30, 0x39 do
          codes[#codes + 1] = string.char(first, second, third, fourth)
        end
      end
    end
  end
  learn(codes)
end

local function point_of(character)
  local lead = character:byte()
  if lead < 0x80 then
    return lead
  end
  local point = lead % (lead < 0xE0 and 0x20 or lead < 0xF0 and 0x10 or 0x08)
  for i = 2, #character do
    point = point * 64 + character:byte(i) % 64
  end
  return point
end

--- A character above the Basic Multilingual Plane: they are in order.
local function four_of(point)
  local bytes = {}
  local rest = point - 0x10000
  for i, base in ipairs { 10, 126, 10, 100 } do
    bytes[5 - i] = (i % 2 == 1 and 0x30 or i == 2 and 0x81 or 0x90) + rest % base
    rest = math.floor(rest / base)
  end
  return string.char(bytes[1], bytes[2], bytes[3], bytes[4])
end

local function to_gb18030(text)
  return (text:gsub("[\194-\244][\128-\191]+", function(character)
    if #character == 4 then
      return four_of(point_of(character))
    end
    for _, more in ipairs { learn_pairs, learn_fours } do
      if not gb18030[character] then
        more()
      end
    end
    return assert(gb18030[character], character)
  end))
end

local function to_utf16(text, little)
  local function unit(value)
    local high, low = math.floor(value / 256), value % 256
    return little and string.char(low, high) or string.char(high, low)
  end
  return (text:gsub("[%z\1-\127\194-\244][\128-\191]*", function(character)
    local point = point_of(character)
    if point < 0x10000 then
      return unit(point)
    end
    point = point - 0x10000
    return unit(0xD800 + math.floor(point / 1024)) .. unit(0xDC00 + point % 1024)
  end))
end

--- A text of UTF-8 in one of `encodings`.
function lists.encode(text, encoding)
  local name, mark = encoding:match "^(%S+)(.*)$"
  if mark ~= "" then
    text = "\239\187\191" .. text
  end
  if name == "GB18030" then
    return to_gb18030(text)
  elseif name ~= "UTF-8" then
    return to_utf16(text, name == "UTF-16LE")
  end
  return text
end

--- Records as separated values, in UTF-8.
---@param form { delimiter: string|nil, eol: string|nil, open_end: boolean|nil, before: string|nil }
function lists.text(records, form)
  local eol, lines = form.eol or "\n", {}
  for i, record in ipairs(records) do
    local cells = {}
    for k, cell in ipairs(record) do
      cells[k] = cell:find "[,;\t|\"\r\n]" and "\"" .. cell:gsub("\"", "\"\"") .. "\"" or cell
    end
    lines[i] = table.concat(cells, form.delimiter or ",")
  end
  return (form.before or "") .. table.concat(lines, eol) .. (form.open_end and "" or eol)
end

--- Reads a list as text, or raises.
function lists.read(text, options)
  local rows = assert(ai95.rows(lists.write(text), options))
  local list = {}
  for row in rows do
    list[#list + 1] = row
  end
  return list, rows
end

--- The error for a list that cannot be opened, or not be read to its end; as a string.
function lists.error(text, options)
  local rows, err = ai95.rows(lists.write(text), options)
  if rows then
    local ok
    ok, err = pcall(function()
      for _ in rows do end -- luacheck: ignore 542
    end)
    err = assert(not ok and err, "there is no error")
  end
  assert(ai95.is_error(err) and err.kind == "file", tostring(err))
  return tostring(err)
end

--- What ai95.check says of a list as text.
function lists.check(text, more)
  local params = { rows = assert(ai95.rows(lists.write(text))) }
  for name, value in pairs(more or {}) do
    params[name] = value
  end
  return ai95.check(params)
end

--- The problems of a report, as "line: problem".
function lists.problems(report)
  local list = {}
  for i, each in ipairs(report.problems) do
    list[i] = each.row .. ": " .. each.problem
  end
  return list
end

return lists
