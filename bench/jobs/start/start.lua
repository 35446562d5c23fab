-- Logs in, and shows the key.
local ai95 = require "ai95"

print(assert(ai95.new({}):login()).api_key)
