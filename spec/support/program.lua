--- The Lua that runs the specs, for the programs that specs start.
local lua = arg and arg[-1] or "lua"
for i = -1, -20, -1 do
  if arg and arg[i] then
    lua = arg[i]
  else
    break
  end
end

return { lua = os.getenv "AI95_LUA" or lua }
