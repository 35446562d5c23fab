--- Connected clients inside nginx, from OpenResty's modules or Debian's, which have other names.
local function connect(name, port, timeout)
  local found, module = pcall(require, "resty." .. name)
  if not found then
    module = require("nginx." .. name)
  end
  local client = assert(module:new())
  client:set_timeout((timeout or 5) * 1000)
  local ok, err = client:connect("127.0.0.1", port)
  if not ok then
    return nil, err
  end
  return client
end

return {
  redis = function(port, timeout) return connect("redis", port, timeout) end,
  memcached = function(port, timeout) return connect("memcached", port, timeout) end,
}
