-- Saves a campaign's recordings, eight at a time:  recordings.lua DIAL_TASK_MAIN_SN FOLDER
-- It skips files that exist, so an interrupted run continues where it stopped.
local ai95 = require "ai95"

local function check(value, err)
  if value == nil then
    io.stderr:write(tostring(err), "\n")
    os.exit(1)
  end
  return value
end

local sn, folder = arg[1], arg[2]
if not folder then
  check(nil, "usage: recordings.lua DIAL_TASK_MAIN_SN FOLDER (which exists)")
end

local client = ai95.new {}
local task = check(client.tasks:get(sn))

-- The list is read while the downloads run.
local results, failures = client:parallel(8, task:calls { talktimes_min = 1 }, function(call)
  local path = ("%s/%s.wav"):format(folder, call.cdr_sn)
  local file = io.open(path)
  if file then -- complete: a download gets its name at the end
    file:close()
    return path
  end
  local saved, err = call:download(path)
  return saved and saved.path, err
end)

local count = 0
for _, err in pairs(failures or {}) do
  io.stderr:write(tostring(err), "\n")
  count = count + 1
end
print(("%d recordings in %s, %d failed"):format(results.n - count, folder, count))
os.exit(count == 0 and 0 or 1)
