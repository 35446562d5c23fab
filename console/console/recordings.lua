--- Fetches a recording from the platform. Players request parts of it: nginx caches the whole file
--- and serves the parts, so the platform need not support ranges, and no browser sees an address of
--- the platform.
local platform = require "console.platform"
local problem = require "console.problem"
local requests = require "console.request"

local TYPES = { wav = true, mp3 = true } -- nginx.conf has their media types

--- The row to download, and its file's name on the platform. The browser names a call and a turn,
--- never a file.
local function source_of(args)
  local call = platform.call(args)
  local file = call and call.recordfile
  if not args.turn or not platform.is_file(file) then
    return call, file
  end
  local fragment = problem.must(call:details()).fragments[tonumber(args.turn)]
  return fragment, fragment and fragment.fenduanluyin
end

--- Downloads it into the folder. Returns the file's name there.
local function fetch(folder, request)
  requests.read_values(request)
  local source, file = source_of(request.args)
  if not platform.is_file(file) then
    problem.raise(404, "no_call_recording")
  end
  local extension = (file:match("%.(%w+)$") or ""):lower()
  local name = ngx.var.request_id .. "." .. (TYPES[extension] and extension or "bin")
  problem.must(source:download(folder .. "/" .. name))
  return name
end

--- Fetches the recording, and lets nginx send the file.
---@param folder string
local function serve(folder)
  local request = requests.read()
  local ok, result = pcall(fetch, folder, request)
  if ok then
    return ngx.exec("/fetched/" .. result)
  end
  local given = problem.of(result)
  ngx.status = given.status
  ngx.header["Content-Type"] = "text/plain; charset=utf-8"
  ngx.say(request.say(given.title))
end

return { serve = serve }
