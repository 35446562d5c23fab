--- HTTP by libcurl: one exchange, from a request to a response or to what went wrong. Knows nothing of the platform.
local core = require "ai95.core"
local errors = require "ai95.errors"
local loop = require "ai95.loop"

local transport = {}

local PIECE = 512 -- bytes that a piece has at least, the last excepted; by so many text is told from a file

-- libcurl's codes. What is not here is trouble with the network.
local kinds = {
  [28] = "timeout",
  [1] = "protocol", [3] = "protocol", [8] = "protocol", [16] = "protocol", [43] = "protocol", [61] = "protocol",
  [92] = "protocol",
  [26] = "file",
  [27] = "limit", [63] = "limit",
  [35] = "tls", [53] = "tls", [54] = "tls", [58] = "tls", [59] = "tls", [60] = "tls", [64] = "tls", [66] = "tls",
  [77] = "tls", [80] = "tls", [82] = "tls", [83] = "tls", [90] = "tls", [91] = "tls", [98] = "tls",
}

local advice = {
  tls = "; check ca_file, the server's certificate and base_url",
  limit = "; raise max_body if such an answer is wanted",
}

--- What went wrong, from what transfer:result() tells.
local function failure(transfer)
  local code, message, started, flaw = transfer:result()
  local kind = kinds[code] or "network"
  if flaw == "too large" then
    kind = "limit"
  elseif flaw == "no memory" then
    kind, message = "limit", "not enough memory for the answer"
  elseif flaw then
    kind, message = "file", flaw
  end
  return errors.new {
    kind = kind,
    message = message .. (advice[kind] or ""),
    outcome = started and "unknown" or "not_sent",
  }
end

--- Hands a body that the sink accepts to it, piece by piece; one that it does not is left to be collected. Where the sink
--- raises, the transfer ends first.
local function deliver(transfer, sink)
  local wait = { on = transfer }
  loop.wait(wait)
  sink.accepted = transfer:status() == 200 and transfer:is_binary()
  if not sink.accepted then
    transfer:keep()
    loop.wait(wait)
    return
  end
  local unwatch = loop.watch(transfer) -- the sink may wait for somebody else, a slow visitor perhaps
  local ended
  repeat
    loop.wait(wait)
    ended = transfer:result() -- looked at first, so that nothing comes after the last piece
    local piece = transfer:take()
    local ok, problem = true, nil
    if piece ~= "" then
      ok, problem = pcall(sink.piece, piece)
    end
    if not ok then
      transfer:stop()
      unwatch()
      error(problem, 0)
    end
  until ended
  unwatch()
end

local profiles = setmetatable({}, { __mode = "v" })

--- What requests of a kind have in common, as core.profile takes it. Two with the same settings share it, and with it the
--- handles that are set up for it.
---@param settings table
---@return userdata profile
function transport.profile(settings)
  local parts = {}
  for name, value in pairs(settings) do
    parts[#parts + 1] = name .. "=" .. tostring(value)
  end
  table.sort(parts)
  local key = table.concat(parts, "\0")
  local profile = profiles[key] or core.profile(settings)
  profiles[key] = profile
  return profile
end

--- Does one exchange. With a `sink`, a body that is a file goes to its `file` (hashed where `digest` is true), or in pieces to
--- its function `piece`; then it is `accepted`. A text is an error, whatever its Content-Type says: the platform answers errors
--- of a download with JSON and status 200.
---@param profile userdata
---@param request table url; body: a string, the parts of a form or nil
---@param timeout number seconds
---@param sink table|nil
---@return table|nil response { status, body, received, transfer (which has header(name), and sha256() of a file) }
---@return ai95.Error|nil err
---@return boolean reused whether it went over a connection that was there
function transport.exchange(profile, request, timeout, sink)
  local to = sink and (sink.file or sink.piece and PIECE)
  local transfer = loop.pool():start(profile, request.url, request.body, timeout, to, sink and sink.digest)
  if sink and sink.piece then
    deliver(transfer, sink)
  else
    loop.wait { on = transfer, deserted = sink }
  end
  if sink and sink.file then
    sink.accepted = transfer:in_file()
  end
  local code, reused, status, received, body = transfer:answer()
  if code ~= 0 then
    return nil, failure(transfer), reused
  end
  return { status = status, body = body, received = received, transfer = transfer }, nil, reused
end

return transport
