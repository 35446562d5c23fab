--- Drops the marks that change the direction of the text around them (U+200E, U+200F, U+202A to
--- U+202E, U+2066 to U+2069, U+061C): with them a name could show another number than it has.
---@param text string
---@return string
return function(text)
  if not text:find "[\216\226]" then
    return text
  end
  return (text:gsub("\226\128[\142\143\170-\174]", ""):gsub("\226\129[\166-\169]", "")
    :gsub("\216\156", ""))
end
