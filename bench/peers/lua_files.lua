-- The inputs and the outputs of the bench's Lua programs.
local cjson = require "cjson"

local files = {}

--- What a file of JSON says.
function files.read(path)
  local file = assert(io.open(path, "rb"))
  local value = cjson.decode((file:read("*a")))
  file:close()
  return value
end

function files.write(path, data)
  local file = assert(io.open(path, "wb"))
  file:write(data)
  file:close()
end

return files
