--- Text that the platform gave (names of tasks, labels, reasons), before it goes on the page. Escaping is html.lua's; this is
--- about what stays harmful or private when escaped.
local core = require "ai95.core"

local LONGEST = 200 -- bytes

local REPLACEMENT = "\239\191\189"

local function valid_utf8(text)
  local position = core.invalid_utf8(text)
  while position do
    text = text:sub(1, position - 1) .. REPLACEMENT .. text:sub(position + 1)
    position = core.invalid_utf8(text)
  end
  return text
end

--- A digit run that is a mobile number, with or without the country's code.
local function mask(digits)
  local number = #digits == 13 and digits:match("^86(1[3-9]%d+)$") or #digits == 11 and digits:match("^1[3-9]%d+$")
  return number and "1" .. ("*"):rep(10) or digits
end

--- One line of valid UTF-8 without phone numbers, without what XML does not allow, and without what turns the direction of the
--- text around it.
---@param text any
---@return string
local function outside(text)
  text = valid_utf8(tostring(text):sub(1, 10 * LONGEST))
  text = text:gsub("[%c]+", " ")
  text = text:gsub("\194[\128-\159]", " ")                                   -- the other control characters
  text = text:gsub("\226\128[\142\143\168-\174]", ""):gsub("\226\129[\166-\169]", "") -- marks of direction, line separators
  text = text:gsub("\239\191[\190\191]", REPLACEMENT)                         -- U+FFFE, U+FFFF
  text = text:gsub("%d+", mask)
  if #text > LONGEST then
    local cut = LONGEST
    while text:byte(cut + 1) >= 128 and text:byte(cut + 1) < 192 do
      cut = cut - 1
    end
    text = text:sub(1, cut) .. "…"
  end
  return text
end

return outside
