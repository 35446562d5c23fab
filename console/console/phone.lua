--- Phone numbers as people paste them.
local FULL_WIDTH = "\239\188([\144-\153])" -- ０ to ９
local MOBILE = "1[3-9]" .. ("%d"):rep(9)

--- The digits of a number, without the country code of China. A text that has other characters than
--- those of a number stays as it is.
---@param text string
---@return string
return function(text)
  local number = text:gsub(FULL_WIDTH, function(last)
    return string.char(last:byte() - 144 + ("0"):byte())
  end)
  -- hyphens, brackets, full-width forms of these, and blanks that cannot be told from others
  number = number:gsub("[%s%-%.%(%)/]", ""):gsub("\226\128[\139-\149\170-\174]", "")
    :gsub("\239\188[\136\137\139\141]", "+"):gsub("\227\128\128", ""):gsub("\194\160", "")
  local digits = number:gsub("%+", "")
  if digits == "" or digits:find "%D" then
    return text
  end
  return digits:match("^0?0?86(" .. MOBILE .. ")$") or digits:match("^0(" .. MOBILE .. ")$")
    or digits
end
