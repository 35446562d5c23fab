--- Finds the columns of a list: which one is 姓名, which one 电话, and the order to send them in.
local ascii = require "ai95.util.ascii"
local core = require "ai95.core"
local problems = require "ai95.import.problems"

local columns = {}

local NAME, PHONE = "姓名", "电话"
local MAX_NAME = 512 -- bytes; the core takes no more

-- The usual names.
local SYNONYMS = {
  [NAME] = { "姓名", "名字", "名称", "客户", "客户姓名", "客户名称", "客户名字", "客户名", "用户姓名",
    "用户名称", "会员姓名", "联系人", "联系人姓名", "收件人", "称呼", "名稱", "客戶", "客戶姓名", "客戶名稱",
    "會員姓名", "聯絡人", "聯繫人", "name", "fullname", "customer", "customername", "clientname",
    "contact", "contactname" },
  [PHONE] = { "电话", "电话号", "电话号码", "联系电话", "联系电话号码", "联系方式", "联系号码", "客户电话",
    "客户电话号码", "手机", "手机号", "手机号码", "联系手机", "客户手机", "客户手机号", "客户手机号码",
    "移动电话", "号码", "電話", "電話號碼", "聯絡電話", "聯繫電話", "聯絡方式", "客戶電話", "手機", "手機號",
    "手機號碼", "客戶手機", "行動電話", "號碼", "phone", "phoneno", "phonenumber", "mobile", "mobileno",
    "mobilenumber", "mobilephone", "cell", "cellphone", "tel", "telephone", "telephonenumber",
    "telno", "contactnumber", "contactphone" },
}

local REMARKS = { "必填", "必填项", "必填項", "选填", "required" }

--- Normalizes a column's name: no blanks, letter case, or mark of a required column.
local function simplify(name)
  name = ascii.lower(name):gsub("（", "("):gsub("）", ")"):gsub("　", ""):gsub("\194\160", "")
  for _, remark in ipairs(REMARKS) do
    name = name:gsub("%(" .. remark .. "%)", "")
  end
  return (name:gsub("%(%d+位%)", ""):gsub("[ \r\n*:._-]", ""):gsub("＊", ""):gsub("：", ""))
end

local target_of = {}
for target, names in pairs(SYNONYMS) do
  for _, name in ipairs(names) do
    target_of[simplify(name)] = target
  end
end

local function set_of(names)
  local set = {}
  for _, name in ipairs(names or {}) do
    set[name] = true
  end
  return set
end

--- The name to send each column under, and the columns of each name.
local function name_columns(cells, options)
  local map, template = options.map or {}, set_of(options.template)
  local mapped = {} -- a target that the caller chose the column of
  for _, target in pairs(map) do
    mapped[target] = true
  end
  local names, indexes = {}, {}
  for i, cell in ipairs(cells) do
    local given = core.trim(cell)
    local usual = #given <= MAX_NAME and target_of[simplify(given)] or nil
    local name = map[given]
    if not name then
      local is_itself = (template[given] and given ~= usual) or mapped[usual]
      name = not is_itself and usual or given
    end
    names[i] = name
    indexes[name] = indexes[name] or {}
    table.insert(indexes[name], i)
  end
  return names, indexes
end

--- Whether a record has a phone number that can be called.
---@param cells string[]
---@return boolean
function columns.has_phone(cells)
  for _, cell in ipairs(cells) do
    if core.is_phone(cell) then
      return true
    end
  end
  return false
end

--- Whether a record can be the header: 2 if it names both columns that every list has, 1 if it
--- names the phone number's, 0 if it names none.
---@param cells string[]
---@param options { map: table|nil, template: string[]|nil }
---@return integer
function columns.rank(cells, options)
  if columns.has_phone(cells) then
    return 0 -- a row
  end
  local _, indexes = name_columns(cells, options)
  return indexes[PHONE] and (indexes[NAME] and 2 or 1) or 0
end

