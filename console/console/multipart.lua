--- Reads the body of a form with a file (multipart/form-data).
local multipart = {}

--- The whole body. nginx keeps a long one in a file.
local function body()
  ngx.req.read_body()
  local data, path = ngx.req.get_body_data(), ngx.req.get_body_file()
  if data or not path then
    return data or ""
  end
  local file = assert(io.open(path, "rb"))
  data = file:read "*a"
  file:close()
  return data
end

---@class console.Upload
---@field name string of the visitor's file
---@field data string

--- The fields, and the files by the name of their field; nil if the body is no such form.
---@return table<string, string>|nil fields
---@return table<string, console.Upload>|nil files
function multipart.read()
  local boundary = (ngx.var.content_type or "")
    :match "^multipart/form%-data;.*boundary=\"?([^\";]+)"
  local data = boundary and body()
  local mark = boundary and "--" .. boundary
  if not data or data:sub(1, #mark) ~= mark then
    return nil
  end
  local fields, files, position = {}, {}, #mark + 1
  while data:sub(position, position + 1) == "\r\n" do
    local _, head_end = data:find("\r\n\r\n", position, true)
    local part_end, next_start = data:find("\r\n" .. mark, head_end or position, true)
    if not head_end or not part_end then
      return nil
    end
    local head, content = data:sub(position, head_end), data:sub(head_end + 1, part_end - 1)
    local name, file = head:match "[; ]name=\"([^\"]*)\"", head:match "filename=\"([^\"]*)\""
    if name and file then
      files[name] = { name = file, data = content }
    elseif name then
      fields[name] = content
    end
    position = next_start + 1
  end
  return fields, files
end

return multipart
