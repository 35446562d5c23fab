--- The conversation of a call: its turns, the text of asr_a and talk_info, the recordings' names.

local clock = require "sandbox.clock"

local talk = {}

talk.record_path = "/home/record"

local VOICES = "/usr/local/freeswitch/sounds/zh/cn/20180411091806WdZ/based"
local TURN_SECONDS = 4

-- Each turn's prompt: its voice file, its words, and its title in the script.
local PROMPTS = {
  { "20180411093029cLp", "您好，我是民政局离婚咨询机器人小夏，请问有什么可以帮您", "1打招呼+开场白" },
  { VOICES .. "20180411202040cXy.wav", "请问您还有什么其他问题需要咨询吗？", "2还有需要咨询吗" },
  { VOICES .. "20180411194038cQc.wav", "请问您现在方便接听电话吗？", "3是否方便" },
  { VOICES .. "201804111918016o4.wav", "好的，我再为您介绍一下", "4介绍" },
  { VOICES .. "201804111918398jY.wav", "请问您是本人吗？", "5是否本人" },
  { VOICES .. "2018041120222414x.wav", "感谢您的接听，再见", "6结束语" },
}
local ANSWERS = {
  "喂，你好", "noinput", "是的", "哪里啊", "nomatch", "儿子吗", "不需要，谢谢", "为", "多少钱啊", "noinput",
}
local MARKERS = { noinput = true, nomatch = true, BasedPTheEnd = true }

local function turn_count(hash)
  return 2 + hash % 4
end

local function answer_of(call, turn)
  return call.task.answer or ANSWERS[math.floor(call.hash / 3 ^ turn) % #ANSWERS + 1]
end

--- How many times the customer said something.
function talk.questions(call)
  local count = 0
  for turn = 1, turn_count(call.hash) do
    if not MARKERS[answer_of(call, turn)] then count = count + 1 end
  end
  return count
end

--- recordfile of a call, below record_path; nil if it did not connect.
function talk.recording(call)
  if not call.connected then return nil end
  return string.format("/%s/%s_%s_%s_%s.wav", string.sub(clock.format_compact(call.time), 1, 8),
    clock.format_compact(call.time + 1), call.phone, call.phone, call.sn)
end

local function fragment_recording(call, turn)
  local time = clock.format_compact(call.time + 1 + (turn - 1) * TURN_SECONDS)
  return string.format("%s/%s/fenduan_%s_asr_ques_keya_%s_%s.wav", talk.record_path,
    string.sub(clock.format_compact(call.time), 1, 8), time, call.phone, call.sn)
end

--- The turns { voice, caption, title, answer, recording } of a call, without its end.
function talk.turns(call)
  local turns = {}
  if not call.connected then return turns end
  for turn = 1, turn_count(call.hash) do
    local prompt = PROMPTS[turn]
    turns[turn] = { voice = prompt[1], caption = prompt[2], title = prompt[3],
      answer = answer_of(call, turn), recording = fragment_recording(call, turn) }
  end
  return turns
end

--- talk_info of a customer: `##VOICE@@ANSWER#@RECORDING` for each turn. In every eighth call the
-- last turn has no recording, as if the customer had hung up.
function talk.info(call)
  local turns, pieces = talk.turns(call), {}
  for index, turn in ipairs(turns) do
    local recorded = index < #turns or call.hash % 8 ~= 0
    local recording = recorded and "#@" .. turn.recording or ""
    pieces[index] = "##" .. turn.voice .. "@@" .. turn.answer .. recording
  end
  return table.concat(pieces)
end

--- asr_a of a call: talk_info, and then the end, which names the last turn's recording again.
function talk.transcript(call)
  if not call.connected then return "" end
  local last = turn_count(call.hash)
  local ending = "##" .. PROMPTS[last + 1][1] .. "@@BasedPTheEnd#@"
  return talk.info(call) .. ending .. fragment_recording(call, last)
end

return talk
