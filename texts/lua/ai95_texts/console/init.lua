--- The texts of the console in English and in Chinese, by their keys.

local all = {}
for _, name in ipairs { "ai95_texts.console.lists", "ai95_texts.console.actions" } do
  for key, pair in pairs(require(name)) do
    all[key] = pair
  end
end
return all
