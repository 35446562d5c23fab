-- The recordings of all calls, 16 at a time.
local ai95 = require "ai95"

local client = ai95.new {}
local result = assert(client:archive {
  calls = client.calls:each { start_create_at = "2000-01-01", end_create_at = "2037-12-31" },
  dir = "recordings", width = 16,
})
assert(#result.errors == 0, result.errors[1] and tostring(result.errors[1].error))
