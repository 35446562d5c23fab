-- Makes calls in libuv's loop, with luv (Debian: lua-luv), while a timer of the loop goes on.
local uv = require "luv"
local ai95 = require "ai95"

ai95.use_loop "luv"
local client = ai95.new {}
local ticks, left = 0, 10

local timer = uv.new_timer()
timer:start(10, 10, function() ticks = ticks + 1 end)
for page = 1, left do
  coroutine.wrap(function()
    local calls = assert(client.calls:list { pageIndex = page - 1, pageSize = 5 })
    print(("page %d: %d calls"):format(page, #calls))
    left = left - 1
    if left == 0 then
      timer:close()
    end
  end)()
end
uv.run()
print(("the timer ran %s"):format(ticks > 0 and "meanwhile" or "never"))
