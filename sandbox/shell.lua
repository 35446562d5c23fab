--- Runs programs.

local shell = {}

--- The text as one word of a shell command.
function shell.quoted(text)
  return "'" .. string.gsub(text, "'", "'\\''") .. "'"
end

--- Runs a command; whether it succeeded.
function shell.run(command)
  local status = os.execute(command)
  return status == 0 or status == true
end

return shell
