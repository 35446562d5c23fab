--- Random JSON documents, the same ones for the same seed on every Lua.
local documents = {}
documents.__index = documents

local unpack = table.unpack or unpack
local MAX_DEPTH = 100

--- A source of documents. The seed is a whole number from 1 to 2147483646.
function documents.new(seed)
  return setmetatable({ state = seed % 2147483646 + 1 }, documents)
end

--- A whole number from 1 to `limit`, by Park and Miller's generator: exact in doubles.
function documents:random(limit)
  self.state = self.state * 16807 % 2147483647
  return math.floor(self.state / 2147483647 * limit) + 1
end

function documents:one_of(list)
  return list[self:random(#list)]
end

function documents:digits(most)
  local list = {}
  for i = 1, self:random(most) do
    list[i] = self:random(10) - 1
  end
  return table.concat(list)
end

--- A whole number without zeros in front.
function documents:whole(most)
  return (self:digits(most):gsub("^0+(%d)", "%1"))
end

function documents:number()
  local text = self:random(4) == 1 and "-" or ""
  local form = self:random(12)
  if form <= 4 then
    return text .. self:whole(self:one_of { 1, 3, 10, 15 })
  elseif form == 5 then
    return text .. self:one_of {
      "0", "9007199254740991", "9007199254740992", "9007199254740993", "9223372036854775807",
      "9223372036854775808", "9223372036854775809", "18446744073709551615", "4294967296",
      "2147483648", "1e308", "1.7976931348623157e308", "1.7976931348623159e308",
      "4.9e-324", "5e-324",
      "2.2250738585072011e-308", "2.2250738585072014e-308", "0.1", "0.30000000000000004", "1e22",
      "1e23", "9007199254740992.0", "9007199254740991.0", "123456789012345678e-1", "0.0", "0e9",
      "1E+9999", "1e-9999", "1.5e400", "100e-2",
    }
  elseif form == 6 then
    return text .. self:whole(25)
  end
  text = text .. self:whole(self:one_of { 1, 5, 20 })
  if self:random(3) > 1 then
    text = text .. "." .. self:digits(self:one_of { 1, 3, 17, 40 })
  end
  if self:random(2) == 1 then
    text = text .. self:one_of { "e", "E" } .. self:one_of { "", "+", "-" }
      .. self:digits(self:one_of { 1, 2, 2, 3 })
  end
  return text
end

local function utf8(point)
  if point < 0x80 then
    return string.char(point)
  elseif point < 0x800 then
    return string.char(0xC0 + math.floor(point / 64), 0x80 + point % 64)
  elseif point < 0x10000 then
    return string.char(0xE0 + math.floor(point / 4096), 0x80 + math.floor(point / 64) % 64,
      0x80 + point % 64)
  end
  return string.char(0xF0 + math.floor(point / 262144), 0x80 + math.floor(point / 4096) % 64,
    0x80 + math.floor(point / 64) % 64, 0x80 + point % 64)
end

--- A character of each width, at the edges or anywhere between.
function documents:point()
  local first, last = unpack(self:one_of {
    { 0x20, 0x7F }, { 0x80, 0x7FF }, { 0x800, 0xD7FF }, { 0xE000, 0xFFFF }, { 0x10000, 0x10FFFF },
  })
  local choice = self:random(4)
  return choice == 1 and first or choice == 2 and last or first + self:random(last - first + 1) - 1
end

function documents:unit(value)
  local text = ("%04x"):format(value)
  return "\\u" .. (self:random(2) == 1 and text:upper() or text)
end

function documents:piece()
  local kind = self:random(8)
  if kind == 1 then
    return self:one_of { '\\"', "\\\\", "\\/", "\\b", "\\f", "\\n", "\\r", "\\t" }
  elseif kind == 2 then
    return self:unit(self:random(0x80) - 1)
  elseif kind == 3 then
    local point = self:point()
    if point < 0x10000 then
      return self:unit(point)
    end
    point = point - 0x10000
    return self:unit(0xD800 + math.floor(point / 1024)) .. self:unit(0xDC00 + point % 1024)
  elseif kind <= 5 then
    local text = utf8(self:point())
    return (text:gsub('["\\]', "\\%0"))
  end
  return ("the quick brown fox {}[]:,'/ 0123456789"):sub(self:random(20), 20 + self:random(19))
end

function documents:string()
  local list = {}
  for i = 1, self:one_of { 0, 1, 1, 2, 3, 8, 8, 40 } do
    list[i] = self:piece()
  end
  return '"' .. table.concat(list) .. '"'
end

function documents:blank()
  if self:random(6) > 1 then
    return ""
  end
  local list = {}
  for i = 1, self:random(4) do
    list[i] = self:one_of { " ", "\t", "\n", "\r" }
  end
  return table.concat(list)
end

--- The name of a member: one of a few, so that some come twice.
function documents:name()
  return self:random(3) == 1 and self:string()
    or self:one_of { '""', '"a"', '"b"', '"\\u0061"', '"1"', '"01"', '"-1"', '"é"', '"list"' }
end

function documents:list(opening, closing, count, element)
  local list = {}
  for i = 1, count do
    list[i] = self:blank() .. element(self) .. self:blank()
  end
  return opening .. (count == 0 and self:blank() or table.concat(list, ",")) .. closing
end

function documents:value(depth)
  local kind = self:random(depth > 0 and 8 or 5)
  if kind <= 2 then
    return self:number()
  elseif kind <= 4 then
    return self:string()
  elseif kind == 5 then
    return self:one_of { "null", "true", "false" }
  end
  local count = self:random(30) == 1 and self:random(100) or self:random(5) - 1
  depth = count > 5 and 0 or depth - 1
  if kind == 6 then
    return self:list("[", "]", count, function() return self:value(depth) end)
  end
  return self:list("{", "}", count, function()
    return self:name() .. self:blank() .. ":" .. self:blank() .. self:value(depth)
  end)
end

--- A document, perhaps inside so many arrays and objects that it is almost, or just, too deep.
function documents:document()
  local text = self:value(5)
  if self:random(20) == 1 then
    for _ = 1, self:one_of { 10, 50, MAX_DEPTH - 6, MAX_DEPTH - 1, MAX_DEPTH } do
      text = self:random(2) == 1 and "[" .. text .. "]" or '{"a":' .. text .. "}"
    end
  end
  return self:blank() .. text .. self:blank()
end

--- A document in which one byte is changed, removed, inserted or moved; perhaps two.
function documents:mutate(text)
  for _ = 1, self:random(4) == 1 and 2 or 1 do
    local at = self:random(#text)
    local byte = self:random(2) == 1 and string.char(self:random(256) - 1)
      or self:one_of { '"', "\\", "{", "}", "[", "]", ",", ":", "0", "9", "-", "+", ".", "e",
        "E", "u",
        "d", "D", "8", "n", "t", "f", " ", "\n", "\0", "\127", "\128", "\237", "\240", "/" }
    local kind = self:random(4)
    if kind == 1 then
      text = text:sub(1, at - 1) .. text:sub(at + 1)
    elseif kind == 2 then
      text = text:sub(1, at - 1) .. byte .. text:sub(at)
    elseif kind == 3 then
      text = text:sub(1, at - 1) .. byte .. text:sub(at + 1)
    else
      local other = self:random(#text)
      text = text:sub(1, at - 1) .. text:sub(other, other) .. text:sub(at + 1)
    end
    if text == "" then
      break
    end
  end
  return text
end

return documents
