--- Compresses with the system's gzip.
local files = require "support.files"

--- The text as a gzip file of one member. `level` is 1 to 9.
return function(text, level)
  local path = os.tmpname()
  files.write(path, text)
  local pipe = assert(io.popen(("gzip -%d -c -n %s"):format(level or 6, path), "r"))
  local compressed = pipe:read "*a"
  pipe:close()
  os.remove(path)
  return compressed
end
