--- Reads and writes whole files, and makes folders for them.
local files = {}

--- The content of a file; nil if there is none.
function files.read(path)
  local file = io.open(path, "rb")
  if not file then
    return nil
  end
  local text = file:read("*a")
  file:close()
  return text
end

function files.write(path, text)
  local file = assert(io.open(path, "wb"))
  assert(file:write(text))
  file:close()
end

--- Makes an empty folder, and returns its path.
function files.folder()
  local pipe = io.popen "mktemp -d /tmp/ai95-spec.XXXXXX"
  local path = pipe:read("*l")
  pipe:close()
  return path
end

--- Removes a folder that `files.folder` made, with all that is in it.
function files.remove_folder(folder)
  assert(folder:find("^/tmp/ai95%-spec%.%w+$"))
  os.execute("rm -rf " .. folder)
end

return files
