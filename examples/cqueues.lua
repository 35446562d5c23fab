-- Makes calls in the loop of cqueues (Debian: lua-cqueues), while another thread of it goes on.
local cqueues = require "cqueues"
local ai95 = require "ai95"

ai95.use_loop "cqueues"
local client = ai95.new {}
local controller = cqueues.new()
local ticks, left = 0, 10

controller:wrap(function()
  while left > 0 do
    cqueues.sleep(0.01)
    ticks = ticks + 1
  end
end)
for page = 1, left do
  controller:wrap(function()
    local calls = assert(client.calls:list { pageIndex = page - 1, pageSize = 5 })
    print(("page %d: %d calls"):format(page, #calls))
    left = left - 1
  end)
end
assert(controller:loop())
print(("the other thread ran %s"):format(ticks > 0 and "meanwhile" or "never"))
