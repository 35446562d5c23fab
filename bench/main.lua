-- Runs the works' rounds, prints the tables, and writes RESULTS.md where all works were run.
local check = require "check"
local peers = require "peers"
local report = require "report"
local runner = require "runner"
local works = require "works"

local function chosen(names)
  if #names == 0 then
    return works, true
  end
  local list = {}
  for _, name in ipairs(names) do
    for _, work in ipairs(works) do
      if work.name == name then
        list[#list + 1] = work
      end
    end
    if not list[#list] or list[#list].name ~= name then
      local known = {}
      for i, work in ipairs(works) do
        known[i] = work.name
      end
      io.stderr:write(("bench: no work \"%s\"; there are: %s\n"):format(name, table.concat(known, " ")))
      os.exit(2)
    end
  end
  return list, false
end

local present = {}

local function is_present(peer)
  if present[peer.id] == nil then
    present[peer.id] = runner.succeeds(peer.present)
  end
  return present[peer.id]
end

local trusting = ("sh '%s/trusting' '%s/certs' true"):format(os.getenv "BENCH_HERE", os.getenv "BENCH_DATA")
local can_trust

--- What a peer lacks for a work, or nil.
local function lacks(work, peer)
  if not is_present(peer) then
    return peer.package or "its program"
  elseif work.url == "https" then
    if can_trust == nil then
      can_trust = runner.succeeds(trusting)
    end
    return not can_trust and "root, or user namespaces" or nil
  end
end

--- One run of a peer, checked. A peer that went wrong is not run again.
local function run_once(work, one, reference)
  local counts = work.counts or {}
  local settings = counts[one.peer.id] and { BENCH_COUNT = counts[one.peer.id] } or nil
  local run, err = runner.run(work, one.peer, settings)
  err = err or check[work.check](work, one.peer, run, reference or run)
  if err then
    one.problem = err
    return nil
  end
  one.runs[#one.runs + 1] = run
  return run
end

--- Each round runs every peer once, the next round beginning with another.
local function measure(work)
  local result = { work = work }
  for i, id in ipairs(work.peers) do
    local peer = peers[id]
    local one = { peer = peer, runs = {}, missing = lacks(work, peer) }
    one.problem = not one.missing and check.before(work, peer) or nil
    result[i] = one
  end
  local reference
  for round = 0, work.rounds - 1 do
    for i = 1, #result do
      local one = result[reference and (i - 1 + round) % #result + 1 or i]
      if not one.missing and not one.problem then
        reference = run_once(work, one, reference) or reference
      end
    end
  end
  return result
end

local list, is_all = chosen(arg)
local results = {}
for i, work in ipairs(list) do
  io.stderr:write(("bench: %s, %d rounds\n"):format(work.name, work.rounds))
  results[i] = measure(work)
  io.write(report.work(results[i]), "\n")
  io.flush()
end
io.write(report.targets(results))
if is_all then
  report.write(results, os.getenv "BENCH_HERE" .. "/RESULTS.md")
end
-- A peer that is missing or fails is named in its table; that of ai95 must not.
for _, result in ipairs(results) do
  if result[1].problem then
    os.exit(1)
  end
end
