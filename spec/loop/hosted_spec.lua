--- Calls in the loops of luv and cqueues, each in a program of its own: they suspend their
--- coroutine, and the loop goes on.
local files = require "support.files"
local lua = require("support.program").lua
local sandbox = require "support.sandbox"

local PREPARE = [[
  local ai95, core = require "ai95", require "ai95.core"
  local client = ai95.new { base_url = os.getenv "AI95_SANDBOX_URL", username = "hln",
    password = "secret", timeout = 20 }
  local function page(size)
    return client:request("cdrlist", { pageIndex = 0, pageSize = size or 3 })
  end
]]

--- What each program needs of its loop: `go(fn)` starts fn() in a coroutine, `run()` runs the loop
--- until all have ended, `sleep(seconds)` suspends the coroutine.
local LOOPS = {
  luv = [[
    local uv = require "luv"
    local function go(fn) coroutine.wrap(fn)() end
    local function run() uv.run() end
    local function sleep(seconds)
      local running, timer = coroutine.running(), uv.new_timer()
      timer:start(seconds * 1000, 0, function()
        timer:close()
        assert(coroutine.resume(running))
      end)
      coroutine.yield()
    end
  ]],
  cqueues = [[
    local cqueues = require "cqueues"
    local controller = cqueues.new()
    local function go(fn) controller:wrap(fn) end
    local function run() assert(controller:loop()) end
    local sleep = cqueues.sleep
  ]],
}

for name, loop in pairs(LOOPS) do
  describe("#plain #program in the loop of " .. name, function()
    local path

    before_each(function()
      sandbox.reset()
      sandbox.seed { calls = 23 }
      path = os.tmpname()
    end)

    after_each(function()
      os.remove(path)
    end)

    --- What the program prints.
    local function run(text)
      files.write(path, PREPARE .. loop .. ("ai95.use_loop %q\n"):format(name) .. text)
      local pipe = io.popen(("timeout 60 '%s' '%s' 2>&1"):format(lua, path))
      local output = pipe:read "*a"
      pipe:close()
      return output
    end

    if lua:match "lua5%.1$" then
      it("Lua 5.1 says that it cannot wait there", function()
        assert.matches("Lua 5%.1 cannot wait in another loop", run "")
      end)
      return
    end

    it("50 calls of 500 ms are pending at once, and a timer of 10 ms keeps its pace", function()
      local took, ticks
      for _ = 1, 5 do -- other programs may keep this machine busy
        sandbox.fault("cdrlist", "delay", { seconds = 0.5, times = 50 })
        took, ticks = run([[
          local left, ticks = 50, 0
          go(function() page() -- logs in
            local began = core.now()
            for _ = 1, 50 do
              go(function()
                assert(page().total == 23)
                left = left - 1
              end)
            end
            while left > 0 do
              sleep(0.01)
              ticks = ticks + 1
            end
            io.write(core.now() - began, " ", ticks)
          end)
          run()
        ]]):match "^(%S+) (%d+)$"
        if tonumber(took) < 1 and tonumber(ticks) >= 30 then
          return
        end
      end
      error(("it took %s s, and the timer ran %s times"):format(took, ticks))
    end)

    it("each call gets its own answer, whichever leads", function()
      for i = 1, 20 do
        sandbox.fault("cdrlist", "delay", { seconds = (i * 7 % 20) / 100, times = 1 })
      end
      assert.equal(("ok "):rep(20) .. "end", run [[
        for i = 1, 20 do
          go(function()
            assert(#page(i).list == i)
            io.write "ok "
          end)
        end
        run()
        io.write "end"
      ]])
    end)

    it("parallel, iterators, downloads and pauses work, and in the main program, too", function()
      local text = [[
        local function all()
          local results, failures = client:parallel(3, { 1, 2, 3, 4, 5 }, function(size)
            return #page(size).list
          end)
          assert(not failures)
          io.write(table.concat(results, ","), " ")
          local count, call = 0, nil
          local filters = { start_create_at = "2000-01-01", pageSize = 5, talktimes_min = 0 }
          for each in client.calls:each(filters) do
            count, call = count + 1, each.recordfile and each or call
          end
          io.write(count, " ")
          local target = os.tmpname()
          assert(call:download(target))
          io.write(io.open(target, "rb"):read(4), " ")
          os.remove(target)
        end
        go(all)
        run()
        all()
      ]]
      assert.equal(("1,2,3,4,5 23 RIFF "):rep(2), run(text))
    end)

    it("an error is returned, and misuse is raised in the coroutine", function()
      sandbox.fault("cdrlist", "delay", { seconds = 2, times = 1, skip = 1 })
      assert.equal("timeout false end", run [[
        go(function()
          assert(page())
          local slow = client:with { timeout = 0.3, max_retries = 0 }
          local data, err = slow:request("cdrlist", { pageIndex = 0, pageSize = 3 })
          assert(data == nil)
          io.write(err.kind, " ")
          io.write(tostring(pcall(client.request, client, "cdrlist", { pageIndx = 0 })), " ")
        end)
        run()
        io.write "end"
      ]])
    end)

    if name == "cqueues" then
      it("a coroutine that leads and is given up does not stop the others", function()
        sandbox.fault("cdrlist", "delay", { seconds = 0.3, times = 3 })
        assert.equal("done done end", run [[
          local given_up = cqueues.new()
          given_up:wrap(function() page() end)
          for _ = 1, 20 do
            given_up:step(0.01) -- it logs in, and its call is pending
          end
          for _ = 1, 2 do
            go(function()
              assert(page())
              io.write "done "
            end)
          end
          run()
          io.write "end"
        ]])
      end)
    end
  end)
end

describe("#plain ai95.use_loop", function()
  it("accepts known loops and drivers only", function()
    local ai95 = require "ai95"
    for _, wrong in ipairs { "uv", 1, true } do
      assert.error_matches(function() ai95.use_loop(wrong) end, "ai95: ")
    end
  end)
end)
