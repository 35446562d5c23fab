--- A progress bar with the rate and the time left, on stderr; nothing if that is not a terminal.
local ai95 = require "ai95"
local say = require("ai95_texts").say
local terminal = require "ai95_cli.terminal"
local text = require "ai95_cli.text"

local progress = {}

---@class ai95_cli.Progress
local Progress = {}
Progress.__index = Progress

local MAX_CELLS, MIN_CELLS = 30, 5 -- of the bar; with less room there is none
local INTERVAL = 0.1 -- seconds between two drawings

---@param unit string what is counted: "rows"
---@param screen ai95_cli.Screen|nil nil: nobody sees it
---@return ai95_cli.Progress
function progress.new(unit, screen)
  return setmetatable({ unit = unit, screen = screen, started = ai95.monotonic(),
    drawn_at = -1 }, Progress)
end

--- A duration: "0:07", "1:02:03".
---@param seconds number
---@return string
function progress.duration(seconds)
  seconds = math.floor(seconds + 0.5)
  local hours, minutes = math.floor(seconds / 3600), math.floor(seconds / 60) % 60
  if hours > 0 then
    return ("%d:%02d:%02d"):format(hours, minutes, seconds % 60)
  end
  return ("%d:%02d"):format(minutes, seconds % 60)
end

--- A bar for a share between 0 and 1.
---@param share number
---@param cells integer
---@return string
function progress.bar(share, cells)
  local filled = math.floor(math.max(0, math.min(share, 1)) * cells)
  return "[" .. ("#"):rep(filled) .. ("."):rep(cells - filled) .. "]"
end

--- The rate and the time left: "12/s, 0:07 left".
---@param done number
---@param left number|nil
---@param seconds number that it took
---@return string
function progress.pace(done, left, seconds)
  if done <= 0 or seconds < 0.5 then
    return ""
  end
  local rate = done / seconds
  local pace = rate >= 10 and ("%.0f/s"):format(rate) or ("%.1f/s"):format(rate)
  if left and left > 0 then
    pace = say("%s, %s left"):format(pace, progress.duration(left / rate))
  end
  return pace
end

--- Draws the bar, unless that was done just now.
---@param done integer
---@param total integer|nil nil if it is unknown
---@param note string|nil
function Progress:show(done, total, note)
  local now = ai95.monotonic()
  if not self.screen or (now - self.drawn_at < INTERVAL and done ~= total) then
    return
  end
  self.drawn_at = now
  local parts, known = {}, total and total > 0
  if known then
    parts[1] = ("%3d%%"):format(math.floor(math.min(done / total, 1) * 100))
    parts[2] = say("%s of %s %s"):format(text.number(done), text.number(total), say(self.unit))
  else
    parts[1] = ("%s %s"):format(text.number(done), say(self.unit))
  end
  parts[#parts + 1] = note
  parts[#parts + 1] = progress.pace(done, total and total - done, now - self.started)
  local line = table.concat(parts, "  ")
  local cells = math.min(MAX_CELLS, self.screen:columns() - 1 - terminal.width(line) - #"[]  ")
  if known and cells >= MIN_CELLS then
    line = progress.bar(done / total, cells) .. "  " .. line
  end
  self.screen:draw { { { line } } }
end

--- Removes the bar.
function Progress:finish()
  if self.screen then
    self.screen:clear()
  end
end

return progress
