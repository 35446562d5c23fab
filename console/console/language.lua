--- English or Chinese: the visitor's choice (a cookie), or else the browser's preference.
local catalogue = require "ai95_texts.console"
local texts = require "ai95_texts"

local language = { all = { { code = "en", name = "English" }, { code = "zh-CN", name = "中文" } } }

local LANGUAGES = { en = "en", ["zh-CN"] = "zh" }

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
  return LANGUAGES[code] ~= nil
end

---@return string code
function language.of_request()
  local chosen = ngx.var.cookie_language
  return LANGUAGES[chosen] and chosen or preferred(ngx.var.http_accept_language)
end

--- A function that returns texts in a language: say("count", 12).
---@return fun(key: string, ...): string
function language.speaker(code)
  return texts.speaker(catalogue, LANGUAGES[code])
end

--- What the library has said in English, in a language.
---@param sentence string
---@param code string
---@return string said
---@return string code of the language that it is in
function language.retell(sentence, code)
  local said, is_known = texts.retell(sentence, LANGUAGES[code])
  return said, is_known and code or "en"
end

--- A function that says the library's reasons in a language, for `explain` of a check or an import.
---@param code string
---@return fun(reason: string): string
function language.explainer(code)
  return function(reason) return (language.retell(reason, code)) end
end

return language
