--- Handles texts as ASCII, whatever the host's locale is. Lua's own functions follow the locale: in
--- Turkish string.upper writes "VERiFY", "<" may sort like a dictionary, and numbers have a comma.
local ascii = {}

local function to_lower(letter)
  return string.char(letter:byte() + 32)
end

local function to_upper(letter)
  return string.char(letter:byte() - 32)
end

---@param text string
---@return string
function ascii.lower(text)
  return (text:gsub("[A-Z]", to_lower))
end

---@param text string
---@return string
function ascii.upper(text)
  return (text:gsub("[a-z]", to_upper))
end

--- Whether a text has a control character. (The bytes of a Chinese one may be such in the locale.)
---@param text string
---@return boolean
function ascii.has_control(text)
  return text:find "[^\32-\126\128-\255]" ~= nil
end

--- Whether a text comes before another one, by its bytes.
---@param a string
---@param b string
---@return boolean
function ascii.is_before(a, b)
  for i = 1, math.min(#a, #b) do
    local x, y = a:byte(i), b:byte(i)
    if x ~= y then
      return x < y
    end
  end
  return #a < #b
end

--- The locale's decimal point.
local function decimal_point()
  return ("%.1f"):format(0.5):match "^0(.-)5$"
end

--- A number that is written with a decimal point.
---@param text string
---@return number|nil
function ascii.number(text)
  local point = decimal_point()
  if point ~= "." and text:find(point, 1, true) then
    return nil
  end
  return tonumber((text:gsub("%.", (point:gsub("%%", "%%%%")))))
end

--- Writes a number with a decimal point.
---@param number number
---@param decimals integer 1 or more
---@return string
function ascii.fixed(number, decimals)
  local text = ("%." .. decimals .. "f"):format(number)
  local point = decimal_point()
  return text:sub(1, -1 - decimals - #point) .. "." .. text:sub(-decimals)
end

return ascii
