--- English or Chinese: the visitor's choice (a cookie), or else the browser's preference.
local texts = require "console.texts"

local language = { all = { { code = "en", name = "English" }, { code = "zh-CN", name = "中文" } } }

local COLUMNS = { en = 1, ["zh-CN"] = 2 }

--- The better of the two, by the weights of an Accept-Language header.
local function preferred(header)
  local best, weight = "en", 0
  for range, parameters in (header or ""):gmatch("([%a%-]+)([^,]*)") do
    local code = ({ en = "en", zh = "zh-CN" })[range:lower():match("^%a+")]
    local q = tonumber(parameters:match("q=([%d.]+)")) or 1
    if code and q > weight then
      best, weight = code, q
    end
  end
  return best
end

function language.is_known(code)
  return COLUMNS[code] ~= nil
end

---@return string code
function language.of_request()
  local chosen = ngx.var.cookie_language
  return COLUMNS[chosen] and chosen or preferred(ngx.var.http_accept_language)
end

--- A function that returns texts in a language: say("count", 12).
---@return fun(key: string, ...): string
function language.speaker(code)
  local column = COLUMNS[code]
  return function(key, ...)
    local text = texts[key][column]
    return select("#", ...) > 0 and text:format(...) or text
  end
end

return language
