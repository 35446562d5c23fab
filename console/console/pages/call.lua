--- The page of a call: its recording and its conversation.
local h = require "console.html"
local parts = require "console.pages.parts"
local platform = require "console.platform"
local problem = require "console.problem"
local url = require("console.request").url

--- A player for the whole call, or for a turn's answer.
local function player(request, turn)
  local args = request.args
  return h.audio {
    controls = true, preload = turn and "none" or "metadata",
    src = url("/recording", { task = args.task, sn = args.sn, at = args.at, turn = turn }),
    aria_label = turn and request.say("answer_recording", turn) or request.say "whole_recording",
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
      { href = "/", text = say "tasks" },
      {
        href = url("/task", { sn = task.dial_task_main_sn }),
        text = parts.task_name(request, task),
      },
    },
    h.h1 { title },
    h.div { class = "call",
      h.section { class = "card", aria_labelledby = "recording",
        h.h2 { id = "recording", say "recording" },
        platform.is_file(call.recordfile) and player(request) or h.p { say "no_recording" },
        parts.facts {
          { say "time", call.connected_at },
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
