--- A reader can go through the guide from page to page, in both languages.
local document = require "support.document"
local command = require "support.command"

--- The pages that a document links to, by the label of the link.
local function links_of(self)
  local links = {}
  for label, target in self.text:gmatch "%[([^%]\n]+)%]%(([^)#\n]+)%)" do
    links[label] = self:beside(target)
  end
  return links
end

--- The pages of a list, in its order.
local function pages_of(index)
  local pages = {}
  for title, target in index.text:gmatch "\n%- %[([^%]]+)%]%(([^)]+)%)" do
    pages[#pages + 1] = { title = title, path = index:beside(target) }
  end
  return pages
end

local function chinese(path)
  return (path:gsub("^docs/", "docs/zh/"))
end

local function english(path)
  return (path:gsub("^docs/zh/", "docs/"))
end

describe("#plain #once the guide", function()
  for folder, language in pairs {
    ["docs/"] = { name = "中文", translation = chinese },
    ["docs/zh/"] = { name = "English", translation = english },
  } do
    local index = document.read(folder .. "README.md")
    -- The Chinese list names English pages that have no Chinese version.
    local all, pages = pages_of(index), {}
    for _, page in ipairs(all) do
      if page.path:sub(1, #folder) == folder then
        pages[#pages + 1] = page
      end
    end

    it("has every page in the list of " .. index.path .. ", under its title", function()
      local listed = {}
      for _, page in ipairs(all) do
        listed[page.path] = true
      end
      for _, page in ipairs(pages) do
        assert.equal(page.title, document.read(page.path):title())
      end
      for _, path in ipairs(document.paths "docs/guide") do
        local own = folder == "docs/" and path or chinese(path)
        assert.is_true(listed[own] or listed[path], path .. " is not in " .. index.path)
      end
      assert.is_true(#pages > 10)
    end)

    it("links each page of " .. folder .. " to the pages before and after it, and to the other "
      .. "language", function()
      for i, page in ipairs(pages) do
        local links, before, after = links_of(document.read(page.path)), pages[i - 1], pages[i + 1]
        local hint = page.path .. ": run `make docs`"
        assert.equal(index.path, links[folder == "docs/" and "Guide" or "使用指南"], hint)
        if before then
          assert.equal(before.path, links["← " .. before.title], hint)
        end
        if after then
          assert.equal(after.path, links[after.title .. " →"], hint)
        end
        local other = language.translation(page.path)
        assert.equal(command.exists(other) and other or nil, links[language.name], hint)
      end
    end)
  end
end)
