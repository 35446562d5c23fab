--- The page of a call: its recording and its conversation.
local call_address = require "console.call_address"
local h = require "console.html"
local log = require "console.actions"
local mask = require "console.mask"
local neighbours = require "console.neighbours"
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

local MAX_OFFSET = 6 * 3600 -- seconds

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

--- The time in the name of a recording, which is that of its beginning.
local function time_of(file)
  local year, month, day, hour, minute, second =
    tostring(file or ""):match "_?(20%d%d)(%d%d)(%d%d)(%d%d)(%d%d)(%d%d)_"
  return year and platform.unix(
    ("%s-%s-%s %s:%s:%s"):format(year, month, day, hour, minute, second))
end

--- When a turn begins in the recording of the whole call, in seconds; nil if the names of the files
--- do not say so.
local function offset_of(call, fragment)
  local whole, turn = time_of(call.recordfile), time_of(fragment.fenduanluyin)
  local offset = whole and turn and turn - whole
  return offset and offset >= 0 and offset <= MAX_OFFSET and offset or nil
end

--- Plays the recording of the whole call from a turn on. static/player.js shows and handles it.
local function seek_button(request, offset)
  local time = ("%d:%02d"):format(math.floor(offset / 60), offset % 60)
  return h.button {
    type = "button", class = "quiet seek", hidden = true,
    aria_label = request.say("play_from", time), "▶ ", time,
  }
end

--- The turns with the AI user's words, and each answer's recording.
local function whole_talk(request, call, fragments)
  local turns = { class = "talk" }
  for i, fragment in ipairs(fragments) do
    local offset = offset_of(call, fragment)
    turns[i] = h.li { data_at = offset,
      offset and seek_button(request, offset),
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
  return details and whole_talk(request, call, details.fragments) or answers_only(request, call)
end

--- Links to the calls before and after this one in the list.
local function steps(request, found)
  local say = request.say
  return found and h.nav { class = "steps", aria_label = say "steps",
    found.previous and h.a { class = "button quiet", rel = "prev", href = found.previous,
      say "previous_call" },
    h.span { say("place", found.place, found.total) },
    found.next and h.a { class = "button quiet", rel = "next", href = found.next,
      say "next_call" },
  }
end

--- The pages above this one: the campaign, at the place of its list from which the visitor came, or
--- the search.
local function above(request, task)
  local args, say = request.args, request.say
  local link
  if args.q then
    link = { href = url("/search", { q = args.q }), text = say("search_for", args.q) }
  else
    link = {
      href = url("/task", call_address.list_args(args)), text = parts.task_name(request, task),
    }
  end
  return { parts.to_tasks(request), link }
end

---@param request console.Request
---@return console.Page
return function(request)
  local say, args = request.say, request.args
  if not args.task then
    problem.raise(404, "no_call")
  end
  local task, call, found = platform.together(
    function(client) return client.tasks:get(args.task) end,
    function() return platform.call(args) end,
    function(client) return neighbours(client, args) end)
  if not call then
    problem.raise(404, "no_call")
  end
  log(request, "open call", { campaign = args.task, call = call.cdr_sn })
  local number = call.callee or "?"
  local title = say("call_to", request.user.sees_masked and mask.phone(number) or number)
  return {
    title = title,
    above = above(request, task),
    h.div { class = "heading", h.h1 { title }, steps(request, found) },
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
          { say "campaign", args.q and parts.task_name(request, task) },
        },
        h.p { class = "hint keys", hidden = true, say "keys" },
      },
      h.section { aria_labelledby = "conversation",
        h.h2 { id = "conversation", say "conversation" },
        conversation(request, call),
      },
    },
  }
end
