--- Looks at a workbook before it is sent: what is none is told at once, not by the platform after the upload.
local errors = require "ai95.errors"

local upload = {}

-- How the formats begin: .xlsx is a zip archive, .xls a compound file.
local signatures = { xlsx = "PK\3\4", xls = "\208\207\17\224" }

--- The format of a workbook, from its first four bytes.
---@param head string|nil
---@return "xlsx"|"xls"|nil
function upload.format(head)
  return head == signatures.xlsx and "xlsx" or head == signatures.xls and "xls" or nil
end

local function refuse(name, problem)
  return nil, errors.new { kind = "file", message = ("upload: %s: %s"):format(name, problem), endpoint = "addExcel" }
end

---@param given string|table a path, or { name =, data = }
---@return boolean|nil ok
---@return ai95.Error|nil err
function upload.check(given)
  local name, head, problem
  if type(given) == "table" then
    name, head = given.name, given.data:sub(1, 4)
  else
    name = given
    local file
    file, problem = io.open(given, "rb")
    if not file then
      return nil, errors.new { kind = "file", message = "upload: " .. problem, endpoint = "addExcel" }
    end
    head, problem = file:read(4)
    file:close()
    if not head and problem then
      return refuse(name, problem)
    end
  end
  local extension = (name:match("%.(%w+)$") or ""):lower()
  if not signatures[extension] then
    return refuse(name, "the name must end in .xlsx")
  elseif not head or head == "" then
    return refuse(name, "the file is empty")
  elseif upload.format(head) ~= extension then
    return refuse(name, "the content is no ." .. extension .. " workbook")
  end
  return true
end

return upload
