--- A proxy's address: whether libcurl can use it, and how to print it. No message repeats a part of
--- it: if it is wrong, any part may belong to the password.
local ascii = require "ai95.util.ascii"

local proxy_url = {}

local SCHEMES = { http = true, https = true, socks4 = true, socks4a = true, socks5 = true,
  socks5h = true }
local MAX_PORT = 65535

local ENCODE = "in its user and password, write each character that is not a letter, a digit or"
  .. " one of -._~ as %XX:"
  .. " # is %23, % is %25, / is %2F, : is %3A, ? is %3F, @ is %40, a blank is %20"

--- "http://", and what comes after it.
local function split_scheme(url)
  local scheme, rest = url:match "^([A-Za-z][A-Za-z0-9+.-]*)://(.*)$"
  return scheme, rest or url
end

local function is_userinfo(text)
  return not text:gsub("%%[0-9A-Fa-f][0-9A-Fa-f]", ""):find "[^A-Za-z0-9%-._~!$&'()*+,;=:]"
    and not text:find "%%[01]" and not text:find "%%7[Ff]"
end

--- The problem with "host", "host:port" or "[IPv6]:port"; nil if there is none.
local function problem_of_host(text)
  text = text:gsub("/$", "")
  local host, port = text:match "^(%[[0-9A-Fa-f:.]+%])(.*)$"
  if not host then
    host, port = text:match "^(%[[0-9A-Fa-f:.]+%%25[A-Za-z0-9._~-]+%])(.*)$" -- with a zone
  end
  if not host then
    host, port = text:match "^([^:]*)(.*)$"
    if host == "" or host:find "[^A-Za-z0-9._~\128-\255-]" then
      return "it needs a host after its user and password, and nothing after the port"
    end
  end
  local number = tonumber(port:match "^:([0-9]+)$")
  if port ~= "" and (not number or number < 1 or number > MAX_PORT) then
    return ("its port must be a number from 1 to %d"):format(MAX_PORT)
  end
end

--- What is wrong with a proxy's address, without any part of it; nil if it is right.
---@param url string
---@return string|nil problem
function proxy_url.problem(url)
  local scheme, rest = split_scheme(url)
  if scheme and not SCHEMES[ascii.lower(scheme)] then
    return "it must begin with http://, https://, socks4://, socks4a://, socks5:// or socks5h://"
  end
  local userinfo, host = rest:match "^(.*)@(.-)$"
  if userinfo and not is_userinfo(userinfo) then
    return ENCODE
  end
  return problem_of_host(host or rest)
end

--- The address without its user and password.
---@param url string
---@return string
function proxy_url.shown(url)
  if proxy_url.problem(url) then
    return "…"
  end
  local scheme, rest = split_scheme(url)
  return (scheme and scheme .. "://" or "") .. rest:gsub("^.*@", "…@")
end

--- Whether a message repeats the user or the password of an address, or a part of them.
---@param url string
---@param message string
---@return boolean
function proxy_url.is_in(url, message)
  local _, rest = split_scheme(url)
  if message:find(rest, 1, true) then
    return true
  elseif not proxy_url.problem(url) then
    return false -- libcurl understands it, and repeats its host at most
  end
  for part in rest:gmatch "[^/?#@:%s]+" do
    if message:find(part, 1, true) then
      return true
    end
  end
  return false
end

return proxy_url
