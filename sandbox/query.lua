--- Reads a query string as PHP does, but keeps the order of its parameters.

local query = {}

local function decode(text)
  text = string.gsub(text, "+", " ")
  return (string.gsub(text, "%%(%x%x)", function(digits)
    return string.char(tonumber(digits, 16))
  end))
end

--- An object node with string values. A repeated name keeps its first place and its last value.
function query.parse(text)
  local names, values, place = {}, {}, {}
  for pair in string.gmatch(text or "", "[^&]+") do
    local raw_name, raw_value = string.match(pair, "^([^=]*)=?(.*)$")
    local name = decode(raw_name)
    if name ~= "" then
      if not place[name] then
        names[#names + 1] = name
        place[name] = #names
      end
      values[place[name]] = decode(raw_value)
    end
  end
  return { kind = "object", names = names, values = values }
end

return query
