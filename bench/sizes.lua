-- The amount of work of each job. BENCH_SCALE=0.02 makes everything small, to try a job; only
-- results of scale 1 are published.
local scale = tonumber(os.getenv "BENCH_SCALE" or 1)

local function scaled(count)
  return math.max(1, math.floor(count * scale))
end

return {
  is_full = scale == 1,
  rows = scaled(300000),
  fewer_rows = scaled(30000),
  calls = scaled(100000),
  fewer_calls = scaled(10000),
  recordings = scaled(2000),
  requests = scaled(4000),
  seconds = scale == 1 and 2 or 1, -- for each run inside nginx
  rounds = function(count)
    return scale == 1 and count or 2
  end,
}
