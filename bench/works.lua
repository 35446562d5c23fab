-- What is measured, and what is to be reached.
--
-- A work: `program` (peers/PROGRAM.*), `peers` in the table's order, `rounds`, `settings` (the programs' environment) and
-- for a peer that is much slower or faster `counts`; `url` "http" or "https"; `apart`: no peer runs on nginx's core; `check`
-- (see check.lua); `figures`: what is told of each peer, as `of` what a run printed or `measure` saw ("cpu", "wall",
-- "total_cpu", "total_wall", "peak"), `less` so much, times `scale`, for `each` of the run's count; or as a `rate`, the run's
-- count in so much, where more is better; an `absolute` one has no ratio. A target: the `peer`'s figure (the first, or the
-- `figure`th) is at most, and a rate at least, `ratio` times that of the best peer in `against`; or at most `limit`.

local store = os.getenv "BENCH_DATA" .. "/store.json"

local cpu_each_us = { name = "CPU each", unit = "µs", of = "cpu", each = true, scale = 1e6 }
local time_each_us = { name = "time each", unit = "µs", of = "wall", each = true, scale = 1e6 }
local cpu_ms = { name = "CPU", unit = "ms", of = "cpu", scale = 1e3 }
local whole_time_ms = { name = "time of the process", unit = "ms", of = "total_wall", scale = 1e3 }
local whole_cpu_ms = { name = "CPU of the process", unit = "ms", of = "total_cpu", scale = 1e3 }
local peak_mb = { name = "peak memory", unit = "MB", of = "peak", scale = 1024 / 1e6, absolute = true }

