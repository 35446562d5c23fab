--- Makes locales, so that the system need not have them. Each takes a second, so they stay with the
--- build.
local command = require "support.command"
local lfs = require "lfs"

local locales = { NAMES = { "de_DE.UTF-8", "tr_TR.UTF-8", "tr_TR.ISO-8859-9" } }

local folder = lfs.currentdir() .. "/build/locales"

-- Other specs may make one at the same time: it appears as a whole. The status of localedef is no
-- help: it is 1 after harmless warnings, too.
local MAKE = [[
mkdir -p "$1" && made=$(mktemp -d "$1/made.XXXXXX") || exit
localedef -c -i "$3" -f "$4" "$made/$2" >/dev/null 2>&1
[ ! -e "$made/$2/LC_NUMERIC" ] || mv -T "$made/$2" "$1/$2" 2>/dev/null
rm -rf "$made"
]]

local function exists(name)
  return command.exists(("%s/%s/LC_NUMERIC"):format(folder, name))
end

--- The folder with all the locales, for LOCPATH.
function locales.folder()
  for _, name in ipairs(locales.NAMES) do
    if not exists(name) then
      local source, charset = name:match "^(.-)%.(.*)$"
      os.execute(("sh -c %s make %s %s %s %s"):format(command.quoted(MAKE), command.quoted(folder),
        name, source, charset))
      assert(exists(name), "localedef did not make " .. name)
    end
  end
  return folder
end

return locales
