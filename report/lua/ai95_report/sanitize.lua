--- Makes text from the platform (names of tasks, labels, reasons) safe for the page. html.lua
--- escapes it; this file removes what is harmful or private even when escaped.
local MAX_BYTES = 200
local REPLACEMENT = "\239\191\189"

local CONTINUATION = "[\128-\191]"

-- The well-formed sequences of UTF-8 by their first byte, as patterns (Unicode, table 3-7).
local SEQUENCES = {
  { 194, 223, "^." .. CONTINUATION },
  { 224, 224, "^.[\160-\191]" .. CONTINUATION },
  { 225, 236, "^." .. CONTINUATION:rep(2) },
  { 237, 237, "^.[\128-\159]" .. CONTINUATION },
  { 238, 239, "^." .. CONTINUATION:rep(2) },
  { 240, 240, "^.[\144-\191]" .. CONTINUATION:rep(2) },
  { 241, 243, "^." .. CONTINUATION:rep(3) },
  { 244, 244, "^.[\128-\143]" .. CONTINUATION:rep(2) },
}

local pattern_of = {}
for _, each in ipairs(SEQUENCES) do
  for byte = each[1], each[2] do
    pattern_of[byte] = each[3]
  end
end

--- The text with each byte that is not part of valid UTF-8 replaced.
local function valid_utf8(text)
  local parts, position = {}, 1
  while position <= #text do
    local _, last = text:find("^[%z\1-\127]+", position)
    if not last then
      local pattern = pattern_of[text:byte(position)]
      last = pattern and select(2, text:find(pattern, position))
    end
    parts[#parts + 1] = last and text:sub(position, last) or REPLACEMENT
    position = (last or position) + 1
  end
  return table.concat(parts)
end

--- Masks a run of digits that is a mobile number, with or without the country code.
local function mask(digits)
  local number = #digits == 13 and digits:match("^86(1[3-9]%d+)$")
    or #digits == 11 and digits:match("^1[3-9]%d+$")
  return number and "1" .. ("*"):rep(10) or digits
end

--- One line of valid UTF-8 without mobile numbers, without characters that XML forbids, and without
--- marks that change the direction of the text around it.
---@param text any
---@return string
local function sanitize(text)
  text = valid_utf8(tostring(text):sub(1, 10 * MAX_BYTES))
  text = text:gsub("[%c]+", " ")
  text = text:gsub("\194[\128-\159]", " ") -- the other control characters
  -- direction, line separators
  text = text:gsub("\226\128[\142\143\168-\174]", ""):gsub("\226\129[\166-\169]", "")
    :gsub("\216\156", "")
  text = text:gsub("\239\191[\190\191]", REPLACEMENT) -- U+FFFE, U+FFFF
  text = text:gsub("%d+", mask)
  if #text > MAX_BYTES then
    local cut = MAX_BYTES
    while text:byte(cut + 1) >= 128 and text:byte(cut + 1) < 192 do
      cut = cut - 1
    end
    text = text:sub(1, cut) .. "…"
  end
  return text
end

return sanitize
