--- Writes the last lines of each page of the guide: links to the pages before and after it, to the
--- list of pages, and to the page in the other language. `make docs` runs it.
local LANGUAGES = {
  { folder = "docs/", guide = "Guide", other = { folder = "docs/zh/", name = "中文" } },
  { folder = "docs/zh/", guide = "使用指南", other = { folder = "docs/", name = "English" } },
}

local function read(path)
  local file = io.open(path, "rb")
  local text = file and file:read "*a"
  return text, file and file:close()
end

local function write(path, text)
  local file = assert(io.open(path, "wb"))
  assert(file:write(text))
  assert(file:close())
end

--- The pages in the order of a language's list. It also names pages of the other language.
local function pages_of(folder)
  local pages = {}
  for title, path in assert(read(folder .. "README.md")):gmatch "\n%- %[([^%]]+)%]%(([^)]+)%)" do
    if not path:find "^%.%./" then
      pages[#pages + 1] = { title = title, path = path }
    end
  end
  return pages
end

--- The target of a link from one file to another.
local function relative(from, to)
  local folder = from:match "^[^/]+/"
  if folder and to:sub(1, #folder) == folder then
    return relative(from:sub(#folder + 1), to:sub(#folder + 1))
  end
  return ((from:match "^.*/" or ""):gsub("[^/]+/", "../")) .. to
end

local function navigation(language, pages, i)
  local folder, links = language.folder, {}
  local path = folder .. pages[i].path
  local function add(title, to)
    links[#links + 1] = ("[%s](%s)"):format(title, relative(path, to))
  end
  if pages[i - 1] then
    add("← " .. pages[i - 1].title, folder .. pages[i - 1].path)
  end
  add(language.guide, folder .. "README.md")
  local translation = language.other.folder .. pages[i].path
  if read(translation) then
    add(language.other.name, translation)
  end
  if pages[i + 1] then
    add(pages[i + 1].title .. " →", folder .. pages[i + 1].path)
  end
  return table.concat(links, " ·\n")
end

for _, language in ipairs(LANGUAGES) do
  local pages = pages_of(language.folder)
  for i, page in ipairs(pages) do
    local path = language.folder .. page.path
    local text = assert(read(path))
    local body = text:sub(1, (text:find("\n\n---\n", 1, true) or #text) - 1)
    write(path, body .. "\n\n---\n\n" .. navigation(language, pages, i) .. "\n")
  end
end
