--- Sends answers, whole or in the pieces that a fault asks for.

local clock = require "sandbox.clock"
local habits = require "sandbox.habits"

local send = {}

--- Reduces a file to the part in a Range header. Several ranges or other units get the whole file.
local function apply_range(answer)
  local header = ngx.req.get_headers(0).range
  local range = type(header) == "string" and header or ""
  local first, last = string.match(range, "^bytes=(%d*)%-(%d*)$")
  local size = #answer.body
  first, last = tonumber(first), tonumber(last)
  if not first and not last or first and last and last < first then return end
  if not first then
    first, last = math.max(size - last, 0), last > 0 and size - 1 or -1
  end
  last = math.min(last or size - 1, size - 1)
  if first >= size or last < first then
    answer.status, answer.body = 416, ""
    answer.headers["Content-Range"] = "bytes */" .. size
    return
  end
  answer.status, answer.body = 206, string.sub(answer.body, first + 1, last + 1)
  answer.headers["Content-Range"] = string.format("bytes %d-%d/%d", first, last, size)
end

--- Applies the request's Range header to the response.
function send.prepare(answer)
  if not answer.ranges then return end
  answer.headers["Accept-Ranges"] = "bytes"
  if answer.status == 200 then apply_range(answer) end
end

--- Sends the status and headers; `length` is the Content-Length to claim, nil for none.
function send.head(answer, length)
  ngx.status = answer.status
  ngx.header["Content-Type"] = answer.content_type
  for name, value in pairs(answer.headers) do ngx.header[name] = value end
  local now = math.floor(habits.header_time(clock.now()))
  if answer.date then
    ngx.header["Date"] = answer.date
    if answer.date == "" then ngx.header["Date"] = nil end -- else nginx would send its own
  elseif now ~= ngx.time() then
    ngx.header["Date"] = ngx.http_time(now)
  end
  ngx.header["Content-Length"] = length
end

--- Sends bytes at once; false if the client is gone.
function send.piece(bytes)
  return ngx.print(bytes) and ngx.flush(true) and true or false
end

function send.whole(answer)
  send.head(answer, #answer.body)
  ngx.print(answer.body)
end

--- Closes the connection in the middle of the response (in HTTP/2, only the stream).
function send.close()
  return ngx.exit(444)
end

return send
