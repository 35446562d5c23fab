--- What an error of the library says to the reader, in the reader's language.
local text = require "ai95_cli.text"
local texts = require "ai95_texts"

local say = texts.say

local failure = {}

-- What happened and what to do, for an error whose message has no translation: it follows in
-- brackets. Who reads English reads only the message. None says to try again: the request may have
-- been carried out.
local KINDS = {
  network = "the platform cannot be reached, or the connection broke: check base_url, the name"
    .. " server, firewalls and the proxy; `ai95 doctor` helps",
  timeout = "the platform did not answer in time: a longer timeout may help",
  tls = "the connection cannot be trusted: check the machine's clock, base_url and ca_file",
  protocol = "the answer is not what the platform's document promises: check base_url and the"
    .. " proxy",
  rate_limit = "there were too many requests",
  too_large = "the answer is too large: raise max_body, or ask for less",
  file = "a file or a database on this machine cannot be used",
  input = "the input cannot be used",
  undetermined = "nobody knows what became of the request: check it on the platform",
  auth = "the account was refused",
  api = "the platform refused",
}

--- What happened and what to do.
---@param err ai95.Error
---@return string
function failure.message(err)
  if texts.language() == "en" then
    return err.message
  elseif err.message:find "^the platform answered %d" then
    return say("%s (the platform: %d %s)"):format(say(err.meaning), err.code, err.msg or "")
  end
  local said, is_known = texts.retell(err.message)
  if is_known or not KINDS[err.kind] then
    return said
  end
  return say("%s (%s)"):format(say(KINDS[err.kind]), err.message)
end

--- The same, with whether it may have been carried out and how often it was tried.
---@param err ai95.Error
---@return string
function failure.sentence(err)
  if texts.language() == "en" then
    return (tostring(err):gsub("^ai95: ", ""))
  end
  local said = failure.message(err)
  if not err.retryable and err.outcome == "unknown" then
    said = say("%s; it may have been carried out: look before you send it again"):format(said)
  end
  if err.attempts and err.attempts > 1 then
    said = say("%s (after %d attempts)"):format(said, err.attempts)
  end
  return text.plain(said)
end

--- The same, with the program's name in front.
---@param err ai95.Error
---@return string
function failure.text(err)
  return say("ai95: %s"):format(failure.sentence(err))
end

return failure
