--- What can come next on a command line: commands, options, and their values.
local name_cache = require "ai95_cli.name_cache"

local completion = {}

local DATES = { "today", "yesterday", "this-week", "last-week", "this-month", "last-month", "7d" }

-- What an option or an argument takes, by the name under which its value is stored.
local kinds = {
  dial_task_main_sn = "campaign", sn = "campaign", project_sn = "project", project = "project",
  ai_user_sn = "ai_user",
}

--- The names of commands or fields.
local function names_of(list)
  local names = {}
  for i, each in ipairs(list or {}) do
    names[i] = each.name
  end
  return names
end

--- The values that an option or an argument can have, as far as they are known.
local function values_of(element, node, root)
  local kind = kinds[element._target or ""]
  if element._choices then
    return element._choices
  elseif element._argname == "DATE" then
    return DATES
  elseif element._argname == "STATE" then
    return { "sending", "sent", "paused" }
  elseif element._name == "--fields" then
    local names = names_of(node.fields)
    names[#names + 1] = "all"
    return names
  elseif element._name == "COMMAND" then
    return names_of(root.commands)
  elseif kind then
    local names = name_cache.read()[kind] or {}
    if kind == "campaign" then
      names[#names + 1] = "@last"
    end
    return names
  end
  return {}
end

--- The option with that name: a command also takes those of the commands above it.
local function option_of(parsers, name)
  for i = #parsers, 1, -1 do
    for _, option in ipairs(parsers[i]._options) do
      for _, alias in ipairs(option._aliases) do
        if alias == name then
          return option
        end
      end
    end
  end
end

--- The word that a shell has between quotes or with backslashes.
local function unquoted(word)
  return (word:gsub("^['\"]", ""):gsub("\\(.)", "%1"))
end

local function child_of(parser, node, name)
  for i, child in ipairs(node and node.commands or {}) do
    if child.name == name then
      return parser._commands[i], child
    end
  end
end

--- The names of all options that can come here.
local function options_of(parsers)
  local names = {}
  for i = #parsers, 1, -1 do
    for _, option in ipairs(parsers[i]._options) do
      names[#names + 1] = option._public_aliases[#option._public_aliases]
    end
  end
  return names
end

--- What can stand in place of the last word.
---@param parser table argparse's
---@param root table the tree's root
---@param words string[] the words behind the program's name; the last one, which may be empty, is
--- completed
---@return string candidates one on each line
function completion.candidates(parser, root, words)
  local parsers, node, arguments, option = { parser }, root, 0, nil
  for i = 1, #words - 1 do
    local word = unquoted(words[i])
    local below, child = child_of(parsers[#parsers], node, word)
    if option then
      option = nil
    elseif word:sub(1, 1) == "-" and #word > 1 then
      option = option_of(parsers, word)
      option = option and option._maxargs > 0 and option or nil
    elseif below and arguments == 0 then
      parsers[#parsers + 1], node = below, child
    else
      arguments = arguments + 1
    end
  end
  local last, found = unquoted(words[#words] or ""), {}
  local own, all = parsers[#parsers]
  if option then
    all = values_of(option, node, root)
  elseif last:sub(1, 1) == "-" then
    all = options_of(parsers)
  else
    all = names_of(arguments == 0 and node.commands)
    local argument = own._arguments[math.min(arguments + 1, #own._arguments)]
    for _, value in ipairs(argument and values_of(argument, node, root) or {}) do
      all[#all + 1] = value
    end
  end
  for _, candidate in ipairs(all) do
    if candidate:sub(1, #last) == last then
      found[#found + 1] = candidate .. "\n"
    end
  end
  return table.concat(found)
end

-- Each asks the command that is being completed. Without candidates the shell completes files.
completion.scripts = {
  bash = [==[
_ai95() {
  local candidate
  COMPREPLY=()
  while IFS= read -r candidate; do
    COMPREPLY+=("$(printf %q "$candidate")")
  done < <("${COMP_WORDS[0]}" __complete "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -o default -F _ai95 ai95
]==],
  zsh = [==[
#compdef ai95
_ai95() {
  local -a candidates
  candidates=("${(@f)$("${words[1]}" __complete "${(@)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ -n "$candidates" ]]; then
    compadd -- "${candidates[@]}"
  else
    _files
  fi
}
if [[ "$funcstack[1]" = _ai95 ]]; then
  _ai95 "$@"
else
  compdef _ai95 ai95
fi
]==],
  fish = [==[
function __ai95_complete
  set -l words (commandline -opc)
  set -l candidates ($words[1] __complete $words[2..-1] (commandline -ct) 2>/dev/null)
  if test (count $candidates) -gt 0
    printf '%s\n' $candidates
  else
    __fish_complete_path (commandline -ct)
  end
end
complete -c ai95 -f -a '(__ai95_complete)'
]==],
}

return completion
