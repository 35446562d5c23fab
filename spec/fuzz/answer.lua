--- The Lua side of answer.c: reads an answer as a whole and row by row, writes its rows from tables
--- and straight from JSON, and raises if they differ.
local core = ...

-- What the input is: an answer, rows of a page, a value of some fields, the list of a late answer.
local FORMS = {
  "%s", '{"code":0,"data":{"total":1,"list":[%s]}}',
  '{"code":0,"data":{"list":[{"c":1,"f":%s},{"c":2,"f":%s,"b":%s,"l":[{"a":%s}]}],"x":%s}}',
  '{"data":{"list":%s},"code":"0"}',
}

local function fields(kinds)
  local list = {}
  for i, kind in ipairs(kinds) do
    list[i] = { name = ("abcdefgh"):sub(i, i), type = kind, required = kind == "id" }
  end
  return list
end

local list = fields { "scalar", "string", "id", "int", "number", "time", "string", "any" }
list[9] = { name = "l", type = "rows", shape = core.shape("object", fields { "int", "string" }) }
local shape = core.shape("page", list)

local function is_same(a, b)
  if type(a) ~= "table" or type(b) ~= "table" then
    return a == b or (a ~= a and b ~= b)
  end
  for name, value in pairs(a) do
    if not is_same(value, b[name]) then
      return false
    end
  end
  for name in pairs(b) do
    if a[name] == nil then
      return false
    end
  end
  return true
end

--- The rows and the total, or the problem.
local function read_whole(text)
  local code, msg, data, problem = core.decode_answer(text, shape)
  if not code or problem then
    return nil, problem or msg
  end
  return data and data.list, data and data.total
end

local function read_one_by_one(text)
  local code, msg, rows, problem = core.decode_answer(text, shape, nil, true)
  if not code or problem then
    return nil, problem or msg
  end
  local result = rows and {}
  while rows do
    local row
    row, problem = rows:next()
    if problem then
      return nil, problem
    elseif not row then
      break
    end
    result[#result + 1] = row
  end
  return result, rows and rows:total()
end

--- What an export has of the rows, and the problem that ended it. If `is_short`, every other row is
--- written straight from JSON where that is possible.
local function written(text, is_short, ...)
  local _, _, rows, problem = core.decode_answer(text, shape, nil, true)
  local writer = core.writer(...)
  while type(rows) == "userdata" and not problem do
    local row, wrong = rows:next()
    if not row then
      return writer:take(), wrong
    end
    problem = select(2, writer:add(row))
    if is_short and not problem then
      rows:write(writer)
    end
  end
  return writer:take(), problem
end

local function check_export(text, ...)
  local long, problem = written(text, false, ...)
  local short, same_problem = written(text, true, ...)
  assert(long == short and problem == same_problem)
end

return function(form, input)
  local text = FORMS[form % #FORMS + 1]:gsub("%%s", (input:gsub("%%", "%%%%")))
  core.decode_json(text)
  local whole, total = read_whole(text)
  local rows, same_total = read_one_by_one(text)
  assert(is_same(whole, rows))
  if whole and type(total) == "string" then
    total = nil -- it is too large for a number
  end
  -- An invalid text may have a wrong row first, which is what is found row by row.
  assert(not whole or total == same_total)
  check_export(text, "csv", list, form % 8 > 3, form % 16 > 7)
  check_export(text, "jsonl", list, false, form % 16 > 7, form % 8 > 3)
end
