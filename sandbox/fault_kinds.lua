--- The kinds of faults. A kind may have:
--   options      its settings and their defaults
--   carry_out    false if the request is not carried out unless the fault says so
--   spoil        called before the request is checked, if its signature is right
--   before       called before the request is carried out; may end it
--   after        called after that; may end it
--   answer       returns the response to send instead of the real one
--   of_platform  true if `answer` applies only to a request that would succeed
--   send         sends the response
--   forms        true if `form` names the forms of the response, see forms.lua

local answers = require "sandbox.answers"
local json = require "sandbox.json"
local seeding = require "sandbox.seeding"
local send = require "sandbox.send"
local sessions = require "sandbox.sessions"
local tasks = require "sandbox.tasks"

local kinds = {}

local PIECE = 65536
local ENDLESS_PIECES = 10 * 2 ^ 30 / PIECE
local PAGE = "<html>\r\n<head><title>%s</title></head>\r\n"
  .. "<body><center><h1>%s</h1></center></body>\r\n</html>\r\n"

local function page(title)
  return (string.gsub(PAGE, "%%s", title))
end

local function half(body)
  return math.floor(#body / 2)
end

local function wait(fault)
  ngx.sleep(fault.seconds)
end

local function reset()
  -- nginx only resets a connection in a location whose configuration says so.
  return ngx.exec("@reset")
end

kinds.delay = { options = { seconds = 1 }, before = wait }
kinds.delay_after = { options = { seconds = 1 }, after = wait }
kinds.reset_before = { before = reset }
kinds.reset_after = { after = reset }
kinds.close_before = { before = send.close }
kinds.close_after = { after = send.close }

kinds.truncate = {
  send = function(_, answer)
    send.head(answer, #answer.body)
    send.piece(string.sub(answer.body, 1, half(answer.body)))
    return send.close()
  end,
}

kinds.short_length = {
  send = function(_, answer)
    send.head(answer, half(answer.body))
    send.piece(answer.body)
  end,
}

kinds.stall = {
  options = { seconds = 60 },
  send = function(fault, answer)
    send.head(answer, #answer.body)
    send.piece(string.sub(answer.body, 1, half(answer.body)))
    ngx.sleep(fault.seconds)
    return send.close()
  end,
}

kinds.drip = {
  options = { bytes = 16, interval = 0.05 },
  send = function(fault, answer)
    send.head(answer, #answer.body)
    local size = math.max(fault.bytes, 1)
    for first = 1, #answer.body, size do
      if not send.piece(string.sub(answer.body, first, first + size - 1)) then return end
      ngx.sleep(fault.interval)
    end
  end,
}

kinds.endless = {
  send = function(_, answer)
    send.head(answer, nil)
    local piece = string.rep("0123456789abcdef", PIECE / 16)
    if not send.piece('{"code":0,"data":"') then return end
    for _ = 1, ENDLESS_PIECES do
      if not send.piece(piece) then return end
    end
  end,
}

kinds.status = {
  options = { status = 503 }, carry_out = false,
  answer = function(fault)
    local headers = {}
    if fault.retry_after ~= nil then headers["Retry-After"] = tostring(fault.retry_after) end
    local bodiless = fault.status == 204 or fault.status == 304
    return {
      status = fault.status, content_type = fault.content_type or "text/html", headers = headers,
      body = bodiless and "" or fault.body or page(fault.status .. " injected"),
    }
  end,
}

kinds.code = {
  options = { code = 500, status = 200 }, carry_out = false, of_platform = true,
  answer = function(fault)
    local answer = answers.refusal(fault.code, fault.msg)
    answer.status = fault.status
    answer.content_type = fault.content_type or answer.content_type
    return answer
  end,
}

kinds.redirect = {
  options = { location = "/elsewhere" }, carry_out = false,
  answer = function(fault)
    return { status = 302, content_type = "text/html", headers = { Location = fault.location },
      body = page("302 Found") }
  end,
}

local function with_body(answer, body, content_type)
  return {
    status = 200, headers = {}, body = body, content_type = content_type or answer.content_type,
  }
end

kinds.bad_json = {
  answer = function()
    return with_body(answers.done(""), '{"code":0,"data":{"total":1,"list":[')
  end,
}
kinds.html = {
  answer = function(_, answer) return with_body(answer, page("It works!"), "text/html") end,
}
kinds.empty = { answer = function(_, answer) return with_body(answer, "") end }
kinds.shape = {
  of_platform = true,
  answer = function() return answers.data("not what was promised", "SUCCESS") end,
}

kinds.date = {
  options = { date = "" },
  send = function(fault, answer)
    send.head(answer, #answer.body)
    ngx.header["Date"] = "-" -- only a header that is set can be removed
    ngx.header["Date"] = fault.date
    ngx.print(answer.body)
  end,
}

local function spoil_key(spoil)
  return function(request)
    local api_key = json.get(request.fields, "api_key")
    if type(api_key) == "string" then spoil(api_key) end
  end
end

kinds.form = { options = { form = "" }, forms = true }

kinds.task_deleted = {
  options = { place = 1 },
  after = function(fault)
    local task = tasks.all()[fault.place]
    if task then tasks.operate(task, "delete") end
  end,
}

kinds.task_added = {
  after = function() seeding.finished_task({ calls = 0 }) end,
}

kinds.expire = { spoil = spoil_key(sessions.expire) }
kinds.revoke = { spoil = spoil_key(sessions.revoke) }

return kinds
