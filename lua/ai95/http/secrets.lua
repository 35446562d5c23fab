--- Finds secrets and phone numbers in a text that somebody else wrote, to replace them.
--
-- A server may quote what it received as it came, in JSON, percent-encoded, as a form's field or in
-- HTML, in part so, and in other letter case.
local ascii = require "ai95.util.ascii"

local secrets = {}

local MASK = "***"

local HTML = {
  ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ['"'] = "&quot;", ["'"] = "&apos;",
}
local JSON = {
  ['"'] = '\\"', ["\\"] = "\\\\", ["/"] = "\\/", ["\b"] = "\\b", ["\f"] = "\\f", ["\n"] = "\\n",
  ["\r"] = "\\r", ["\t"] = "\\t",
}

--- The number of a character in UTF-8; of another byte, the byte.
local function code_of(character)
  local code = character:byte()
  if #character > 1 then
    code = code % 2 ^ (7 - #character)
  end
  for i = 2, #character do
    code = code * 64 + character:byte(i) % 64
  end
  return code
end

local function escape_of(code)
  if code < 0x10000 then
    return ("\\u%04x"):format(code)
  end
  local high, low = math.floor((code - 0x10000) / 0x400), code % 0x400
  return ("\\u%04x\\u%04x"):format(0xD800 + high, 0xDC00 + low)
end

--- How a character may be written, in lower case; as it is last, because that may be the beginning
--- of another form: "%" of "%25".
local function forms_of(character)
  local code = code_of(character)
  local forms = {
    escape_of(code),
    (character:gsub(".", function(byte) return ("%%%02x"):format(byte:byte()) end)),
    ("&#%d;"):format(code), ("&#0%d;"):format(code),
    ("&#x%x;"):format(code), ("&#x0%x;"):format(code),
  }
  forms[#forms + 1] = JSON[character]
  forms[#forms + 1] = HTML[character]
  forms[#forms + 1] = character == " " and "+" or nil
  forms[#forms + 1] = ascii.lower(character)
  return forms
end

--- The characters of a secret, each as lists of its forms by their first byte.
local function characters_of(secret)
  local list = {}
  for character in secret:gmatch ".[\128-\191]?[\128-\191]?[\128-\191]?" do
    local by_byte = {}
    for _, form in ipairs(forms_of(character)) do
      local first = form:byte()
      by_byte[first] = by_byte[first] or {}
      table.insert(by_byte[first], form)
    end
    list[#list + 1] = by_byte
  end
  return list
end

--- Where the characters from the i-th on end, if they are in the text at that place.
local function match(text, at, characters, i)
  if i > #characters then
    return at
  end
  for _, form in ipairs(characters[i][text:byte(at)] or {}) do
    if text:sub(at, at + #form - 1) == form then
      local last = match(text, at + #form, characters, i + 1)
      if last then
        return last
      end
    end
  end
  return nil
end

local function mask_one(text, secret)
  local characters = characters_of(secret)
  local lower, parts, at, done = ascii.lower(text), {}, 1, 1
  while at <= #text do
    local after = match(lower, at, characters, 1)
    if after then
      parts[#parts + 1] = text:sub(done, at - 1) .. MASK
      done = after
    end
    at = after or at + 1
  end
  return table.concat(parts) .. text:sub(done)
end

--- The text without the secrets that it repeats.
---@param text string
---@param list string[] the secrets; "" is none
---@return string
function secrets.mask(text, list)
  for _, secret in ipairs(list) do
    if secret ~= "" then
      text = mask_one(text, secret)
    end
  end
  return text
end

--- The text with full-width digits as those of ASCII.
---@param text string
---@return string
function secrets.ascii_digits(text)
  return (text:gsub("\239\188([\144-\153])", function(last)
    return string.char(last:byte() - 96)
  end))
end

local SEPARATORS = "[ ().-]"
local LOCAL_DIGITS, PHONE_DIGITS = 7, 11 -- in one group; in several

local function mask_groups(run)
  local _, digits = run:gsub("%d", "")
  local is_address = run:find "^%d%d?%d?%.%d%d?%d?%.%d%d?%d?%.%d%d?%d?$"
  local is_apart = run:find(SEPARATORS:rep(3))
  return digits >= PHONE_DIGITS and not is_address and not is_apart and MASK or run
end

--- The text without the numbers that may be a customer's: long ones, and those in groups as phone
--- numbers are written.
---@param text string
---@return string
function secrets.mask_numbers(text)
  local plain = secrets.ascii_digits(text)
  local masked = plain:gsub(("%d"):rep(LOCAL_DIGITS) .. "+", MASK)
    :gsub("%d[%d ().-]*%d", mask_groups)
  return masked ~= plain and masked or text
end

return secrets
