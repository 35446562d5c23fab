--- The talk of a call, from asr_a (cdrlist) or talk_info (crmList), turn by turn.
local recordings = require "ai95.resources.recordings"
local resource = require "ai95.resources.resource"
local talk = require "ai95.api.talk"

--- One turn of a talk: what the AI user played, and what the person said.
---@class ai95.Turn: ai95.RecordedAnswer
---@field voice string|nil the file that the AI user played
---@field answer string|nil what the person said; nil for a marker
---@field marker "noinput"|"nomatch"|"BasedPTheEnd"|nil nothing was said, nothing was understood,
--- the talk's end
---@field recording string|nil the file with the person's answer

---@param client ai95.Client
---@param text string|nil
---@return ai95.Turn[]
return function(client, text)
  local turns = {}
  talk(text, function(voice, answer, marker, recording)
    turns[#turns + 1] = { voice = voice, answer = answer, marker = marker, recording = recording }
  end)
  return resource.bind_all(recordings.Turn, client, turns)
end
