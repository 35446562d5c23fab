--- Imports: any number of rows, in as many addJson requests as they need, one after another.
local core = require "ai95.core"
local errors = require "ai95.errors"
local nearest = require "ai95.nearest"
local pages = require "ai95.pages"

local import = {}

local CHUNK, LARGEST_CHUNK = 5000, 30000 -- rows; the platform takes 30,000 in a request (code 30005)

---@class ai95.Imported
---@field total integer rows that the platform counted
---@field success integer
---@field fail integer
---@field out_repeat integer rows that were there already
---@field dial_task_main_sn string|nil the task they are in
---@field chunks integer requests that it took

local known = {
  "project_sn", "source", "ai_user_sn", "columns", "rows", "aes", "is_zidong", "mark", "dial_task_main_sn", "chunk",
  "progress",
}
local is_known = {}
for _, name in ipairs(known) do
  is_known[name] = true
end

--- The counts of the platform's answer as integers, which may come as strings.
---@return ai95.Imported
function import.counted(data)
  for _, name in ipairs { "total", "success", "fail", "out_repeat" } do
    data[name] = math.floor(tonumber(data[name]) or 0)
  end
  return data
end

local function is_iterator(rows)
  return type(rows) == "function" or (type(rows) == "table" and (getmetatable(rows) or {}).__call ~= nil)
end

local function check(params)
  if type(params) ~= "table" then
    errors.misuse("import takes a table of parameters, got a %s", type(params))
  end
  for name in pairs(params) do
    if not is_known[name] then
      errors.misuse("import: unknown parameter \"%s\"%s", tostring(name), nearest(name, known))
    end
  end
  local rows, chunk = params.rows, params.chunk
  if type(rows) ~= "table" and type(rows) ~= "function" then
    errors.misuse("import: `rows` must be a list or an iterator of rows, got a %s", type(rows))
  end
  local columns = params.columns or (type(rows) == "table" and rows.columns) or nil
  if type(columns) ~= "table" then
    errors.misuse("import: `columns` is missing: { \"姓名\", \"电话\", … }")
  elseif columns[1] ~= "姓名" or columns[2] ~= "电话" then
    errors.misuse("import: the first two columns must be 姓名 and 电话, in this order")
  end
  local seen = {}
  for i, name in ipairs(columns) do
    if type(name) ~= "string" or name == "" then
      errors.misuse("import: column %d must have a name", i)
    elseif seen[name] then
      errors.misuse("import: column %s is there twice", name)
    end
    seen[name] = true
  end
  if chunk ~= nil and (type(chunk) ~= "number" or chunk ~= math.floor(chunk) or chunk < 1 or chunk > LARGEST_CHUNK) then
    errors.misuse("import: `chunk` must be 1 to %d rows, which is what the platform takes in one request", LARGEST_CHUNK)
  elseif params.progress ~= nil and type(params.progress) ~= "function" then
    errors.misuse("import: `progress` must be a function, got a %s", type(params.progress))
  end
  return columns
end

--- Chunks of the rows: a function that returns a list with the index of a chunk's first and last row in it, or nil. A list
--- is not copied; an iterator is read as far as needed.
local function chunks_of(rows, size)
  if not is_iterator(rows) then
    local first = 1
    return function()
      if first > #rows then
        return nil
      end
      local from, to = first, math.min(first + size - 1, #rows)
      first = to + 1
      return rows, from, to
    end
  end
  return function()
    local list = {}
    while #list < size do
      local row = rows()
      if row == nil then
        break
      end
      list[#list + 1] = row
    end
    if #list > 0 then
      return list, 1, #list
    end
  end
end

--- Encodes a chunk once in a form that costs nothing to keep, only to know that it can be encoded.
local function check_rows(columns, list, from, to, number)
  local encoder = core.rows(columns, "sha256", nil, number)
  local ok, problem = encoder:add_list(list, from, to)
  return ok, problem
end

local request_params = { "project_sn", "source", "ai_user_sn", "is_zidong", "mark", "dial_task_main_sn", "aes" }

local function send(client, params, columns, list, from, to, dial_task_main_sn)
  local request = {
    client_info_json = function(form, user_sn)
      local encoder = core.rows(columns, form, user_sn)
      assert(encoder:add_list(list, from, to))
      return encoder:finish()
    end,
  }
  for _, name in ipairs(request_params) do
    request[name] = params[name]
  end
  request.dial_task_main_sn = dial_task_main_sn
  local data, err = client:request("addJson", request)
  return data and import.counted(data), err
end

--- People who had been called by the time that the next chunk came: the platform leaves such a task paused. What the import
--- itself began it lets go on.
local function resume_if_stalled(client, result, params)
  if not params.is_zidong or params.dial_task_main_sn or result.chunks < 2 then
    return true
  end
  local task, err = client.tasks:get(result.dial_task_main_sn)
  if task and task.state == "paused" then
    return task:resume()
  end
  return task, err
end

---@param client ai95.Client
---@param params table see tasks:import
---@return ai95.Imported|nil
---@return ai95.Error|nil err
function import.run(client, params)
  local columns = check(params)
  params = pages.copy(params)
  local rows, size = params.rows, params.chunk or CHUNK
  local total = not is_iterator(rows) and #rows or nil
  local result = {
    total = 0, success = 0, fail = 0, out_repeat = 0, chunks = 0, dial_task_main_sn = params.dial_task_main_sn,
  }
  local done = 0

  local function stop(err)
    err.imported = result
    return nil, err
  end

  if total and total > 0 then
    -- All of a list is looked at before any of it is sent.
    local ok, problem = check_rows(columns, rows, 1, total, 1)
    if not ok then
      errors.misuse("import: %s", problem)
    end
  end
  local next_chunk = chunks_of(rows, size)
  while true do
    local ok, list, from, to = pcall(next_chunk)
    if not ok then
      if errors.is(list) then
        return stop(list)
      end
      error(list, 0)
    elseif not list then
      break
    end
    local fine, problem = check_rows(columns, list, from, to, done + 1)
    if not fine then
      return stop(errors.new { kind = "file", endpoint = "addJson", message = problem })
    end
    local data, err = send(client, params, columns, list, from, to, result.dial_task_main_sn)
    if not data then
      return stop(err)
    end
    for _, name in ipairs { "total", "success", "fail", "out_repeat" } do
      result[name] = result[name] + data[name]
    end
    result.dial_task_main_sn = data.dial_task_main_sn or result.dial_task_main_sn
    result.chunks = result.chunks + 1
    done = done + (to - from + 1)
    if params.progress then
      params.progress(done, total)
    end
  end
  if done == 0 then
    return nil, errors.new { kind = "limit", endpoint = "addJson", message = "there are no rows: nothing was sent" }
  end
  local resumed, err = resume_if_stalled(client, result, params)
  if not resumed then
    return stop(err)
  end
  return result
end

return import
