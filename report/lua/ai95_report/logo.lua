--- A logo as a data URI. The page shows it with <img>, where a browser runs no script of an SVG and
--- loads nothing that it names.
local logo = {}

logo.MAX = 512 * 1024 -- bytes

local ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

local function digit(value)
  return ALPHABET:sub(value + 1, value + 1)
end

local function base64(bytes)
  return (bytes:gsub("..?.?", function(part)
    local a, b, c = part:byte(1, 3)
    local sum = a * 65536 + (b or 0) * 256 + (c or 0)
    return digit(math.floor(sum / 262144)) .. digit(math.floor(sum / 4096) % 64)
      .. (b and digit(math.floor(sum / 64) % 64) or "=") .. (c and digit(sum % 64) or "=")
  end))
end

--- Whether the text is an SVG document. One that declares entities is not taken, since they can
--- make it a million times larger.
local function is_svg(bytes)
  local text, count = bytes:gsub("^\239\187\191", ""), nil
  if text:find("<!ENTITY", 1, true) or text:find("%z") then
    return false
  end
  repeat
    text = text:gsub("^%s+", "")
    for _, pattern in ipairs { "^<%?.-%?>", "^<!%-%-.-%-%->", "^<!DOCTYPE[^>%[]*>" } do
      text, count = text:gsub(pattern, "", 1)
      if count > 0 then
        break
      end
    end
  until count == 0
  return text:find "^<svg[%s/>]" ~= nil and text:find "</svg%s*>%s*$" ~= nil
end

local function type_of(bytes)
  if bytes:find "^\137PNG\r\n\26\n%z%z%z\rIHDR" then
    return "image/png"
  elseif bytes:find "^\255\216\255" then
    return "image/jpeg"
  elseif is_svg(bytes) then
    return "image/svg+xml"
  end
end

--- The image as a data URI.
---@param bytes string a PNG, a JPEG or an SVG
---@return string|nil uri
---@return string|nil problem what is wrong with it
function logo.uri(bytes)
  if #bytes > logo.MAX then
    return nil, ("is larger than %d KiB"):format(logo.MAX / 1024)
  end
  local type = type_of(bytes)
  if not type then
    return nil, "is no PNG, JPEG or SVG"
  end
  return ("data:%s;base64,%s"):format(type, base64(bytes))
end

return logo
