--- Locales that the system need not have: made in a folder that goes with the specs.
local command = require "support.command"

local locales = { NAMES = { "de_DE.UTF-8", "tr_TR.UTF-8", "tr_TR.ISO-8859-9" } }

local folder

--- The folder for LOCPATH, where all of them are.
function locales.folder()
  if not folder then
    folder = command.folder()
    for _, name in ipairs(locales.NAMES) do
      local source, charset = name:match "^(.-)%.(.*)$"
      -- It warns of what does not matter, and then its status is 1.
      os.execute(("localedef -c -i %s -f %s %s/%s >/dev/null 2>&1"):format(source, charset, folder, name))
      assert(command.exists(("%s/%s/LC_NUMERIC"):format(folder, name)), "localedef did not make " .. name)
    end
  end
  return folder
end

function locales.remove()
  if folder then
    command.remove(folder)
    folder = nil
  end
end

return locales
