--- What a guard does in one situation each, on a platform in memory.
local dates = require "ai95.util.dates"
local errors = require "ai95.errors"
local world = require "support.guard_world"

local DAY = { hours = "09:00-12:00,13:30-18:00", weekdays = "mon-fri" }

local function with(base, more)
  local all = {}
  for name, value in pairs(base) do all[name] = value end
  for name, value in pairs(more or {}) do all[name] = value end
  return all
end

--- The new steps: "paused hours". Trouble that lasts is there once.
local function steps_of(guarded)
  local list = {}
  for _, step in ipairs(guarded.steps) do
    local text = step.action .. " " .. step.reason
    if text ~= list[#list] then
      list[#list + 1] = text
    end
  end
  return list
end

--- What was carried out, with the time of the day.
local function operations_of(here)
  local list = {}
  for i, each in ipairs(here.operations) do
    list[i] = dates.format(each.time):sub(12, 16) .. " " .. each.oper
  end
  return list
end

local function never() return false end
local function always() return true end

describe("#plain a guard", function()
  it("dials in the hours only, from the first to the last number", function()
    local here = world { start = "2026-11-27 08:30:00", numbers = 3000 }
    here.fail = never
    local guarded = assert(here:guard(DAY))
    assert.equal("done", guarded.reason)
    assert.equal(3000, #here.calls)
    assert.same({ "waiting hours", "resumed open", "paused hours", "resumed open", "ended done" },
      steps_of(guarded))
    assert.same({ "09:00 keepOn", "11:59 stop", "13:30 keepOn" }, operations_of(here))
  end)

  it("pauses first if the campaign is dialling, and goes on in the hours", function()
    local here = world { start = "2026-11-27 10:00:00", numbers = 50 }
    here:operate "keepOn"
    local guarded = assert(here:guard(DAY))
    assert.same({ "paused start", "resumed open", "ended done" },
      steps_of(guarded))
    assert.same({ "10:00 keepOn", "10:00 stop", "10:00 keepOn" }, operations_of(here))
  end)

  it("pauses a campaign that somebody starts outside the hours", function()
    local here = world { start = "2026-11-27 19:00:00", numbers = 500 }
    here:at(here.now + 600, function() here:operate "keepOn" end)
    here:at(here.now + 3600, function() here.stop = true end)
    local guarded = assert(here:guard(with(DAY, {
      stop_when = function() return here.stop end,
    })))
    assert.equal("stopped", guarded.reason)
    assert.equal("paused", here.task.state)
    assert.is_true(#here.calls <= 4) -- of the seconds until the next look
  end)

  it("leaves a campaign paused that somebody else paused, also after it was killed", function()
    local here = world { start = "2026-11-27 09:00:00", numbers = 500 }
    here:at(here.now + 600, function() here:operate "stop" end)
    here:at(here.now + 900, function() here.kill_in = 0 end)
    local _, err = here:guard(DAY)
    assert.equal("killed", err)
    here.kill_in = nil
    local count = #here.calls
    here:at(here.now + 1800, function() here:operate "keepOn" end)
    local guarded = assert(here:guard(DAY))
    assert.same({ "waiting held", "dialling open", "ended done" }, steps_of(guarded))
    assert.equal(500, #here.calls)
    assert.is_true(count < 160)
    assert.same({ "09:00 keepOn", "09:10 stop", "09:45 keepOn" }, operations_of(here))
  end)

  it("goes on with a campaign that the platform paused because it got more numbers", function()
    local here = world { start = "2026-11-27 09:00:00", numbers = 100 }
    here.kill_in = 60
    assert.equal("killed", select(2, here:guard(DAY)))
    here.kill_in = nil
    here:advance(1800)
    assert.equal("sent", here.task.state)
    here:append(10)
    assert.equal("paused", here.task.state)
    assert.equal("done", assert(here:guard(DAY)).reason)
    assert.equal(110, #here.calls)
  end)

  it("takes over a campaign that was paused before it first started", function()
    local here = world { start = "2026-11-27 09:00:00", numbers = 10 }
    here:operate "stop"
    assert.equal("done", assert(here:guard(DAY)).reason)
  end)

  it("ends if too many of the last calls failed, and not before there are so many", function()
    local here = world { start = "2026-11-27 09:00:00", numbers = 500 }
    here.fail = function(number) return number > 100 end
    local guarded = assert(here:guard(with(DAY, { max_failure_rate = 0.6, last = 50 })))
    assert.equal("failure_rate", guarded.reason)
    assert.equal("paused", here.task.state)
    assert.matches("^%d+ of the last %d+ calls failed %(%d+ %%%); the limit is 60 %%$",
      guarded.text)
    assert.is_true(#here.calls >= 130 and #here.calls < 160, #here.calls)
    local again = assert(here:guard(with(DAY, { max_failure_rate = 0.6, last = 50 })))
    assert.equal("failure_rate", again.reason) -- the same command does not go on
    local short = world { start = "2026-11-27 09:00:00", numbers = 49 }
    short.fail = always
    assert.equal("done", assert(short:guard(with(DAY, { max_failure_rate = 0.6, last = 50 })))
      .reason)
  end)

  it("ends when enough customers were reached", function()
    local here = world { start = "2026-11-27 09:00:00", numbers = 500 }
    here.fail = never
    local guarded = assert(here:guard(with(DAY, { reached = 40 })))
    assert.equal("reached", guarded.reason)
    assert.equal("paused", here.task.state)
    assert.is_true(#here.calls >= 40 and #here.calls < 50)
  end)

  for _, deadline in ipairs { "2026-11-27 09:30:00", 3600 } do
    it("ends at a deadline, also outside the hours: " .. tostring(deadline), function()
      local here = world { start = "2026-11-27 08:30:00", numbers = 5000 }
      local guarded = assert(here:guard(with(DAY, { deadline = deadline })))
      assert.equal("deadline", guarded.reason)
      assert.equal("paused", here.task.state)
      assert.matches("^2026%-11%-27 09:30:0", dates.format(here.now))
      assert.is_nil(here:guard(with(DAY, { deadline = 1 })).decision)
    end)
  end

  it("counts a deadline in seconds from its first start, also after it was killed", function()
    local here = world { start = "2026-11-27 09:00:00", numbers = 5000 }
    here.kill_in = 100
    assert.equal("killed", select(2, here:guard(with(DAY, { deadline = 3600 }))))
    here.kill_in = nil
    assert.equal("deadline", assert(here:guard(with(DAY, { deadline = 3600 }))).reason)
    assert.matches("^2026%-11%-27 10:00:0", dates.format(here.now))
  end)

  it("takes a day as a deadline until its end", function()
    local here = world { start = "2026-11-27 17:00:00", numbers = 50000 }
    local guarded = assert(here:guard { hours = "0-24", deadline = "2026-11-27" })
    assert.equal("deadline", guarded.reason)
    assert.matches("^2026%-11%-28 00:00:0", dates.format(here.now))
  end)

  it("dials failed numbers again, after a pause and within the hours", function()
    local here = world { start = "2026-11-27 11:30:00", numbers = 400 }
    here.fail = always
    local guarded = assert(here:guard(with(DAY, { redials = 2, redial_pause = 900 })))
    assert.equal("done", guarded.reason)
    assert.equal(2, guarded.redials)
    assert.same({ "11:30 keepOn", "13:30 failRe", "14:11 failRe" }, operations_of(here))
    for _, count in pairs(here:counts()) do
      assert.equal(3, count)
    end
  end)

  it("does not dial again if nobody failed", function()
    local here = world { start = "2026-11-27 09:00:00", numbers = 20 }
    here.fail = never
    assert.equal(0, assert(here:guard(with(DAY, { redials = 2, redial_pause = 0 }))).redials)
  end)

  for _, fault in ipairs { "before", "after", "late" } do
    it("does not repeat a redial whose answer was lost: " .. fault, function()
      local here = world { start = "2026-11-27 09:00:00", numbers = 20 }
      here.fail = always
      here.fault = function(name) return name == "failRe" and fault or nil end
      local guarded = assert(here:guard(with(DAY, { redials = 1, redial_pause = 0 })))
      assert.equal(1, guarded.redials)
      for _, count in pairs(here:counts()) do
        assert.equal(fault == "before" and 1 or 2, count)
      end
      local before = #here.calls
      here:advance(86400)
      assert.equal(before, #here.calls) -- it did not end before a late request was carried out
    end)
  end

  for _, fault in ipairs { "not_sent", "rejected" } do
    it("repeats a redial that was certainly not carried out: " .. fault, function()
      local here, times = world { start = "2026-11-27 09:00:00", numbers = 20 }, 0
      here.fail = always
      here.fault = function(name)
        times = times + (name == "failRe" and 1 or 0)
        return name == "failRe" and times <= 3 and fault or nil
      end
      local guarded = assert(here:guard(with(DAY, { redials = 1, redial_pause = 0 })))
      assert.equal(1, guarded.redials)
      assert.equal(4, times)
      assert.equal(40, #here.calls)
    end)
  end

  it("killed between any two steps of a redial never dials again twice", function()
    for kill = 1, 140 do
      local here = world { start = "2026-11-27 09:00:00", numbers = 5 }
      here.fail, here.kill_in = always, kill
      local options = with(DAY, { redials = 1, redial_pause = 0, interval = 5 })
      local guarded = here:guard(options)
      here.kill_in = nil
      here:advance(30)
      guarded = guarded or assert(here:guard(options))
      assert.equal("done", guarded.reason)
      for _, count in pairs(here:counts()) do
        assert.is_true(count <= 2)
      end
    end
  end)

  it("pauses until it is certain, and reports loudly that it is not", function()
    local here, lost = world { start = "2026-11-27 11:50:00", numbers = 5000 }, 0
    here.fault = function(name)
      lost = lost + (name == "stop" and 1 or 0)
      return name == "stop" and lost <= 5 and "before" or nil
    end
    local warned = 0
    here:at(dates.parse "2026-11-27 12:30:00", function() here.stop = true end)
    local guarded = assert(here:guard(with(DAY, {
      stop_when = function() return here.stop end,
      progress = function(step) warned = warned + (step.reason == "unconfirmed" and 1 or 0) end,
    })))
    assert.equal("stopped", guarded.reason)
    assert.equal("paused", here.task.state)
    assert.equal(5, warned)
    assert.equal(6, lost)
  end)

  it("pauses if it cannot see for a minute, and goes on once it can", function()
    local here = world { start = "2026-11-27 09:10:00", numbers = 200 }
    local from, to = here.now + 100, here.now + 400
    here.fault = function(name)
      return name == "index" and here.now > from and here.now < to and "not_sent" or nil
    end
    local guarded = assert(here:guard(DAY))
    assert.equal("done", guarded.reason)
    assert.same({ "resumed open", "trouble network", "trouble unconfirmed", "paused blind",
      "resumed open", "ended done" }, steps_of(guarded))
  end)

  it("returns an error if the platform refuses it at once, and changes nothing", function()
    local here = world { start = "2026-11-27 09:00:00", numbers = 5 }
    here.refusal = errors.new { kind = "auth", code = 20004, outcome = "rejected", message = "no" }
    local guarded, err = here:guard(DAY)
    assert.is_nil(guarded)
    assert.equal(20004, err.code)
    assert.equal(0, #here.operations)
  end)

  it("returns an error once the campaign is gone for a minute", function()
    local here = world { start = "2026-11-27 09:00:00", numbers = 500 }
    here:at(here.now + 300, function()
      here.refusal = errors.new { kind = "api", code = 30011, outcome = "rejected",
        message = "gone" }
      here.task.queue = {}
    end)
    local guarded, err = here:guard(DAY)
    assert.is_nil(guarded)
    assert.equal(30011, err.code)
  end)

  it("does not trust this machine's clock, whatever it is set to meanwhile", function()
    local here = world { start = "2026-11-27 09:00:00", numbers = 4000, skew = -30000 }
    for hour = 1, 8 do
      here:at(here.now + hour * 3000, function() here.skew = here.skew * -1.5 end)
    end
    local guarded = assert(here:guard(DAY))
    assert.equal("done", guarded.reason)
    assert.equal("trouble clock", steps_of(guarded)[1])
    assert.matches("^the platform's clock says Fri 2026%-11%-27 09:00", guarded.steps[1].text)
    for _, call in ipairs(here.calls) do
      local time = dates.format(call.time):sub(12)
      assert.is_true(time >= "09:00" and time < "12:00" or time >= "13:30" and time < "18:00", time)
    end
  end)

  it("pauses if `progress` raises, and raises the same", function()
    local here = world { start = "2026-11-27 09:00:00", numbers = 50 }
    local ok, raised = pcall(here.guard, here, with(DAY, { progress = function(step)
      if step.action == "dialling" or #here.calls > 3 then error("mine", 0) end
    end }))
    assert.is_false(ok)
    assert.equal("mine", raised)
    assert.equal("paused", here.task.state)
  end)

  it("in a dry run decides and changes nothing", function()
    local here = world { start = "2026-11-27 12:30:00", numbers = 50 }
    here:operate "keepOn"
    local guarded = assert(here:guard(with(DAY, { dry_run = true })))
    assert.equal("dry_run", guarded.reason)
    assert.equal("hold", guarded.decision.action)
    assert.equal("hours", guarded.decision.reason)
    assert.equal(1, #here.operations)
    assert.is_nil(here.file)
  end)
end)