--- The same targets for both Luas.
local function for_both(targets)
  local all = {}
  for _, peer in ipairs { "ai95", "ai95jit" } do
    for _, target in ipairs(targets) do
      local own = { peer = peer }
      for name, value in pairs(target) do
        own[name] = value
      end
      all[#all + 1] = own
    end
  end
  return all
end

return {
  {
    name = "sign", program = "sign", title = "Signing 4 fields of 240 bytes", rounds = 9, check = "result",
    settings = { BENCH_COUNT = 150000 }, counts = { python = 30000, node = 50000, cjson = 10000 },
    peers = { "ai95", "ai95jit", "php", "node", "python", "cjson" },
    figures = { { name = "CPU each", unit = "ns", of = "cpu", each = true, scale = 1e9 } },
    targets = for_both { { against = { "php" }, ratio = 0.7 } },
  },
  {
    name = "rows", program = "rows", title = "30,000 rows of 5 columns to the body of an encrypted import", rounds = 9,
    check = "body", settings = { BENCH_COUNT = 40 }, counts = { node = 20, python = 3, cjson = 5 },
    peers = { "ai95", "ai95jit", "php", "node", "python", "cjson", "c" },
    labels = { c = "AES-CBC alone (C, OpenSSL)" },
    figures = { { name = "CPU each", unit = "ms", of = "cpu", each = true, scale = 1e3 } },
    targets = for_both { { against = { "php" }, ratio = 0.25 }, { against = { "c" }, ratio = 3 } },
  },
  {
    name = "calls", program = "calls", title = "One signed call after another, 1.5 KB of JSON decoded", rounds = 7,
    url = "http", apart = true, check = "sent", settings = { BENCH_COUNT = 4000, AI95_STORE = store },
    counts = { python = 2000 },
    peers = { "ai95", "ai95jit", "c", "c_plain", "php", "node", "python", "luacurl", "wrk" },
    figures = { cpu_each_us, time_each_us },
    targets = for_both {
      { against = { "c" }, ratio = 1.15 }, { against = { "c_plain" }, ratio = 1.15 }, { against = { "php" }, ratio = 1 },
    },
  },
  {
    name = "flight", program = "flight", title = "32 signed calls in flight, 1.5 KB of JSON decoded", rounds = 7,
    url = "http", apart = true, check = "sent", settings = { BENCH_COUNT = 4000, BENCH_WIDTH = 32, AI95_STORE = store },
    counts = { python = 2000 },
    peers = { "ai95", "ai95jit", "c", "c_plain", "php", "node", "python", "wrk" },
    figures = { cpu_each_us, time_each_us },
    targets = for_both {
      { against = { "c" }, ratio = 1.25 }, { against = { "c_plain" }, ratio = 1.25 }, { against = { "php" }, ratio = 1 },
    },
  },
  {
    name = "tls", program = "flight", title = "320 HTTPS calls over 32 new connections, with the system's authorities",
    rounds = 7, url = "https", apart = true, check = "sent",
    settings = { BENCH_COUNT = 320, BENCH_WIDTH = 32, AI95_STORE = store },
    peers = { "ai95", "ai95jit", "c", "c_folder", "c_bundle", "php", "node", "python" },
    -- A connection's first answer comes after 200 ms (see nginx.conf.in), which is nobody's merit.
    figures = {
      { name = "time, less the server's 200 ms", unit = "ms", of = "wall", less = 0.2, scale = 1e3 }, cpu_ms,
    },
    targets = for_both {
      { against = { "c", "c_folder", "c_bundle" }, ratio = 1.2 },
      { against = { "c", "c_folder", "c_bundle" }, ratio = 1.2, figure = 2 },
    },
  },
  {
    name = "recordings", program = "recordings", title = "2,000 recordings of 200 KB to files, 16 at once", rounds = 5,
    url = "http", check = "recordings", settings = { BENCH_COUNT = 2000, BENCH_WIDTH = 16, AI95_STORE = store },
    peers = { "ai95", "ai95jit", "c", "curl", "aria2", "wget" },
    figures = { whole_time_ms, whole_cpu_ms, peak_mb },
    targets = for_both {
      { against = { "curl" }, ratio = 1 }, { against = { "curl" }, ratio = 1, figure = 2 }, { limit = 20, figure = 3 },
    },
  },
  {
    name = "large", program = "large", title = "One file of 1 GB to a path", rounds = 9, url = "http", apart = true,
    check = "large", settings = { AI95_STORE = store },
    peers = { "ai95", "ai95jit", "c", "curl" },
    labels = { c = "C, libcurl, buffer of 512 KB" },
    figures = { whole_time_ms, whole_cpu_ms, peak_mb },
    targets = for_both { { against = { "curl" }, ratio = 1 / 1.2 } },
  },
  {
    name = "start", program = "start", title = "From a process's start to the end of its first HTTPS call and of itself",
    rounds = 15, url = "https", apart = true, check = "result", settings = { AI95_STORE = "memory" },
    peers = { "ai95", "ai95jit", "c", "c_folder", "c_bundle", "php", "node", "python", "luacurl" },
    figures = { whole_time_ms, whole_cpu_ms },
    targets = for_both { { against = { "c", "c_folder", "c_bundle" }, ratio = 1.3 } },
  },
  {
    name = "nginx", program = "nginx", title = "Visits of nginx that take a signed call each, 50 at once", rounds = 7,
    url = "http", apart = true, check = "visited", settings = { BENCH_WIDTH = 50, BENCH_SECONDS = 2 },
    peers = { "nginx_ai95", "nginx_resty", "nginx_proxy" },
    figures = {
      { name = "requests per second", unit = "1/s", of = "wall", rate = true, scale = 1 },
      { name = "CPU of the worker each", unit = "µs", of = "cpu", each = true, scale = 1e6 },
    },
    targets = {
      { peer = "nginx_ai95", against = { "nginx_resty" }, ratio = 0.9 },
      { peer = "nginx_ai95", against = { "nginx_resty" }, ratio = 1.1, figure = 2 },
    },
  },
  {
    name = "import", program = "import", title = "Rows of a CSV file through tasks:import", rounds = 2, url = "http",
    check = "imported", settings = { AI95_STORE = store },
    peers = { "ai95_30000", "ai95_300000", "ai95jit_30000", "ai95jit_300000" },
    figures = { { name = "time", unit = "ms", of = "wall", scale = 1e3, absolute = true }, peak_mb },
    targets = {
      { peer = "ai95_300000", limit = 40, figure = 2 }, { peer = "ai95jit_300000", limit = 40, figure = 2 },
      { peer = "ai95_300000", against = { "ai95_30000" }, ratio = 1.05, figure = 2 },
      { peer = "ai95jit_300000", against = { "ai95jit_30000" }, ratio = 1.05, figure = 2 },
    },
  },
}
