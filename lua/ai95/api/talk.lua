--- The form of a talk in asr_a (cdrlist) and talk_info (crmList): turns separated by ##, each
--- VOICE@@ANSWER#@RECORDING.
local core = require "ai95.core"

-- Stand in place of an answer if nothing was said or understood.
local markers = { noinput = true, nomatch = true, BasedPTheEnd = true }

local function present(text)
  return text ~= "" and text or nil
end

-- What is not text cannot be asked for.
local function file_name(text)
  return core.is_text(text) and present(text) or nil
end

--- Splits at the first `separator`; without one, everything is in front of it.
local function split(text, separator)
  local from, to = text:find(separator, 1, true)
  if not from then
    return text, ""
  end
  return text:sub(1, from - 1), text:sub(to + 1)
end

--- Takes a talk apart.
---@param text string|nil
---@param add fun(voice: string|nil, answer: string|nil, marker: string|nil, recording: string|nil)
--- called for each turn
return function(text, add)
  local rest = text and text:find("@@", 1, true) and text or "" -- else it is no talk
  while rest ~= "" do
    local item
    item, rest = split(rest, "##")
    if item:find("%S") then
      local voice, said = split(item, "@@")
      local answer, file = split(said, "#@")
      add(present(voice), not markers[answer] and present(answer) or nil,
        markers[answer] and answer or nil, file_name(file))
    end
  end
end
