--- What people read, in English and in Chinese, and which of the two.
---
--- As with gettext, the English sentence stays in the code that says it, and is the key of its
--- Chinese one: `say "nothing was sent"`. The catalogues are lists of such pairs. Both sentences
--- have the same directives of string.format, in the same order. What has no pair stays English,
--- such as a text that the platform sent. The texts of the console have keys instead.
local texts = {}

---@alias ai95_texts.Language "en"|"zh"

--- A sentence in English and in Chinese.
---@alias ai95_texts.Pair { [1]: string, [2]: string }

-- The modules that have the pairs.
texts.CATALOGUES = {
  "ai95_texts.help.page", "ai95_texts.help.setup", "ai95_texts.help.imports",
  "ai95_texts.help.campaigns", "ai95_texts.help.calls", "ai95_texts.help.programs",
  "ai95_texts.messages.general", "ai95_texts.messages.lists", "ai95_texts.messages.campaigns",
  "ai95_texts.errors", "ai95_texts.terms",
}

-- The modules with pairs for sentences that argparse or the library has made, in English: what is
-- in them is found by the form. The first form that fits counts.
texts.FORMS = {
  "ai95_texts.library.lists", "ai95_texts.library.guard", "ai95_texts.library.doctor",
  "ai95_texts.library.sync", "ai95_texts.library.errors", "ai95_texts.argparse",
}

-- In this order, as POSIX has it.
local VARIABLES = { "LC_ALL", "LC_MESSAGES", "LANG" }

local spoken = "en" -- the language of this program
local chinese -- the Chinese sentences by the English ones, once somebody needs them
local forms -- what is compiled of texts.FORMS

--- The language that the locale names. A Chinese locale with another encoding than UTF-8 gets
--- English, because nobody could read the Chinese texts there.
---@param getenv fun(name: string): string|nil
---@return ai95_texts.Language
function texts.language_of(getenv)
  for _, name in ipairs(VARIABLES) do
    local locale = getenv(name)
    if locale and locale ~= "" then
      local encoding = locale:match "^zh%f[%A][_%w]*%.([%w-]+)@?%w*$" or ""
      return encoding:find "^[uU][tT][fF]%-?8$" and "zh" or "en"
    end
  end
  return "en"
end

--- Chooses the language of this program. It is English until then.
---@param language ai95_texts.Language
function texts.speak(language)
  spoken = language
end

--- The language of this program.
---@return ai95_texts.Language
function texts.language()
  return spoken
end

local function load_chinese()
  chinese = {}
  for _, name in ipairs(texts.CATALOGUES) do
    for _, pair in ipairs(require(name)) do
      chinese[pair[1]] = pair[2]
    end
  end
  return chinese
end

--- The sentence in a language.
---@param sentence string in English
---@param language ai95_texts.Language|nil absent: that of this program
---@return string
function texts.say(sentence, language)
  if (language or spoken) == "en" then
    return sentence
  end
  return (chinese or load_chinese())[sentence] or sentence
end

--- The sentence about so many things, in the language of this program.
---@param count number
---@param one string in English
---@param many string in English; the key of the Chinese sentence
---@return string
function texts.say_count(count, one, many)
  return texts.say(spoken == "en" and count == 1 and one or many)
end

-- What a directive of string.format can have written.
local WRITTEN = { s = "(.-)", d = "(%-?%d+)", f = "(%-?[%d.]+)", g = "(%-?[%d.e+-]+)",
  ["%"] = "%%" }

--- A pattern that finds what a sentence was made of, and the sentence to make of it.
local function compile(pair)
  local parts, is_quoted, rest = { "^" }, {}, 1
  for literal, directive, after in pair[1]:gmatch "([^%%]*)%%[%d.]*([%a%%])()" do
    parts[#parts + 1] = literal:gsub("%p", "%%%0") .. WRITTEN[directive]
    if directive ~= "%" then
      is_quoted[#is_quoted + 1] = literal:find "['\"]$" ~= nil and pair[1]:find("^['\"]", after) ~= nil
    end
    rest = after
  end
  parts[#parts + 1] = pair[1]:sub(rest):gsub("%p", "%%%0") .. "$"
  return {
    pattern = table.concat(parts), is_quoted = is_quoted,
    -- what was found is text
    chinese = pair[2]:gsub("%%[%d.]*([%a%%])", function(directive)
      return directive == "%" and "%%" or "%s"
    end),
    begins_with_word = pair[1]:find "^%a" ~= nil,
  }
end

local function compile_all()
  forms = {}
  for _, name in ipairs(texts.FORMS) do
    for _, pair in ipairs(require(name)) do
      forms[#forms + 1] = compile(pair)
    end
  end
  return forms
end

--- What a form makes of a sentence; nil if the sentence has not this form.
local function fill(form, sentence, language)
  local found = { sentence:match(form.pattern) }
  if not found[1] then
    return nil
  end
  for i, is_quoted in ipairs(form.is_quoted) do
    if not is_quoted and found[i]:find " " then -- a name or a number is no sentence
      found[i] = texts.retell(found[i], language)
    end
  end
  return form.chinese:format((unpack or table.unpack)(found))
end

--- What the first form that fits makes of a sentence; nil if none fits.
---@param is_place boolean|nil whether it may be a name, which no form that begins with one may take
local function say_by_form(sentence, language, is_place)
  for _, form in ipairs(forms or compile_all()) do
    local said = (form.begins_with_word or not is_place) and fill(form, sentence, language)
    if said then
      return said
    end
  end
end

local LONGEST = 4000 -- bytes: each form looks for its parts

--- A sentence that was already made, by other code in English, in a language. Its parts are said
--- again, too, but for those in quotes. A known sentence may have the name of a file in front, and
--- a line of it.
---@param sentence string
---@param language ai95_texts.Language|nil absent: that of this program
---@return string said the sentence itself if it is not known
---@return boolean is_known
function texts.retell(sentence, language)
  language = language or spoken
  if language == "en" then
    return sentence, true
  elseif #sentence > LONGEST then
    return sentence, false
  end
  local said = say_by_form(sentence, language)
  if said then
    return said, true
  end
  said = texts.say(sentence, language)
  if said == sentence then
    local place, line, rest = sentence:match "^(.-), line (%d+): (.+)$"
    if not place then
      place, rest = sentence:match "^(.-): (.+)$"
    end
    local told, is_known = rest or "", false
    if rest then
      told, is_known = texts.retell(rest, language)
    end
    if is_known and line then
      return texts.say("%s, line %d: %s", language):format(place, line, told), true
    elseif is_known then
      -- A name stays as it is, but for the library's words in front, as in `ledger list.ledger`.
      place = say_by_form(place, language, true) or place
      return texts.say("%s: %s", language):format(place, told), true
    end
  end
  return said, said ~= sentence
end

--- A function that says texts which have keys, for a program with readers of both languages:
--- say("count", 12).
---@param catalogue table<string, ai95_texts.Pair>
---@param language ai95_texts.Language
---@return fun(key: string, ...): string
function texts.speaker(catalogue, language)
  local column = language == "en" and 1 or 2
  return function(key, ...)
    local text = catalogue[key][column]
    return select("#", ...) > 0 and text:format(...) or text
  end
end

return texts
