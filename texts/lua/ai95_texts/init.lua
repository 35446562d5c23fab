--- What people read, in English and in Chinese, and which of the two.
---
--- As with gettext, the English sentence stays in the code that says it, and is the key of its
--- Chinese one: `say "nothing was sent"`. The catalogues are lists of such pairs. Both sentences
--- have the same directives of string.format, in the same order. What has no pair stays English,
--- such as a text that the platform sent.
local texts = {}

---@alias ai95_texts.Language "en"|"zh"

--- A sentence in English and in Chinese.
---@alias ai95_texts.Pair { [1]: string, [2]: string }

-- The modules that have the pairs.
texts.CATALOGUES = {
  "ai95_texts.help.page", "ai95_texts.help.setup", "ai95_texts.help.imports",
  "ai95_texts.help.campaigns", "ai95_texts.help.calls", "ai95_texts.help.programs",
  "ai95_texts.messages.general", "ai95_texts.messages.lists", "ai95_texts.messages.campaigns",
  "ai95_texts.terms",
}

-- The modules with pairs for sentences that argparse says, not we.
texts.FORMS = { "ai95_texts.argparse" }

-- In this order, as POSIX has it.
local VARIABLES = { "LC_ALL", "LC_MESSAGES", "LANG" }

local chinese -- the Chinese sentences by the English ones, if the language is Chinese
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
  chinese = nil
  if language == "zh" then
    chinese = {}
    for _, name in ipairs(texts.CATALOGUES) do
      for _, pair in ipairs(require(name)) do
        chinese[pair[1]] = pair[2]
      end
    end
  end
end

--- The sentence in the language of this program.
---@param sentence string in English
---@return string
function texts.say(sentence)
  return chinese and chinese[sentence] or sentence
end

--- The sentence about so many things.
---@param count number
---@param one string in English
---@param many string in English; the key of the Chinese sentence
---@return string
function texts.say_count(count, one, many)
  return chinese and chinese[many] or count == 1 and one or many
end

-- What a directive of string.format can have written.
local WRITTEN = { s = "(.-)", d = "(%-?%d+)", f = "(%-?[%d.]+)", g = "(%-?[%d.e+]+)",
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
    chinese = pair[2]:gsub("%%[%d.]*%a", "%%s"), -- what was found is text
  }
end

local function compiled()
  local list = {}
  for _, name in ipairs(texts.FORMS) do
    for _, pair in ipairs(require(name)) do
      list[#list + 1] = compile(pair)
    end
  end
  return list
end

--- A sentence that was already made, by other code in English, in the language of this program. Its
--- parts are said again, too, but for those in quotes.
---@param sentence string
---@return string said the sentence itself if no form is known that it can have
---@return boolean is_known
function texts.retell(sentence)
  forms = chinese and (forms or compiled())
  for _, form in ipairs(forms or {}) do
    local found = { sentence:match(form.pattern) }
    if found[1] then
      for i, is_quoted in ipairs(form.is_quoted) do
        found[i] = is_quoted and found[i] or texts.retell(found[i])
      end
      return form.chinese:format((unpack or table.unpack)(found)), true
    end
  end
  return texts.say(sentence), false
end

return texts
