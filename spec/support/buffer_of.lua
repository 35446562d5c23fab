--- A buffer of the core with this content.
local core = require "ai95.core"

return function(text)
  local file = assert(core.temporary_file "/tmp")
  assert(file:write(text))
  local buffer = assert(file:read_at(0, #text, core.buffer()))
  file:close()
  return buffer
end