local function names_at(cells, indexes)
  local list = {}
  for i, index in ipairs(indexes) do
    list[i] = core.trim(cells[index])
  end
  return list
end

--- The names that stand in the header.
---@return string[]
local function own_names(cells)
  local list = {}
  for _, cell in ipairs(cells) do
    local name = core.trim(cell)
    if name ~= "" and name ~= problems.COLUMN then
      list[#list + 1] = name
    end
  end
  return list
end

--- Why the header cannot be used, or nil; and the choice that the caller has, see ai95.Error.
local function problem_of(cells, names, indexes, options)
  for given in pairs(options.map or {}) do
    local found = false
    for _, cell in ipairs(cells) do
      found = found or core.trim(cell) == given
    end
    if not found then
      return ("there is no column %s to use as %s; there are: %s"):format(given, options.map[given],
        table.concat(own_names(cells), ", "))
    end
  end
  for _, name in ipairs(names) do
    if #name > MAX_NAME then
      return ("the name of a column has %d bytes; the longest may have %d"):format(#name, MAX_NAME)
    end
    local same = name ~= "" and name ~= problems.COLUMN and indexes[name] or {}
    if #same > 1 and (name == NAME or name == PHONE) then
      local own = names_at(cells, same)
      return ("more than one column could be %s: %s; map one of them to %s"):format(name,
        table.concat(own, " and "), name), { name = name, columns = own }
    elseif #same > 1 then
      return ("two columns are called %s; rename one"):format(name)
    end
  end
  if not indexes[NAME] and not options.phone_only then
    return ("no column is called %s, or has a usual name for it; map one of these to %s: %s")
      :format(NAME, NAME, table.concat(own_names(cells), ", ")), { name = NAME, columns = {} }
  end
end

--- The order to send the columns in: 姓名, 电话, those of the template, the others.
local function order(names, indexes, template)
  local ordered, is_in = {}, { [""] = true, [problems.COLUMN] = true }
  local function add(name)
    if indexes[name] and not is_in[name] then
      is_in[name] = true
      ordered[#ordered + 1] = name
    end
  end
  add(NAME)
  add(PHONE)
  for _, name in ipairs(template or {}) do
    add(name)
  end
  for _, name in ipairs(names) do
    add(name)
  end
  return ordered
end

--- The names that are in one list and not in another.
---@param names string[]
---@param others string[]
---@return string[]
function columns.difference(names, others)
  local is_other, list = set_of(others), {}
  for _, name in ipairs(names) do
    if not is_other[name] then
      list[#list + 1] = name
    end
  end
  return list
end

---@class ai95.Header
---@field columns string[] the names, in the order to send them
---@field indexes integer[] the cell of each
---@field width integer cells that a row may have
---@field renamed table<string, string> the list's own names of columns that are sent under another
---@field unnamed integer columns without a name, which are left out
---@field reason integer|nil the cell with the reason, in a file of refused rows

--- Arranges the columns of a header.
---@param cells string[] the record that `rank` chose
---@param options { map: table|nil, template: string[]|nil, phone_only: boolean|nil }
---@return ai95.Header|nil
---@return string|nil problem
---@return table|nil choice see ai95.Error
function columns.arrange(cells, options)
  local names, indexes = name_columns(cells, options)
  local problem, choice = problem_of(cells, names, indexes, options)
  if problem then
    return nil, problem, choice
  end
  local width = #names
  while names[width] == "" do
    width = width - 1
  end
  local header = { columns = options.phone_only and { PHONE }
      or order(names, indexes, options.template),
    indexes = {}, width = width, renamed = {}, unnamed = 0,
    reason = (indexes[problems.COLUMN] or {})[1] }
  for i, name in ipairs(header.columns) do
    header.indexes[i] = indexes[name][1]
  end
  for i = 1, width do
    local given = core.trim(cells[i])
    if names[i] ~= given then
      header.renamed[given] = names[i]
    elseif given == "" then
      header.unnamed = header.unnamed + 1
    end
  end
  return header
end

return columns
