--- HTTP by libcurl: one exchange, from a request to a response or a failure. Knows nothing of the
--- platform.
local core = require "ai95.core"
local loop = require "ai95.loop"
local proxy_url = require "ai95.util.proxy_url"

local transport = {}

-- The least bytes in a piece, except the last: enough to tell a file from an error.
local PIECE = 512

local TLS_ADVICE = "; check ca_file, the server's certificate and base_url"
local TOO_LARGE_ADVICE = "; raise max_body if you want such an answer"

local OUT_OF_MEMORY = 27 -- of libcurl
-- It also says so of a line of the headers that is longer than it allows.
local OUT_OF_MEMORY_TEXT = "libcurl had not enough memory, or a line of the answer's headers is too"
  .. " long for it"

-- libcurl's codes. Any other code is trouble with the network.
local kinds = {
  [28] = "timeout",
  [1] = "protocol", [3] = "protocol", [8] = "protocol", [16] = "protocol", [43] = "protocol",
  [61] = "protocol", [92] = "protocol",
  [26] = "file",
  [100] = "protocol", -- too many headers
  [OUT_OF_MEMORY] = "protocol",
  [35] = "tls", [53] = "tls", [54] = "tls", [58] = "tls", [59] = "tls", [60] = "tls", [64] = "tls",
  [66] = "tls", [77] = "tls", [80] = "tls", [82] = "tls", [83] = "tls", [90] = "tls", [91] = "tls",
  [98] = "tls",
}

--- What is wrong with TLS in this program whatever the server does; nil if nothing is.
---@return string|nil
function transport.tls_problem()
  local linked, used = core.replaced_openssl()
  return linked and ("this program (such as nginx) has OpenSSL %s linked into it, which replaces"
    .. " OpenSSL %s of libcurl, so https cannot work here; use one that is linked with the"
    .. " system's OpenSSL"):format(used, linked)
end

local tls_problem = transport.tls_problem()

local function needs_tls(config, url)
  return url:find "^[Hh][Tt][Tt][Pp][Ss]:" ~= nil
    or (config.proxy and config.proxy:find "^[Hh][Tt][Tt][Pp][Ss]:" ~= nil)
end

-- Where libcurl looks for a proxy if the client has none.
local PROXY_VARIABLES = { "http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY" }

--- libcurl's message, unless it repeats a proxy's password. Then it says what is wrong with the
--- proxy's address.
local function without_proxy(config, code, message)
  local given = config.proxy and { proxy = config.proxy } or {}
  for _, name in ipairs(config.proxy == nil and PROXY_VARIABLES or {}) do
    given[name] = os.getenv(name)
  end
  for name, url in pairs(given) do
    if url ~= "" and proxy_url.is_in(url, message) then
      return ("libcurl's error %d; the address of the proxy, from %s, is not valid%s"):format(code,
        name == "proxy" and "the option proxy" or name .. " in the environment",
        proxy_url.problem(url) and ": " .. proxy_url.problem(url) or "")
    end
  end
  return message
end

--- What went wrong with a transfer.
local function failure_of(transfer, config)
  local code, message, started, cause = transfer:result()
  local kind = kinds[code] or "network"
  if cause == "too large" then
    kind, message = "too_large", message .. TOO_LARGE_ADVICE
  elseif cause == "headers" then
    kind = "protocol"
  elseif cause == "no memory" then
    kind, message = "too_large", "not enough memory for the answer"
  elseif cause then
    kind, message = "file", cause
  elseif code == OUT_OF_MEMORY then
    message = OUT_OF_MEMORY_TEXT
  else
    message = without_proxy(config, code, message) .. (kind == "tls" and TLS_ADVICE or "")
  end
  return {
    kind = kind,
    message = message,
    outcome = started and "unknown" or "not_sent",
  }
end

