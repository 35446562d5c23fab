--- Temporary files without a name: nothing is left behind, however the program ends.
local core = require "ai95.core"
local errors = require "ai95.errors"

local temporary = {}

--- The folder for temporary files.
---@return string folder
---@return string hint how to choose another one
local function folder_of()
  local given = os.getenv "TMPDIR"
  if given and given ~= "" then
    return given, "TMPDIR in the environment chose this folder"
  end
  return "/tmp", "TMPDIR in the environment can choose another folder"
end

--- The error for a temporary file that cannot be made, written or read.
---@param action string what cannot be done
---@param message string the core's
---@return ai95.Error
function temporary.error(action, message)
  local folder, hint = folder_of()
  return errors.new { kind = "file",
    message = ("cannot %s a temporary file in %s: %s (%s)"):format(action, folder,
      message:match "^.*: (.-)$", hint) }
end

--- An empty file to write and read.
---@return userdata|nil file
---@return ai95.Error|nil err
function temporary.create()
  local file, message = core.temporary_file((folder_of()))
  if not file then
    return nil, temporary.error("make", message)
  end
  return file
end

return temporary
