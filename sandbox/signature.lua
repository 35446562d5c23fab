--- The parameter `url`: eight characters of the MD5 of all the other parameters as JSON.

local php_json = require "sandbox.php_json"

local signature = {}

--- The text to hash: the parameters that are not in the set `left_out`, as JSON without blanks and
-- line breaks. nil if PHP could not encode them.
function signature.canonical(fields, left_out)
  local names, values = {}, {}
  for index, name in ipairs(fields.names) do
    if not left_out[name] then
      names[#names + 1] = name
      values[#names] = fields.values[index]
    end
  end
  local text = php_json.encode({ kind = "object", names = names, values = values })
  return text and (string.gsub(text, "[ \r\n\t]", ""))
end

function signature.of(canonical)
  return string.sub(ngx.md5(canonical), 2, 9)
end

return signature
