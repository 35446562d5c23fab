--- Random guards against random platforms, in memory and in no time: see support/guard_world.
local dates = require "ai95.util.dates"
local hours = require "ai95.guard.hours"
local world = require "support.guard_world"

local SEQUENCES = tonumber(os.getenv "AI95_MODEL_SEQUENCES" or 12)
local SEED = tonumber(os.getenv "AI95_MODEL_SEED" or os.time() % 100000)

-- A generator of our own: the same on every Lua.
local function generator(seed)
  local state = seed % 2147483647 + 1
  for _ = 1, 5 do
    state = state * 16807 % 2147483647
  end
  return function(n)
    state = state * 16807 % 2147483647
    return state % n + 1
  end
end

local DAYS = { "2026-11-26", "2026-11-27", "2026-11-28", "2026-11-29", "2026-11-30" }
local HOURS = {
  { "09:00-12:00,13:30-18:00", "mon-fri" }, { "00:00-24:00", "sat-mon" }, { "8-21" },
  { "00:00-01:00,09:00-09:30,22:00-24:00", "1-6" }, { "10:00-10:03,10:05-19:00" },
}

local function random_world(random)
  local start = ("%s %02d:%02d:%02d"):format(DAYS[random(#DAYS)], random(24) - 1, random(60) - 1,
    random(60) - 1)
  return world { start = start, numbers = random(3000), random = random,
    skew = random(3) == 1 and random(100000) - 50000 or 0 }
end

local function random_options(random)
  local pair = HOURS[random(#HOURS)]
  return {
    hours = pair[1], weekdays = pair[2], redials = random(3) - 1, redial_pause = random(900) - 1,
    interval = 20 + random(100), max_failure_rate = random(4) == 1 and 0.75 or nil,
    last = random(100),
    deadline = random(4) == 1 and random(3 * 86400) or nil,
    reached = random(4) == 1 and random(1000) or nil,
  }
end

local KINDS = { "before", "after", "late", "not_sent", "rejected" }
local SLACK = 30 -- seconds: a guard that starts needs some requests to pause

--- Whether a time is outside the hours, except within the periods in which nobody guarded.
local function outside(schedule, unguarded, time)
  for _, period in ipairs(unguarded) do
    if time >= period[1] and time <= period[2] + SLACK then
      return false
    end
  end
  return schedule:closes_at(time) == nil
end

--- How often somebody was called at most.
local function most_calls(here)
  local most = 0
  for _, count in pairs(here:counts()) do
    most = math.max(most, count)
  end
  return most
end

describe("#plain a guard", function()
  for number = 1, SEQUENCES do
    local seed = SEED + number
    it(("that is killed at random times dials within the hours, AI95_MODEL_SEED=%d")
      :format(seed - 1), function()
      local random = generator(seed)
      local here, options = random_world(random), random_options(random)
      here.latency = function() return random(30) / 20 end
      local schedule = assert(hours.parse(options.hours, options.weekdays))
      local unguarded, guarded = {}, nil
      for _ = 1, 200 do
        here.kill_in = random(4) > 1 and random(400) or nil
        local err
        guarded, err = here:guard(options)
        if guarded then
          break
        end
        assert.equal("killed", err)
        local from = here.now
        here.kill_in = nil
        here:advance(random(900))
        unguarded[#unguarded + 1] = { from, here.now }
      end
      assert.is_table(guarded, "the guard never ended")
      local late = {}
      for _, call in ipairs(here.calls) do
        if outside(schedule, unguarded, call.time) then
          late[#late + 1] = dates.format(call.time)
        end
      end
      assert.same({}, late)
      assert.is_true(most_calls(here) <= 1 + options.redials)
      local redials = 0
      for _, each in ipairs(here.operations) do
        redials = redials + (each.oper == "failRe" and 1 or 0)
      end
      assert.is_true(redials <= guarded.redials)
      assert.is_true(guarded.redials <= options.redials)
      local before = #here.calls
      here:advance(10 * 86400)
      assert.equal(before, #here.calls) -- nothing is dialling any more
      if guarded.reason == "done" then
        assert.equal(here.task.total, here.task.success + #here.task.failed)
      end
    end)

    it(("on a platform that loses requests never redials too often, AI95_MODEL_SEED=%d")
      :format(seed - 1), function()
      local random = generator(seed)
      local here, options = random_world(random), random_options(random)
      local rate = random(10) + 1
      here.latency = function() return random(100) / 20 end
      here.fault = function() return random(rate) == 1 and KINDS[random(#KINDS)] or nil end
      local guarded
      for _ = 1, 200 do
        here.kill_in = random(3) == 1 and random(400) or nil
        guarded = here:guard(options)
        if guarded then
          break
        end
        here.kill_in = nil
        here:advance(random(900))
      end
      assert.is_table(guarded, "the guard never ended")
      assert.is_true(most_calls(here) <= 1 + options.redials)
      assert.is_true(guarded.redials <= options.redials)
      local before = #here.calls
      here:advance(10 * 86400)
      assert.equal(before, #here.calls)
    end)
  end
end)
