--- Finds phone numbers that a spreadsheet has damaged.

-- digits; no number in the world is longer (E.164), and service numbers are not shorter
local LONGEST, SHORTEST = 15, 3

--- What is wrong with a number, or nil. The text does not repeat the number, which is personal.
---@param phone any
---@return string|nil problem
return function(phone)
  if type(phone) == "number" then
    phone = phone == math.floor(phone) and ("%.0f"):format(phone) or tostring(phone)
  end
  if type(phone) ~= "string" or phone == "" then
    return "is empty"
  elseif not phone:find("^%+?%d+$") then
    if phone:find("^%d[%d.]*[eE][+-]?%d+$") then
      return "was turned into scientific notation by a spreadsheet (as 1.38E+10), "
        .. "and digits are lost: format the column as text, and fill it in again"
    end
    return "has other characters than digits; write digits only"
  end
  local first = phone:sub(1, 1)
  local count = first == "+" and #phone - 1 or #phone
  if count > LONGEST or count < SHORTEST then
    return ("has %d digits"):format(count)
  elseif first == "+" or first == "0" or (count == 10 and phone:find("^[48]00")) then
    return nil
  elseif first == "1" and count == 10 and phone:sub(2, 2) ~= "0" then
    return "has 10 digits; a mobile number has 11"
  elseif (first == "1" and count == 10) or (first ~= "1" and count >= 9 and count <= 11) then
    return "has lost a leading zero, as spreadsheets do to the area code: "
      .. "format the column as text, and fill it in again"
  end
  return nil
end
