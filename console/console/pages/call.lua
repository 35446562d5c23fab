--- The page of a call: its recording and its conversation.
local call_address = require "console.call_address"
local h = require "console.html"
local parts = require "console.pages.parts"
local platform = require "console.platform"
local problem = require "console.problem"
local url = require("console.request").url

--- A player for the whole call, or for a turn's answer. If it cannot play, static/player.js shows
--- what stands behind it.
local function player(request, turn)
  local args, say = request.args, request.say
  local source = url("/recording", { task = args.task, sn = args.sn, at = args.at, turn = turn })
  return {
    h.audio {
      controls = true, preload = turn and "none" or "metadata", src = source,
      aria_label = turn and say("answer_recording", turn) or say "whole_recording",
    },
    h.p { class = "dead", hidden = true, role = "alert",
      h.span { say "dead_recording" }, " ",
      h.button { type = "button", class = "quiet", say "try_again" },
    },
  }
end

local function bubble(who, request, title, ...)
  return h.div { class = "bubble " .. who,
    h.p { class = "who", request.say(who), title and { " · ", title } },
    ...
  }
end

local MARKERS = { noinput = true, nomatch = true, BasedPTheEnd = true }

local function answer(request, text)
  if text == nil or MARKERS[text] then
    return h.p { class = "marker", request.say(text or "noinput") }
  end
  return h.p { lang = "zh", text }
end

--- The turns with the AI user's words, and each answer's recording.
local function whole_talk(request, fragments)
  local turns = { class = "talk" }
  for i, fragment in ipairs(fragments) do
    turns[i] = h.li {
      bubble("robot", request, h.span { lang = "zh", fragment.title },
        h.p { lang = "zh", fragment.caption }),
      bubble("customer", request, nil, answer(request, fragment.answer),
        platform.is_file(fragment.fenduanluyin) and player(request, i)),
    }
  end
  return h.ol(turns)
end

--- The answers from the list of calls, if the platform does not return details.
local function answers_only(request, call)
  local turns = { class = "talk" }
  for i, turn in ipairs(call:turns()) do
    turns[i] = h.li {
      bubble("customer", request, nil, answer(request, turn.answer or turn.marker)),
    }
  end
  return { h.p { class = "notice bad", request.say "only_answers" }, h.ol(turns) }
end

-- The platform gives a call that nobody answered a time too: when it stopped ringing.
local function was_connected(call)
  return (tonumber(call.talktimes) or 0) > 0 or platform.is_file(call.recordfile)
end

local function recording(request, call)
  if platform.is_file(call.recordfile) then
    return player(request)
  end
  return h.p { request.say(was_connected(call) and "recording_missing" or "no_recording") }
end

local function conversation(request, call)
  if not platform.is_file(call.recordfile) then
    return h.p { class = "empty", request.say "no_conversation" }
  end
  local details = call:details()
  return details and whole_talk(request, details.fragments) or answers_only(request, call)
end

---@param request console.Request
---@return console.Page
return function(request)
  local say, args = request.say, request.args
  if not args.task then
    problem.raise(404, "no_call")
  end
  local task, call = platform.together(
    function(client) return client.tasks:get(args.task) end,
    function() return platform.call(args) end)
  if not call then
    problem.raise(404, "no_call")
  end
  local title = say("call_to", call.callee or "?")
  return {
    title = title,
    above = {
      parts.to_tasks(request),
      {
        href = url("/task", call_address.list_args(args)),
        text = parts.task_name(request, task),
      },
    },
    h.h1 { title },
    h.div { class = "call",
      h.section { class = "card", aria_labelledby = "recording",
        h.h2 { id = "recording", say "recording" },
        recording(request, call),
        parts.facts {
          { say(was_connected(call) and "connected_at" or "called_at"), call.connected_at },
          { say "talked", say("seconds", tonumber(call.talktimes) or 0) },
          { say "rang", call.ringtimes and say("seconds", tonumber(call.ringtimes) or 0) },
          { say "ended", call.endreason },
          { say "caller", call.caller },
          { say "ai_user", call.user_name },
          { say "label", call.asr_b },
          { say "score", call.asr_c },
          { say "questions", call.asr_d },
        },
      },
      h.section { aria_labelledby = "conversation",
        h.h2 { id = "conversation", say "conversation" },
        conversation(request, call),
      },
    },
  }
end
