--- Guards that end, are killed or are asked to stop while nobody knows yet what became of a
--- request, or while the platform's lists show the campaign as it was: nothing dials unguarded
--- afterwards.
local dates = require "ai95.util.dates"
local world = require "support.guard_world"

local HOURS = "9-18"

--- A platform whose lists show the state of some seconds ago.
local function let_lag(here, seconds)
  local row, operate, changed_at, before = here.row, here.operate, -math.huge, nil
  function here:operate(oper)
    before = self.task.state
    operate(self, oper)
    changed_at = self.now
  end
  function here:row(deadline)
    local shown = row(self, deadline)
    shown.state = self.now - changed_at < seconds and before or shown.state
    return shown
  end
end

--- A platform that carries the first of these operations out late, and loses its answer.
local function lose(here, oper)
  local is_lost = false
  here.fault = function(name)
    if name == oper and not is_lost then
      is_lost = true
      return "late"
    end
  end
end

--- Fails if calls are made after the guard has ended, but for one that was being made.
local function assert_quiet(here)
  local before = #here.calls
  here:advance(7 * 86400)
  assert.is_true(#here.calls - before <= 1, #here.calls - before .. " calls without a guard")
  assert.not_equal("sending", here.task.state)
end

--- Fails if a call was made outside 9 to 18 o'clock.
local function assert_within_hours(here)
  for _, call in ipairs(here.calls) do
    assert.is_true(dates.format(call.time):sub(12) < "18:00:00", dates.format(call.time))
  end
end

describe("a guard that does not know what became of a request", function()
  it("pauses a campaign that it has resumed and not yet seen dialling", function()
    for lag = 0, 12, 3 do
      local here, is_resumed = world { start = "2026-11-27 10:00:00", numbers = 500 }, false
      let_lag(here, lag)
      local guarded = assert(here:guard {
        hours = HOURS, stop_when = function() return is_resumed end,
        progress = function(step) is_resumed = is_resumed or step.action == "resumed" end,
      })
      assert.equal("stopped", guarded.reason)
      assert_quiet(here)
    end
  end)

  for _, case in ipairs { { "keepOn", 0 }, { "failRe", 1 } } do
    local oper, redials = case[1], case[2]
    it("does not end with an error before " .. oper .. " is settled", function()
      local here = world { start = "2026-11-27 17:00:00", numbers = 300 }
      lose(here, oper)
      local ok, raised = pcall(here.guard, here, {
        hours = HOURS, redials = redials, redial_pause = 0,
        progress = function(step)
          if step.reason == "unsettled" then
            error("the program has a fault", 0)
          end
        end,
      })
      assert.same({ false, "the program has a fault" }, { ok, raised })
      assert_quiet(here)
      assert_within_hours(here)
    end)

    it("goes on to watch after it was killed while it sent " .. oper, function()
      local here = world { start = "2026-11-27 17:00:00", numbers = 300 }
      lose(here, oper)
      local request = here.request
      function here:request(name, ...)
        local result, err = request(self, name, ...)
        if name == oper and err then
          self.is_dead = true
          self:step()
        end
        return result, err
      end
      local options = { hours = HOURS, redials = redials, redial_pause = 0 }
      assert.same({ nil, "killed" }, { here:guard(options) })
      here.request, options.deadline = nil, "2026-11-27 17:00:01" -- which has passed
      local guarded = assert(here:guard(options))
      assert.equal("deadline", guarded.reason)
      assert_quiet(here)
      assert_within_hours(here)
    end)
  end

  it("does not take late results for the redial that was lost", function()
    local here = world { start = "2026-11-27 10:00:00", numbers = 50 }
    local row, sent_at = here.row, nil
    function here:row(deadline)
      local shown = row(self, deadline)
      sent_at = sent_at or shown.state == "sent" and self.now
      if sent_at and self.now - sent_at < 15 then
        shown.fail = shown.fail - 3
      end
      return shown
    end
    lose(here, "failRe")
    assert(here:guard { hours = HOURS, redials = 1, redial_pause = 0 })
    assert_quiet(here)
  end)

  it("pauses a campaign that it has never seen if it cannot go on", function()
    local here = world { start = "2026-11-27 20:00:00", numbers = 50 }
    here:operate "keepOn"
    local looks = 0
    here.fault = function(name)
      looks = looks + (name == "index" and 1 or 0)
      return name == "index" and looks == 1 and "before" or nil
    end
    local ok = pcall(here.guard, here, { hours = HOURS,
      progress = function() error("the program has a fault", 0) end })
    assert.is_false(ok)
    assert_quiet(here)
  end)
end)

describe("a guard", function()
  it("does not redial a finished campaign that somebody has paused", function()
    local here, calls = world { start = "2026-11-27 10:00:00", numbers = 20 }, nil
    assert(here:guard {
      hours = HOURS, redials = 1, redial_pause = 600, deadline = "2026-11-27 12:00:00",
      progress = function(step)
        if step.reason == "redial_pause" and not calls then
          calls = #here.calls
          here:operate "stop"
        end
      end,
    })
    assert.equal(calls, #here.calls)
  end)

  it("pauses in time although the customers are many and the platform is slow", function()
    for _, seconds in ipairs { 1, 4, 10 } do
      local here = world { start = "2026-11-27 17:50:00", numbers = 500 }
      local row = here.row
      function here:row(deadline)
        local shown, pages = row(self, deadline), 0
        function shown.customers()
          return function()
            pages = pages + 1
            assert(self:request("crmList", deadline, function() return true end))
            self:advance(seconds)
            return pages <= 40 and { sn = "sn|" .. pages, labelling = "other" } or nil
          end
        end
        return shown
      end
      assert(here:guard { hours = HOURS, interested = 5, deadline = "2026-11-27 18:30:00" })
      assert_within_hours(here)
      assert_quiet(here)
    end
  end)

  it("ends if it is told to stop while the platform cannot be asked and nothing is dialled",
    function()
      local here, is_out = world { start = "2026-11-27 20:00:00", numbers = 5 }, false
      here.fault = function() return is_out and "not_sent" or nil end
      local guarded, err = here:guard {
        hours = HOURS, stop_when = function() return is_out end,
        progress = function(step) is_out = is_out or step.action == "waiting" end,
      }
      assert.is_nil(guarded)
      assert.equal("network", err.kind)
    end)
end)
