-- A program whose one call is a login.
local ai95 = require "ai95"

print("result", assert(ai95.new({}):login()).api_key)
