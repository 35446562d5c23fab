-- Whether a peer did the same work as ai95. A check gets the peer's run and ai95's, and says what differs.
local cjson = require "cjson"
local runner = require "runner"

local check = {}

local out, data = os.getenv "BENCH_OUT", os.getenv "BENCH_DATA"
local bodies = {} -- by work: what ai95 made or sent

local function same(a, b)
  if type(a) ~= "table" or type(b) ~= "table" then
    return a == b
  end
  for key, value in pairs(a) do
    if not same(value, b[key]) then
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

--- What it printed as its result.
function check.result(_, _, run, reference)
  if run.result ~= reference.result then
    return ("its result is %s, ai95's is %s"):format(run.result, reference.result)
  end
end

--- The request's body, as the same members with the same values.
function check.body(work, peer)
  if peer.extension == ".c" then
    return
  end
  local ok, body = pcall(cjson.decode, runner.read(out .. "/body.json"))
  if not ok then
    return "its body is not JSON"
  end
  bodies[work.name] = bodies[work.name] or body
  if not same(body, bodies[work.name]) then
    return "its body says something else than ai95's"
  end
end

local function empty(name)
  local file = assert(io.open(data .. "/" .. name, "w"))
  file:close()
end

local function count_connections()
  local seen, count = {}, 0
  for id in runner.read(data .. "/connections.log"):gmatch "%d+" do
    if not seen[id] then
      seen[id], count = true, count + 1
    end
  end
  empty "connections.log"
  return count
end

--- The number of rows that came, and over TLS the number of connections.
function check.sent(work, peer, run)
  if peer.signs ~= false and run.result ~= run.count * 3 then
    return ("it saw %s rows in %d answers of 3"):format(run.result, run.count)
  elseif work.url == "https" then
    local connections = count_connections()
    if connections < work.settings.BENCH_WIDTH then
      return ("it opened %d connections"):format(connections)
    end
  end
end

--- All visitors got their answer.
function check.visited(_, _, run)
  if run.failures ~= 0 or run.count == 0 then
    return ("%s of %s visits failed"):format(run.failures, run.count)
  end
end

--- Every recording is there, whole.
function check.recordings(work)
  local count = runner.output(("find '%s' -type f | wc -l"):format(out))
  local sums = runner.output(("find '%s' -type f -exec md5sum {} + | cut -c 1-32 | sort -u"):format(out))
  local expected = runner.output(("md5sum <'%s/recording.mp3' | cut -c 1-32"):format(data))
  if tonumber(count) ~= work.settings.BENCH_COUNT or sums ~= expected then
    return "the files are not what nginx serves"
  end
end

function check.large()
  if not runner.succeeds(("cmp '%s/large.bin' '%s/large.bin'"):format(out, data)) then
    return "the file is not what nginx serves"
  end
end

function check.imported(_, peer, run)
  if run.result ~= peer.environment.BENCH_ROWS then
    return ("%s rows went in"):format(run.result)
  end
end

-- What it sends in some calls, to the byte.
local function sends_the_same(work, peer)
  empty "bodies.log"
  local run, err = runner.run(work, peer, { BENCH_COUNT = 40, BENCH_WIDTH = 8 }, os.getenv "BENCH_HTTP" .. "/echo")
  if not run then
    return err
  end
  local lines = {}
  for line in runner.read(data .. "/bodies.log"):gmatch "[^\n]+" do
    if not line:find "username" then
      lines[#lines + 1] = line
    end
  end
  table.sort(lines)
  local text = table.concat(lines, "\n")
  bodies[work.name] = bodies[work.name] or text
  if run.result ~= 40 * 3 then
    return ("it saw %s rows in 40 answers of 3"):format(run.result)
  elseif #lines ~= 40 then
    return ("it sent %d calls of 40"):format(#lines)
  elseif text ~= bodies[work.name] then
    return "what it sends differs from what ai95 sends"
  end
end

--- Before the rounds.
function check.before(work, peer)
  if work.url == "https" then
    -- With the system's own authorities it must refuse this server.
    if runner.run(work, peer, { NODE_EXTRA_CA_CERTS = "", AI95_MAX_RETRIES = 0 }, nil, true) then
      return "it does not verify the server's certificate"
    end
    -- And with ours it accepts it. This also leaves the key of a login where ai95 finds it.
    local run, err = runner.run(work, peer)
    empty "connections.log"
    return not run and err or nil
  elseif work.check == "large" then
    -- From now on nginx sends it from memory.
    runner.succeeds(("cat '%s/large.bin'"):format(data))
  elseif (work.check == "sent" or work.check == "visited") and peer.signs ~= false then
    return sends_the_same(work, peer)
  end
end

return check
