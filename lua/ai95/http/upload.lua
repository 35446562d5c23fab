--- Looks at a workbook before it is uploaded: a wrong file is refused here, not by the platform
--- after the upload.
local ascii = require "ai95.util.ascii"

local upload = {}

-- The first bytes of each format: .xlsx is a zip archive, .xls a compound file.
local signatures = { xlsx = "PK\3\4", xls = "\208\207\17\224" }

--- The format of a workbook, from its first four bytes.
---@param head string|nil
---@return "xlsx"|"xls"|nil
function upload.format(head)
  return head == signatures.xlsx and "xlsx" or head == signatures.xls and "xls" or nil
end

local function failure(message)
  return { kind = "file", message = "upload: " .. message, outcome = "not_sent" }
end

local function read_head(path)
  local file, problem = io.open(path, "rb")
  if not file then
    return nil, problem
  end
  local head
  head, problem = file:read(4)
  file:close()
  if not head and problem then
    return nil, path .. ": " .. problem
  end
  return head or ""
end

---@param given string|table a path, or { name =, data = }
---@return table|nil failure what is wrong with it
function upload.check(given)
  local name, head, problem
  if type(given) == "table" then
    name, head = given.name, given.data:sub(1, 4)
  else
    name = given
    head, problem = read_head(given)
    if not head then
      return failure(problem)
    end
  end
  local extension = ascii.lower(name:match("%.(%w+)$") or "")
  if not signatures[extension] then
    return failure(name .. ": the name must end in .xlsx or .xls")
  elseif ascii.has_control(name) then
    return failure("the name has a control character")
  elseif head == "" then
    return failure(name .. ": the file is empty")
  elseif upload.format(head) ~= extension then
    return failure(("%s: the content is not a .%s workbook"):format(name, extension))
  end
end

return upload
