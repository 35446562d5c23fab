--- What a visitor chose, in cookies: the language, whether pages update themselves, and the list of
--- campaigns that was shown last. A link with `lang` or `update` changes a choice on any page.
local language = require "console.language"
local session = require "console.session"

local choices = {}

local YEAR = 365 * 86400
local MAX_ADDRESS = 300 -- bytes

local by_parameter = {
  lang = { cookie = "language", is_valid = language.is_known },
  update = {
    cookie = "update", is_valid = function(value) return value == "on" or value == "off" end,
  },
}

--- Takes the choices out of an address.
---@param args table<string, string> changed
---@return string[] cookies none if nothing was chosen
function choices.take(args)
  local cookies = {}
  for parameter, choice in pairs(by_parameter) do
    local value = args[parameter]
    args[parameter] = nil
    if choice.is_valid(value) then
      cookies[#cookies + 1] = session.cookie(choice.cookie, value, YEAR)
    end
  end
  return cookies
end

---@return boolean
function choices.is_updating()
  return ngx.var.cookie_update == "on"
end

--- The cookie that keeps the address of the list of campaigns.
---@param address string
---@return string cookie
function choices.list_cookie(address)
  return session.cookie("list", ngx.escape_uri(#address <= MAX_ADDRESS and address or "/"))
end

--- The address of the list of campaigns that the visitor saw last.
---@return string|nil
function choices.last_list()
  local address = ngx.unescape_uri(ngx.var.cookie_list or "")
  return address:find "^/%?[%w%%_.=&-]+$" and address or nil
end

return choices
