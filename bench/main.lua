-- Measures the jobs that the command line names, or all of them.
local check = require "check"
local jobs = require "jobs"
local report = require "report"
local runner = require "runner"
local sizes = require "sizes"

--- The jobs with these names; without names, all.
local function chosen(names)
  local wanted, list = {}, {}
  for _, name in ipairs(names) do
    wanted[name] = false
  end
  for _, job in ipairs(jobs) do
    if #names == 0 or wanted[job.name] ~= nil then
      wanted[job.name] = true
      list[#list + 1] = job
    end
  end
  for name, is_found in pairs(wanted) do
    if not is_found then
      io.stderr:write(("bench: there is no job %s\n"):format(name))
      os.exit(2)
    end
  end
  return list
end

local can_trust

--- What a peer lacks for a job, or nil.
local function lacks(job, peer)
  if peer.needs and not runner.succeeds(peer.needs) then
    return peer.package
  elseif job.server == "https" then
    if can_trust == nil then
      can_trust = runner.succeeds(("sh '%s/trusting.sh' '%s/certs' true")
        :format(os.getenv "BENCH_HERE", os.getenv "BENCH_DATA"))
    end
    return not can_trust and "root or user namespaces" or nil
  end
end

local function run_once(job, one)
  local run, problem = runner.run(job, one.peer)
  problem = problem or check.again(job, run, one.state)
  if problem then
    one.problem = problem -- it does not run again
  else
    one.runs[#one.runs + 1] = run
  end
end

local function prepare(job, is_checked)
  if job.prepare then
    assert(runner.prepare(job, is_checked), "cannot prepare " .. job.prepare.name)
  end
end

--- Checks each peer, then runs round after round. A round runs each peer once, and begins with
--- another peer than the round before.
local function measure(job)
  local result, reference = { job = job }, {}
  prepare(job, true)
  for i, peer in ipairs(job.peers) do
    local one = { peer = peer, runs = {}, missing = lacks(job, peer) }
    if not one.missing then
      one.problem, one.state = check.before(job, peer, reference)
    end
    result[i] = one
  end
  prepare(job, false)
  for round = 0, job.rounds - 1 do
    for i = 1, #result do
      local one = result[(i - 1 + round) % #result + 1]
      if not one.missing and not one.problem then
        run_once(job, one)
      end
    end
  end
  return result
end

local results, has_failed = {}, false
for i, job in ipairs(chosen(arg)) do
  io.stderr:write(("bench: %s, %s, %d rounds\n"):format(job.name, job.title, job.rounds))
  results[i] = measure(job)
  io.write(report.job(results[i]), "\n")
  io.flush()
  for _, one in ipairs(results[i]) do
    has_failed = has_failed or one.problem ~= nil
  end
end
io.write(report.targets(results))
if #arg == 0 and sizes.is_full then
  report.write(results, os.getenv "BENCH_HERE" .. "/RESULTS.md")
end
-- A peer may be missing, but a peer that exists must do its work.
os.exit(has_failed and 1 or 0)
