--- `ai95 config`: asks for the account and writes the configuration file.
local ai95 = require "ai95"
local failure = require "ai95_cli.failure"
local say = require("ai95_texts").say
local settings = require "ai95_cli.settings"
local terminal = require "ai95_cli.terminal"
local text = require "ai95_cli.text"

-- In the order of the questions.
local questions = {
  { name = "base_url", ask = "Address of the platform" },
  { name = "username", ask = "User name" },
}

--- Ends the command if the answers end.
local function stop(context)
  context:usage "nothing was saved"
end

local function ask(prompt)
  io.stderr:write(prompt)
  return io.read "*l"
end

--- The message of an error, or of one that was raised.
local function message_of(err)
  return ai95.is_error(err) and failure.sentence(err)
    or text.retold((tostring(err):gsub("^.-ai95: ", "")))
end

--- What is wrong with a value; nil if nothing is.
local function problem_of(name, value)
  local problem = settings.problem(name, value)
  if problem then
    return problem
  end
  local options = { base_url = "https://localhost", username = "-", password = "-" }
  options[name] = value
  local ok, raised = pcall(ai95.new, options) -- does no I/O
  return not ok and message_of(raised) or nil
end

--- Asks until the answer is valid. An empty one keeps the present value.
local function ask_value(context, question, present)
  local prompt = say(question.ask) .. (present and (" [%s]"):format(text.plain(present)) or "")
    .. say ": "
  while true do
    local answer = (ask(prompt) or stop(context)):match "^%s*(.-)%s*$"
    local value = answer ~= "" and answer or present
    local problem = value and problem_of(question.name, value)
    if value and not problem then
      return value
    elseif problem then
      context:notify("%s", problem)
    end
  end
end

--- Asks for the password, without echo; nil if none is to be saved.
local function ask_password(context, username, present)
  local prompt = say(present and "Password of %s (empty: it stays as it is): "
    or "Password of %s (empty: it is asked for at each login): "):format(text.plain(username))
  while true do
    local answer = terminal.ask_secret(prompt) or stop(context)
    local value = answer ~= "" and answer or present
    local problem = value and problem_of("password", value)
    if not problem then
      return value
    end
    context:notify("%s", problem)
  end
end

--- Tries the account. Returns whether it is to be saved.
local function try(context, values)
  if not values.password then
    return true
  end
  local found = context:settings()
  for name, value in pairs(values) do
    found[name] = { text = value, from = say "the terminal" }
  end
  local session, err
  local ok, raised = pcall(function()
    session, err = ai95.new(context:options()):login()
  end)
  if session then
    context:notify("the login works: %s of %s", session.user_name or values.username,
      session.team_name or "?")
    return true
  end
  context:notify("the login does not work: %s", message_of(ok and err or raised))
  return context:is_confirmed(say "Save it anyway? Type yes: ")
end

--- Says which variables override the file.
local function report_variables(context)
  for _, name in ipairs { "base_url", "username", "password" } do
    local variable = "AI95_" .. name:upper()
    if (os.getenv(variable) or "") ~= "" then
      context:notify("%s is set in the environment, and overrides the file", variable)
    end
  end
end

local function run(context, args)
  local path = settings.path(args)
  if not path then
    context:usage "there is no folder for the configuration file: set HOME, or give --config"
  elseif not context:is_interactive() then
    context:usage("config asks at a terminal. Elsewhere write %s: lines `base_url = …`,"
      .. " `username = …`, `password = …`, mode 600", path)
  end
  local content, present, problem = settings.read(path)
  if not content then
    context:usage("%s", problem)
  end
  local values = {}
  for _, question in ipairs(questions) do
    values[question.name] = ask_value(context, question, present[question.name])
  end
  values.password = ask_password(context, values.username, present.password)
  if not try(context, values) then
    stop(context)
  end
  local ok
  ok, problem = settings.write(path, content, values)
  if not ok then
    context:usage("the configuration file cannot be written: %s", problem)
  end
  report_variables(context)
  context:notify("saved in %s, which only you can read. Next: `ai95 doctor`", path)
end

return {
  name = "config",
  summary = "Set up the account",
  description = "Asks for the platform's address, the user name and the password, tries to log in,"
    .. " and writes ~/.config/ai95/config (or --config) with mode 600. Other lines of that file"
    .. " stay.",
  examples = { { "ai95 config", "run this first" } },
  run = run,
}
