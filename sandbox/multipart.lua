--- Reads multipart/form-data from the raw bytes of a body (RFC 7578), and keeps the parts' order.

local find, lower, match, sub = string.find, string.lower, string.match, string.sub

local multipart = {}

--- The boundary that a Content-Type names, or nil.
function multipart.boundary(content_type)
  local parameters = match(content_type, "^[^;]*;(.*)$") or ""
  local name_end = select(2, find(lower(parameters), "boundary%s*=%s*"))
  if not name_end then return nil end
  local boundary = match(parameters, '^"([^"]+)"', name_end + 1)
    or match(parameters, '^[^%s;"]+', name_end + 1)
  if not boundary or #boundary > 70 then return nil end
  return boundary
end

--- A parameter of a Content-Disposition value: quoted, with \" and \\ inside, or a bare token.
local function parameter(value, name)
  local position = 1
  while true do
    local _, stop, found = find(value, ";%s*([%w%*%-]+)%s*=%s*", position)
    if not stop then return nil end
    local text
    if sub(value, stop + 1, stop + 1) == '"' then
      local finish = stop + 2
      while true do
        finish = find(value, '["\\]', finish)
        if not finish then return nil end
        if sub(value, finish, finish) == '"' then break end
        finish = finish + 2
      end
      text = string.gsub(sub(value, stop + 2, finish - 1), '\\(["\\])', "%1")
      position = finish + 1
    else
      text = match(value, "^[^;%s]*", stop + 1)
      position = stop + 1 + #text
    end
    if lower(found) == name then return text end
  end
end

local function parse_head(head)
  local headers = {}
  for line in string.gmatch(head .. "\r\n", "(.-)\r\n") do
    local name, value = match(line, "^([^%s:]+):%s*(.-)%s*$")
    if not name then return nil, "a part's header without a colon" end
    headers[lower(name)] = value
  end
  local disposition = headers["content-disposition"] or ""
  if not find(lower(disposition), "^form%-data%s*;") then
    return nil, "a part that is not form-data"
  end
  local name = parameter(disposition, "name")
  if not name or name == "" then return nil, "a part without a name" end
  return {
    name = name, filename = parameter(disposition, "filename"),
    content_type = headers["content-type"],
  }
end

--- The list of parts { name, filename, content_type, data }, or nil and the problem.
function multipart.parse(body, boundary)
  local delimiter = "\r\n--" .. boundary
  local parts = {}
  -- The first delimiter needs no line break before it; text before it (a preamble) is ignored.
  local position
  if sub(body, 1, #delimiter - 2) == sub(delimiter, 3) then
    position = #delimiter - 1
  else
    local _, stop = find(body, delimiter, 1, true)
    if not stop then return nil, "the boundary does not occur" end
    position = stop + 1
  end
  while sub(body, position, position + 1) ~= "--" do
    local _, line_end = find(body, "^[ \t]*\r\n", position)
    if not line_end then return nil, "bytes after a boundary" end
    local head_end, data_start = find(body, "\r\n\r\n", line_end - 1, true)
    if not head_end then return nil, "a part without an end to its head" end
    local part, problem = parse_head(sub(body, line_end + 1, head_end - 1))
    if not part then return nil, problem end
    local data_end, next_position = find(body, delimiter, data_start - 1, true)
    if not data_end then return nil, "the closing boundary is missing" end
    part.data = sub(body, data_start + 1, data_end - 1)
    parts[#parts + 1] = part
    position = next_position + 1
  end
  return parts
end

return multipart
