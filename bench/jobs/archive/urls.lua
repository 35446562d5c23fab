-- The input of curl: the signed address of each recording, and the file to write.
local ai95 = require "ai95"

local client = ai95.new {}
for call in client.calls:each { start_create_at = "2000-01-01", end_create_at = "2037-12-31" } do
  print(('url = "%s"'):format(assert(call:recording_url())))
  print(('output = "recordings/%s.mp3"'):format(call.cdr_sn))
end
