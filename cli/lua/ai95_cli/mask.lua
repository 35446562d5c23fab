--- Rows without the people in them: enough is left of a phone number or a name to tell rows apart, not to find the person.
local mask = {}

-- The fields of the platform's rows that hold them.
local PHONES = { callee = true, caller = true, phone = true, display_phone = true, ["电话"] = true }
local NAMES = { name = true, ["姓名"] = true }

--- 13800000001 is 138****0001; of a short number the last two digits are left.
---@param text string
---@return string
function mask.phone(text)
  if #text >= 11 then
    return text:sub(1, #text - 8) .. "****" .. text:sub(-4)
  end
  return ("*"):rep(math.max(#text - 2, 0)) .. text:sub(-2)
end

--- 张三丰 is 张**.
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

--- Every place of `secret` in a text.
local function replace(text, secret, by)
  return (text:gsub(literal(secret), (by:gsub("%%", "%%%%"))))
end

local MOBILE = "%f[%d]1[3-9]" .. ("%d"):rep(9) .. "%f[%D]"

local function replace_all(value, secrets)
  if type(value) == "string" then
    for _, each in ipairs(secrets) do
      value = replace(value, each.secret, each.by)
    end
    return (value:gsub(MOBILE, mask.phone)) -- somebody else's, or said aloud
  elseif type(value) ~= "table" then
    return value
  end
  local copy = {}
  for key, item in pairs(value) do
    copy[key] = replace_all(item, secrets)
  end
  return copy
end

--- A copy of the row. Recordings are named after the number, and people say their names: so what is hidden in its own field
--- is hidden in all others too.
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
