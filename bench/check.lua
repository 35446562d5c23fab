-- Checks that a peer does the same work as ai95. Each check returns the difference, or nil.
local cjson = require "cjson"
local runner = require "runner"

local check = {}

local data, out = os.getenv "BENCH_DATA", os.getenv "BENCH_OUT"
local stdout, reference_output = out .. "/stdout", data .. "/reference"

--- The requests of an endpoint that the server logged, each as { uri =, body = }, in sorted order.
local function received(endpoint)
  local lines, requests = {}, {}
  for line in io.lines(data .. "/bodies.log") do
    lines[#lines + 1] = line
  end
  table.sort(lines)
  for _, line in ipairs(lines) do
    local uri, body = line:match "^(%S+) (.*)$"
    if uri and uri:find("/api/" .. endpoint, 1, true) then
      requests[#requests + 1] = { uri = uri, body = body }
    end
  end
  return requests
end

--- The requests that the server received, to the byte: signatures, parameters, order of the fields.
local function sent(job)
  local lines = {}
  for i, request in ipairs(received(job.endpoint)) do
    lines[i] = request.uri .. " " .. request.body
  end
  return lines
end

local function decrypt(text)
  local key = os.getenv("BENCH_USER_SN"):match "|(.*)":sub(1, 16)
  local path = data .. "/encrypted"
  local file = assert(io.open(path, "w"))
  file:write(text)
  file:close()
  local function hex(bytes)
    return (bytes:gsub(".", function(byte) return ("%02x"):format(byte:byte()) end))
  end
  return runner.output(("openssl enc -d -aes-128-cbc -base64 -A -K %s -iv %s -in '%s'")
    :format(hex(key), hex "1234567890123456", path))
end

--- The rows that the server received, decrypted, and their number: one text for each request, in
--- sorted order. The requests differ in `mark`, by which ai95 finds a lost request.
local function rows_received(job)
  local texts, count = {}, 0
  for i, request in ipairs(received(job.endpoint)) do
    local body = cjson.decode(request.body)
    assert(body.aes == true and body.is_zidong == "on", "the request lacks aes or is_zidong")
    texts[i] = decrypt(body.client_info_json)
    count = count + #cjson.decode(texts[i]).data
  end
  table.sort(texts)
  return texts, count
end

local function same(a, b)
  if a == nil or b == nil then
    return a == b
  end
  for key, value in pairs(a) do
    if value ~= b[key] then
      return false
    end
  end
  for key in pairs(b) do
    if a[key] == nil then
      return false
    end
  end
  return true
end

--- Each line of JSON as its members, as text, since a number may be a string. A null counts as
--- absent.
local function json_rows(path)
  local next_line = io.lines(path)
  return function()
    local line = next_line()
    local row = line and cjson.decode(line)
    for name, value in pairs(row or {}) do
      if value == cjson.null then
        row[name] = nil
      elseif type(value) == "number" then
        row[name] = ("%.14g"):format(value)
      end
    end
    return row
  end
end

--- Each record of a CSV file as its fields.
local function csv_rows(path)
  local text, at = runner.read(path), 1

  local function quoted()
    local from, close = at + 1, at + 1
    while true do
      close = assert(text:find('"', close, true), "a quote is not closed")
      if text:sub(close + 1, close + 1) ~= '"' then
        break
      end
      close = close + 2
    end
    at = close + 1
    return (text:sub(from, close - 1):gsub('""', '"'))
  end

  local function plain()
    local from = at
    at = text:find("[,\n]", at) or #text + 1
    return text:sub(from, at - 1)
  end

  return function()
    if at > #text then
      return nil
    end
    local fields = {}
    repeat
      fields[#fields + 1] = text:byte(at) == 34 and quoted() or plain()
      local separator = text:sub(at, at)
      at = at + 1
    until separator ~= ","
    return fields
  end
end

--- The output has the same rows, however they are quoted or ordered.
local function same_rows(rows_of, reference)
  if not reference.has_output then
    reference.has_output = true
    assert(runner.succeeds(("mv '%s' '%s'"):format(stdout, reference_output)))
    return nil
  end
  local count = 0
  local next_row, next_reference = rows_of(stdout), rows_of(reference_output)
  repeat
    local row, expected = next_row(), next_reference()
    count = count + 1
    if not same(row, expected) then
      return ("row %d of its output is not that of ai95"):format(count)
    end
  until row == nil
end

--- Every recording exists, and is complete.
local function files_differ(job)
  local names = out .. "/recordings' -name '*.mp3' -type f"
  local count = runner.output(("find '%s | wc -l"):format(names))
  local sums = runner.output(("find '%s -exec md5sum {} + | cut -c 1-32 | sort -u"):format(names))
  local expected = runner.output(("md5sum <'%s/recording.mp3' | cut -c 1-32"):format(data))
  if tonumber(count) ~= job.count or sums ~= expected then
    return "the recordings are not what the server sends"
  end
end

local outputs = {
  csv = function(_, reference) return same_rows(csv_rows, reference) end,
  json = function(_, reference) return same_rows(json_rows, reference) end,
  files = function(job) return files_differ(job) end,
}

local DUMP = "SELECT * FROM calls ORDER BY cdr_sn; SELECT * FROM call_turns ORDER BY cdr_sn, turn"

--- The same calls and turns are in the database.
function outputs.database(_, reference)
  local sum = runner.output(("sqlite3 '%s/calls.db' '%s' | md5sum"):format(out, DUMP))
  reference.sum = reference.sum or sum
  if sum ~= reference.sum then
    return "its rows are not those of ai95"
  end
end

--- The output is the same text, apart from a title line.
function outputs.text(_, reference)
  local text = runner.read(stdout):match "([^\n]*)\n$"
  reference.output = reference.output or text
  if text ~= reference.output then
    return ("it printed %s, ai95 %s"):format(text, reference.output)
  end
end

outputs.nginx = outputs.text

--- It printed the number of rows that it sent, and the server received that number.
function outputs.import(job, reference)
  local _, count = rows_received(job)
  if tonumber(runner.read(stdout):match "^%d+") ~= count then
    return ("%d rows arrived, it printed %s"):format(count, runner.read(stdout))
  end
  return outputs.text(job, reference)
end

local function digest()
  return runner.output(("md5sum <'%s'"):format(stdout))
end

--- Runs a peer once, on a port that records its requests, and compares it with ai95.
---@param reference table of the job: empty for the first peer, which fills it
---@return string|nil problem
---@return table|nil state for `check.again`
function check.before(job, peer, reference)
  -- With the system's own authorities it must refuse this server.
  if job.server == "https" and runner.run(job, peer, true, true) then
    return "it does not verify the server's certificate"
  end
  local run, problem = runner.run(job, peer, true)
  if not run then
    return problem
  end
  local state = { digest = digest(), received = runner.received() }
  local requests = job.check == "import" and rows_received(job) or sent(job)
  reference.requests = reference.requests or requests
  if #requests ~= #reference.requests then
    return ("it made %d requests, ai95 %d"):format(#requests, #reference.requests)
  elseif #requests == 0 or not same(requests, reference.requests) then
    return "its requests are not those of ai95"
  end
  problem = outputs[job.check](job, reference)
  return problem, state
end

--- Checks that a measured run did the same as the checked one.
---@return string|nil problem
function check.again(job, run, state)
  if job.check == "nginx" then
    return (run.failures ~= 0 or run.requests == 0) and "requests failed" or nil
  elseif digest() ~= state.digest then
    return "its output changed from run to run"
  elseif runner.received(state.received) ~= state.received then
    return "the number of its requests changed from run to run"
  end
  return job.check == "files" and files_differ(job) or nil
end

return check
