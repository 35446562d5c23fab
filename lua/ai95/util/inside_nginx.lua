--- Whether this Lua is nginx's.
---@return boolean
return function()
  local ngx = rawget(_G, "ngx")
  return type(ngx) == "table" and ngx.get_phase ~= nil and ngx.timer ~= nil
end
