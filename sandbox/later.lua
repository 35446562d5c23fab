--- What the server carries out later than it answers. Due work is done before the next request is
-- served, on a clock that shows the moment at which it was due.

local clock = require "sandbox.clock"

local later = {}

local waiting = {}

function later.reset()
  waiting = {}
end

function later.add(seconds, action)
  local work = { due = clock.now() + seconds, action = action }
  local place = #waiting + 1
  while place > 1 and waiting[place - 1].due > work.due do place = place - 1 end
  table.insert(waiting, place, work)
end

function later.run()
  while waiting[1] and waiting[1].due <= clock.now() do
    local work = table.remove(waiting, 1)
    clock.at(work.due, work.action)
  end
end

return later
