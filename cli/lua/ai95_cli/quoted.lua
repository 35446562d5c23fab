--- A word of a command line that somebody is told to run: nearly every sn has a | in it.
---@param word string
---@return string
return function(word)
  return "'" .. word:gsub("'", "'\\''") .. "'"
end
