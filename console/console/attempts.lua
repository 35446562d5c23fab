--- Limits how often a password can be tried: from one address, and for one name.
local state = ngx.shared.attempts

local WINDOW = 900 -- seconds
local MAX_FAILURES = { name = 10, address = 30 }

local attempts = {}

local function keys(name)
  return { name = "failures:name:" .. name, address = "failures:address:" .. ngx.var.remote_addr }
end

--- Whether another attempt is allowed.
---@param name string
---@return boolean
function attempts.are_left(name)
  for kind, key in pairs(keys(name)) do
    if (state:get(key) or 0) >= MAX_FAILURES[kind] then
      return false
    end
  end
  return true
end

--- Counts an attempt before it is checked, so that many at once count too.
---@param name string
function attempts.add(name)
  for _, key in pairs(keys(name)) do
    assert(state:incr(key, 1, 0, WINDOW))
  end
end

--- The attempt succeeded.
---@param name string
function attempts.forgive(name)
  local own = keys(name)
  state:delete(own.name)
  state:incr(own.address, -1, 0, WINDOW)
end

return attempts
