--- The JSON of a row encoder.
local core = require "ai95.core"

return function(encoder)
  local file = assert(core.temporary_file "/tmp")
  local length = assert(encoder:write(file))
  local json = assert(file:read_at(0, length))
  file:close()
  return json
end
