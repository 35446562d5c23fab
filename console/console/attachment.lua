--- The headers of a file that a browser saves.
local mask = require "console.mask"
local without_direction = require "console.without_direction"

--- As RFC 8187 has it, which forbids four characters more than nginx escapes.
local function encode(text)
  return (ngx.escape_uri(text):gsub("[*'()]", function(character)
    return ("%%%02X"):format(character:byte())
  end))
end

---@param request console.Request
---@param kind string its type; the file is UTF-8
---@param plain string its name in ASCII, for browsers that know no other
---@param name string its name
return function(request, kind, plain, name)
  name = without_direction(request.user.sees_masked and mask.text(name) or name)
  ngx.header["Content-Type"] = kind .. "; charset=utf-8"
  ngx.header["Content-Disposition"] = ("attachment; filename=\"%s\"; filename*=UTF-8''%s"):format(
    plain, encode((name:gsub("[/\\%c]", "_"))))
end
