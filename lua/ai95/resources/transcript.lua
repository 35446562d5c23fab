--- The talk of a call, from asr_a (cdrlist) or talk_info (crmList): turns separated by ##, each
--- VOICE@@ANSWER#@RECORDING.
local core = require "ai95.core"
local recordings = require "ai95.resources.recordings"
local resource = require "ai95.resources.resource"

-- Stand in place of an answer if nothing was said or understood.
local markers = { noinput = true, nomatch = true, BasedPTheEnd = true }

--- One turn of a talk: what the AI user played, and what the person said.
---@class ai95.Turn: ai95.RecordedAnswer
---@field voice string|nil the file that the AI user played
---@field answer string|nil what the person said; nil for a marker
---@field marker "noinput"|"nomatch"|"BasedPTheEnd"|nil nothing was said, nothing was understood,
--- the talk's end
---@field recording string|nil the file with the person's answer

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

---@param client ai95.Client
---@param text string|nil
---@return ai95.Turn[]
return function(client, text)
  local turns = {}
  local rest = text and text:find("@@", 1, true) and text or "" -- else it is no talk
  while rest ~= "" do
    local item
    item, rest = split(rest, "##")
    if item:find("%S") then
      local voice, said = split(item, "@@")
      local answer, file = split(said, "#@")
      turns[#turns + 1] = {
        voice = present(voice),
        answer = not markers[answer] and present(answer) or nil,
        marker = markers[answer] and answer or nil,
        recording = file_name(file),
      }
    end
  end
  return resource.bind_all(recordings.Turn, client, turns)
end
