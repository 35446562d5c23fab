--- Recognises old Office files (OLE2, also called compound files): old Excel workbooks, and the
--- container of workbooks that are protected with a password.
local ole = {}

local SIGNATURE = "\208\207\17\224\161\177\26\225"
local HEADER_SIZE = 512
local ENTRY_SIZE = 128 -- of the directory
local END_OF_CHAIN = 0xFFFFFFFA -- and all numbers above it
local MAX_SECTORS = 1024 -- of the directory: more than any workbook has
local IN_HEADER = 109 -- sectors of the table whose places are in the header
local MAX_LISTS = 64 -- sectors with more of these places: enough for 500 MB

local PASSWORD = "the workbook is protected with a password: remove the password in Excel and save "
  .. "it again"
local OLD = "it is an old Excel workbook (.xls): save it as .xlsx"
local OTHER = "it is an old Office document, but not a workbook"

--- A number of 32 or 16 bits in `text`, from byte `at` on (the first is 0); nil behind its end.
local function number(text, at, bytes)
  local value = 0
  for i = bytes or 4, 1, -1 do
    local byte = text:byte(at + i)
    if not byte then
      return nil
    end
    value = value * 256 + byte
  end
  return value
end

--- Reads `size` bytes from `at` on, from a string or a file; "" behind its end.
local function read_at(source, at, size)
  if type(source) == "string" then
    return source:sub(at + 1, at + size)
  end
  return source:seek("set", at) and source:read(size) or ""
end

--- The number that is the `index`-th in a sector (the first is 0); nil behind the file's end.
local function number_in(file, sector, index)
  if not sector or sector >= END_OF_CHAIN then
    return nil
  end
  return number(read_at(file.source, (sector + 1) * file.size + 4 * index, 4), 0)
end

--- The sector that has the `index`-th part of the table of sectors.
local function place_of(file, index)
  if index < IN_HEADER then
    return number(file.header, 76 + 4 * index)
  end
  local list, per_list = number(file.header, 68), file.size / 4 - 1
  index = index - IN_HEADER
  if index >= MAX_LISTS * per_list then
    return nil
  end
  for _ = 1, math.floor(index / per_list) do
    list = number_in(file, list, per_list)
  end
  return number_in(file, list, index % per_list)
end

--- The sector that follows `sector` in its stream.
local function next_sector(file, sector)
  local per_sector = file.size / 4
  return number_in(file, place_of(file, math.floor(sector / per_sector)), sector % per_sector)
end

--- The names in one sector of the directory, without regard to case.
local function add_names(names, text)
  for at = 0, #text - ENTRY_SIZE, ENTRY_SIZE do
    local length = number(text, at + 64, 2)
    if length >= 2 and length <= 64 then
      local name = text:sub(at + 1, at + length - 2):gsub("(.)%z", "%1")
      names[name:lower()] = true
    end
  end
end

local function names_of(file)
  local names = {}
  local sector = number(file.header, 48)
  for _ = 1, MAX_SECTORS do
    if not sector or sector >= END_OF_CHAIN then
      break
    end
    add_names(names, read_at(file.source, (sector + 1) * file.size, file.size))
    sector = next_sector(file, sector)
  end
  return names
end

--- Says why an old Office file cannot be read, as a clause to be read after the file's name; nil if
--- it is not such a file. A file is left where its reading began.
---@param source string|file* the whole content, or a file that can seek
---@return string|nil problem
function ole.problem(source)
  local before = type(source) ~= "string" and source:seek() or nil
  local header = read_at(source, 0, HEADER_SIZE)
  local problem
  if header:sub(1, #SIGNATURE) == SIGNATURE then
    local size = number(header, 30, 2) == 12 and 4096 or 512
    local names = names_of { source = source, header = header, size = size }
    problem = (names.encryptedpackage and PASSWORD) or ((names.workbook or names.book) and OLD)
      or OTHER
  end
  if before then
    source:seek("set", before)
  end
  return problem
end

return ole
