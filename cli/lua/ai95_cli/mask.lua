--- Hides phone numbers and names in rows. The rest of a number or name tells rows apart, but does
--- not identify a person.
local mask = {}

-- The fields that hold them.
local PHONES = { callee = true, caller = true, phone = true, display_phone = true, ["电话"] = true }
local NAMES = { name = true, ["姓名"] = true }

--- 13800000001 becomes 138****0001; a short number keeps its last two digits.
---@param text string
---@return string
function mask.phone(text)
  if #text >= 11 then
    return text:sub(1, #text - 8) .. "****" .. text:sub(-4)
  end
  return ("*"):rep(math.max(#text - 2, 0)) .. text:sub(-2)
end

--- 张三丰 becomes 张**.
---@param text string
---@return string
function mask.name(text)
  local first, rest = text:match("^([%z\1-\127\194-\244][\128-\191]*)(.*)$")
  if not first then
    return text
  end
  return first .. rest:gsub("[%z\1-\127\194-\244][\128-\191]*", "*")
end

local function literal(text)
  return (text:gsub("%p", "%%%0"))
end

--- Replaces each occurrence of `secret` in a text.
local function replace(text, secret, by)
  return (text:gsub(literal(secret), (by:gsub("%%", "%%%%"))))
end

local MOBILE = "%f[%d]1[3-9]" .. ("%d"):rep(9) .. "%f[%D]"

local function replace_all(value, secrets)
  if type(value) == "string" then
    for _, each in ipairs(secrets) do
      value = replace(value, each.secret, each.by)
    end
    return (value:gsub(MOBILE, mask.phone)) -- another person's, or one that was said aloud
  elseif type(value) ~= "table" then
    return value
  end
  local copy = {}
  for key, item in pairs(value) do
    copy[key] = replace_all(item, secrets)
  end
  return copy
end

--- A masked copy of the row. The names of recordings contain the number, and people say their
--- names, so each number and name is replaced in all fields.
---@param row table
---@return table
function mask.row(row)
  local secrets = {}
  for field, value in pairs(row) do
    local text = type(value) == "number" and ("%.0f"):format(value) or value
    if PHONES[field] and type(text) == "string" and #text >= 5 then
      secrets[#secrets + 1] = { secret = text, by = mask.phone(text) }
    elseif NAMES[field] and type(text) == "string" and text ~= "" then
      secrets[#secrets + 1] = { secret = text, by = mask.name(text) }
    end
  end
  table.sort(secrets, function(a, b) return #a.secret > #b.secret end)
  local copy = replace_all(row, secrets)
  for field in pairs(PHONES) do
    if type(copy[field]) == "number" then
      copy[field] = mask.phone(("%.0f"):format(copy[field]))
    end
  end
  return copy
end

return mask
