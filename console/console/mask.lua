--- Hides phone numbers, but for the digits that tell one from another.
local MOBILE = "%f[%w]1[3-9]" .. ("%d"):rep(9) .. "%f[%W]"

local mask = {}

--- 13800000001 becomes 138****0001; a short number keeps its last two digits.
---@param number any
---@return string
function mask.phone(number)
  local text = tostring(number)
  if #text >= 11 then
    return text:sub(1, #text - 8) .. "****" .. text:sub(-4)
  end
  return ("*"):rep(math.max(#text - 2, 0)) .. text:sub(-2)
end

--- A text without mobile numbers.
---@param text string
---@return string
function mask.text(text)
  return (text:gsub(MOBILE, mask.phone))
end

return mask