-- A connection that was cut ends such a file, too.
local function undelimited()
  return {
    kind = "protocol", outcome = "unknown",
    message = "the file came without its length and without chunks, so it may be cut off; "
      .. "check the server, and any proxy in between",
  }
end

--- Hands the body to the target piece by piece, if it is a file; otherwise it is collected. If the
--- target raises, the transfer ends first.
---@return boolean delivered
local function deliver(transfer, target)
  local wait = { on = transfer }
  loop.wait(wait)
  if not transfer:is_file() then
    transfer:keep()
    loop.wait(wait)
    return false
  end
  -- the target may wait for somebody else, such as a slow visitor
  local unwatch = loop.watch(transfer)
  local ended
  repeat
    loop.wait(wait)
    ended = transfer:result() -- before the piece: nothing comes after the last one
    local piece = transfer:take()
    local ok, problem = true, nil
    if piece ~= "" then
      ok, problem = pcall(target.write, target, piece)
    end
    if not ok then
      transfer:stop()
      unwatch()
      target:abort()
      error(problem, 0)
    end
  until ended
  unwatch()
  return true
end

--- What requests of a kind have in common for a client, set up once.
---@param config table the client's options
---@param kind table see http/serializer
---@return userdata profile
local function profile_of(config, kind)
  local profile = config.profiles[kind]
  if not profile then
    profile = core.profile {
      headers = kind.headers, once = kind.once, large = kind.large,
      -- A large file may take long, but must not stand still.
      stall = kind.large and config.timeout or nil,
      connect_timeout = config.connect_timeout, maximum = config.max_body, ca_file = config.ca_file,
      insecure = not config.verify, http2 = config.http2, user_agent = config.user_agent,
      -- "" keeps libcurl from the environment's
      proxy = config.proxy == false and "" or config.proxy,
    }
    config.profiles[kind] = profile
  end
  return profile
end

--- A response. Headers are looked up if somebody wants them.
---@class ai95.Response
---@field status integer
---@field body userdata see core.decode_answer
---@field size integer
---@field delivered boolean whether the body went to the target
---@field sha256 string|nil of the file, if the target asks for one
---@field content_type string|nil
---@field retry_after string|nil
local Response = {}

local HEADERS = { content_type = "content-type", retry_after = "retry-after" }

function Response.__index(response, name)
  return HEADERS[name] and response.body:header(HEADERS[name])
end

--- Does one exchange. With a `target` (see http/download), a body that is a file goes to it. Text
--- is never a file, whatever its Content-Type says: the platform answers a download's error with
--- JSON and status 200. Bodies in gzip are decompressed, whatever their Content-Encoding says.
---@param config table the client's options
---@param clock ai95.Clock learns the server's time
---@param request table kind, url and body, see http/serializer
---@param timeout number seconds
---@param target ai95.Target|nil
---@return ai95.Response|nil response
---@return table|nil failure
---@return boolean reused whether an open connection was used again
function transport.exchange(config, clock, request, timeout, target)
  if tls_problem and needs_tls(config, request.url) then
    return nil, { kind = "tls", outcome = "not_sent", message = tls_problem }, false
  end
  local to = target and (target.file or PIECE) or nil
  local transfer = loop.pool():start(profile_of(config, request.kind), request.url, request.body,
    timeout, to,
    target and target.digest)
  local delivered
  if target and not target.file then
    delivered = deliver(transfer, target)
  else
    loop.wait { on = transfer, abort = target }
    delivered = target ~= nil and transfer:in_file()
  end
  local code, reused, status, size = transfer:answer()
  if code ~= 0 then
    return nil, failure_of(transfer, config), reused
  elseif delivered and not transfer:is_delimited() then
    return nil, undelimited(), reused
  end
  if core.now() >= clock.next_reading then
    clock:update(transfer)
  end
  return setmetatable({
    status = status, body = transfer, size = math.floor(size), delivered = delivered,
    sha256 = target and target.digest and transfer:sha256() or nil,
  }, Response), nil, reused
end

return transport
