--- Makes locales in a temporary folder, so that the system need not have them.
local command = require "support.command"

local locales = { NAMES = { "de_DE.UTF-8", "tr_TR.UTF-8", "tr_TR.ISO-8859-9" } }

local folder

--- The folder with all the locales, for LOCPATH.
function locales.folder()
  if not folder then
    folder = command.folder()
    for _, name in ipairs(locales.NAMES) do
      local source, charset = name:match "^(.-)%.(.*)$"
      -- The status is no help: it is 1 after harmless warnings, too.
      os.execute(("localedef -c -i %s -f %s %s/%s >/dev/null 2>&1")
        :format(source, charset, folder, name))
      local made = command.exists(("%s/%s/LC_NUMERIC"):format(folder, name))
      assert(made, "localedef did not make " .. name)
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
